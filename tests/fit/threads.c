/* SPDX-License-Identifier: BSD-3-Clause */
/* BLAS runs on one thread and leaves the program its own. */
#include "blas/blas.h"
#include <criterion/criterion.h>
#include <omp.h>

Test(threads, blas_leaves_the_number_of_threads_alone)
{
  const eqs_blas *blas;
  omp_set_num_threads(3);
  cr_assert_eq(eqs_blas_get(NULL, &blas), EQS_OK);
  cr_assert_eq(omp_get_max_threads(), 3);
  float a[4] = {1, 2, 3, 4}, b[4] = {5, 6, 7, 8}, c[4];
  blas->sgemm(0, 0, 2, 2, 2, 1, a, 2, b, 2, 0, c, 2);
  cr_assert_eq(c[3], 50);
  cr_assert_eq(omp_get_max_threads(), 3);
  double m[4] = {2, 1, 1, 2}, w[2];
  cr_assert_eq(blas->dsyev(2, m, 2, w), 0);
  cr_assert_eq(omp_get_max_threads(), 3);
}
