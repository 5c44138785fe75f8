/* SPDX-License-Identifier: BSD-3-Clause */
/* What lowering values and lowering adjoints share: what became of each node, which slots are in
   use, and how a step is added. Private to src/program. */
#ifndef EQS_PROGRAM_LOWERING_H
#define EQS_PROGRAM_LOWERING_H

#include "program/program.h"
#include <stdbool.h>

/* Two numbers that are written as one word: compilers that put them together in vector registers
   only delay who reads them. */
static inline uint64_t eqs_word(uint32_t first, uint32_t second)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return first | (uint64_t)second << 32;
#else
  return second | (uint64_t)first << 32;
#endif
}

/* What became of a node. */
typedef struct eqs_lowered {
  eqs_arg arg; /* where its value is; EQS_NOWHERE for a product that is put off until it is known
                  whether it can be fused into a sum */
  union {
    struct {
      uint32_t x, y; /* of an operator: the operand nodes; equal if it is unary */
    };
    uint64_t operands;
  };
  union {
    struct {
      uint32_t size;   /* nodes of the subtree */
      uint32_t active; /* not 0: a free constant is in it */
    };
    uint64_t extent;
  };
} eqs_lowered;

/* d(result)/d(node) is SIGN * ROWS * SCALE. ROWS is held by whoever has the adjoint. */
typedef struct eqs_adjoint {
  eqs_arg rows;  /* a block or a column; EQS_NOWHERE: 1 */
  eqs_arg scale; /* a number of the pool; EQS_NOWHERE: 1 */
  int sign;
} eqs_adjoint;

typedef struct eqs_lowering {
  eqs_lowered *entry;         /* one per node */
  eqs_adjoint *adjoint;       /* likewise, for the reverse pass */
  uint32_t *operator, * leaf; /* nodes, from right to left */
  size_t n_operators, n_leaves;
  uint16_t *uses;      /* per slot, with adjoints: how many holders */
  uint32_t *free_slot; /* a stack of all slots that are free, the next one on top */
  size_t n_free, all_slots;
} eqs_lowering;

static inline eqs_arg eqs_arg_at(eqs_place place, uint32_t index)
{
  return (eqs_arg){.both = eqs_word(place, index)};
}

static inline uint32_t eqs_slot_take(eqs_program *program)
{
  eqs_lowering *s = program->scratch;
  uint32_t slot = s->free_slot[--s->n_free];
  program->n_slots = slot < program->n_slots ? program->n_slots : slot + 1;
  return slot;
}

static inline void eqs_slot_give(eqs_program *program, eqs_arg arg)
{
  eqs_lowering *s = program->scratch;
  s->free_slot[s->n_free] = arg.index; /* no branch: kept only if it is a slot */
  s->n_free += arg.place == EQS_IN_SLOT;
}

/* Slots of a gradient program are counted: free when the last holder lets go. */
static inline void eqs_arg_hold(eqs_program *program, eqs_arg arg)
{
  if (arg.place == EQS_IN_SLOT) program->scratch->uses[arg.index]++;
}

static inline void eqs_arg_drop(eqs_program *program, eqs_arg arg)
{
  if (arg.place == EQS_IN_SLOT && --program->scratch->uses[arg.index] == 0)
    eqs_slot_give(program, arg);
}

/* A number in the pool. */
static inline eqs_arg eqs_pool_add(eqs_program *program, double number)
{
  program->pool[program->n_pool] = number;
  return eqs_arg_at(EQS_IN_POOL, program->n_pool++);
}

/* Appends a uniform step and returns the place of its number. Its kernel may be of any form. */
static inline eqs_arg eqs_uniform_add(eqs_program *program, eqs_kernel kernel, eqs_arg a0,
                                      eqs_arg a1, eqs_arg a2, eqs_arg a3)
{
  eqs_arg result = eqs_pool_add(program, 0);
  program->uniform[program->n_uniform++] =
      (eqs_step){.kernel = kernel, .dst = result.index, .arg = {a0, a1, a2, a3}};
  return result;
}

/* Appends a step into a slot of its own, with one holder, and returns that slot. */
static inline eqs_arg eqs_step_add(eqs_program *program, eqs_kernel kernel, eqs_arg a0, eqs_arg a1,
                                   eqs_arg a2, eqs_arg a3)
{
  uint32_t dst = eqs_slot_take(program);
  program->scratch->uses[dst] = 1;
  program->step[program->n_steps++] =
      (eqs_step){.kernel = kernel, .dst = dst, .arg = {a0, a1, a2, a3}};
  return eqs_arg_at(EQS_IN_SLOT, dst);
}

/* A pool number as a block of equal rows; anything else as it is. */
static inline eqs_arg eqs_block_of(eqs_program *program, eqs_arg arg)
{
  if (arg.place != EQS_IN_POOL) return arg;
  return eqs_step_add(program, EQS_K_fill, arg, arg, arg, arg);
}

/* The value steps of a program that adjoints will follow: what they read is kept. PROGRAM has room.
 */
void eqs_lower_kept(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts);

/* Makes room for an expression of NODES nodes; 0, or -1 when memory is short. */
int eqs_program_reserve(eqs_program *program, uint32_t nodes);

/* The kernel of an operator for operands of which those in POOL (bit 0: x, 1: y, 2: z) are one
   number: its value, its adjoint by x ([0]) or by y ([1]). EQS_K_fill stands for "there is none".
 */
extern const uint8_t eqs_value_kernel[EQS_N_OPS][8];
extern const uint8_t eqs_adjoint_kernel[2][EQS_N_OPS][4];

#endif
