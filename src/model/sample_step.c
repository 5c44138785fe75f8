/* SPDX-License-Identifier: BSD-3-Clause */
/* The two inner loops of sampling: cells without a record for the way back, and the choice of a
   token. */
#include "model/sampler.h"
#include "model/vector.h"

EQS_INLINE void cell_row(int H, const float *restrict a, const float *restrict b,
                         const float *restrict c, float *restrict cell, float *restrict hidden)
{
#pragma omp simd
  for (int k = 0; k < H; k++) {
    float i = eqs_logisticf(a[k] + b[k] + c[k]);
    float f = eqs_logisticf(a[H + k] + b[H + k] + c[H + k]);
    float g = eqs_tanhf(a[2 * H + k] + b[2 * H + k] + c[2 * H + k]);
    float o = eqs_logisticf(a[3 * H + k] + b[3 * H + k] + c[3 * H + k]);
    cell[k] = f * cell[k] + i * g;
    hidden[k] = o * eqs_tanhf(cell[k]);
  }
}

EQS_CLONES void eqs_sample_cells(int n, int H, const float *gates, const float *token_gates,
                                 const uint8_t *token, const float *z_gates, const int *slot,
                                 float *cell, float *hidden)
{
  const size_t h = (size_t)H, G = 4 * h;
  for (int r = 0; r < n; r++)
    cell_row(H, gates + (size_t)r * G, token_gates + token[r] * G, z_gates + (size_t)slot[r] * G,
             cell + (size_t)r * h, hidden + (size_t)r * h);
}

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
