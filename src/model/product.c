/* SPDX-License-Identifier: BSD-3-Clause */
/* Matrix products in parts that OpenBLAS multiplies without packing their operands first, which
   makes a sixth of difference on the shapes of this model. */
#include "model/layers.h"

/* OpenBLAS 0.3.17 and later take the direct way up to this m * n * k (interface/gemm.c and the
   small-matrix kernels of SkylakeX). */
enum { DIRECT = 1000000, FEWEST = 12 };

/* The size of equal parts of WHOLE, each of which costs at most DIRECT when an item costs COST; all
   of WHOLE where the parts would be too thin. */
static int part_of(int whole, int cost)
{
  int most = DIRECT / cost;
  if (most < FEWEST || most >= whole) return whole;
  int parts = (whole + most - 1) / most;
  return (whole + parts - 1) / parts;
}

static int least(int a, int b)
{
  return a < b ? a : b;
}

void eqs_product(const eqs_blas *blas, int n, int in, int out, const float *x, const float *w,
                 float beta, float *y)
{
  const int part = part_of(n, in * out);
  for (int r = 0; r < n; r += part)
    blas->sgemm(0, 0, least(part, n - r), out, in, 1, x + (size_t)r * (size_t)in, in, w, out, beta,
                y + (size_t)r * (size_t)out, out);
}

void eqs_product_outer(const eqs_blas *blas, int n, int rows, int columns, const float *a,
                       const float *b, float *c)
{
  const int part = part_of(n, rows * columns);
  for (int i = 0; i < n; i += part)
    blas->sgemm(1, 0, rows, columns, least(part, n - i), 1, a + (size_t)i * (size_t)rows, rows,
                b + (size_t)i * (size_t)columns, columns, 1, c, columns);
}
