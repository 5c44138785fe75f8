/* SPDX-License-Identifier: BSD-3-Clause */
/* Scratch memory of a thread, laid out for one program after another. */
#include "eval/bound.h"
#include "eval/fuse.h"
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

int eqs_workspace_reserve(eqs_workspace *w, const eqs_program *program, eqs_dtype dtype)
{
  size_t size = eqs_dtype_size(dtype), k = program->n_params, steps = program->n_steps;
  size_t rows = eqs_block_rows(program->n_slots, dtype);
  size_t bound = eqs_align_up(steps * sizeof(eqs_bound));
  size_t moving = eqs_align_up((4 * steps + k + 3) * sizeof(const char **));
  size_t jacobian = eqs_align_up((4 * eqs_panels(k)) * sizeof(void *));
  size_t pool = eqs_align_up((program->n_pool + 1) * size);
  size_t sums = (eqs_sum_vectors(k) + EQS_RHO_SUMS) * EQS_VECTOR_BYTES;
  size_t scaled = k > EQS_MAX_FUSED_K ? k : 0;
  size_t slots = (program->n_slots + EQS_EXTRA_SLOTS + scaled) * rows * size;
  size_t part = eqs_align_up(steps * sizeof(eqs_part)), mark = steps * sizeof(eqs_stitch_mark);
  size_t total = bound + moving + jacobian + pool + sums + slots + 2 * part + mark;
  if (total > w->bytes) {
    char *memory = eqs_alloc(1, total + total / 2);
    if (!memory) return -1;
    free(w->memory);
    w->memory = memory;
    w->bytes = total + total / 2;
  }
  eqs_fuse_reset(w);
  char *at = w->memory;
  w->slots = at;
  w->sums = at += slots;
  w->pool = at += sums;
  w->bound = (eqs_bound *)(at += pool);
  w->moving = (const char ***)(at += bound);
  w->jacobian = (const void **)(at += moving);
  w->ready = NULL;
  w->plan[0] = (eqs_plan){.memory = (eqs_part *)(at += jacobian)};
  w->plan[1] = (eqs_plan){.memory = (eqs_part *)(at += part)};
  w->mark = (eqs_stitch_mark *)(at + part);
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
