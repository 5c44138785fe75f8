/* SPDX-License-Identifier: BSD-3-Clause */
/* The LSTM cell: gates i, f, g, o; c = f c' + i g; h = o tanh c. */
#include "model/layers.h"
#include "model/vector.h"

EQS_INLINE void row_forward(int H, float *restrict gates, const float *restrict previous,
                            float *restrict cell, float *restrict tanh_cell, float *restrict hidden)
{
  float *restrict i = gates, *restrict f = gates + H, *restrict g = gates + 2 * H,
                  *restrict o = gates + 3 * H;
#pragma omp simd
  for (int k = 0; k < H; k++) {
    i[k] = eqs_logisticf(i[k]);
    f[k] = eqs_logisticf(f[k]);
    g[k] = eqs_tanhf(g[k]);
    o[k] = eqs_logisticf(o[k]);
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

/* The cell before the first step. */
static const float zero[EQS_VAE_MAX_WIDTH];

EQS_CLONES void eqs_cell_forward(int n, int H, float *gates, const float *cell_previous,
                                 float *cell, float *tanh_cell, float *hidden)
{
  for (int r = 0; r < n; r++) {
    size_t at = (size_t)r * H;
    row_forward(H, gates + 4 * at, cell_previous ? cell_previous + at : zero, cell + at,
                tanh_cell + at, hidden + at);
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
