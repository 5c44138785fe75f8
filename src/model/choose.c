/* SPDX-License-Identifier: BSD-3-Clause */
/* The choice of a token. */
#include "model/sampler.h"
#include "model/vector.h"

EQS_INLINE void max_half(float *lane, int half)
{
#pragma omp simd
  for (int k = 0; k < half; k++) lane[k] = lane[k] > lane[half + k] ? lane[k] : lane[half + k];
}

EQS_INLINE float max_of_lanes(float *lane)
{
  max_half(lane, 8);
  max_half(lane, 4);
  max_half(lane, 2);
  max_half(lane, 1);
  return lane[0];
}

EQS_INLINE void max_block(int n, float *restrict lane, const float *restrict x,
                          const int32_t *restrict keep)
{
#pragma omp simd
  for (int k = 0; k < n; k++) {
    float y = keep[k] ? x[k] : -3.402823e38f;
    lane[k] = y > lane[k] ? y : lane[k];
  }
}

EQS_INLINE void weight_block(int n, float *restrict lane, float *restrict x,
                             const int32_t *restrict keep, float max, float scale)
{
#pragma omp simd
  for (int k = 0; k < n; k++) {
    float y = eqs_expf((x[k] - max) * scale);
    x[k] = keep[k] ? y : 0.0f;
    lane[k] += x[k];
  }
}

/* Unnormalised probabilities in place, 0 where not allowed; returns their sum. */
EQS_CLONES static float masked_exponentials(int n, float *x, const uint8_t *allowed, float scale)
{
  float max[EQS_LANES], sum[EQS_LANES] = {0};
  int32_t keep[EQS_SAMPLE_TOKENS]; /* as wide as the numbers, for whole vectors of them */
  const int whole = n - n % EQS_LANES;
#pragma omp simd
  for (int v = 0; v < n; v++) keep[v] = allowed[v];
  for (int k = 0; k < EQS_LANES; k++) max[k] = -3.402823e38f;
  for (int v = 0; v < whole; v += EQS_LANES) max_block(EQS_LANES, max, x + v, keep + v);
  max_block(n - whole, max, x + whole, keep + whole);
  const float top = max_of_lanes(max);
  for (int v = 0; v < whole; v += EQS_LANES)
    weight_block(EQS_LANES, sum, x + v, keep + v, top, scale);
  weight_block(n - whole, sum, x + whole, keep + whole, top, scale);
  return eqs_fold_lanes(sum);
}

uint8_t eqs_sample_token(int n, float *logits, const uint8_t *allowed, float inverse_temperature,
                         float u)
{
  float left = u * masked_exponentials(n, logits, allowed, inverse_temperature);
  int chosen = 0; /* how many come before the one that uses up what is left */
  for (int v = 0; v < n; v++) {
    left -= logits[v];
    chosen += left >= 0;
  }
  if (chosen < n && allowed[chosen]) return (uint8_t)chosen;
  /* Rounding, or weights that are not numbers, may leave a rest after the last one. */
  int last = n - 1;
  while (last > 0 && !allowed[last]) last--;
  return (uint8_t)last;
}
