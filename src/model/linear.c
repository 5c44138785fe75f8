/* SPDX-License-Identifier: BSD-3-Clause */
/* The linear layer, and elementwise sums and products. */
#include "model/layers.h"
#include "model/vector.h"

EQS_CLONES void eqs_add(size_t n, float *restrict y, const float *restrict x)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++) y[i] += x[i];
}

EQS_CLONES void eqs_multiply(size_t n, float *restrict y, const float *restrict x)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++) y[i] *= x[i];
}

void eqs_add_rows(int n, int m, float *y, const float *x)
{
  for (int i = 0; i < n; i++) eqs_add((size_t)m, y, x + (size_t)i * m);
}

void eqs_linear_forward(const eqs_blas *blas, int n, int in, int out, float *y, const float *x,
                        eqs_linear weights)
{
  for (int i = 0; i < n; i++) memcpy(y + (size_t)i * out, weights.b, (size_t)out * sizeof *y);
  blas->sgemm(0, 1, n, out, in, 1, x, in, weights.w, in, 1, y, out);
}

void eqs_linear_backward(const eqs_blas *blas, int n, int in, int out, float *dx, eqs_linear grads,
                         const float *dy, const float *x, eqs_linear weights)
{
  eqs_add_rows(n, out, grads.b, dy);
  eqs_product_outer(blas, n, out, in, dy, x, grads.w);
  if (dx) eqs_product(blas, n, out, in, dy, weights.w, 1, dx);
}
