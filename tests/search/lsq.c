/* SPDX-License-Identifier: BSD-3-Clause */
/* Coefficients come back, residuals are orthogonal, dependent columns are refused. */
#include "search/sweep/lsq.h"
#include <criterion/criterion.h>
#include <math.h>

enum { N = 30 };

static void columns(double *a)
{
  for (int i = 0; i < N; i++) {
    double x = i / 10.0;
    a[i] = 1;
    a[N + i] = x;
    a[2 * N + i] = sin(3 * x);
  }
}

Test(lsq, coefficients_and_residual)
{
  double a[3 * N], kept[3 * N], y[N], x[3];
  columns(a);
  columns(kept);
  for (int i = 0; i < N; i++) y[i] = 2 - 0.5 * a[N + i] + 7 * a[2 * N + i];
  cr_assert(eqs_lsq(a, N, N, 3, y, x));
  cr_assert_float_eq(x[0], 2, 1e-12);
  cr_assert_float_eq(x[1], -0.5, 1e-12);
  cr_assert_float_eq(x[2], 7, 1e-12);
  cr_assert_lt(eqs_dot(y, y, N), 1e-24);
  columns(a);
  for (int i = 0; i < N; i++) y[i] = exp(-i);
  cr_assert(eqs_lsq(a, N, N, 3, y, x));
  for (int j = 0; j < 3; j++) cr_assert_lt(fabs(eqs_dot(kept + j * N, y, N)), 1e-12);
  cr_assert_gt(eqs_dot(y, y, N), 0.1);
}

Test(lsq, dependent_columns_are_refused)
{
  double a[3 * N], y[N] = {0}, x[3];
  columns(a);
  for (int i = 0; i < N; i++) a[2 * N + i] = 3 * a[i] - a[N + i];
  cr_assert_not(eqs_lsq(a, N, N, 3, y, x));
  columns(a);
  cr_assert_not(eqs_lsq(a, N, 2, 3, y, x), "fewer rows than columns");
}

Test(lsq, spread_is_around_the_mean)
{
  const double y[] = {1e6 + 1, 1e6 - 1, 1e6 + 2, 1e6 - 2};
  cr_assert_float_eq(eqs_spread(y, 4), 10, 1e-9);
  double v[19], w[19];
  for (int i = 0; i < 19; i++) v[i] = 100 + i;
  cr_assert_eq(eqs_centre(v, 19, w), 109);
  for (int i = 0; i < 19; i++) cr_assert_eq(w[i], i - 9);
}
