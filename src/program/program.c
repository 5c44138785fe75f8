/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory of programs: one allocation that holds everything an expression of a given size needs. */
#include "program/lowering.h"
#include "util/memory.h"
#include <stdlib.h>

/* Bounds per node, with room for the worst case: a value step and a fill; then two adjoints, each
   with a fill and a sum into a free constant that occurs again. */
enum { STEPS_PER_NODE = 10, SLOTS_PER_NODE = 10, EXTRA = 8 };

static size_t round_up(size_t bytes)
{
  return (bytes + EQS_ALIGN - 1) & ~(size_t)(EQS_ALIGN - 1);
}

int eqs_program_reserve(eqs_program *program, uint32_t nodes)
{
  if (nodes <= program->capacity) return 0;
  size_t n = nodes;
  size_t step = round_up((STEPS_PER_NODE * n + EXTRA) * sizeof(eqs_step));
  size_t pool = round_up((n + EXTRA) * sizeof(double));
  size_t jacobian = round_up(n * sizeof(eqs_arg));
  size_t scratch = round_up(sizeof(eqs_lowering));
  size_t entry = round_up(n * sizeof(eqs_lowered));
  size_t adjoint = round_up(n * sizeof(eqs_adjoint));
  size_t stack = round_up(n * sizeof(uint32_t));
  size_t slots = round_up((SLOTS_PER_NODE * n + EXTRA) * sizeof(uint32_t));
  char *memory =
      eqs_alloc(1, step + pool + jacobian + scratch + entry + adjoint + stack + 2 * slots);
  if (!memory) return -1;
  free(program->step);
  program->step = (eqs_step *)memory;
  program->pool = (double *)(memory += step);
  program->jacobian = (eqs_arg *)(memory += pool);
  eqs_lowering *s = program->scratch = (eqs_lowering *)(memory += jacobian);
  s->entry = (eqs_lowered *)(memory += scratch);
  s->adjoint = (eqs_adjoint *)(memory += entry);
  s->stack = (uint32_t *)(memory += adjoint);
  s->uses = (uint32_t *)(memory += stack);
  s->free_slot = (uint32_t *)(memory + slots);
  program->capacity = n;
  return 0;
}

void eqs_program_free(eqs_program *program)
{
  free(program->step);
  *program = (eqs_program){0};
}
