/* SPDX-License-Identifier: BSD-3-Clause */
/* The small parts of lowering: slots and who holds them, the pool, appending a step. */
#include "program/lowering.h"

uint32_t eqs_slot_take(eqs_program *program)
{
  eqs_lowering *s = program->scratch;
  uint32_t slot = s->n_free ? s->free_slot[--s->n_free] : program->n_slots++;
  s->uses[slot] = 1;
  return slot;
}

void eqs_arg_hold(eqs_program *program, eqs_arg arg)
{
  if (arg.place == EQS_IN_SLOT) program->scratch->uses[arg.index]++;
}

void eqs_arg_drop(eqs_program *program, eqs_arg arg)
{
  eqs_lowering *s = program->scratch;
  if (arg.place == EQS_IN_SLOT && --s->uses[arg.index] == 0) s->free_slot[s->n_free++] = arg.index;
}

eqs_arg eqs_pool_add(eqs_program *program, double number)
{
  program->pool[program->n_pool] = number;
  return eqs_arg_at(EQS_IN_POOL, program->n_pool++);
}

eqs_arg eqs_step_add(eqs_program *program, eqs_kernel kernel, eqs_arg a0, eqs_arg a1, eqs_arg a2,
                     eqs_arg a3)
{
  uint32_t dst = eqs_slot_take(program);
  program->step[program->n_steps++] =
      (eqs_step){.kernel = kernel, .dst = dst, .arg = {a0, a1, a2, a3}};
  return eqs_arg_at(EQS_IN_SLOT, dst);
}

eqs_arg eqs_block_of(eqs_program *program, eqs_arg arg)
{
  if (arg.place != EQS_IN_POOL) return arg;
  return eqs_step_add(program, EQS_K_fill, arg, arg, arg, arg);
}
