/* SPDX-License-Identifier: BSD-3-Clause */
/* sin, cos and tan: Cody and Waite's reduction with three constants for arguments of moderate size,
   the slow path for larger ones. They work on |x|, so that zeros keep their sign. */
#include "jit/limits.h"
#include "jit/operator.h"

/* Up to here the multiple of pi is found without doubt and its parts suffice. */
static LLVMValueRef too_large(eqs_emit *e, LLVMValueRef magnitude)
{
  return f_gt(e, magnitude, f_const(e, eqs_pick(e, 0x1p30, 0x1p16)));
}

/* X - N C for the constant C in three PARTS. The first two differences lose nothing. */
static LLVMValueRef reduce(eqs_emit *e, LLVMValueRef x, LLVMValueRef n, const double *parts)
{
  for (unsigned i = 0; i < 3; i++) x = f_fnma(e, n, f_const(e, parts[i]), x);
  return x;
}

/* The last bit of an integer as a sign. */
static LLVMValueRef parity_sign(eqs_emit *e, LLVMValueRef shifted)
{
  return i_shl(e, f_bits(e, shifted), e->bits - 1);
}

static LLVMValueRef flip(eqs_emit *e, LLVMValueRef value, LLVMValueRef sign)
{
  return f_from_bits(e, i_xor(e, f_bits(e, value), sign));
}

static LLVMValueRef sign_of(eqs_emit *e, LLVMValueRef x)
{
  return i_and(e, f_bits(e, x), eqs_sign_bit(e));
}

/* sin(r) for |r| <= pi/2. */
static LLVMValueRef sin_reduced(eqs_emit *e, LLVMValueRef r)
{
  LLVMValueRef z = f_mul(e, r, r);
  return f_mad(e, f_mul(e, r, z), EQS_POLY(e, z, sin), r);
}

LLVMValueRef eqs_emit_SIN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], size = f_abs(e, x);
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e));
  LLVMValueRef shifted = f_mad(e, size, f_const(e, 0.3183098861837907), magic);
  LLVMValueRef r = reduce(e, size, f_sub(e, shifted, magic), EQS_TABLE(e, pi));
  LLVMValueRef sign = i_xor(e, parity_sign(e, shifted), sign_of(e, x));
  LLVMValueRef value = flip(e, sin_reduced(e, r), sign);
  return eqs_emit_slow(e, "sin", value, too_large(e, size), x, NULL);
}

/* x = (2 n + 1) pi/2 + r, cos(x) = (-1)^(n+1) sin(r). */
LLVMValueRef eqs_emit_COS(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], size = f_abs(e, x);
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e) + 1); /* n + 1 in the low bits */
  LLVMValueRef shifted = f_mad(e, size, f_const(e, 0.3183098861837907), f_const(e, -0.5));
  shifted = f_add(e, shifted, magic);
  LLVMValueRef n = f_sub(e, shifted, magic);
  LLVMValueRef odd = f_mad(e, n, f_const(e, 2), f_const(e, 1));
  LLVMValueRef r = reduce(e, size, odd, EQS_TABLE(e, half_pi));
  LLVMValueRef value = flip(e, sin_reduced(e, r), parity_sign(e, shifted));
  return eqs_emit_slow(e, "cos", value, too_large(e, size), x, NULL);
}

/* x = n pi/2 + r; tan(x) is sin(r) / cos(r), for odd n -cos(r) / sin(r). */
LLVMValueRef eqs_emit_TAN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], size = f_abs(e, x);
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e));
  LLVMValueRef shifted = f_mad(e, size, f_const(e, 0.6366197723675814), magic);
  LLVMValueRef r = reduce(e, size, f_sub(e, shifted, magic), EQS_TABLE(e, half_pi));
  LLVMValueRef z = f_mul(e, r, r);
  LLVMValueRef sine = f_mad(e, f_mul(e, r, z), EQS_POLY(e, z, sin_short), r);
  LLVMValueRef cosine = f_mad(e, z, f_const(e, -0.5), f_const(e, 1));
  cosine = f_mad(e, f_mul(e, z, z), EQS_POLY(e, z, cos_short), cosine);
  LLVMValueRef parity = parity_sign(e, shifted), none = i_const(e, 0);
  LLVMValueRef odd = LLVMBuildICmp(e->builder, LLVMIntSLT, parity, none, "");
  LLVMValueRef value = f_div(e, f_select(e, odd, cosine, sine), f_select(e, odd, sine, cosine));
  value = flip(e, value, i_xor(e, parity, sign_of(e, x)));
  return eqs_emit_slow(e, "tan", value, too_large(e, size), x, NULL);
}
