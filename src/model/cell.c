/* SPDX-License-Identifier: BSD-3-Clause */
/* The LSTM cell: gates i, f, g, o; c = f c' + i g; h = o tanh c. */
#include "model/layers.h"
#include "model/vector.h"

/* Sums of three rows, activated. Short loops, so that the processor overlaps many turns. */
EQS_INLINE void logistic_sums(int n, float *out, const float *a, const float *b, const float *c)
{
#pragma omp simd
  for (int k = 0; k < n; k++) out[k] = eqs_logisticf(a[k] + b[k] + c[k]);
}

EQS_INLINE void tanh_sums(int n, float *out, const float *a, const float *b, const float *c)
{
#pragma omp simd
  for (int k = 0; k < n; k++) out[k] = eqs_tanhf(a[k] + b[k] + c[k]);
}

EQS_INLINE void row_forward(int H, const float *gates, const float *previous, float *cell,
                            float *tanh_cell, float *hidden)
{
  const float *i = gates, *f = gates + H, *g = gates + 2 * H, *o = gates + 3 * H;
#pragma omp simd
  for (int k = 0; k < H; k++) {
    cell[k] = f[k] * previous[k] + i[k] * g[k];
    tanh_cell[k] = eqs_tanhf(cell[k]);
    hidden[k] = o[k] * tanh_cell[k];
  }
}

EQS_INLINE void row_backward(int H, float *restrict gates, const float *restrict previous,
                             const float *restrict tanh_cell, const float *restrict dhidden,
                             float *restrict dcell)
{
  float *restrict i = gates, *restrict f = gates + H, *restrict g = gates + 2 * H,
                  *restrict o = gates + 3 * H;
#pragma omp simd
  for (int k = 0; k < H; k++) {
    float dc = dcell[k] + dhidden[k] * o[k] * (1.0f - tanh_cell[k] * tanh_cell[k]);
    float di = dc * g[k], df = dc * previous[k], dg = dc * i[k], d_o = dhidden[k] * tanh_cell[k];
    dcell[k] = dc * f[k];
    i[k] = di * i[k] * (1.0f - i[k]);
    f[k] = df * f[k] * (1.0f - f[k]);
    g[k] = dg * (1.0f - g[k] * g[k]);
    o[k] = d_o * o[k] * (1.0f - o[k]);
  }
}

/* What is missing: the cell before the first step, a part of the input. */
static const float zero[4 * EQS_VAE_MAX_WIDTH];

EQS_CLONES void eqs_cell_forward(int n, int H, float *gates, int first, const eqs_gate_input *input,
                                 const float *cell_previous, float *cell, float *tanh_cell,
                                 float *hidden)
{
  const size_t h = (size_t)H, G = 4 * h;
  for (int r = 0; r < n; r++) {
    const size_t at = (size_t)r * h;
    float *row = gates + 4 * at;
    const float *a = first && input->table ? zero : row;
    const float *b = input->table ? input->table + input->token[r] * G : zero;
    const size_t slot = (size_t)(input->slot ? input->slot[r] : r);
    const float *c = input->by_row ? input->by_row + slot * G : zero;
    logistic_sums(2 * H, row, a, b, c);
    tanh_sums(H, row + 2 * h, a + 2 * h, b + 2 * h, c + 2 * h);
    logistic_sums(H, row + 3 * h, a + 3 * h, b + 3 * h, c + 3 * h);
    row_forward(H, row, cell_previous ? cell_previous + at : zero, cell + at, tanh_cell + at,
                hidden + at);
  }
}

EQS_CLONES void eqs_cell_backward(int n, int H, float *gates, const float *cell_previous,
                                  const float *tanh_cell, const float *dhidden, float *dcell)
{
  for (int r = 0; r < n; r++) {
    size_t at = (size_t)r * H;
    row_backward(H, gates + 4 * at, cell_previous ? cell_previous + at : zero, tanh_cell + at,
                 dhidden + at, dcell + at);
  }
}
