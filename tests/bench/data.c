/* SPDX-License-Identifier: BSD-3-Clause */
/* The generated data: ten uniform columns and a target that depends on five of them. */
#include "bench/bench.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 20000 };

Test(data, columns_are_uniform_and_the_first_rows_do_not_depend_on_how_many)
{
  eqs_dataset *many, *few;
  cr_assert(eqs_bench_dataset(NULL, &many, ROWS, EQS_F64) == EQS_OK);
  cr_assert(eqs_bench_dataset(NULL, &few, 10, EQS_F64) == EQS_OK);
  cr_assert(many->n_features == EQS_BENCH_VARS && few->n_rows == 10);
  for (size_t j = 0; j < EQS_BENCH_VARS; j++) {
    const double *x = many->column[j];
    double sum = 0;
    for (size_t i = 0; i < ROWS; i++) {
      cr_assert(x[i] >= 0.1 && x[i] < 2);
      sum += x[i];
    }
    cr_expect(fabs(sum / ROWS - 1.05) < 0.02, "%zu: %g", j, sum / ROWS);
    cr_expect(memcmp(x, few->column[j], 10 * sizeof *x) == 0);
  }
  cr_expect(memcmp(many->target, few->target, 10 * sizeof(double)) == 0);
  eqs_dataset_free(many);
  eqs_dataset_free(few);
}

Test(data, the_target_is_friedmans_function_plus_noise)
{
  eqs_dataset *d;
  cr_assert(eqs_bench_dataset(NULL, &d, ROWS, EQS_F64) == EQS_OK);
  const double *const *x = (const double *const *)d->column, *y = d->target;
  double sum = 0, squares = 0;
  for (size_t i = 0; i < ROWS; i++) {
    double f = 10 * sin(M_PI * x[0][i] * x[1][i] / 2) + 20 * pow(x[2][i] - 0.5, 2) + 10 * x[3][i] +
               5 * x[4][i];
    sum += y[i] - f;
    squares += (y[i] - f) * (y[i] - f);
  }
  cr_expect(fabs(sum / ROWS) < 0.03, "%g", sum / ROWS);
  cr_expect(fabs(squares / ROWS - 1) < 0.05, "%g", squares / ROWS);
  eqs_dataset_free(d);
}
