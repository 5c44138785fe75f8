/* SPDX-License-Identifier: BSD-3-Clause */
/* A program: an expression lowered to a straight list of operations on blocks of rows. It fixes the
   order of evaluation and every contraction, so that each tier that runs it gives the same bits.
   Constants are arguments: a fit changes the pool and never the code. */
#ifndef EQS_PROGRAM_PROGRAM_H
#define EQS_PROGRAM_PROGRAM_H

#include "expr/expr.h"
#include "program/kernel.h"

/* Where an operand comes from. Of the first three, the one bit of each says which it is. */
typedef enum eqs_place {
  EQS_IN_COLUMN = 0, /* a feature, read in place */
  EQS_IN_SLOT = 1,   /* a block of rows in the workspace */
  EQS_IN_POOL = 2,   /* one number for all rows */
  EQS_NOWHERE = 3,   /* a Jacobian column that nothing has reached yet */
} eqs_place;

typedef union eqs_arg {
  struct {
    uint32_t place; /* eqs_place */
    uint32_t index;
  };
  uint64_t both; /* makes compilers keep it in one register */
} eqs_arg;

typedef struct eqs_step {
  uint32_t kernel; /* eqs_kernel, chosen by operator and by which operands are in the pool */
  uint32_t dst;    /* slot; may be the slot of an operand */
  eqs_arg arg[4];  /* in the order of the kernel's signature; those beyond its own repeat one, but
                      the fourth of a value's step, which is unset */
} eqs_step;

/* A subtree without free constants, the nodes [FIRST, END), whose values stand in a column already.
   Its operator is none that waits to be fused into a sum (eqs_waits). */
typedef struct eqs_cut {
  uint32_t first, end, column;
} eqs_cut;

enum { EQS_MAX_CUTS = 32, EQS_POOL_GRAIN = 8 };

typedef struct eqs_cuts {
  const void *const *column; /* what programs read instead of the data set's columns: these, and
                                more behind them */
  uint32_t n;
  eqs_cut cut[EQS_MAX_CUTS]; /* from left to right, none within another */
} eqs_cuts;

static inline int eqs_waits(eqs_op op)
{
  return op == EQS_OP_MUL || op == EQS_OP_SQUARE;
}

/* Lowered once per expression; immutable while it runs, but for the free constants in the pool. */
typedef struct eqs_program {
  uint32_t n_steps, n_slots, n_params, n_pool;
  uint32_t n_uniform;
  uint32_t n_values; /* the first N_VALUES steps compute the value; the rest are adjoints */
  uint32_t n_nodes;  /* of the expression, for speed figures */
  eqs_step *step;
  eqs_step *uniform; /* what depends on free constants alone: steps on one number each, run before
                        the others in their order. Operands and dst are places of the pool */
  double *pool;      /* the free constants first, then fixed numbers and room for uniform ones; may
                        be read to a multiple of EQS_POOL_GRAIN */
  const void *const *column; /* NULL: the data set's */
  eqs_arg result;
  eqs_arg *jacobian; /* where each free constant's derivative is (a slot or a column); unset
                        without adjoints */
  struct eqs_lowering *scratch;
  size_t capacity; /* nodes there is room for */
} eqs_program;

/* A zeroed program is empty and may be freed. */
void eqs_program_free(eqs_program *program);

/* Makes KEPT, which is zeroed or held another program, a copy of PROGRAM for running values,
   without the room that lowering needs: a hundredth of the memory, for whoever keeps many. 0, or -1
   when memory is short. */
int eqs_program_keep(eqs_program *kept, const eqs_program *program);

/* Lowers EXPR for evaluation into PROGRAM, which grows as needed and may have held another one;
   returns 0, or -1 when memory is short. Slots are reused, so that a block's working set stays
   small. Subtrees without variables and free constants are folded in double, those without
   variables become uniform steps. A product that is added to or subtracted from something becomes
   one fused multiply-add. Cost: some 15 ns a node. */
int eqs_lower_value(eqs_program *program, const eqs_expr *expr);

/* The same with CUTS (NULL: none), whose columns outlive the program. */
int eqs_lower_value_cut(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts);

/* The same value to the bit, followed by reverse-mode adjoints (Griewank, Walther, "Evaluating
   derivatives", 2008, chapter 3) that leave the derivative by every free constant in JACOBIAN. Each
   node has one parent, so an adjoint is written once and never summed, but for a free constant
   written in several places. */
int eqs_lower_gradient(eqs_program *program, const eqs_expr *expr);
int eqs_lower_gradient_cut(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts);

#endif
