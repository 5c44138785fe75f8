/* SPDX-License-Identifier: BSD-3-Clause */
/* What a new row may meet between the rows is found, and how likely that is. */
#include "search/gaps.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

/* x goes from -1 to 1 in steps of 0.1, so does the target, and y has another value on each row. */
enum { ROWS = 21 };

static double line(double x, double y, double z)
{
  (void)y;
  (void)z;
  return x;
}

static void open_line(test_problem *p)
{
  open_problem(p, ROWS, line);
  p->problem.train = &p->all;
}

static eqs_risk risk_of(test_problem *p, const char *text)
{
  eqs_gaps gaps;
  eqs_formula f = formula_of(text);
  cr_assert_eq(eqs_gaps_open(p->ctx, &gaps, &p->problem), EQS_OK);
  eqs_risk risk = eqs_gaps_risk(&gaps, f.node, f.n);
  eqs_gaps_close(&gaps);
  return risk;
}

static double *column(test_problem *p, size_t j)
{
  return (double *)(uintptr_t)eqs_table_numbers(p->table, p->roles.feature[j]);
}

Test(gaps, no_risk_where_nothing_breaks)
{
  static const char *const sound[] = {
      "2.5",          "x",           "exp(9*x)",
      "1/(x + 3)",    "x/(x^2 + 1)", "sqrt(x + 1.11)",
      "asin(0.9*x)",  "tan(0.7*x)",  "1/exp(x)",
      "(x - 0.31)^3", "y/2.5",       "log(x + 1.3)/(y + 2)",
  };
  test_problem p;
  open_line(&p);
  for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
    eqs_risk risk = risk_of(&p, sound[i]);
    cr_expect_eq(risk.error, 0, "%s", sound[i]);
    cr_expect_eq(risk.loss, 0, "%s", sound[i]);
  }
  close_problem(&p);
}

Test(gaps, whatever_breaks_is_a_risk)
{
  static const char *const broken[] = {
      "inv(x - 0.31)",
      "y/(x - 0.31)",
      "1/(x - 0.31)^2",
      "1/(y*(x - 0.31))",
      "1/sqrt(x + 1.05)",
      "sqrt(x + 1.05)",
      "log(x + 1.05)",
      "log(1.05 - x)",
      "tan(3*x)",
      "asin(0.99*x)",
      "acos(-0.99*x)",
      "(x + 1.05)^0.5",
      "1/abs(x - 0.31)",
      "1/(2/(x - 0.31))",
      "exp(0.1/(x - 0.31))",
      "(x - 0.31)^-2",
      "sin(1/(x + y/1000 - 0.31))",
  };
  test_problem p;
  open_line(&p);
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
    cr_expect_gt(risk_of(&p, broken[i]).error, 0, "%s", broken[i]);
  close_problem(&p);
}

/* A new value lies in each of 22 gaps alike. Between x = 0.3 and x = 0.4 the formula is compared
   with what it is at either; beyond the range of the target, 2, nothing counts. */
Test(gaps, a_gap_costs_what_the_formula_does_there)
{
  test_problem p;
  open_line(&p);
  double error = 0, square = 0;
  for (int k = 0; k < 32; k++) {
    double at = 0.01 / (-0.01 + 0.1 * (k + 0.5) / 32);
    double left = fmin(2, fabs(at + 1)), right = fmin(2, fabs(at - 0.01 / 0.09));
    error += (left + right) / 2 / 32 / 22;
    square += (left * left + right * right) / 2 / 32 / 22;
  }
  eqs_risk risk = risk_of(&p, "0.01/(x - 0.31)");
  cr_expect_float_eq(risk.error, error, 1e-6);
  cr_expect_float_eq(risk.loss, square, 1e-6);
  p.problem.objective.loss = EQS_LOSS_ABSOLUTE;
  cr_expect_float_eq(risk_of(&p, "0.01/(x - 0.31)").loss, error, 1e-6);
  close_problem(&p);
}

/* Next to -1 is as far as -0.9, and half of that way has no root. */
Test(gaps, there_is_a_gap_beyond_the_last_value)
{
  test_problem p;
  open_line(&p);
  p.problem.objective.loss = EQS_LOSS_ABSOLUTE;
  double error = 0;
  for (int k = 0; k < 32; k++) {
    double v = -0.05 + 0.1 * (k + 0.5) / 32;
    error += (v < 0 ? 2 : fabs(sqrt(v) - sqrt(0.05))) / 32 / 22;
  }
  cr_expect_float_eq(risk_of(&p, "sqrt(x + 1.05)").loss, error, 1e-6);
  close_problem(&p);
}

/* Values that come again are all there are: of a lattice, a new row has one that is known. */
Test(gaps, values_seen_twice_leave_no_room)
{
  test_problem p;
  open_line(&p);
  double *y = column(&p, 1);
  for (size_t i = 0; i < ROWS; i++) y[i] = (double)(i / 3);
  cr_expect_eq(risk_of(&p, "0.01/(y - 2.5)").error, 0);
  cr_expect_gt(risk_of(&p, "0.01/(x + y - 2.53)").error, 0, "sums of both are new");

  double all = risk_of(&p, "0.1/(x - 0.35)").error;
  double *x = column(&p, 0);
  for (size_t i = 0; i < 10; i++) x[i] = x[i / 2 * 2]; /* 5 values twice and 11 once */
  cr_expect_float_eq(risk_of(&p, "0.1/(x - 0.35)").error, all * 22 * 11 / 21 / 17, 1e-9);
  close_problem(&p);
}

Test(gaps, rows_without_a_value_are_passed_over)
{
  test_problem p;
  open_line(&p);
  cr_expect_eq(risk_of(&p, "1/log(-2 - x^2)").error, 0);
  cr_expect_gt(risk_of(&p, "1/(sqrt(x) - 0.56)").error, 0);
  close_problem(&p);
}
