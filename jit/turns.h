/* SPDX-License-Identifier: BSD-3-Clause */
/* Where large numbers lie in the turns of a circle. */
#ifndef EQS_JIT_TURNS_H
#define EQS_JIT_TURNS_H

#include "jit/emit.h"

typedef struct eqs_turned {
  LLVMValueRef r; /* x less the nearest ODD or even or any multiple of UNIT */
  LLVMValueRef n; /* the low bits of this integer are those of the multiple */
} eqs_turned;

/* x = (n + SHIFT) pi / DIVISOR + r, for x finite and from 2 (f32) or 2^30 (f64) on, of either sign;
   NaN for others that are not finite, and anything for smaller ones. */
eqs_turned eqs_emit_turned(eqs_emit *e, LLVMValueRef x, double shift, double divisor);

#endif
