/* SPDX-License-Identifier: BSD-3-Clause */
/* Large arguments of sin, cos and tan, after Payne and Hanek, "Radian reduction for trigonometric
   functions", ACM SIGNUM Newsletter 18 (1983): x / pi from those digits of 1 / pi that do not give
   multiples of 2. No argument needs scalar code, whatever its size. */
#include "jit/turns.h"

#include "jit/limits.h"
#include "jit/lookup.h"

/* A number as the sum of two. */
typedef struct pair {
  LLVMValueRef high, low;
} pair;

/* Knuth's sum. */
static pair add(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef s = f_add(e, a, b), b_part = f_sub(e, s, a), a_part = f_sub(e, s, b_part);
  return (pair){s, f_add(e, f_sub(e, a, a_part), f_sub(e, b, b_part))};
}

static pair multiply(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef product = f_mul(e, a, b);
  return (pair){product, f_fma(e, a, b, f_neg(e, product))};
}

/* X less a multiple of 4, from -2 to 2. From 2^53 on there are only even numbers, which count as
   nothing. */
static LLVMValueRef less_even(eqs_emit *e, LLVMValueRef x)
{
  LLVMValueRef border = f_const(e, 0x1p53), magic = f_const(e, 1.5 * 0x1p54);
  LLVMValueRef multiple = f_sub(e, f_add(e, x, magic), magic);
  LLVMValueRef small = f_lt(e, f_abs(e, x), border);
  return f_select(e, small, f_sub(e, x, multiple), f_const(e, 0));
}

static LLVMValueRef exponent_bits(eqs_emit *e, LLVMValueRef x)
{
  return i_shr(e, f_bits(e, f_abs(e, x)), e->mantissa);
}

/* x / pi less a multiple of 2. What the products lose adds up to 2^-120 or so, and no double comes
   nearer to a multiple of pi/2 than 2^-62. */
static pair turns_f64(eqs_emit *e, LLVMValueRef x)
{
  enum { FIRST = 1023 + 30, STEP_BITS = 5 };
  LLVMValueRef above = i_sub(e, exponent_bits(e, x), i_const(e, FIRST));
  LLVMValueRef row = i_and(e, i_shr(e, above, STEP_BITS), i_const(e, 31));
  LLVMValueRef removed = i_shl(e, i_shl(e, row, STEP_BITS), e->mantissa);
  LLVMValueRef y = f_from_bits(e, i_sub(e, f_bits(e, x), removed));
  static const double *const table[] = {turn_f64_0, turn_f64_1, turn_f64_2, turn_f64_3};
  static const char *const name[] = {"turn_0", "turn_1", "turn_2", "turn_3"};
  LLVMValueRef factor[4];
  for (unsigned i = 0; i < 4; i++)
    factor[i] = f_gather(e, name[i], table[i], EQS_COUNT(turn_f64_0), row);
  pair first = multiply(e, y, factor[0]), second = multiply(e, y, factor[1]);
  pair third = multiply(e, y, factor[2]);
  pair sum = add(e, less_even(e, first.high), less_even(e, first.low));
  pair more = add(e, sum.high, less_even(e, second.high));
  pair low = add(e, second.low, third.high);
  LLVMValueRef rest = f_mad(e, y, factor[3], third.low);
  rest = f_add(e, rest, f_add(e, low.low, more.low));
  pair all = add(e, more.high, f_add(e, sum.low, low.high));
  all = (pair){less_even(e, all.high), all.low};
  return (pair){all.high, f_add(e, all.low, rest)};
}

static LLVMValueRef widened(const eqs_emit *wide, LLVMValueRef x)
{
  return LLVMBuildFPExt(wide->builder, x, wide->vec, "");
}

/* The same in double for x that are floats. */
static pair turns_f32(eqs_emit *e, eqs_emit *wide, LLVMValueRef x)
{
  LLVMValueRef row = i_and(e, i_sub(e, exponent_bits(e, x), i_const(e, 128)), i_const(e, 127));
  row = LLVMBuildZExt(e->builder, row, wide->ivec, "");
  LLVMValueRef y = widened(wide, x), high = f_gather(wide, "turn_0", turn_f32_0, 128, row);
  LLVMValueRef low = f_gather(wide, "turn_1", turn_f32_1, 128, row);
  return add(wide, less_even(wide, f_mul(wide, y, high)), f_mul(wide, y, low));
}

eqs_turned eqs_emit_turned(eqs_emit *e, LLVMValueRef x, double shift, double divisor)
{
  eqs_emit wide = eqs_emit_in_f64(e);
  pair turns = e->dtype == EQS_F64 ? turns_f64(e, x) : turns_f32(e, &wide, x);
  LLVMValueRef scale = f_const(&wide, divisor), magic = f_const(&wide, 1.5 * 0x1p52);
  LLVMValueRef high = f_mul(&wide, turns.high, scale), offset = f_const(&wide, shift);
  LLVMValueRef shifted = f_add(&wide, f_sub(&wide, high, offset), magic);
  LLVMValueRef nearest = f_add(&wide, f_sub(&wide, shifted, magic), offset);
  high = f_sub(&wide, high, nearest);
  pair rest = add(&wide, high, f_mul(&wide, turns.low, scale));
  LLVMValueRef unit = f_const(&wide, pi_f64[0] / divisor);
  LLVMValueRef low =
      f_mad(&wide, rest.high, f_const(&wide, pi_f64[1] / divisor), f_mul(&wide, rest.low, unit));
  /* For doubles this rounding is the last, and that of the product would double it. */
  LLVMValueRef angle =
      e->dtype == EQS_F64 ? f_fma(e, rest.high, unit, low) : f_mad(&wide, rest.high, unit, low);
  eqs_turned t = {angle, f_bits(&wide, shifted)};
  if (e->dtype == EQS_F32) {
    t.r = LLVMBuildFPTrunc(e->builder, t.r, e->vec, "");
    t.n = LLVMBuildTrunc(e->builder, t.n, e->ivec, "");
  }
  /* A NaN where x is not finite. */
  t.r = f_add(e, t.r, f_sub(e, x, x));
  return t;
}
