/* SPDX-License-Identifier: BSD-3-Clause */
/* The small table, and searches on it. */
#include "search/problem.h"
#include <criterion/criterion.h>
#include <math.h>

enum { MOST_ROWS = 1000 };

void open_scaled_problem(test_problem *p, size_t rows, const double *scale,
                         double (*law)(double, double, double))
{
  static double column[4][MOST_ROWS];
  static const char *const name[] = {"x", "y", "z", "t"};
  const double *columns[4];
  cr_assert_leq(rows, MOST_ROWS);
  for (int j = 0; j < 4; j++) columns[j] = column[j];
  for (size_t i = 0; i < rows; i++) {
    column[0][i] = -1 + 2 * (double)i / (double)(rows - 1);
    column[1][i] = sin((double)i);
    column[2][i] = cos(3 * (double)i);
    for (int j = 0; j < 3; j++) column[j][i] *= scale[j];
    column[3][i] = law(column[0][i], column[1][i], column[2][i]);
  }
  p->ctx = eqs_ctx_new();
  cr_assert_eq(eqs_table_from_columns(p->ctx, &p->table, rows, 4, name, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(p->ctx, &p->roles, p->table, "t", NULL, NULL), EQS_OK);
  cr_assert_eq(eqs_rows_complete(p->ctx, &p->all, p->table, &p->roles, EQS_MISSING_DROP), EQS_OK);
  cr_assert_eq(eqs_rows_holdout(p->ctx, &p->all, 0.25, 1, &p->train, &p->test), EQS_OK);
  p->problem = (eqs_problem){p->table, &p->roles, &p->train, &p->test, {0}};
}

void open_problem(test_problem *p, size_t rows, double (*law)(double, double, double))
{
  open_scaled_problem(p, rows, (double[]){1, 1, 1}, law);
}

void close_problem(test_problem *p)
{
  eqs_rows_free(&p->all);
  eqs_rows_free(&p->train);
  eqs_rows_free(&p->test);
  eqs_roles_free(&p->roles);
  eqs_table_free(p->table);
  eqs_ctx_free(p->ctx);
}

double just_x(double x, double y, double z)
{
  (void)y;
  (void)z;
  return x;
}

double *column_of(test_problem *p, size_t j)
{
  return (double *)(uintptr_t)eqs_table_numbers(p->table, p->roles.feature[j]);
}

eqs_search_options small_options(uint64_t max_evals)
{
  eqs_search_options options;
  eqs_search_options_init(&options);
  options.engine.tier = EQS_TIER_REFERENCE;
  options.max_evals = max_evals;
  options.samples = 128;
  options.corpus = 256;
  options.pretrain_epochs = 1;
  options.max_nodes = 15;
  options.max_complexity = 20;
  return options;
}

eqs_search_result *search(test_problem *p, const eqs_search_options *options)
{
  eqs_search_result *result = NULL;
  eqs_status status =
      eqs_search_run(p->ctx, p->table, &p->roles, &p->train, &p->test, options, &result);
  cr_assert(status == EQS_OK, "%s", eqs_ctx_message(p->ctx));
  return result;
}
