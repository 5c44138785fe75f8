/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory of programs: one allocation that holds everything an expression of a given size needs. */
#include "program/lowering.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

/* Bounds per node, with room for the worst case: a value step and a fill; then two adjoints, each
   with a fill and a sum into a free constant that occurs again. Uniform steps: a value, two local
   derivatives and their products with a scale. The pool takes a number per node, one per uniform
   step, and ones that adjoints start from. */
enum {
  STEPS_PER_NODE = 10,
  SLOTS_PER_NODE = 10,
  UNIFORM_PER_NODE = 5,
  POOL_PER_NODE = 8,
  EXTRA = 16 /* what is read and listed in eights goes beyond */
};

int eqs_program_reserve(eqs_program *program, uint32_t nodes)
{
  if (nodes <= program->capacity) return 0;
  size_t n = nodes, all_slots = SLOTS_PER_NODE * n + EXTRA;
  size_t step = eqs_align_up((STEPS_PER_NODE * n + EXTRA) * sizeof(eqs_step));
  size_t uniform = eqs_align_up((UNIFORM_PER_NODE * n + EXTRA) * sizeof(eqs_step));
  size_t pool = eqs_align_up((POOL_PER_NODE * n + EXTRA) * sizeof(double));
  size_t jacobian = eqs_align_up(n * sizeof(eqs_arg));
  size_t scratch = eqs_align_up(sizeof(eqs_lowering));
  size_t entry = eqs_align_up(n * sizeof(eqs_lowered));
  size_t adjoint = eqs_align_up(n * sizeof(eqs_adjoint));
  size_t list = eqs_align_up((n + 1) * sizeof(uint32_t));
  size_t uses = eqs_align_up(all_slots * sizeof(uint16_t));
  size_t free_slot = eqs_align_up((all_slots + 1) * sizeof(uint32_t));
  char *memory = eqs_alloc(1, step + uniform + pool + jacobian + scratch + entry + adjoint +
                                  2 * list + uses + free_slot);
  if (!memory) return -1;
  free(program->step);
  *program = (eqs_program){.step = (eqs_step *)memory, .capacity = n};
  program->uniform = (eqs_step *)(memory += step);
  program->pool = memset(memory += uniform, 0, pool); /* what is read past its end is a number */
  program->jacobian = (eqs_arg *)(memory += pool);
  eqs_lowering *s = program->scratch = (eqs_lowering *)(memory += jacobian);
  s->entry = (eqs_lowered *)(memory += scratch);
  s->adjoint = (eqs_adjoint *)(memory += entry);
  s->operator=(uint32_t *)(memory += adjoint);
  s->leaf = (uint32_t *)(memory += list);
  s->uses = (uint16_t *)(memory += list);
  s->free_slot = (uint32_t *)(memory + uses);
  s->all_slots = all_slots;
  for (size_t i = 0; i < all_slots; i++) s->free_slot[all_slots - 1 - i] = (uint32_t)i;
  return 0;
}

int eqs_program_keep(eqs_program *kept, const eqs_program *program)
{
  size_t step = eqs_align_up(program->n_values * sizeof(eqs_step));
  size_t uniform = eqs_align_up(program->n_uniform * sizeof(eqs_step));
  size_t pool = program->n_pool * sizeof(double), rest = EQS_POOL_GRAIN * sizeof(double);
  char *memory = eqs_alloc(1, step + uniform + pool + rest);
  if (!memory) return -1;
  free(kept->step);
  *kept = *program;
  kept->n_steps = program->n_values;
  kept->step = memcpy(memory, program->step, program->n_values * sizeof(eqs_step));
  kept->uniform = memcpy(memory + step, program->uniform, program->n_uniform * sizeof(eqs_step));
  kept->pool = memcpy(memory + step + uniform, program->pool, pool);
  memset(kept->pool + program->n_pool, 0, rest);
  kept->jacobian = NULL;
  kept->scratch = NULL;
  kept->capacity = 0;
  return 0;
}

void eqs_program_free(eqs_program *program)
{
  free(program->step);
  *program = (eqs_program){0};
}
