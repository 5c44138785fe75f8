/* SPDX-License-Identifier: BSD-3-Clause */
/* Elementary functions in float32 that a compiler turns into vector code: no branch, no call, and
   multiplications and additions that stay separate, so that every width gives the same bits. */
#ifndef EQS_MODEL_VECTOR_H
#define EQS_MODEL_VECTOR_H

#include "util/clones.h"
#include <stdint.h>
#include <string.h>

#define EQS_INLINE static inline __attribute__((always_inline))

EQS_INLINE float eqs_float_of_bits(uint32_t bits)
{
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

EQS_INLINE uint32_t eqs_bits_of_float(float x)
{
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* Both comparisons are of x, lest compilers follow what is clamped on a way of its own. */
EQS_INLINE float eqs_clampf(float x, float limit)
{
  float above = x < -limit ? -limit : x;
  return x > limit ? limit : above;
}

/* The sum of sixteen lanes, halves onto halves: the same order for every width. Destroys them. */
enum { EQS_LANES = 16 };

EQS_INLINE void eqs_fold_half(float *lane, int half)
{
#pragma omp simd
  for (int k = 0; k < half; k++) lane[k] += lane[half + k];
}

EQS_INLINE float eqs_fold_lanes(float *lane)
{
  eqs_fold_half(lane, 8);
  eqs_fold_half(lane, 4);
  eqs_fold_half(lane, 2);
  return lane[0] + lane[1];
}

/* e^x, relative error below 2e-7, for |x| <= 87. The polynomial interpolates (e^r - 1 - r) / r^2 at
   Chebyshev nodes of |r| <= ln 2 / 2. */
EQS_INLINE float eqs_expf_within(float x)
{
  const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to an integer */
  float shifted = x * 1.44269504f + magic;
  float n = shifted - magic;
  float r = x - n * 0.693359375f - n * -2.12194440e-4f; /* ln 2 in two parts */
  float p = 1.3926176e-3f;
  p = p * r + 8.3631731e-3f;
  p = p * r + 4.1666555e-2f;
  p = p * r + 1.6666577e-1f;
  p = p * r + 0.5f;
  p = p * (r * r) + r + 1.0f;
  return p * eqs_float_of_bits((eqs_bits_of_float(shifted) + 127) << 23);
}

/* The same for any x, clamped to +-87, so the result is never 0 or infinite. */
EQS_INLINE float eqs_expf(float x)
{
  return eqs_expf_within(eqs_clampf(x, 87.0f));
}

/* 1 / (1 + e^-x) */
EQS_INLINE float eqs_logisticf(float x)
{
  return 1.0f / (1.0f + eqs_expf(-x));
}

/* tanh x, absolute error below 2e-7. */
EQS_INLINE float eqs_tanhf(float x)
{
  return 1.0f - 2.0f / (1.0f + eqs_expf(2.0f * x));
}

/* ln x for finite x > 0 that is not subnormal, absolute error below 1e-7 (1 + |ln x|). The
   polynomial interpolates (ln(1 + f) - f + f^2/2) / f^3 at Chebyshev nodes of
   sqrt(1/2) <= 1 + f <= sqrt 2. */
EQS_INLINE float eqs_logf(float x)
{
  const uint32_t root_half = 0x3f3504f3;
  uint32_t bits = eqs_bits_of_float(x) - root_half;
  float n = (float)((int32_t)bits >> 23);
  float f = eqs_float_of_bits((bits & 0x7fffff) + root_half) - 1.0f;
  float p = -7.9027439e-2f;
  p = p * f + 1.2622322e-1f;
  p = p * f - 1.2998184e-1f;
  p = p * f + 1.4214496e-1f;
  p = p * f - 1.6641281e-1f;
  p = p * f + 2.0001045e-1f;
  p = p * f - 2.5000306e-1f;
  p = p * f + 3.3333331e-1f;
  float square = f * f;
  float small = n * -2.12194440e-4f + (p * f * square - 0.5f * square);
  return small + f + n * 0.693359375f;
}

/* Sine and cosine of 2 pi t for |t| <= 1/2: both polynomials on a quarter turn, then symmetry. */
EQS_INLINE void eqs_sincos_turns(float t, float *sine, float *cosine)
{
  float a = t < 0 ? -t : t;
  float fold = a > 0.25f ? 0.5f - a : a;
  float u = fold * fold;
  float s = 39.759827f, c = -24.981434f;
  s = s * u - 76.581173f;
  s = s * u + 81.602476f;
  s = s * u - 41.341681f;
  s = s * u + 6.2831853f;
  s = s * fold;
  c = c * u + 60.143890f;
  c = c * u - 85.453565f;
  c = c * u + 64.939346f;
  c = c * u - 19.739209f;
  c = c * u + 1.0f;
  *sine = t < 0 ? -s : s;
  *cosine = a > 0.25f ? -c : c;
}

#endif
