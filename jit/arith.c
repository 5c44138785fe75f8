/* SPDX-License-Identifier: BSD-3-Clause */
/* The operators that are one or two instructions. */
#include "jit/operator.h"

LLVMValueRef eqs_emit_ADD(eqs_emit *e, const LLVMValueRef *a)
{
  return f_add(e, a[0], a[1]);
}

LLVMValueRef eqs_emit_SUB(eqs_emit *e, const LLVMValueRef *a)
{
  return f_sub(e, a[0], a[1]);
}

LLVMValueRef eqs_emit_MUL(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, a[0], a[1]);
}

LLVMValueRef eqs_emit_DIV(eqs_emit *e, const LLVMValueRef *a)
{
  return f_div(e, a[0], a[1]);
}

LLVMValueRef eqs_emit_NEG(eqs_emit *e, const LLVMValueRef *a)
{
  return f_neg(e, a[0]);
}

LLVMValueRef eqs_emit_INV(eqs_emit *e, const LLVMValueRef *a)
{
  return f_div(e, f_const(e, 1), a[0]);
}

LLVMValueRef eqs_emit_SQRT(eqs_emit *e, const LLVMValueRef *a)
{
  return f_sqrt(e, a[0]);
}

LLVMValueRef eqs_emit_SQUARE(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, a[0], a[0]);
}

LLVMValueRef eqs_emit_CUBE(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, f_mul(e, a[0], a[0]), a[0]);
}

LLVMValueRef eqs_emit_ABS(eqs_emit *e, const LLVMValueRef *a)
{
  return f_abs(e, a[0]);
}

/* x if it is less, or NaN; else y. */
LLVMValueRef eqs_emit_MIN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef take = m_or(e, f_lt(e, a[0], a[1]), f_is_nan(e, a[0]));
  return f_select(e, take, a[0], a[1]);
}

LLVMValueRef eqs_emit_MAX(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef take = m_or(e, f_gt(e, a[0], a[1]), f_is_nan(e, a[0]));
  return f_select(e, take, a[0], a[1]);
}

LLVMValueRef eqs_emit_FMA(eqs_emit *e, const LLVMValueRef *a)
{
  return f_fma(e, a[0], a[1], a[2]);
}

LLVMValueRef eqs_emit_FMS(eqs_emit *e, const LLVMValueRef *a)
{
  return f_fma(e, a[0], a[1], f_neg(e, a[2]));
}

LLVMValueRef eqs_emit_FNMA(eqs_emit *e, const LLVMValueRef *a)
{
  return f_fnma(e, a[0], a[1], a[2]);
}
