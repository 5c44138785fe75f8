/* SPDX-License-Identifier: BSD-3-Clause */
/* What lowering values and lowering adjoints share: what became of each node, which slots are in
   use, and how a step is added. Private to src/program. */
#ifndef EQS_PROGRAM_LOWERING_H
#define EQS_PROGRAM_LOWERING_H

#include "program/program.h"
#include <stdbool.h>

typedef enum eqs_form {
  EQS_FORM_NUMBER,  /* folded: a number that is in no pool yet */
  EQS_FORM_ARG,     /* computed, or read in place: ARG says where */
  EQS_FORM_PRODUCT, /* x * y, put off until it is known whether it can be fused */
} eqs_form;

/* What became of a node. */
typedef struct eqs_lowered {
  uint8_t form;    /* eqs_form */
  bool active;     /* a free constant is in the subtree */
  eqs_arg arg;     /* form ARG */
  uint32_t x, y;   /* the operand nodes */
  double number;   /* form NUMBER */
  eqs_arg adjoint; /* reverse pass: d(result)/d(node) is SIGN * (ONE ? 1 : ADJOINT) */
  int8_t sign;
  bool one;
} eqs_lowered;

typedef struct eqs_lowering {
  eqs_lowered *entry;  /* one per node */
  uint32_t *stack;     /* nodes that wait for their operator */
  uint32_t *uses;      /* per slot: how many holders */
  uint32_t *free_slot; /* slots that can be used again, last freed first */
  uint32_t n_free;
  bool keep; /* adjoints will follow: values that they read are kept */
} eqs_lowering;

static inline eqs_arg eqs_arg_at(eqs_place place, uint32_t index)
{
  return (eqs_arg){.place = place, .index = index};
}

/* Slots are counted: a slot is free when its last holder lets go. Pool and columns are not. */
uint32_t eqs_slot_take(eqs_program *program);
void eqs_arg_hold(eqs_program *program, eqs_arg arg);
void eqs_arg_drop(eqs_program *program, eqs_arg arg);

/* A number in the pool. */
eqs_arg eqs_pool_add(eqs_program *program, double number);

/* Appends a step into a slot of its own and returns that slot. */
eqs_arg eqs_step_add(eqs_program *program, eqs_kernel kernel, eqs_arg a0, eqs_arg a1, eqs_arg a2,
                     eqs_arg a3);

/* A pool number as a block of equal rows; anything else as it is. */
eqs_arg eqs_block_of(eqs_program *program, eqs_arg arg);

/* The value steps: what eqs_lower_value is made of. */
void eqs_lower_steps(eqs_program *program, const eqs_node *node, uint32_t n, bool keep);

/* The kernel of an operator for operands of which those in POOL (bit 0: x, 1: y, 2: z) are one
   number; EQS_N_KERNELS if there is none. ADJOINT selects the adjoint by x (1) or by y (2). */
eqs_kernel eqs_kernel_of(eqs_op op, unsigned pool);
eqs_kernel eqs_kernel_adjoint_of(eqs_op op, unsigned which, unsigned pool);

#endif
