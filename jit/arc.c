/* SPDX-License-Identifier: BSD-3-Clause */
/* asin and acos: a polynomial up to 1/2; beyond, asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)). */
#include "jit/limits.h"
#include "jit/operator.h"

/* BIG: where |x| > 1/2. The result is asin(|x|), or there asin(sqrt((1 - |x|) / 2)). */
static LLVMValueRef arc(eqs_emit *e, LLVMValueRef size, LLVMValueRef big)
{
  LLVMValueRef half = f_const(e, 0.5);
  LLVMValueRef reduced = f_mul(e, f_sub(e, f_const(e, 1), size), half);
  LLVMValueRef z = f_select(e, big, reduced, eqs_emit_square(e, size));
  LLVMValueRef s = f_select(e, big, f_sqrt(e, reduced), size);
  return f_mad(e, s, f_mul(e, z, EQS_POLY(e, z, asin)), s);
}

LLVMValueRef eqs_emit_ASIN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef size = f_abs(e, a[0]), big = f_gt(e, size, f_const(e, 0.5));
  LLVMValueRef part = arc(e, size, big);
  LLVMValueRef rest = f_sub(e, f_add(e, part, part), EQS_PART(e, half_pi, 1));
  LLVMValueRef value = f_select(e, big, f_sub(e, EQS_PART(e, half_pi, 0), rest), part);
  return f_copysign(e, value, a[0]);
}

/* With p = arc(|x|) carrying the sign of x: pi/2 - p; where big, 2 p for x > 0 and pi + 2 p for
   x < 0. */
LLVMValueRef eqs_emit_ACOS(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], zero = f_const(e, 0), size = f_abs(e, x);
  LLVMValueRef big = f_gt(e, size, f_const(e, 0.5)), negative = f_lt(e, x, zero);
  LLVMValueRef part = f_copysign(e, arc(e, size, big), x);
  LLVMValueRef turn = f_select(e, big, f_add(e, part, part), f_neg(e, part));
  LLVMValueRef high = f_select(e, negative, EQS_PART(e, pi, 0), zero);
  LLVMValueRef low = f_select(e, negative, EQS_PART(e, pi, 1), zero);
  high = f_select(e, big, high, EQS_PART(e, half_pi, 0));
  low = f_select(e, big, low, EQS_PART(e, half_pi, 1));
  return f_add(e, high, f_add(e, turn, low));
}
