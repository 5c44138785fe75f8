/* SPDX-License-Identifier: BSD-3-Clause */
/* exp and log. Both are right for subnormal arguments and results, and at the ends of the range. */
#include "jit/limits.h"
#include "jit/lookup.h"
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
  LLVMValueRef q = EQS_POLY(e, r, exp);
  return (eqs_exp_parts){f_bits(e, shifted), f_mad(e, f_mul(e, r, q), r, r)};
}

/* The same with a small table: x = (n/t) ln 2 + r for the table of t entries, so that a short
   polynomial does. The low bits of STEPS hold n + t SHIFT; TAIL is exp(r) - 1. */
typedef struct parts {
  LLVMValueRef steps, tail;
} parts;

static parts split_exp(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low, unsigned shift)
{
  double size = 1U << eqs_table_bits(e);
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e) + size * shift);
  LLVMValueRef shifted = f_mad(e, x, f_const(e, M_LOG2E * size), magic);
  LLVMValueRef n = f_sub(e, shifted, magic);
  LLVMValueRef r = f_mns(e, n, f_const(e, EQS_TABLE(e, ln2_step)[0] / size), x);
  r = f_mns(e, n, f_const(e, EQS_TABLE(e, ln2_step)[1] / size), r);
  if (x_low) r = f_add(e, r, x_low);
  LLVMValueRef q = EQS_POLY(e, r, exp_tail);
  return (parts){f_bits(e, shifted), f_mad(e, f_mul(e, r, q), r, r)};
}

/* 2^(STEPS/t) where STEPS, an integer, may have anything above the bits that count: an entry of the
   table lacks what adding STEPS to its exponent and mantissa brings. */
static LLVMValueRef power_of_steps(eqs_emit *e, LLVMValueRef steps, LLVMValueRef added)
{
  LLVMValueRef entry = f_lookup(e, "exp", EQS_TABLE(e, exp_table), steps);
  LLVMValueRef bits = i_shl(e, added, e->mantissa - eqs_table_bits(e));
  return f_from_bits(e, i_add(e, f_bits(e, entry), bits));
}

LLVMValueRef eqs_emit_exp_normal(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low)
{
  parts p = split_exp(e, x, x_low, 0);
  LLVMValueRef power = power_of_steps(e, p.steps, p.steps);
  return f_mad(e, power, p.tail, power);
}

/* The result may be anything. Its power of two is a product of two, of which the first is exact to
   multiply by: only the second rounds, and only where the result is subnormal. With k + 2 bias for
   the exponent, their halves are the biased exponents. */
LLVMValueRef eqs_emit_exp_any(eqs_emit *e, LLVMValueRef x, LLVMValueRef x_low)
{
  /* Beyond these the result is zero or infinite, and not computed: a product that falls below the
     smallest number takes processors a hundred times as long. A NaN is not caught and stays. */
  LLVMValueRef zero = f_const(e, 0), infinity = f_const(e, INFINITY);
  LLVMValueRef below = f_lt(e, x, f_const(e, eqs_pick(e, -746, -104)));
  LLVMValueRef above = f_gt(e, x, f_const(e, eqs_pick(e, 710, 89)));
  LLVMValueRef outside = m_or(e, below, above);
  parts p = split_exp(e, f_select(e, outside, zero, x), f_select(e, outside, zero, x_low),
                      2 * eqs_bias(e));
  unsigned bits = eqs_table_bits(e);
  LLVMValueRef step = i_and(e, p.steps, i_const(e, (1U << bits) - 1));
  LLVMValueRef power = power_of_steps(e, p.steps, step);
  LLVMValueRef whole = i_shr(e, p.steps, bits), half = i_shr(e, whole, 1);
  LLVMValueRef first = f_from_bits(e, i_shl(e, half, e->mantissa));
  LLVMValueRef second = f_from_bits(e, i_shl(e, i_sub(e, whole, half), e->mantissa));
  LLVMValueRef value = f_mul(e, f_mul(e, f_mad(e, power, p.tail, power), first), second);
  return f_select(e, below, zero, f_select(e, above, infinity, value));
}

static LLVMValueRef exp_detour(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef unused)
{
  (void)value, (void)unused; /* both ways agree where both are right */
  return eqs_emit_exp_any(e, x, f_const(e, 0));
}

LLVMValueRef eqs_emit_EXP(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef value = eqs_emit_exp_normal(e, a[0], NULL);
  LLVMValueRef any = f_any_beyond(e, a[0], eqs_exp_border(e));
  return eqs_emit_slow(e, "exp", exp_detour, value, any, a[0], NULL);
}

/* ---- log: x = 2^k m, m in one of the intervals of a table around the numbers c; with r = m/c - 1,
   log(x) = k ln 2 + log(c) + log(1 + r). Around 1, c is 1: nothing is lost there. ---------------
 */

eqs_log_parts eqs_emit_log_parts(eqs_emit *e, LLVMValueRef x)
{
  unsigned below = e->dtype == EQS_F64 ? log_below_f64 : log_below_f32;
  unsigned rest = e->mantissa - eqs_table_bits(e);
  uint64_t one = (uint64_t)eqs_bias(e) << e->mantissa;
  uint64_t first = one - ((2 * (uint64_t)below + 1) << (rest - 1));
  uint64_t exponent = ~(((uint64_t)1 << e->mantissa) - 1);
  LLVMValueRef bits = f_bits(e, x), place = i_sub(e, bits, i_const(e, first));
  LLVMValueRef power = i_and(e, place, i_const(e, exponent));
  eqs_log_parts p = {
      .m = f_from_bits(e, i_sub(e, bits, power)),
  };
  p.interval = i_shr(e, place, rest);
  p.k = eqs_emit_exponent(e, power, &p.unit);
  return p;
}

/* A with the lower half of its digits zero. */
static LLVMValueRef upper_half(eqs_emit *e, LLVMValueRef a)
{
  uint64_t kept = ~(((uint64_t)1 << (e->mantissa + 1) / 2) - 1);
  return f_from_bits(e, i_and(e, f_bits(e, a), i_const(e, kept)));
}

LLVMValueRef eqs_emit_less_one(eqs_emit *e, LLVMValueRef m, LLVMValueRef inverse)
{
  if (e->fma) return f_fma(e, m, inverse, f_const(e, -1));
  LLVMValueRef m_high = upper_half(e, m), inverse_high = upper_half(e, inverse);
  LLVMValueRef exact = f_sub(e, f_mul(e, m_high, inverse_high), f_const(e, 1));
  LLVMValueRef rest = f_mul(e, m_high, f_sub(e, inverse, inverse_high));
  return f_add(e, exact, f_add(e, rest, f_mul(e, f_sub(e, m, m_high), inverse)));
}

/* log(x) + K_MORE ln 2 for X positive, normal and finite. */
static LLVMValueRef log_normal(eqs_emit *e, LLVMValueRef x, LLVMValueRef k_more)
{
  eqs_log_parts p = eqs_emit_log_parts(e, x);
  if (k_more) p.k = f_mad(e, k_more, f_const(e, 1 / p.unit), p.k);
  eqs_entries c =
      f_lookup_both(e, "log", EQS_TABLE(e, log_inverse), EQS_TABLE(e, log_table), p.interval);
  LLVMValueRef r = eqs_emit_less_one(e, p.m, c.first);
  LLVMValueRef log_r = f_mad(e, f_mul(e, r, r), EQS_POLY(e, r, log1p), r);
  return f_add(e, f_mad(e, p.k, f_const(e, M_LN2 * p.unit), c.second), log_r);
}

static LLVMValueRef log_detour(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef unused)
{
  (void)value, (void)unused;
  LLVMValueRef zero = f_const(e, 0), infinity = f_const(e, INFINITY);
  LLVMValueRef tiny = f_lt(e, x, f_const(e, eqs_min_normal(e)));
  double digits = eqs_pick(e, 54, 25);
  LLVMValueRef scaled = f_mul(e, x, f_const(e, ldexp(1, (int)digits)));
  LLVMValueRef log =
      log_normal(e, f_select(e, tiny, scaled, x), f_select(e, tiny, f_const(e, -digits), zero));
  log = f_select(e, f_eq(e, x, infinity), infinity, log);
  log = f_select(e, f_eq(e, x, zero), f_const(e, -INFINITY), log);
  log = f_select(e, f_not_lt(e, x, zero), log, f_const(e, NAN));
  return f_select(e, f_is_nan(e, x), x, log);
}

LLVMValueRef eqs_emit_LOG(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef value = log_normal(e, a[0], NULL), any = f_any_abnormal(e, a[0]);
  return eqs_emit_slow(e, "log", log_detour, value, any, a[0], NULL);
}
