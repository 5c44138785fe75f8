/* SPDX-License-Identifier: BSD-3-Clause */
/* The data that benchmarks generate. */
#include "bench/bench.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdlib.h>

enum { COLUMNS = EQS_BENCH_VARS + 1 };

const eqs_names *eqs_bench_names(void)
{
  static const char *const name[EQS_BENCH_VARS] = {"x0", "x1", "x2", "x3", "x4",
                                                   "x5", "x6", "x7", "x8", "x9"};
  static const eqs_names names = {EQS_BENCH_VARS, name};
  return &names;
}

/* J. Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19, 1991. */
static double friedman(const double *const *x, size_t row)
{
  static const double pi = 3.14159265358979323846;
  double middle = x[2][row] - 0.5;
  return 10 * sin(pi * x[0][row] * x[1][row] / 2) + 20 * middle * middle + 10 * x[3][row] +
         5 * x[4][row];
}

/* Every column draws from a stream of its own, so that its first rows do not depend on ROWS. */
static void fill(double *number, size_t rows, const double **column)
{
  for (size_t j = 0; j < COLUMNS; j++) {
    double *out = number + j * rows;
    eqs_rng rng = eqs_rng_new(1, j);
    column[j] = out;
    if (j < EQS_BENCH_VARS)
      for (size_t i = 0; i < rows; i++) out[i] = 0.1 + 1.9 * eqs_rng_uniform(&rng);
    else
      for (size_t i = 0; i < rows; i++) out[i] = friedman(column, i) + eqs_rng_normal(&rng);
  }
}

eqs_status eqs_bench_dataset(eqs_ctx *ctx, eqs_dataset **dataset, size_t rows, eqs_dtype dtype)
{
  const char *name[COLUMNS];
  const double *column[COLUMNS];
  double *number = eqs_alloc(rows, COLUMNS * sizeof *number);
  if (!number) return eqs_fail_memory(ctx, rows * COLUMNS * sizeof *number);
  for (size_t j = 0; j < COLUMNS; j++)
    name[j] = j < EQS_BENCH_VARS ? eqs_bench_names()->name[j] : "y";
  fill(number, rows, column);
  eqs_table *table = NULL;
  eqs_roles roles = {0};
  eqs_rows all = {0};
  eqs_status status = eqs_table_from_columns(ctx, &table, rows, COLUMNS, name, column);
  if (!status) status = eqs_roles_choose(ctx, &roles, table, "y", NULL, NULL);
  if (!status) status = eqs_rows_complete(ctx, &all, table, &roles, EQS_MISSING_REFUSE);
  if (!status) status = eqs_dataset_new(ctx, dataset, table, &roles, &all, dtype, 0);
  eqs_rows_free(&all);
  eqs_roles_free(&roles);
  eqs_table_free(table);
  free(number);
  return status;
}
