/* SPDX-License-Identifier: BSD-3-Clause */
/* Errors on rows left out, against what algebra says they are. */
#include "search/judge/validate.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

static void push(eqs_search_result *result, const char *text)
{
  eqs_formula f = formula_of(text);
  eqs_nodes_number_params(f.node, f.n);
  eqs_front_item *item = &result->front[result->n_front++];
  item->expr = eqs_expr_from_nodes(f.node, f.n);
  item->complexity = eqs_nodes_complexity(f.node, f.n);
}

static size_t validate(eqs_ctx *ctx, const eqs_problem *problem, const eqs_search_result *result,
                       double *error)
{
  eqs_search_options options = small_options(0);
  eqs_engine *engine;
  size_t n;
  cr_assert_eq(eqs_engine_new(ctx, &engine, &options.engine), EQS_OK);
  eqs_status status = eqs_validate(ctx, engine, problem, 1, NULL, result, error, &n);
  cr_assert(status == EQS_OK, "%s", eqs_ctx_message(ctx));
  eqs_engine_free(engine);
  return n;
}

static double wavy(double x, double y, double z)
{
  return 2 * x + 0.3 * y - 0.1 * z;
}

/* A residual over 1 minus its leverage: x^2 / sum x^2 for the factor of x, 1/n for a constant. */
Test(validate, few_rows_are_left_out_one_by_one)
{
  test_problem p;
  eqs_search_result result = {0};
  double error[EQS_MAX_FRONT], expected[2] = {0}, xx = 0, xt = 0, sum = 0;
  open_problem(&p, 12, wavy);
  const double *x = eqs_table_numbers(p.table, 0), *t = eqs_table_numbers(p.table, 3);
  push(&result, "0.5");
  push(&result, "1.5*x");
  size_t n = validate(p.ctx, &p.problem, &result, error);
  cr_assert_eq(n, 9);
  for (size_t i = 0; i < n; i++) {
    size_t r = p.train.row[i];
    xx += x[r] * x[r];
    xt += x[r] * t[r];
    sum += t[r];
  }
  for (size_t i = 0; i < n; i++) {
    size_t r = p.train.row[i];
    expected[0] += fabs(t[r] - sum / 9) / (1 - 1.0 / 9) / 9;
    expected[1] += fabs(t[r] - xt / xx * x[r]) / (1 - x[r] * x[r] / xx) / 9;
  }
  for (int k = 0; k < 2; k++) cr_assert_float_eq(error[k], expected[k], 1e-9 * expected[k]);
  eqs_front_clear(&result);
  close_problem(&p);
}

static double outlier(double x, double y, double z)
{
  (void)z;
  return 2 * x + 0.01 * y + (fabs(11 * x - 1) < 0.5 ? 1 : 0);
}

/* A bump on one row has a factor that no other row determines: without that row it is unknown. */
Test(validate, what_hangs_on_one_row_predicts_nothing_there)
{
  test_problem p;
  eqs_search_result result = {0};
  double error[EQS_MAX_FRONT];
  open_problem(&p, 12, outlier);
  p.problem.train = &p.all;
  push(&result, "0.5");
  push(&result, "1.5*x");
  push(&result, "2.0*x + 1.0*exp(-1000*square(11*x - 1))");
  cr_assert_eq(validate(p.ctx, &p.problem, &result, error), 12);
  cr_assert_gt(error[2], 0.5 / 12, "%g", error[2]);
  cr_assert_lt(error[2], error[0], "elsewhere it does");
  eqs_front_clear(&result);
  close_problem(&p);
}

Test(validate, a_value_that_is_not_finite_disqualifies)
{
  test_problem p;
  eqs_search_result result = {0};
  double error[EQS_MAX_FRONT];
  open_problem(&p, 12, wavy);
  push(&result, "0.5");
  push(&result, "1.5*log(x)");
  validate(p.ctx, &p.problem, &result, error);
  cr_assert(isfinite(error[0]) && error[1] == INFINITY);
  eqs_front_clear(&result);
  close_problem(&p);
}

/* The mean of those that count, each left out: 0, 1, 2 and 9, the last three times as heavy. */
Test(validate, rows_count_by_their_weight)
{
  const double x[] = {1, 2, 3, 4, 5, 6}, w[] = {1, 0, 1, 1, 0, 3}, t[] = {0, 50, 1, 2, -70, 9};
  const double *const columns[] = {x, w, t};
  const char *const name[] = {"x", "w", "t"};
  const double expected = (6 + 4.8 + 3.6 + 3 * 8) / 6;
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_table *table;
  eqs_roles roles;
  eqs_rows rows;
  eqs_search_result result = {0};
  double error[EQS_MAX_FRONT];
  cr_assert_eq(eqs_table_from_columns(ctx, &table, 6, 3, name, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(ctx, &roles, table, "t", "x", NULL), EQS_OK);
  cr_assert_eq(eqs_roles_weigh(ctx, &roles, table, "w"), EQS_OK);
  cr_assert_eq(eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_OK);
  eqs_problem problem = {table, &roles, &rows, NULL, {0}};
  push(&result, "0.5");
  push(&result, "0.5 + 0*log(x - 1.5)");
  cr_assert_eq(validate(ctx, &problem, &result, error), 4);
  cr_assert_float_eq(error[0], expected, 1e-6, "%g, not %g", error[0], expected);
  cr_expect_eq(error[1], INFINITY);
  problem.objective.drop = 0.25; /* one of the four that count may be without a value */
  validate(ctx, &problem, &result, error);
  cr_expect_lt(error[1], 50, "%g", error[1]);
  eqs_front_clear(&result);
  eqs_rows_free(&rows);
  eqs_roles_free(&roles);
  eqs_table_free(table);
  eqs_ctx_free(ctx);
}

Test(validate, one_that_comes_late_says_nothing)
{
  test_problem p;
  eqs_search_result result = {0};
  volatile int stop = 1;
  eqs_search_options options = small_options(0);
  eqs_budget budget;
  eqs_engine *engine;
  double error[EQS_MAX_FRONT];
  size_t n = 7;
  options.stop = &stop;
  eqs_budget_begin(&budget, &options);
  open_problem(&p, 12, wavy);
  push(&result, "0.5");
  push(&result, "1.5*x");
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  cr_assert_eq(eqs_validate(p.ctx, engine, &p.problem, 1, &budget, &result, error, &n), EQS_OK);
  cr_assert_eq(n, 0);
  eqs_engine_free(engine);
  eqs_front_clear(&result);
  close_problem(&p);
}

/* x is below zero on one row in two hundred: what is allowed may all be among the rows inside. */
Test(validate, rows_that_may_be_without_a_value_do_not_disqualify)
{
  for (size_t rows = 12; rows <= 400; rows *= 400 / 12) {
    test_problem p;
    eqs_search_result result = {0};
    double error[EQS_MAX_FRONT];
    open_problem(&p, rows, wavy);
    p.problem.train = &p.all;
    char text[80]; /* -1 in the first row, 1 in the next */
    snprintf(text, sizeof text, "1.5*x + 0.1 + 0*log(%zu*x + %zu)", rows - 1, rows - 2);
    push(&result, "0.5");
    push(&result, text);
    validate(p.ctx, &p.problem, &result, error);
    cr_expect_eq(error[1], INFINITY);
    p.problem.objective.drop = 1.01 / (double)rows;
    validate(p.ctx, &p.problem, &result, error);
    cr_expect_lt(error[1], 0.5, "%zu rows: %g", rows, error[1]);
    p.problem.objective.drop = 0.99 / (double)rows;
    validate(p.ctx, &p.problem, &result, error);
    cr_expect_eq(error[1], INFINITY);
    eqs_front_clear(&result);
    close_problem(&p);
  }
}

static double huge(double x, double y, double z)
{
  return 1e200 * (x + y + z);
}

/* The squares are too large for a number: the constants stay those that knew all rows. */
Test(validate, a_fit_that_fails_disqualifies)
{
  test_problem p;
  eqs_search_result result = {0};
  double error[EQS_MAX_FRONT];
  open_problem(&p, 400, huge);
  push(&result, "0.5");
  push(&result, "1.5*x");
  validate(p.ctx, &p.problem, &result, error);
  cr_expect_eq(error[1], INFINITY, "%g", error[1]);
  eqs_front_clear(&result);
  close_problem(&p);
}
