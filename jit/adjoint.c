/* SPDX-License-Identifier: BSD-3-Clause */
/* Partial derivatives, as ops.def writes them. A = {v, x, y}. */
#include "jit/operator.h"

static LLVMValueRef one(eqs_emit *e)
{
  return f_const(e, 1);
}

LLVMValueRef eqs_emit_dx_INV(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, f_neg(e, a[0]), a[0]);
}

LLVMValueRef eqs_emit_dx_SQRT(eqs_emit *e, const LLVMValueRef *a)
{
  return f_div(e, f_const(e, 0.5), a[0]);
}

LLVMValueRef eqs_emit_dx_SQUARE(eqs_emit *e, const LLVMValueRef *a)
{
  return f_add(e, a[1], a[1]);
}

LLVMValueRef eqs_emit_dx_CUBE(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, f_const(e, 3), f_mul(e, a[1], a[1]));
}

/* The sign of x; zeros and NaN hand on themselves. */
LLVMValueRef eqs_emit_dx_ABS(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef zero = f_const(e, 0);
  LLVMValueRef some = m_or(e, f_gt(e, a[1], zero), f_lt(e, a[1], zero));
  return f_select(e, some, f_copysign(e, one(e), a[1]), a[1]);
}

LLVMValueRef eqs_emit_dx_LOG(eqs_emit *e, const LLVMValueRef *a)
{
  return f_div(e, one(e), a[1]);
}

LLVMValueRef eqs_emit_dx_SIN(eqs_emit *e, const LLVMValueRef *a)
{
  return eqs_emit_COS(e, a + 1);
}

LLVMValueRef eqs_emit_dx_COS(eqs_emit *e, const LLVMValueRef *a)
{
  return f_neg(e, eqs_emit_SIN(e, a + 1));
}

LLVMValueRef eqs_emit_dx_TAN(eqs_emit *e, const LLVMValueRef *a)
{
  return f_add(e, one(e), f_mul(e, a[0], a[0]));
}

/* 1 / sqrt(1 - x^2), without the cancellation near one. */
LLVMValueRef eqs_emit_dx_ASIN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef product = f_mul(e, f_sub(e, one(e), a[1]), f_add(e, one(e), a[1]));
  return f_div(e, one(e), f_sqrt(e, product));
}

LLVMValueRef eqs_emit_dx_ACOS(eqs_emit *e, const LLVMValueRef *a)
{
  return f_neg(e, eqs_emit_dx_ASIN(e, a));
}

LLVMValueRef eqs_emit_dx_TANH(eqs_emit *e, const LLVMValueRef *a)
{
  return f_mul(e, f_sub(e, one(e), a[0]), f_add(e, one(e), a[0]));
}

LLVMValueRef eqs_emit_dy_DIV(eqs_emit *e, const LLVMValueRef *a)
{
  return f_div(e, f_neg(e, a[0]), a[2]);
}

LLVMValueRef eqs_emit_dx_POW(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef lower[] = {a[1], f_sub(e, a[2], one(e))};
  return f_mul(e, a[2], eqs_emit_POW(e, lower));
}

/* v log(x); zero where v is, so that 0^y has the derivative that its limit has. */
LLVMValueRef eqs_emit_dy_POW(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef zero = f_const(e, 0);
  LLVMValueRef product = f_mul(e, a[0], eqs_emit_LOG(e, a + 1));
  return f_select(e, f_eq(e, a[0], zero), zero, product);
}

/* One where CONDITION holds. */
static LLVMValueRef indicator(eqs_emit *e, LLVMValueRef condition)
{
  return f_select(e, condition, one(e), f_const(e, 0));
}

LLVMValueRef eqs_emit_dx_MIN(eqs_emit *e, const LLVMValueRef *a)
{
  return indicator(e, f_lt(e, a[1], a[2]));
}

LLVMValueRef eqs_emit_dy_MIN(eqs_emit *e, const LLVMValueRef *a)
{
  return indicator(e, f_not_lt(e, a[1], a[2]));
}

LLVMValueRef eqs_emit_dx_MAX(eqs_emit *e, const LLVMValueRef *a)
{
  return indicator(e, f_gt(e, a[1], a[2]));
}

LLVMValueRef eqs_emit_dy_MAX(eqs_emit *e, const LLVMValueRef *a)
{
  return indicator(e, f_not_lt(e, a[2], a[1]));
}
