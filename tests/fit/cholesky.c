/* SPDX-License-Identifier: BSD-3-Clause */
#include "fit/cholesky.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* A = B'B with random B has the solution that was multiplied in. */
Test(cholesky, solves_random_systems_of_every_order)
{
  eqs_rng rng = eqs_rng_new(1, 0);
  for (size_t k = 1; k <= 40; k++) {
    double b[40][40], a[820], x[40], y[40], again[40];
    for (size_t i = 0; i < k; i++) {
      x[i] = eqs_rng_normal(&rng);
      for (size_t j = 0; j < k; j++) b[i][j] = eqs_rng_normal(&rng) + (i == j ? 6 : 0);
    }
    for (size_t i = 0; i < k; i++) {
      y[i] = 0;
      for (size_t j = 0; j < k; j++) {
        double sum = 0;
        for (size_t p = 0; p < k; p++) sum += b[p][i] * b[p][j];
        if (i <= j) a[eqs_upper(i, j, k)] = sum;
        y[i] += sum * x[j];
      }
    }
    memcpy(again, y, sizeof again);
    cr_assert_eq(eqs_cholesky_solve(a, y, k), 0);
    eqs_cholesky_again(a, again, k);
    cr_assert_eq(memcmp(again, y, k * sizeof *y), 0);
    for (size_t i = 0; i < k; i++)
      cr_assert_float_eq(y[i], x[i], 1e-9 * (1 + fabs(x[i])), "order %zu", k);
  }
}

Test(cholesky, refuses_what_is_not_positive_definite)
{
  double singular[3] = {1, 2, 4}, b[2] = {1, 1};
  double negative[1] = {-1}, nan[1] = {NAN}, inf[1] = {INFINITY};
  cr_assert_eq(eqs_cholesky_solve(singular, b, 2), -1);
  cr_assert_eq(eqs_cholesky_solve(negative, b, 1), -1);
  cr_assert_eq(eqs_cholesky_solve(nan, b, 1), -1);
  cr_assert_eq(eqs_cholesky_solve(inf, b, 1), -1);
}
