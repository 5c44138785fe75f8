/* SPDX-License-Identifier: BSD-3-Clause */
/* Stitching programs into memory that is kept, piece after piece. */
#include "eval/ready.h"
#include "eval/fuse.h"
#include "eval/layout.h"
#include "util/memory.h"
#include <stdlib.h>

/* Room in the current piece for one program more, or a new piece; false if there is none. */
static bool has_room(eqs_ready_set *set)
{
  eqs_stitcher *s = &set->stitcher;
  const eqs_engine *engine = set->engine;
  if (!engine->arena) return false;
  if (s->piece.arena && s->used + EQS_STITCH_MOST <= EQS_PIECE_BYTES) return true;
  if (s->piece.arena) {
    if (eqs_grow(&set->full, &set->capacity, set->n_full + 1, sizeof *set->full)) return false;
    set->full[set->n_full++] = s->piece;
  }
  *s = (eqs_stitcher){.isa = engine->isa, .dtype = engine->dtype};
  return eqs_piece_take(&s->piece, engine->arena);
}

/* The calls of PROGRAM, in memory that READY keeps; MARK is scratch. */
static int make_plan(eqs_ready_set *set, eqs_ready *ready, const eqs_program *program,
                     eqs_stitch_mark *mark)
{
  eqs_dtype dtype = set->engine->dtype;
  uint32_t n_steps = program->n_values;
  size_t n = 0, slot_bytes = eqs_block_rows(program->n_slots, dtype) * eqs_dtype_size(dtype);
  ready->plan = (eqs_plan){.engine = set->engine, .stitched = true, .n = n_steps};
  if (!has_room(set)) return 0;
  ready->memory = malloc((n_steps + 1) * sizeof *ready->memory);
  if (!ready->memory) return -1;
  const eqs_part *part =
      eqs_stitch(&set->stitcher, program, n_steps, 0, slot_bytes, ready->memory, mark, &n);
  if (n == 0) return 0;
  ready->plan.part = part;
  ready->plan.n = n;
  return 0;
}

int eqs_ready_make(eqs_ready_set *set, const eqs_engine *engine, const eqs_program *program,
                   size_t n)
{
  uint32_t most = 1;
  *set = (eqs_ready_set){.engine = engine, .n = n, .ready = calloc(n + 1, sizeof *set->ready)};
  for (size_t i = 0; i < n; i++) most = program[i].n_values > most ? program[i].n_values : most;
  eqs_stitch_mark *mark = malloc(most * sizeof *mark);
  int failed = !set->ready || !mark;
  for (size_t i = 0; i < n && !failed; i++) {
    eqs_ready *ready = &set->ready[i];
    failed = make_plan(set, ready, &program[i], mark);
    if (!failed && engine->tier == EQS_TIER_FUSED)
      ready->fused = eqs_fuse_ready(&ready->fuse, engine, &program[i]);
  }
  free(mark);
  return failed ? -1 : 0;
}

void eqs_ready_free(eqs_ready_set *set)
{
  for (size_t i = 0; set->ready && i < set->n; i++) {
    eqs_fusion_drop(set->ready[i].fuse.fusion);
    free(set->ready[i].memory);
  }
  for (size_t i = 0; i < set->n_full; i++) eqs_piece_give(&set->full[i]);
  eqs_piece_give(&set->stitcher.piece);
  free(set->full);
  free(set->ready);
  *set = (eqs_ready_set){0};
}
