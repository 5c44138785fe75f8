/* SPDX-License-Identifier: BSD-3-Clause */
/* Scratch memory of a thread, laid out for one program after another. */
#include "eval/fuse.h"
#include "eval/layout.h"
#include "util/memory.h"
#include <stdlib.h>

/* Blocks as long as the slots of the program fit a budget, so that values are still in the
   first-level cache when they are read. */
size_t eqs_block_rows(uint32_t n_slots, eqs_dtype dtype)
{
  size_t rows = EQS_L1_BUDGET / ((n_slots + 1) * eqs_dtype_size(dtype));
  if (rows > EQS_MAX_BLOCK) rows = EQS_MAX_BLOCK;
  if (rows < EQS_MIN_BLOCK) rows = EQS_MIN_BLOCK;
  return rows / EQS_MIN_BLOCK * EQS_MIN_BLOCK;
}

size_t eqs_panels(size_t k)
{
  return (k + 1 + 3) / 4;
}

size_t eqs_sum_vectors(size_t k)
{
  if (k <= EQS_MAX_FUSED_K) return eqs_normal_size(k) < 3 ? 3 : eqs_normal_size(k);
  size_t panels = eqs_panels(k);
  return panels * (panels + 1) / 2 * 16;
}

static size_t more(size_t have, size_t need)
{
  return need > have ? need + need / 2 : have;
}

static bool holds(const eqs_room *room, const eqs_room *need)
{
  return (need->slots <= room->slots) & (need->sums <= room->sums) & (need->pool <= room->pool) &
         (need->steps <= room->steps) & (need->columns <= room->columns);
}

static void list(char **at, char *first, size_t stride, size_t n)
{
  for (size_t i = 0; i < n; i++) at[i] = first + i * stride;
}

/* Memory for at least NEED, laid out anew. */
static int grow(eqs_workspace *w, const eqs_room *need, eqs_dtype dtype)
{
  eqs_room r = {more(w->room.slots, need->slots), more(w->room.sums, need->sums),
                more(w->room.pool, need->pool), more(w->room.steps, need->steps),
                more(w->room.columns, need->columns)};
  size_t slots = eqs_align_up(r.slots), sums = eqs_align_up(r.sums);
  size_t pool = eqs_align_up(r.pool * sizeof(double));
  size_t pool_at = eqs_align_up(r.pool * sizeof(char *));
  size_t slot_at = eqs_align_up(r.steps * sizeof(char *));
  size_t jacobian = eqs_align_up(r.columns * sizeof(void *));
  size_t part = eqs_align_up(r.steps * sizeof(eqs_part)), mark = r.steps * sizeof(eqs_stitch_mark);
  char *at = eqs_alloc(1, slots + sums + pool + pool_at + slot_at + jacobian + 2 * part + mark);
  if (!at) return -1;
  free(w->memory);
  w->memory = at;
  w->room = r;
  w->dtype = dtype;
  w->block = 0;
  w->slots = at;
  w->sums = at += slots;
  w->pool = at += sums;
  w->pool_at = (char **)(at += pool);
  w->slot_at = (char **)(at += pool_at);
  w->jacobian = (const void **)(at += slot_at);
  w->part[0] = (eqs_part *)(at += jacobian);
  w->part[1] = (eqs_part *)(at += part);
  w->mark = (eqs_stitch_mark *)(at + part);
  list(w->pool_at, w->pool, eqs_dtype_size(dtype), r.pool);
  return 0;
}

int eqs_workspace_reserve(eqs_workspace *w, const eqs_program *program, eqs_dtype dtype)
{
  size_t size = eqs_dtype_size(dtype), k = program->n_params;
  size_t rows = eqs_block_rows(program->n_slots, dtype);
  size_t scaled = k > EQS_MAX_FUSED_K ? k : 0;
  eqs_room need = {.slots = (program->n_slots + EQS_EXTRA_SLOTS + scaled) * rows * size,
                   .sums = (eqs_sum_vectors(k) + EQS_RHO_SUMS) * EQS_VECTOR_BYTES,
                   .pool = program->n_pool + EQS_POOL_GRAIN,
                   .steps = program->n_steps + 1,
                   .columns = 4 * eqs_panels(k)};
  if ((!holds(&w->room, &need) || w->dtype != dtype) && grow(w, &need, dtype)) return -1;
  if (w->block != rows || w->n_slots < program->n_slots) {
    w->block = rows;
    w->n_slots = program->n_slots;
    list(w->slot_at, w->slots, rows * size, w->n_slots);
  }
  eqs_fuse_reset(w);
  w->ready = NULL;
  w->plan[0].engine = w->plan[1].engine = NULL;
  return 0;
}

void eqs_workspace_free(eqs_workspace *w)
{
  eqs_program_free(&w->program);
  eqs_piece_give(&w->stitcher.piece);
  eqs_fuse_reset(w);
  eqs_form_free(&w->form);
  free(w->memory);
  *w = (eqs_workspace){0};
}
