/* SPDX-License-Identifier: BSD-3-Clause */
/* x^y = exp(y log |x|), with the logarithm as a sum of two numbers so that a large exponent does
   not magnify its rounding. Negative bases have a detour for the sign of the result; zeros,
   infinities, NaN, subnormal bases and results that are not normal another one. */
#include "jit/limits.h"
#include "jit/lookup.h"
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

static pair multiply(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef p = f_mul(e, a, b);
  return (pair){p, f_fma(e, a, b, f_neg(e, p))};
}

/* log(x) + K_MORE ln 2 for X positive, normal and finite. With r = m/c - 1, which is exact, and
   h = -r^2/2, it is k ln 2 + log(c) + r + h + r h p(r). */
static pair log_pair(eqs_emit *e, LLVMValueRef x, LLVMValueRef k_more)
{
  eqs_log_parts p = eqs_emit_log_parts(e, x);
  if (k_more) p.k = f_mad(e, k_more, f_const(e, 1 / p.unit), p.k);
  eqs_entries c =
      f_lookup_both(e, "pow", EQS_TABLE(e, pow_inverse), EQS_TABLE(e, pow_log), p.interval);
  LLVMValueRef log_c_low = f_lookup(e, "pow_log_low", EQS_TABLE(e, pow_log_low), p.interval);
  LLVMValueRef r = eqs_emit_less_one(e, p.m, c.first);
  LLVMValueRef ln2 = f_const(e, EQS_TABLE(e, ln2)[0] * p.unit);
  LLVMValueRef ln2_low = f_const(e, EQS_TABLE(e, ln2)[1] * p.unit);
  pair h = multiply(e, f_mul(e, r, f_const(e, -0.5)), r);
  pair sum = add_smaller(e, f_mad(e, p.k, ln2, c.second), r),
       more = add_smaller(e, sum.high, h.high);
  LLVMValueRef low = f_add(e, f_mad(e, p.k, ln2_low, log_c_low), sum.low);
  low = f_add(e, low, f_add(e, more.low, h.low));
  low = f_mad(e, f_mul(e, r, h.high), EQS_POLY(e, r, log_cubic), low);
  return add_smaller(e, more.high, low);
}

/* y a */
static pair scale(eqs_emit *e, pair a, LLVMValueRef y)
{
  pair product = multiply(e, y, a.high);
  product.low = f_mad(e, y, a.low, product.low);
  return product;
}

/* VALUE = |x|^y with the sign that x has for odd y, and NaN where x < 0 and y is no integer. */
static LLVMValueRef apply_sign(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef y)
{
  /* The integer stands in the low bits of a sum with the least number that has no fraction; from
     there on in those of y itself, and from twice that on all numbers are even. */
  double limit = eqs_integer_border(e);
  LLVMValueRef border = f_const(e, limit), size = f_abs(e, y), shifted = f_add(e, size, border);
  LLVMValueRef small = f_lt(e, size, border);
  LLVMValueRef bits = LLVMBuildSelect(e->builder, small, f_bits(e, shifted), f_bits(e, y), "");
  LLVMValueRef integer = f_sub(e, shifted, border);
  LLVMValueRef whole = LLVMBuildFCmp(e->builder, LLVMRealOEQ, integer, size, "");
  LLVMValueRef fraction = m_and(e, small, m_not(e, whole));
  LLVMValueRef may_be_odd = m_and(e, f_lt(e, size, f_const(e, 2 * limit)), m_not(e, fraction));
  LLVMValueRef sign = i_and(e, i_shl(e, bits, e->bits - 1), f_bits(e, x));
  sign = LLVMBuildSelect(e->builder, may_be_odd, sign, i_const(e, 0), "");
  value = f_from_bits(e, i_xor(e, f_bits(e, value), sign));
  LLVMValueRef inside = m_and(e, f_lt(e, x, f_const(e, 0)), f_gt(e, x, f_const(e, -INFINITY)));
  return f_select(e, m_and(e, inside, fraction), f_const(e, NAN), value);
}

/* As C's pow has it in every corner. */
static LLVMValueRef pow_detour(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef y)
{
  (void)value; /* both ways agree where both are right */
  LLVMValueRef zero = f_const(e, 0), one = f_const(e, 1), infinity = f_const(e, INFINITY);
  LLVMValueRef size = f_abs(e, x), tiny = f_lt(e, size, f_const(e, eqs_min_normal(e)));
  LLVMValueRef none = f_eq(e, size, zero), endless = f_eq(e, size, infinity);
  double digits = eqs_pick(e, 54, 25);
  LLVMValueRef scaled = f_mul(e, size, f_const(e, ldexp(1, (int)digits)));
  LLVMValueRef base = f_select(e, tiny, scaled, size);
  base = f_select(e, m_or(e, none, endless), one, base);
  pair logarithm = log_pair(e, base, f_select(e, tiny, f_const(e, -digits), zero));

  /* Larger exponents change nothing more, and might take the product past the largest number. */
  LLVMValueRef most = f_const(e, eqs_pick(e, 0x1p1000, 0x1p110));
  LLVMValueRef exponent = f_select(e, f_gt(e, f_abs(e, y), most), f_copysign(e, most, y), y);
  pair product = scale(e, logarithm, exponent);
  value = eqs_emit_exp_any(e, product.high, product.low);

  LLVMValueRef rising = f_gt(e, y, zero);
  value = f_select(e, none, f_select(e, rising, zero, infinity), value);
  value = f_select(e, endless, f_select(e, rising, infinity, zero), value);
  value = apply_sign(e, value, x, y);
  value = f_select(e, m_or(e, f_is_nan(e, x), f_is_nan(e, y)), f_const(e, NAN), value);
  return f_select(e, m_or(e, f_eq(e, y, zero), f_eq(e, x, one)), one, value);
}

LLVMValueRef eqs_emit_POW(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], y = a[1], size = f_abs(e, x);
  pair product = scale(e, log_pair(e, size, NULL), y);
  LLVMValueRef value = eqs_emit_exp_normal(e, product.high, product.low);
  LLVMValueRef negative = m_any(e, f_lt(e, x, f_const(e, 0)));
  value = eqs_emit_slow(e, "pow_sign", apply_sign, value, negative, x, y);
  LLVMValueRef any = f_any_beyond(e, product.high, eqs_exp_border(e));
  any = LLVMBuildOr(e->builder, any, f_any_abnormal(e, size), "");
  any = LLVMBuildOr(e->builder, any, f_any_endless(e, y), "");
  return eqs_emit_slow(e, "pow", pow_detour, value, any, x, y);
}
