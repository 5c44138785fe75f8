/* SPDX-License-Identifier: BSD-3-Clause */
/* The emitters of the operators: each gives the vector of values of its operator, slow lanes
   included. One function per row of ops.def, named by the row. */
#ifndef EQS_JIT_OPERATOR_H
#define EQS_JIT_OPERATOR_H

#include "jit/emit.h"

/* The value from A = {x, y, z}. */
typedef LLVMValueRef eqs_emitter(eqs_emit *e, const LLVMValueRef *a);

#define EQS_OP(id, ...) eqs_emitter eqs_emit_##id;
#define EQS_FUSED(id, ...) eqs_emitter eqs_emit_##id;
#include "expr/ops.def"

/* A partial derivative from A = {v, x, y}, for the operators that have an adjoint kernel. */
#define EQS_ADJOINT_1(op, name) eqs_emitter eqs_emit_dx_##op;
#include "program/kernels.def"
eqs_emitter eqs_emit_dy_DIV, eqs_emit_dx_POW, eqs_emit_dy_POW;
eqs_emitter eqs_emit_dx_MIN, eqs_emit_dy_MIN, eqs_emit_dx_MAX, eqs_emit_dy_MAX;

/* What several operators are made of. */

/* exp(r) - 1 for the rest r of x that a multiple of ln 2 leaves, small or not. SHIFT is added
   to the multiple k; the low bits of KBITS hold k + shift. X_LOW (or NULL) is added to r. */
typedef struct eqs_exp_parts {
  LLVMValueRef kbits, expm1;
} eqs_exp_parts;
eqs_exp_parts eqs_emit_exp_parts(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low, unsigned shift);

/* exp(X + X_LOW) where |X| is below the border and X_LOW (or NULL) is small. */
LLVMValueRef eqs_emit_exp_normal(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low);
static inline double eqs_exp_border(const eqs_emit *e)
{
  return eqs_pick(e, 708, 87);
}

/* The same for any X, from zero to infinity: slower, and with the same result below the border. */
LLVMValueRef eqs_emit_exp_any(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low);

/* X = 2^(K UNIT) M for X positive and normal, M in the interval around 1 or one of its neighbours.
   The low bits of INTERVAL are its number, as a small table's entries are numbered. */
typedef struct eqs_log_parts {
  LLVMValueRef k, m, interval;
  double unit;
} eqs_log_parts;
eqs_log_parts eqs_emit_log_parts(eqs_emit *e, LLVMValueRef x);

/* M INVERSE - 1 where that is small: as an fma has it, or without one nearly so; exact where it can
   be. */
LLVMValueRef eqs_emit_less_one(eqs_emit *e, LLVMValueRef m, LLVMValueRef inverse);

#endif
