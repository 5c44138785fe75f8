/* SPDX-License-Identifier: BSD-3-Clause */
/* exp and log. Both are right for subnormal arguments and results, and at the ends of the range. */
#include "jit/limits.h"
#include "jit/operator.h"

#include <math.h>

/* ---- exp: x = k ln 2 + r, |r| <= ln(2)/2 ----------------------------------------------------- */

eqs_exp_parts eqs_emit_exp_parts(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low, unsigned shift)
{
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e) + shift);
  LLVMValueRef shifted = f_mad(e, x, f_const(e, 1.4426950408889634), magic);
  LLVMValueRef k = f_sub(e, shifted, magic);
  LLVMValueRef r = f_mns(e, k, EQS_PART(e, ln2, 0), x);
  r = f_mns(e, k, EQS_PART(e, ln2, 1), r);
  if (x_low) r = f_add(e, r, x_low);
  LLVMValueRef square = f_mul(e, r, r);
  LLVMValueRef q = EQS_POLY2(e, r, square, exp);
  return (eqs_exp_parts){f_bits(e, shifted), f_mad(e, square, q, r)};
}

/* The result is normal: its power of two is added to the exponent. */
static LLVMValueRef exp_normal(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low)
{
  eqs_exp_parts parts = eqs_emit_exp_parts(e, x, x_low, 0);
  LLVMValueRef power = f_add(e, f_const(e, 1), parts.expm1);
  return f_from_bits(e, i_add(e, f_bits(e, power), i_shl(e, parts.kbits, e->mantissa)));
}

/* The result may be anything. Its power of two is a product of two, of which the first is exact to
   multiply by: only the second rounds, and only where the result is subnormal. With k + 2 bias in
   the low bits, their halves are the biased exponents. */
static LLVMValueRef exp_any(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low)
{
  /* Beyond these the result is zero or infinite. A NaN is not caught and stays. */
  LLVMValueRef low = f_const(e, eqs_pick(e, -746, -104)), high = f_const(e, eqs_pick(e, 710, 89));
  LLVMValueRef below = f_lt(e, x, low), above = f_gt(e, x, high);
  x = f_select(e, below, low, f_select(e, above, high, x));
  if (x_low) x_low = f_select(e, m_or(e, below, above), f_const(e, 0), x_low);
  eqs_exp_parts parts = eqs_emit_exp_parts(e, x, x_low, 2 * eqs_bias(e));
  LLVMValueRef half = i_shr(e, parts.kbits, 1);
  LLVMValueRef first = f_from_bits(e, i_shl(e, half, e->mantissa));
  LLVMValueRef second = f_from_bits(e, i_shl(e, i_sub(e, parts.kbits, half), e->mantissa));
  LLVMValueRef power = f_add(e, f_const(e, 1), parts.expm1);
  return f_mul(e, f_mul(e, power, first), second);
}

LLVMValueRef eqs_emit_exp_sum(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low)
{
  LLVMValueRef value = exp_normal(e, x, x_low);
  LLVMValueRef border = f_const(e, eqs_pick(e, 708, 87));
  eqs_detour detour = eqs_emit_leave(e, f_not_lt(e, f_abs(e, x), border));
  return eqs_emit_rejoin(e, detour, value, exp_any(e, x, x_low));
}

LLVMValueRef eqs_emit_EXP(eqs_emit *e, const LLVMValueRef *a)
{
  return eqs_emit_exp_sum(e, a[0], NULL);
}

/* ---- log: x = 2^k m; with f = m - 1 and s = f / (2 + f), log(m) = 2 s + s z (2/3 + ...) ------ */

LLVMValueRef eqs_emit_not_normal(eqs_emit *e, LLVMValueRef x)
{
  /* Positive numbers are ordered as their bits are; the others are larger, without sign. */
  uint64_t least = (uint64_t)1 << e->mantissa, infinity = (uint64_t)(2 * eqs_bias(e) + 1) * least;
  LLVMValueRef above = i_sub(e, f_bits(e, x), i_const(e, least));
  return LLVMBuildICmp(e->builder, LLVMIntUGE, above, i_const(e, infinity - least), "");
}

void eqs_emit_split_power(eqs_emit *e, LLVMValueRef x, LLVMValueRef *k, LLVMValueRef *m)
{
  uint64_t root = e->dtype == EQS_F64 ? 0x3fe6a09e667f3bcd : 0x3f3504f3;
  uint64_t offset = eqs_bias(e) + 1; /* keeps the exponent positive while it is an integer */
  uint64_t exponent_mask = ~(((uint64_t)1 << e->mantissa) - 1);
  LLVMValueRef bits = f_bits(e, x);
  LLVMValueRef moved = i_add(e, bits, i_const(e, (offset << e->mantissa) - root));
  LLVMValueRef power = i_and(e, moved, i_const(e, exponent_mask));
  *m = f_from_bits(e, i_add(e, i_sub(e, bits, power), i_const(e, offset << e->mantissa)));

  /* An integer becomes a number by writing it behind the leading one of a large power of two. */
  double border = eqs_integer_border(e);
  uint64_t border_bits = e->dtype == EQS_F64 ? 0x4330000000000000 : 0x4b000000;
  LLVMValueRef integer = i_or(e, i_shr(e, moved, e->mantissa), i_const(e, border_bits));
  *k = f_sub(e, f_from_bits(e, integer), f_const(e, border + (double)offset));
}

/* log(x) + K_MORE ln 2 for X positive, normal and finite. */
static LLVMValueRef log_normal(eqs_emit *e, LLVMValueRef x, LLVMValueRef k_more)
{
  LLVMValueRef k, m;
  eqs_emit_split_power(e, x, &k, &m);
  if (k_more) k = f_add(e, k, k_more);
  LLVMValueRef f = f_sub(e, m, f_const(e, 1));
  LLVMValueRef s = f_div(e, f, f_add(e, f, f_const(e, 2)));
  LLVMValueRef z = f_mul(e, s, s);
  LLVMValueRef c = f_mad(e, z, EQS_POLY(e, z, log), EQS_PART(e, two_thirds, 0));
  /* 2 s = f - s f, and s f = f^2/2 - s f^2/2: the rounding of s is scaled down. */
  LLVMValueRef half_square = f_mul(e, f_mul(e, f_const(e, 0.5), f), f);
  LLVMValueRef tail = f_mul(e, s, f_mad(e, z, c, half_square));
  tail = f_mad(e, k, EQS_PART(e, ln2, 1), tail);
  tail = f_sub(e, f_sub(e, half_square, tail), f);
  return f_sub(e, f_mul(e, k, EQS_PART(e, ln2, 0)), tail);
}

LLVMValueRef eqs_emit_LOG(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], zero = f_const(e, 0), infinity = f_const(e, INFINITY);
  LLVMValueRef value = log_normal(e, x, NULL);

  eqs_detour detour = eqs_emit_leave(e, eqs_emit_not_normal(e, x));
  LLVMValueRef tiny = f_lt(e, x, f_const(e, eqs_min_normal(e)));
  double digits = eqs_pick(e, 54, 25);
  LLVMValueRef scaled = f_mul(e, x, f_const(e, ldexp(1, (int)digits)));
  LLVMValueRef other =
      log_normal(e, f_select(e, tiny, scaled, x), f_select(e, tiny, f_const(e, -digits), zero));
  other = f_select(e, f_eq(e, x, infinity), infinity, other);
  other = f_select(e, f_eq(e, x, zero), f_const(e, -INFINITY), other);
  other = f_select(e, f_not_lt(e, x, zero), other, f_const(e, NAN));
  other = f_select(e, f_is_nan(e, x), x, other);
  return eqs_emit_rejoin(e, detour, value, other);
}
