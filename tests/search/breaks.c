/* SPDX-License-Identifier: BSD-3-Clause */
/* Poles and gaps between rows are found, and what is sound is not accused. */
#include "search/judge/breaks.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double plane(double x, double y, double z)
{
  return x + y + z;
}

static eqs_front_item look(test_problem *p, const char *text)
{
  eqs_formula f = formula_of(text);
  eqs_nodes_number_params(f.node, f.n);
  eqs_front_item item = {.expr = eqs_expr_from_nodes(f.node, f.n)};
  cr_assert_eq(eqs_breaks_find(p->ctx, &p->problem, &item), EQS_OK);
  eqs_expr_free(item.expr);
  return item;
}

/* x lies at -1, -1 + 2/19, ..., 1. */
Test(breaks, are_found_along_one_variable)
{
  static const char *const broken[] = {
      "1/(x - 0.31)",           /* a pole */
      "0.00001/(x - 0.31) + x", /* however narrow */
      "inv(x - 0.31)",
      "1/square(x - 0.31)", /* that has no change of sign */
      "1/(3*sqrt(square(x + 0.41))*exp(x))",
      "(x - 0.31)^(-2)",
      "log(abs(x - 0.31))",
      "log(square(x + 0.2))",
      "sqrt(square(10*x) - 0.2)", /* without a value around 0 */
      "tan(1.6*x)",
      "1/sin(9*x + 0.1)",
  };
  static const char *const sound[] = {
      "x",           "1/(x - 1.01)",      "1/(square(x) + 0.01)",
      "sqrt(x + 1)", "exp(-5*square(x))", "sin(30.0*x)",
      "1/exp(3*x)",  "log(x + 1.001)",    "abs(x - 0.31)",
      "tan(1.5*x)",  "(x - 0.31)^3",      "1/(3 + 1/(x - 1.5))",
  };
  test_problem p;
  open_problem(&p, 20, plane);
  p.problem.train = &p.all;
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    eqs_front_item item = look(&p, broken[i]);
    cr_assert(item.broken >= 1 && item.broken < item.pairs / 2, "%s: %zu of %zu", broken[i],
              item.broken, item.pairs);
  }
  for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
    eqs_front_item item = look(&p, sound[i]);
    cr_assert(item.broken == 0 && item.pairs == 19, "%s: %zu of %zu", sound[i], item.broken,
              item.pairs);
  }
  close_problem(&p);
}

/* A constant has no neighbours to differ between. */
Test(breaks, are_none_of_a_constant)
{
  test_problem p;
  open_problem(&p, 20, plane);
  eqs_front_item item = look(&p, "2.5");
  cr_assert(item.pairs == 0 && item.broken == 0);
  close_problem(&p);
}

/* A grid that is fine along x and coarse along y: the pole lies across the coarse side. */
Test(breaks, are_found_along_every_variable)
{
  enum { FINE = 20, COARSE = 4, N = FINE * COARSE };
  double x[N], y[N], t[N];
  const double *const columns[] = {x, y, t};
  static const char *const name[] = {"x", "y", "t"};
  test_problem p = {.ctx = eqs_ctx_new()};
  for (int i = 0; i < N; i++) {
    x[i] = 0.01 * (i % FINE);
    y[i] = i / FINE;
    t[i] = i;
  }
  cr_assert_eq(eqs_table_from_columns(p.ctx, &p.table, N, 3, name, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(p.ctx, &p.roles, p.table, "t", NULL, NULL), EQS_OK);
  cr_assert_eq(eqs_rows_complete(p.ctx, &p.all, p.table, &p.roles, EQS_MISSING_DROP), EQS_OK);
  p.problem = (eqs_problem){p.table, &p.roles, &p.all, NULL, {0}};
  eqs_front_item item = look(&p, "x + 1/(y - 1.52)");
  cr_assert_eq(item.broken, FINE, "%zu of %zu", item.broken, item.pairs);
  cr_assert_eq(look(&p, "x + 1/(y - 3.1)").broken, 0);
  close_problem(&p);
}

/* Of many rows some, on ways as long as they are far apart. */
Test(breaks, are_found_among_many_rows)
{
  test_problem p;
  open_problem(&p, 1000, plane);
  eqs_front_item item = look(&p, "x*y*z + 0.001/(x - 0.3)");
  cr_assert_leq(item.pairs, 1024);
  cr_assert_geq(item.broken, 1);
  close_problem(&p);
}

/* The first of 20 rows has no value, which is allowed: that is no break between it and the next. */
Test(breaks, are_not_beside_rows_that_may_be_without_a_value)
{
  test_problem p;
  open_problem(&p, 20, plane);
  p.problem.train = &p.all;
  cr_expect_eq(look(&p, "log(x + 0.95)").broken, 1);
  p.problem.objective.drop = 0.05;
  cr_expect_eq(look(&p, "log(x + 0.95)").broken, 0);
  cr_expect_eq(look(&p, "log(x + 0.95)/(x - 0.31)").broken, 1);
  close_problem(&p);
}
