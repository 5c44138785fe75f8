/* SPDX-License-Identifier: BSD-3-Clause */
/* The choice of a token. */
#include "model/sampler.h"
#include "model/vector.h"

/* Unnormalised probabilities in place, 0 where not allowed; returns their sum. */
EQS_CLONES static float masked_exponentials(int n, float *restrict x,
                                            const uint8_t *restrict allowed, float scale)
{
  float max = -3.402823e38f, sum = 0;
  for (int v = 0; v < n; v++) max = allowed[v] && x[v] > max ? x[v] : max;
#pragma omp simd
  for (int v = 0; v < n; v++) x[v] = allowed[v] ? eqs_expf((x[v] - max) * scale) : 0.0f;
  for (int v = 0; v < n; v++) sum += x[v];
  return sum;
}

uint8_t eqs_sample_token(int n, float *logits, const uint8_t *allowed, float inverse_temperature,
                         float u)
{
  float left = u * masked_exponentials(n, logits, allowed, inverse_temperature);
  int last = 0; /* rounding, or weights that are not numbers, may leave a rest after the last one */
  for (int v = 0; v < n; v++) {
    if (!allowed[v]) continue;
    left -= logits[v];
    if (left < 0) return (uint8_t)v;
    last = v;
  }
  return (uint8_t)last;
}
