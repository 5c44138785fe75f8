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

/* Sixteen sums, whatever the width of vectors, that stay in registers. */
typedef float lanes __attribute__((vector_size(EQS_LANES * sizeof(float))));

EQS_INLINE void dot_the_rest(size_t n, float *lane, const float *a, const float *b, float x,
                             float *c)
{
  for (size_t i = 0; i < n; i++) {
    lane[i] += a[i] * b[i];
    c[i] -= x * a[i];
  }
}

/* DOT[r] becomes a[r] . b, and C loses x[0] times a[0], then x[1] times a[1]. Two at once, since
   their sums do not wait for each other; A[1] may be NULL. */
EQS_INLINE void dot_and_subtract(size_t n, const float *const *a, const float *b, const float *x,
                                 float *c, float *dot)
{
  const float *a0 = a[0], *a1 = a[1] ? a[1] : a[0];
  const float x0 = x[0], x1 = a[1] ? x[1] : 0;
  const size_t whole = n - n % EQS_LANES;
  lanes sum0 = {0}, sum1 = {0}, u, v, w, y;
  float lane[2][EQS_LANES];
  for (size_t i = 0; i < whole; i += EQS_LANES) {
    memcpy(&u, a0 + i, sizeof u);
    memcpy(&v, a1 + i, sizeof v);
    memcpy(&w, b + i, sizeof w);
    memcpy(&y, c + i, sizeof y);
    sum0 += u * w;
    sum1 += v * w;
    y = y - x0 * u - x1 * v;
    memcpy(c + i, &y, sizeof y);
  }
  memcpy(lane[0], &sum0, sizeof sum0);
  memcpy(lane[1], &sum1, sizeof sum1);
  dot_the_rest(n - whole, lane[0], a0 + whole, b + whole, x0, c + whole);
  dot_the_rest(n - whole, lane[1], a1 + whole, b + whole, x1, c + whole);
  dot[0] = eqs_fold_lanes(lane[0]);
  dot[1] = eqs_fold_lanes(lane[1]);
}

EQS_CLONES void eqs_dropped_backward(const eqs_dropped *d, int E, int H,
                                     const eqs_dropped_rows *rows)
{
  const size_t G = 4 * (size_t)H;
  for (int e = 0; e < E; e++) {
    const float *w = rows->transposed + (size_t)e * G;
    float *dw = rows->dtransposed + (size_t)e * G;
    for (int j = d->column_start[e], end = d->column_start[e + 1]; j < end; j += 2) {
      const float *a[2] = {NULL, NULL};
      float x[2], dot[2];
      size_t at[2];
      for (int r = 0; r < 2 && j + r < end; r++) {
        const int item = d->item[j + r], row = rows->row ? rows->row[item] : item;
        at[r] = (size_t)rows->token[row] * (size_t)E + (size_t)e;
        a[r] = rows->dgates + (size_t)row * G;
        x[r] = rows->x[at[r]];
      }
      dot_and_subtract(G, a, w, x, dw, dot);
      for (int r = 0; r < 2 && a[r]; r++) rows->dx[at[r]] -= dot[r];
    }
  }
}
