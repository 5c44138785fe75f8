/* SPDX-License-Identifier: BSD-3-Clause */
/* The LSTM cell: gates i, f, g, o; c = f c' + i g; h = o tanh c. */
#include "model/layers.h"
#include "model/vector.h"

/* Divisions cost most here, so that quotients share one: 1/a = b (1/ab). The exponents are clamped
   such that the product of the divisors does not overflow; a gate then errs by less than 1e-12. */
EQS_INLINE void row_forward(int H, float *out, const float *a, const float *b, const float *c,
                            const float *previous, float *cell, float *restrict tanh_cell,
                            float *restrict hidden)
{
  const float three = 29.0f, two = 43.0f; /* e^87 is finite */
#pragma omp simd
  for (int k = 0; k < H; k++) {
    float i = a[k] + b[k] + c[k], f = a[H + k] + b[H + k] + c[H + k];
    float g = a[2 * H + k] + b[2 * H + k] + c[2 * H + k];
    float di = 1.0f + eqs_expf_within(eqs_clampf(-i, three));
    float df = 1.0f + eqs_expf_within(eqs_clampf(-f, three));
    float dg = 1.0f + eqs_expf_within(eqs_clampf(2.0f * g, three));
    float r = 1.0f / (di * df * dg);
    out[k] = i = r * (df * dg);
    out[H + k] = f = r * (di * dg);
    out[2 * H + k] = g = 1.0f - 2.0f * (r * (di * df));
    cell[k] = f * previous[k] + i * g;
  }
#pragma omp simd
  for (int k = 0; k < H; k++) {
    float o = a[3 * H + k] + b[3 * H + k] + c[3 * H + k];
    float d_o = 1.0f + eqs_expf_within(eqs_clampf(-o, two));
    float dc = 1.0f + eqs_expf_within(eqs_clampf(2.0f * cell[k], two));
    float r = 1.0f / (d_o * dc);
    out[3 * H + k] = o = r * dc;
    tanh_cell[k] = 1.0f - 2.0f * (r * d_o);
    hidden[k] = o * tanh_cell[k];
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
    row_forward(H, row, a, b, c, cell_previous ? cell_previous + at : zero, cell + at,
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
