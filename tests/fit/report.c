/* SPDX-License-Identifier: BSD-3-Clause */
/* Standard errors against the closed forms of a straight line, and what cannot be determined. */
#include "expr/expr.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <eqsieve/fit.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 200 };

typedef struct line {
  eqs_table *table;
  eqs_roles roles;
  eqs_rows rows;
  double x[ROWS], y[ROWS];
} line;

static void line_new(line *l)
{
  static const char *const names[] = {"x", "y"};
  eqs_rng rng = eqs_rng_new(3, 0);
  for (size_t i = 0; i < ROWS; i++) {
    l->x[i] = 4 * eqs_rng_uniform(&rng);
    l->y[i] = 1.5 + 2 * l->x[i] + 0.1 * eqs_rng_normal(&rng);
  }
  const double *columns[] = {l->x, l->y};
  cr_assert_eq(eqs_table_from_columns(NULL, &l->table, ROWS, 2, names, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(NULL, &l->roles, l->table, "y", NULL, NULL), EQS_OK);
  cr_assert_eq(eqs_rows_complete(NULL, &l->rows, l->table, &l->roles, EQS_MISSING_REFUSE), EQS_OK);
}

static void line_free(line *l)
{
  eqs_rows_free(&l->rows);
  eqs_roles_free(&l->roles);
  eqs_table_free(l->table);
}

static eqs_expr *parse(const line *l, const char *text)
{
  eqs_expr *expr;
  cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &l->roles.names, 0), EQS_OK);
  return expr;
}

Test(report, standard_errors_of_a_line_are_the_textbook_ones)
{
  line l;
  line_new(&l);
  double mx = 0, my = 0, sxx = 0, sxy = 0, sse = 0;
  for (size_t i = 0; i < ROWS; i++) {
    mx += l.x[i] / ROWS;
    my += l.y[i] / ROWS;
  }
  for (size_t i = 0; i < ROWS; i++) {
    sxx += (l.x[i] - mx) * (l.x[i] - mx);
    sxy += (l.x[i] - mx) * (l.y[i] - my);
  }
  double slope = sxy / sxx, offset = my - slope * mx;
  for (size_t i = 0; i < ROWS; i++) sse += pow(l.y[i] - offset - slope * l.x[i], 2);
  double variance = sse / (ROWS - 2);

  eqs_expr *expr = parse(&l, "c*x + c");
  eqs_expr_set_param(expr, 0, slope);
  eqs_expr_set_param(expr, 1, offset);
  double covariance[4], stderror[2];
  size_t rank;
  eqs_metrics metrics;
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(
      eqs_fit_covariance(ctx, l.table, &l.roles, &l.rows, expr, NULL, covariance, stderror, &rank),
      EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_assert_eq(rank, 2);
  cr_assert_float_eq(stderror[0], sqrt(variance / sxx), 1e-9);
  cr_assert_float_eq(stderror[1], sqrt(variance * (1.0 / ROWS + mx * mx / sxx)), 1e-9);
  cr_assert_float_eq(covariance[1], -mx * variance / sxx, 1e-9);
  cr_assert_eq(covariance[1], covariance[2]);
  cr_assert_eq(eqs_report_metrics(ctx, l.table, &l.roles, &l.rows, expr, &metrics), EQS_OK);
  cr_assert_float_eq(metrics.mse, sse / ROWS, 1e-12);
  cr_assert_eq(metrics.n, ROWS);
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
  line_free(&l);
}

Test(report, constants_the_data_cannot_tell_apart_have_no_error)
{
  line l;
  line_new(&l);
  eqs_expr *expr = parse(&l, "(c + c)*x + c");
  double covariance[9], stderror[3];
  size_t rank;
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(
      eqs_fit_covariance(ctx, l.table, &l.roles, &l.rows, expr, NULL, covariance, stderror, &rank),
      EQS_OK);
  cr_assert_eq(rank, 2);
  cr_assert(isinf(stderror[0]) && isinf(stderror[1]));
  cr_assert(isfinite(stderror[2]));
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
  line_free(&l);
}

/* Errors of c*sqrt(x - LEAST) + c, which has no value where x < LEAST, on the N rows of ROW. */
static void errors_on(line *l, size_t *row, size_t n, double least, const eqs_objective *objective,
                      double *stderror)
{
  char text[64];
  double covariance[4];
  size_t rank;
  snprintf(text, sizeof text, "c*sqrt(x - %.0f/1000000) + c", least * 1e6);
  eqs_expr *expr = parse(l, text);
  cr_assert_eq(expr->n_params, 2);
  const eqs_rows rows = {.n = n, .row = row};
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(eqs_fit_covariance(ctx, l->table, &l->roles, &rows, expr, objective, covariance,
                                  stderror, &rank),
               EQS_OK, "%s", eqs_ctx_message(ctx));
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
}

/* Rows that are left out leave errors as they are on the others alone. */
Test(report, dropped_rows_and_rows_without_weight_do_not_count)
{
  static const char *const names[] = {"x", "y", "w"};
  const eqs_objective drop = {.drop = 0.9};
  line l;
  line_new(&l);
  double w[ROWS], alone[2], dropped[2], both[2];
  size_t all[ROWS], kept[ROWS], weighed[ROWS], n_kept = 0, n_weighed = 0;
  const double least = 1.25;
  for (size_t i = 0; i < ROWS; i++) {
    all[i] = i;
    w[i] = i % 3 ? 2 : 0;
    if (l.x[i] < least) continue;
    kept[n_kept++] = i;
    if (w[i] > 0) weighed[n_weighed++] = i;
  }
  cr_assert(n_kept < ROWS && n_weighed < n_kept);
  errors_on(&l, kept, n_kept, least, NULL, alone);
  errors_on(&l, all, ROWS, least, &drop, dropped);
  for (int i = 0; i < 2; i++) cr_expect_float_eq(dropped[i], alone[i], 1e-10 * alone[i]);

  errors_on(&l, weighed, n_weighed, least, NULL, alone);
  const double *columns[] = {l.x, l.y, w};
  eqs_roles_free(&l.roles);
  eqs_table_free(l.table);
  cr_assert_eq(eqs_table_from_columns(NULL, &l.table, ROWS, 3, names, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(NULL, &l.roles, l.table, "y", "x", NULL), EQS_OK);
  cr_assert_eq(eqs_roles_weigh(NULL, &l.roles, l.table, "w"), EQS_OK);
  errors_on(&l, all, ROWS, least, &drop, both);
  for (int i = 0; i < 2; i++) cr_expect_float_eq(both[i], alone[i], 1e-10 * alone[i]);
  line_free(&l);
}

/* Two constants from two rows that are left: nothing can be said. */
Test(report, no_more_rows_than_constants_give_no_errors)
{
  const eqs_objective drop = {.drop = 0.999};
  line l;
  line_new(&l);
  size_t all[ROWS], first = 0, second = 1;
  double stderror[2], third = -1;
  for (size_t i = 0; i < ROWS; i++) {
    all[i] = i;
    if (l.x[i] > l.x[first]) first = i;
  }
  if (first == second) second = 0;
  for (size_t i = 0; i < ROWS; i++)
    if (i != first && l.x[i] > l.x[second]) second = i;
  for (size_t i = 0; i < ROWS; i++)
    if (i != first && i != second) third = fmax(third, l.x[i]);
  cr_assert_lt(third, l.x[second]);
  errors_on(&l, all, ROWS, (third + l.x[second]) / 2, &drop, stderror);
  cr_expect(isnan(stderror[0]) && isnan(stderror[1]), "%g %g", stderror[0], stderror[1]);
  line_free(&l);
}

/* Nor do constants that no data can tell apart then have an infinite one. */
Test(report, without_rows_to_spare_all_errors_are_nan)
{
  line l;
  line_new(&l);
  eqs_expr *expr = parse(&l, "(c + c)*x + c");
  double covariance[9], stderror[3];
  size_t rank, row[] = {0, 1};
  const eqs_rows rows = {.n = 2, .row = row};
  cr_assert_eq(
      eqs_fit_covariance(NULL, l.table, &l.roles, &rows, expr, NULL, covariance, stderror, &rank),
      EQS_OK);
  cr_expect_eq(rank, 2);
  for (int i = 0; i < 3; i++) cr_expect(isnan(stderror[i]), "%g", stderror[i]);
  eqs_expr_free(expr);
  line_free(&l);
}

/* The derivative of sqrt(x*(c + 1)) is 0 * inf where x is zero: as good as 0, which it is beside.
 */
Test(report, a_row_that_lacks_a_derivative_leaves_the_errors_finite)
{
  line l;
  line_new(&l);
  double covariance[1], stderror[1], alone[1];
  size_t rank, row[ROWS];
  for (size_t i = 0; i < ROWS; i++) row[i] = i;
  const eqs_rows all = {.n = ROWS, .row = row}, others = {.n = ROWS - 1, .row = row + 1};
  l.x[0] = l.y[0] = 0;
  eqs_roles_free(&l.roles);
  eqs_table_free(l.table);
  static const char *const names[] = {"x", "y"};
  const double *columns[] = {l.x, l.y};
  cr_assert_eq(eqs_table_from_columns(NULL, &l.table, ROWS, 2, names, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(NULL, &l.roles, l.table, "y", NULL, NULL), EQS_OK);
  eqs_expr *expr = parse(&l, "sqrt(x*(c + 1))");
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(
      eqs_fit_covariance(ctx, l.table, &l.roles, &others, expr, NULL, covariance, alone, &rank),
      EQS_OK);
  cr_assert_eq(
      eqs_fit_covariance(ctx, l.table, &l.roles, &all, expr, NULL, covariance, stderror, &rank),
      EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_expect_eq(rank, 1);
  double factor = sqrt((ROWS - 2.0) / (ROWS - 1.0)); /* one more row, whose residual is zero */
  cr_expect_float_eq(stderror[0], alone[0] * factor, 1e-12 * alone[0]);
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
  line_free(&l);
}
