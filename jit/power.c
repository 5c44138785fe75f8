/* SPDX-License-Identifier: BSD-3-Clause */
/* x^y = exp(y log |x|), with the logarithm as a sum of two numbers so that a large exponent does
   not magnify its rounding; signs for negative bases; zeros, infinities, NaN, subnormal bases and
   huge exponents take the slow path. */
#include "jit/limits.h"
#include "jit/operator.h"

#include <math.h>

/* A number as the sum of two, the second some last-place units of the first at most. */
typedef struct pair {
  LLVMValueRef high, low;
} pair;

/* a + b, |a| >= |b| or a = 0. */
static pair add_smaller(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef sum = f_add(e, a, b);
  return (pair){sum, f_add(e, f_sub(e, a, sum), b)};
}

static pair multiply(eqs_emit *e, pair a, pair b)
{
  LLVMValueRef p = f_mul(e, a.high, b.high);
  LLVMValueRef low = f_fma(e, a.high, b.high, f_neg(e, p));
  low = f_mad(e, a.high, b.low, low);
  return (pair){p, f_mad(e, a.low, b.high, low)};
}

/* s = f / (2 + f) for f = m - 1. */
static pair half_quotient(eqs_emit *e, LLVMValueRef m)
{
  LLVMValueRef one = f_const(e, 1);
  LLVMValueRef f = f_sub(e, m, one), d = f_add(e, m, one);
  LLVMValueRef d_low = f_sub(e, f, f_sub(e, d, f_const(e, 2)));
  LLVMValueRef inverse = f_div(e, one, d), s = f_mul(e, f, inverse);
  LLVMValueRef rest = f_mns(e, s, d_low, f_fnma(e, s, d, f));
  return (pair){s, f_mul(e, rest, inverse)};
}

/* log(x) for X positive, normal and finite. */
static pair log_pair(eqs_emit *e, LLVMValueRef x)
{
  LLVMValueRef k, m;
  eqs_emit_split_power(e, x, &k, &m);
  pair s = half_quotient(e, m), z = multiply(e, s, s);
  LLVMValueRef tail = f_mul(e, z.high, EQS_POLY2(e, z.high, f_mul(e, z.high, z.high), log_long));
  pair c = add_smaller(e, EQS_PART(e, two_thirds, 0), tail);
  c.low = f_add(e, c.low, EQS_PART(e, two_thirds, 1));
  pair cubic = multiply(e, multiply(e, s, z), c);
  pair sum = add_smaller(e, f_mul(e, k, EQS_PART(e, ln2, 0)), f_add(e, s.high, s.high));
  pair total = add_smaller(e, sum.high, cubic.high);
  LLVMValueRef low = f_mad(e, k, EQS_PART(e, ln2, 1), f_add(e, cubic.low, f_add(e, s.low, s.low)));
  total.low = f_add(e, total.low, f_add(e, sum.low, low));
  return total;
}

/* VALUE = |x|^y with the sign that x has for odd y, and NaN where x < 0 and y is no integer. */
static LLVMValueRef apply_sign(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef y)
{
  LLVMValueRef border = f_const(e, eqs_integer_border(e)), size = f_abs(e, y);
  LLVMValueRef shifted = f_add(e, size, border); /* the integer in the low bits */
  LLVMValueRef odd_sign = i_shl(e, f_bits(e, shifted), e->bits - 1);
  LLVMValueRef sign = i_and(e, odd_sign, f_bits(e, x));
  value = f_from_bits(e, i_xor(e, f_bits(e, value), sign));
  LLVMValueRef integer = f_sub(e, shifted, border);
  LLVMValueRef fraction = LLVMBuildFCmp(e->builder, LLVMRealUNE, integer, size, "");
  LLVMValueRef undefined = m_and(e, f_lt(e, x, f_const(e, 0)), fraction);
  return f_select(e, undefined, f_const(e, NAN), value);
}

LLVMValueRef eqs_emit_POW(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], y = a[1], size = f_abs(e, x);
  pair logarithm = log_pair(e, size);
  LLVMValueRef high = f_mul(e, y, logarithm.high);
  LLVMValueRef low = f_fma(e, y, logarithm.high, f_neg(e, high));
  low = f_mad(e, y, logarithm.low, low);
  LLVMValueRef value = apply_sign(e, eqs_emit_exp_sum(e, high, low), x, y);

  LLVMValueRef huge = f_not_lt(e, f_abs(e, y), f_const(e, eqs_integer_border(e)));
  return eqs_emit_slow(e, "pow", value, m_or(e, eqs_emit_not_normal(e, size), huge), x, y);
}
