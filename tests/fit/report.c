/* SPDX-License-Identifier: BSD-3-Clause */
/* Standard errors against the closed forms of a straight line, and what cannot be determined. */
#include "expr/expr.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <eqsieve/fit.h>
#include <math.h>
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
