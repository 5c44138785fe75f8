/* SPDX-License-Identifier: BSD-3-Clause */
/* Input products of an LSTM. */
#include "model/layers.h"
#include <string.h>

void eqs_products_forward(const eqs_blas *blas, int n, int E, int H, float *out, const float *x,
                          eqs_lstm weights)
{
  const int G = 4 * H;
  if (n == 0) return;
  memcpy(out, weights.b_ih, (size_t)G * sizeof *out);
  eqs_add((size_t)G, out, weights.b_hh);
  for (int i = 1; i < n; i++) memcpy(out + (size_t)i * G, out, (size_t)G * sizeof *out);
  blas->sgemm(0, 1, n, G, E, 1, x, E, weights.w_ih, E, 1, out, G);
}

void eqs_products_backward(const eqs_blas *blas, int n, int E, int H, float *dx, eqs_lstm grads,
                           const float *dout, const float *x, eqs_lstm weights)
{
  const int G = 4 * H;
  eqs_add_rows(n, G, grads.b_ih, dout);
  eqs_add_rows(n, G, grads.b_hh, dout);
  eqs_product_outer(blas, n, G, E, dout, x, grads.w_ih);
  eqs_product(blas, n, G, E, dout, weights.w_ih, 1, dx);
}
