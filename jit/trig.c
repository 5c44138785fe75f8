/* SPDX-License-Identifier: BSD-3-Clause */
/* sin, cos and tan: Cody and Waite's reduction with three constants for arguments of moderate size,
   turns.c for larger ones. */
#include "jit/limits.h"
#include "jit/operator.h"
#include "jit/turns.h"

#include <math.h>

/* Up to here the multiple of pi is found without doubt and its parts suffice. */
static double border(const eqs_emit *e)
{
  return eqs_pick(e, 0x1p30, 0x1p16);
}

/* X - N C for the constant C in three PARTS. The first two differences lose nothing. The parts are
   positive, so that -0 stays what it is. */
static LLVMValueRef reduce(eqs_emit *e, LLVMValueRef x, LLVMValueRef n, const double *parts)
{
  for (unsigned i = 0; i < 3; i++) x = f_fnma(e, n, f_const(e, parts[i]), x);
  return x;
}

/* The last bit of an integer as a sign. */
static LLVMValueRef parity_sign(eqs_emit *e, LLVMValueRef n)
{
  return i_shl(e, n, e->bits - 1);
}

static LLVMValueRef flip(eqs_emit *e, LLVMValueRef value, LLVMValueRef sign)
{
  return f_from_bits(e, i_xor(e, f_bits(e, value), sign));
}

/* r + r z P, P < 0: zeros keep their sign, because z is negative for them. */
static LLVMValueRef odd_series(eqs_emit *e, LLVMValueRef r, LLVMValueRef z, LLVMValueRef p)
{
  return f_mad(e, r, f_mul(e, p, z), r);
}

/* (-1)^n sin(r) for |r| <= pi/2. */
static LLVMValueRef sin_reduced(eqs_emit *e, LLVMValueRef r, LLVMValueRef n)
{
  LLVMValueRef z = eqs_emit_square(e, r);
  return flip(e, odd_series(e, r, z, EQS_POLY(e, z, sin)), parity_sign(e, n));
}

static LLVMValueRef is_moderate(eqs_emit *e, LLVMValueRef x)
{
  return f_lt(e, f_abs(e, x), f_const(e, border(e)));
}

/* X, or something that is worked on as quickly where it is moderate. */
static LLVMValueRef only_large(eqs_emit *e, LLVMValueRef x)
{
  return f_select(e, is_moderate(e, x), f_const(e, border(e)), x);
}

static LLVMValueRef sin_large(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef unused)
{
  (void)unused;
  eqs_turned t = eqs_emit_turned(e, only_large(e, x), 0, 1);
  return f_select(e, is_moderate(e, x), value, sin_reduced(e, t.r, t.n));
}

LLVMValueRef eqs_emit_SIN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], magic = f_const(e, 1.5 * eqs_integer_border(e));
  LLVMValueRef shifted = f_mad(e, x, f_const(e, M_1_PI), magic);
  LLVMValueRef r = reduce(e, x, f_sub(e, shifted, magic), EQS_TABLE(e, pi));
  LLVMValueRef value = sin_reduced(e, r, f_bits(e, shifted));
  return eqs_emit_slow(e, "sin", sin_large, value, f_any_beyond(e, x, border(e)), x, NULL);
}

/* cos(-(n + 1/2) pi - r) = (-1)^(n+1) sin(r) = cos((n + 1/2) pi + r) */
static LLVMValueRef cos_large(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef unused)
{
  (void)unused;
  eqs_turned t = eqs_emit_turned(e, f_abs(e, only_large(e, x)), 0.5, 1);
  return f_select(e, is_moderate(e, x), value, sin_reduced(e, t.r, i_add(e, t.n, i_const(e, 1))));
}

LLVMValueRef eqs_emit_COS(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], size = f_abs(e, x);
  LLVMValueRef magic = f_const(e, 1.5 * eqs_integer_border(e) + 1); /* n + 1 in the low bits */
  LLVMValueRef shifted = f_mad(e, size, f_const(e, M_1_PI), f_const(e, -0.5));
  shifted = f_add(e, shifted, magic);
  LLVMValueRef odd_half = f_add(e, f_sub(e, shifted, magic), f_const(e, 0.5));
  LLVMValueRef r = reduce(e, size, odd_half, EQS_TABLE(e, pi));
  LLVMValueRef value = sin_reduced(e, r, f_bits(e, shifted));
  return eqs_emit_slow(e, "cos", cos_large, value, f_any_beyond(e, x, border(e)), x, NULL);
}

/* tan(n pi/2 + r) is sin(r) / cos(r), for odd n -cos(r) / sin(r). */
static LLVMValueRef tan_reduced(eqs_emit *e, LLVMValueRef r, LLVMValueRef n)
{
  LLVMValueRef z = eqs_emit_square(e, r), parity = parity_sign(e, n);
  LLVMValueRef sine = odd_series(e, r, z, EQS_POLY(e, z, sin_short));
  LLVMValueRef cosine = f_mad(e, z, EQS_POLY(e, z, cos_short), f_const(e, -0.5));
  cosine = f_mad(e, z, cosine, f_const(e, 1));
  LLVMValueRef odd = LLVMBuildICmp(e->builder, LLVMIntSLT, parity, i_const(e, 0), "");
  LLVMValueRef value = f_div(e, f_select(e, odd, cosine, sine), f_select(e, odd, sine, cosine));
  return flip(e, value, parity);
}

static LLVMValueRef tan_large(eqs_emit *e, LLVMValueRef value, LLVMValueRef x, LLVMValueRef unused)
{
  (void)unused;
  eqs_turned t = eqs_emit_turned(e, only_large(e, x), 0, 2);
  return f_select(e, is_moderate(e, x), value, tan_reduced(e, t.r, t.n));
}

LLVMValueRef eqs_emit_TAN(eqs_emit *e, const LLVMValueRef *a)
{
  LLVMValueRef x = a[0], magic = f_const(e, 1.5 * eqs_integer_border(e));
  LLVMValueRef shifted = f_mad(e, x, f_const(e, M_2_PI), magic);
  LLVMValueRef r = reduce(e, x, f_sub(e, shifted, magic), EQS_TABLE(e, half_pi));
  LLVMValueRef value = tan_reduced(e, r, f_bits(e, shifted));
  return eqs_emit_slow(e, "tan", tan_large, value, f_any_beyond(e, x, border(e)), x, NULL);
}
