/* SPDX-License-Identifier: BSD-3-Clause */
/* Weighted columns against one number after the other. */
#include "eval/root.h"
#include "program/kernel.h"
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { N = 4 * EQS_LANES };

static const double NASTY[] = {0,      -0.0,    1,         -1,      2,        0.1,     1e30,
                               -1e-30, FLT_MIN, -INFINITY, FLT_MAX, INFINITY, DBL_MIN, NAN};

/* Each number beside each other one, over and over. */
static double some(size_t i, size_t stride)
{
  return NASTY[(i * stride + i / 14) % (sizeof NASTY / sizeof *NASTY)];
}

#define TEST_OF(NAME, T, DTYPE, SQRT)                                                              \
  Test(root, NAME)                                                                                 \
  {                                                                                                \
    T root[N], residual[N], curve[N], slope[N], to[N];                                             \
    for (size_t i = 0; i < N; i++) {                                                               \
      curve[i] = (T)fabs(some(i, 1));                                                              \
      slope[i] = (T)some(i, 3);                                                                    \
    }                                                                                              \
    eqs_root_of(DTYPE, root, residual, curve, slope, N);                                           \
    eqs_root_times(DTYPE, to, root, slope, N);                                                     \
    for (size_t i = 0; i < N; i++) {                                                               \
      T r = SQRT(curve[i]), quotient = r > 0 ? slope[i] / r : 0,                                   \
        product = r > 0 ? r * slope[i] : 0;                                                        \
      cr_assert(r == root[i] || isnan(r), "%zu", i);                                               \
      cr_assert(quotient == residual[i] || (isnan(quotient) && isnan(residual[i])), "%zu", i);     \
      cr_assert(product == to[i] || (isnan(product) && isnan(to[i])), "%zu", i);                   \
    }                                                                                              \
  }
TEST_OF(f32, float, EQS_F32, sqrtf)
TEST_OF(f64, double, EQS_F64, sqrt)
