/* SPDX-License-Identifier: BSD-3-Clause */
/* What dropout takes off a row of products. */
#include "model/dropped.h"
#include "model/vector.h"

/* The items of each column, from the columns of each item. */
static void list_by_column(eqs_dropped *d, int items, int E)
{
  int *start = d->column_start;
  memset(start, 0, ((size_t)E + 1) * sizeof *start);
  for (int k = 0; k < d->item_start[items]; k++) start[d->column[k] + 1]++;
  for (int e = 0; e < E; e++) start[e + 1] += start[e];
  for (int i = 0; i < items; i++)
    for (int k = d->item_start[i]; k < d->item_start[i + 1]; k++)
      d->item[start[d->column[k]]++] = i;
  memmove(start + 1, start, (size_t)E * sizeof *start);
  start[0] = 0;
}

void eqs_dropped_find(eqs_dropped *d, int items, int E, const float *mask)
{
  int n = 0;
  for (int i = 0; i < items; i++) {
    d->item_start[i] = n;
    for (int e = 0; e < E; e++) {
      d->column[n] = (uint16_t)e;
      n += mask[(size_t)i * (size_t)E + (size_t)e] == 0;
    }
  }
  d->item_start[items] = n;
  list_by_column(d, items, E);
}

EQS_CLONES void eqs_dropped_forward(const eqs_dropped *d, int item, int H, float *restrict gates,
                                    const float *restrict x, const float *restrict transposed)
{
  const int end = d->item_start[item + 1];
  const size_t G = 4 * (size_t)H;
  int j = d->item_start[item];
  for (; j + 4 <= end; j += 4) { /* GATES passes through the registers once for four */
    const uint16_t *c = d->column + j;
    const float *w0 = transposed + (size_t)c[0] * G, *w1 = transposed + (size_t)c[1] * G;
    const float *w2 = transposed + (size_t)c[2] * G, *w3 = transposed + (size_t)c[3] * G;
    const float x0 = x[c[0]], x1 = x[c[1]], x2 = x[c[2]], x3 = x[c[3]];
#pragma omp simd
    for (size_t g = 0; g < G; g++)
      gates[g] -= (x0 * w0[g] + x1 * w1[g]) + (x2 * w2[g] + x3 * w3[g]);
  }
  for (; j < end; j++) {
    const float *w = transposed + (size_t)d->column[j] * G, x0 = x[d->column[j]];
#pragma omp simd
    for (size_t g = 0; g < G; g++) gates[g] -= x0 * w[g];
  }
}

/* Returns a . b, and takes X times A off C. Sixteen sums, whatever the width of vectors. */
EQS_INLINE float dot_and_subtract(size_t n, const float *restrict a, const float *restrict b,
                                  float x, float *restrict c)
{
  float lane[EQS_LANES] = {0};
  const size_t whole = n - n % EQS_LANES;
  for (size_t i = 0; i < whole; i += EQS_LANES) {
#pragma omp simd
    for (int k = 0; k < EQS_LANES; k++) {
      lane[k] += a[i + k] * b[i + k];
      c[i + k] -= x * a[i + k];
    }
  }
  for (size_t i = whole; i < n; i++) {
    lane[i - whole] += a[i] * b[i];
    c[i] -= x * a[i];
  }
  return eqs_fold_lanes(lane);
}

EQS_CLONES void eqs_dropped_backward(const eqs_dropped *d, int E, int H,
                                     const eqs_dropped_rows *rows)
{
  const size_t G = 4 * (size_t)H;
  for (int e = 0; e < E; e++) {
    const float *w = rows->transposed + (size_t)e * G;
    float *dw = rows->dtransposed + (size_t)e * G;
    for (int j = d->column_start[e]; j < d->column_start[e + 1]; j++) {
      const int row = rows->row ? rows->row[d->item[j]] : d->item[j];
      const size_t at = (size_t)rows->token[row] * (size_t)E + (size_t)e;
      rows->dx[at] -= dot_and_subtract(G, rows->dgates + (size_t)row * G, w, rows->x[at], dw);
    }
  }
}
