/* SPDX-License-Identifier: BSD-3-Clause */
/* A program: an expression lowered to a straight list of operations on blocks of rows. It fixes the
   order of evaluation and every contraction, so that each tier that runs it gives the same bits.
   Constants are arguments: a fit changes the pool and never the code. */
#ifndef EQS_PROGRAM_PROGRAM_H
#define EQS_PROGRAM_PROGRAM_H

#include "expr/expr.h"
#include "program/kernel.h"

/* Where an operand comes from, and which one of that kind. */
typedef enum eqs_place {
  EQS_IN_SLOT,   /* a block of rows in the workspace */
  EQS_IN_COLUMN, /* a feature, read in place */
  EQS_IN_POOL,   /* one number for all rows */
} eqs_place;

typedef struct eqs_arg {
  uint16_t place; /* eqs_place */
  uint16_t index;
} eqs_arg;

typedef struct eqs_step {
  uint16_t kernel; /* eqs_kernel, chosen by operator and by which operands are in the pool */
  uint16_t dst;    /* slot; may be the slot of an operand */
  eqs_arg arg[4];  /* in the order of the kernel's signature; unused ones repeat arg[0] */
} eqs_step;

/* Lowered once per expression; immutable while it runs. */
typedef struct eqs_program {
  uint32_t n_steps, n_slots, n_params, n_pool;
  uint32_t n_nodes;  /* of the expression, for speed figures */
  uint32_t n_values; /* the first N_VALUES steps compute the value; the rest are adjoints */
  eqs_step *step;
  double *pool; /* the free constants first, then fixed numbers */
  eqs_arg result;
  eqs_arg *jacobian; /* with adjoints: where each free constant's derivative is; else NULL */
  size_t capacity;   /* nodes there is room for */
} eqs_program;

/* Makes room for expressions of up to NODES nodes; 0 or -1 when memory is short. A zeroed program
   is empty. */
int eqs_program_reserve(eqs_program *program, uint32_t nodes);
void eqs_program_free(eqs_program *program);

/* Lowers the N nodes for evaluation. Slots are reused, so that a block's working set stays small.
   PROGRAM has room for N nodes. Subtrees without variables and free constants are folded in
   double. Cannot fail. Cost: some 10 ns a node. */
void eqs_lower_value(eqs_program *program, const eqs_node *node, uint32_t n);

/* The same values to the bit, followed by reverse-mode adjoints that leave the derivative by every
   free constant in JACOBIAN. */
void eqs_lower_gradient(eqs_program *program, const eqs_node *node, uint32_t n);

#endif
