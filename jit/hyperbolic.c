/* SPDX-License-Identifier: BSD-3-Clause */
/* tanh(x) = E / (E + 2) with E = exp(2 |x|) - 1, which loses no digits at small arguments. */
#include "jit/limits.h"
#include "jit/operator.h"

LLVMValueRef eqs_emit_TANH(eqs_emit *e, const LLVMValueRef *a)
{
  /* Beyond the limit the result rounds to one. A NaN is not above it. */
  LLVMValueRef size = f_abs(e, a[0]), limit = f_const(e, eqs_pick(e, 20, 10));
  size = f_select(e, f_gt(e, size, limit), limit, size);
  eqs_exp_parts parts = eqs_emit_exp_parts(e, f_add(e, size, size), NULL, eqs_bias(e));
  LLVMValueRef scale = f_from_bits(e, i_shl(e, parts.kbits, e->mantissa));
  LLVMValueRef expm1 = f_mad(e, scale, parts.expm1, f_sub(e, scale, f_const(e, 1)));
  LLVMValueRef value = f_div(e, expm1, f_add(e, expm1, f_const(e, 2)));
  return f_copysign(e, value, a[0]);
}
