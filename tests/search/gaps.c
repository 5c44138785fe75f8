/* SPDX-License-Identifier: BSD-3-Clause */
/* What a new row may meet between the rows is found, and how likely that is. */
#include "search/judge/gaps.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

/* x goes from -1 to 1 in steps of 0.1, so does the target, and y has another value on each row. */
enum { ROWS = 21 };

static void open_line(test_problem *p)
{
  open_problem(p, ROWS, just_x);
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

/* Poles beyond the rows, divisors that have the same sign everywhere, ends of what a function
   is defined on. */
Test(gaps, no_risk_where_no_pole_is_between_rows)
{
  static const char *const sound[] = {
      "x",
      "1/(x + 3)",
      "x/(x^2 + 1)",
      "1/(x + 1.05)",
      "(x - 0.31)^3",
      "1/exp(9*x)",
      "tan(0.7*x)",
      "1/(y*y + 0.1)",
      "sqrt(x + 1)",
      "log(x + 1.05)",
      "1/sqrt(x^2 + 0.1)",
      "y + (x - 0.31)/(x - 0.31)",
  };
  test_problem p;
  open_line(&p);
  for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
    eqs_risk risk = risk_of(&p, sound[i]);
    cr_expect_eq(risk.error, 0, "%s: %g", sound[i], risk.error);
    cr_expect_eq(risk.loss, 0, "%s", sound[i]);
  }
  close_problem(&p);
}

/* What the gap between x = 0.3 and 0.4 costs if the formula is OF(x - 0.31) there: one of 22 that
   are as likely; it is compared with what it is at either end, and no more than 2, the range,
   counts. */
static eqs_risk risk_by_hand(double (*of)(double v))
{
  enum { FINE = 200000 };
  eqs_risk risk = {0};
  for (int k = 0; k < FINE; k++) {
    double at = of(-0.01 + 0.1 * (k + 0.5) / FINE);
    double left = fmin(2, fabs(at - of(-0.01))), right = fmin(2, fabs(at - of(0.09)));
    risk.error += (left + right) / 2 / FINE / 22;
    risk.loss += (left * left + right * right) / 2 / FINE / 22;
  }
  return risk;
}

static double pole(double v)
{
  return 0.01 / v;
}

static double narrow(double v)
{
  return 0.0001 / v;
}

static double square_pole(double v)
{
  return 0.001 / (v * v);
}

static double pole_upwards(double v)
{
  return 0.01 / fabs(v);
}

static double sine(double v)
{
  return sin(v) / v;
}

Test(gaps, a_gap_costs_what_the_formula_does_there)
{
  static const struct {
    const char *text;
    double (*of)(double v);
  } row[] = {
      {"0.01/(x - 0.31)", pole},
      {"0.01*inv(x - 0.31)", pole},
      {"0.01*(x - 0.31)^-1", pole},
      {"1/(100*(x - 0.31))", pole},
      {"0.02/(2*x - 0.62)", pole},
      {"0.001/(x - 0.31)^2", square_pole},
      {"0.001/((x - 0.31)*(x - 0.31))", square_pole},
      {"0.001/((x - 0.31)^3/(x - 0.31))", square_pole},
      {"-0.01/(-(x - 0.31))", pole},
      {"0.01/abs(x - 0.31)", pole_upwards},
      {"0.0001/(x - 0.31)", narrow},
      {"0.001*inv(x - 0.31)*inv(x - 0.31)", square_pole},
      {"0.004/(x - 0.31) + 0.006/(x - 0.31)", pole},
      {"1/sqrt((x - 0.31)^2*10000)", pole_upwards},
      {"sin(x - 0.31)/(x - 0.31)", sine},
  };
  test_problem p;
  open_line(&p);
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    eqs_risk risk = risk_of(&p, row[i].text);
    eqs_risk hand = risk_by_hand(row[i].of);
    cr_expect_float_eq(risk.error, hand.error, 0.15 * hand.error, "%s: %g, not %g", row[i].text,
                       risk.error, hand.error);
    cr_expect_float_eq(risk.loss, hand.loss, 0.15 * hand.loss, "%s: %g, not %g", row[i].text,
                       risk.loss, hand.loss);
  }
  p.problem.objective.loss = EQS_LOSS_ABSOLUTE;
  eqs_risk risk = risk_of(&p, "0.01/(x - 0.31)");
  cr_expect_eq(risk.loss, risk.error);
  close_problem(&p);
}

/* A quantile asks for the sign: a pole upwards on both sides costs by one of its two factors. */
Test(gaps, the_loss_is_that_of_the_objective)
{
  test_problem p;
  open_line(&p);
  p.problem.objective.loss = EQS_LOSS_QUANTILE;
  p.problem.objective.param = 0.9;
  eqs_risk up = risk_of(&p, "0.00001/(x - 0.35)^2"), down = risk_of(&p, "-0.00001/(x - 0.35)^2");
  cr_expect_float_eq(up.error, down.error, 1e-12);
  cr_expect_float_eq(up.loss, 0.1 * up.error, 1e-12);
  cr_expect_float_eq(down.loss, 0.9 * up.error, 1e-12);
  close_problem(&p);
}

/* The tangent of 3 x has poles at -0.52 and 0.52; that of 300 x some 190, of which some are looked
   into, and no gap of the rows is without. */
Test(gaps, a_tangent_has_many_poles)
{
  test_problem p;
  open_line(&p);
  double one = risk_of(&p, "0.01*tan(x + 1.07)").error;
  double both = risk_of(&p, "0.01*tan(3*x)").error, all = risk_of(&p, "tan(300*x)").error;
  cr_expect_gt(one, 0);
  cr_expect_gt(both, 0);
  cr_expect(all > 0.3 && all < 2, "%g", all);
  close_problem(&p);
}

/* Values that come again are all there are: of a lattice, a new row has one that is known. */
Test(gaps, values_seen_twice_leave_no_room)
{
  test_problem p;
  open_line(&p);
  double *y = column_of(&p, 1);
  for (size_t i = 0; i < ROWS; i++) y[i] = (double)(i / 3);
  cr_expect_eq(risk_of(&p, "0.01/(y - 2.5)").error, 0);
  cr_expect_gt(risk_of(&p, "0.01/(x + y - 2.53)").error, 0, "sums of both are new");

  double all = risk_of(&p, "0.1/(x - 0.35)").error;
  double *x = column_of(&p, 0);
  for (size_t i = 0; i < 10; i++) x[i] = x[i / 2 * 2]; /* 5 values twice and 11 once */
  cr_expect_float_eq(risk_of(&p, "0.1/(x - 0.35)").error, all * 22 * 11 / 21 / 17, 1e-9);
  close_problem(&p);
}

/* Values far from a pole may be as large as they like. */
Test(gaps, small_values_are_told_apart)
{
  test_problem p;
  open_line(&p);
  cr_expect_gt(risk_of(&p, "0.001/(exp(30*x) - 0.5)").error, 0);
  close_problem(&p);
}

/* A row that is left out says nothing, and a new one may be left out as well. */
Test(gaps, rows_may_be_without_a_value)
{
  test_problem p;
  open_line(&p);
  cr_expect_eq(risk_of(&p, "1/log(-2 - x^2)").error, 0);
  double counted = risk_of(&p, "log(0.01/(x - 0.31))").error;
  p.problem.objective.drop = 0.7;
  double dropped = risk_of(&p, "log(0.01/(x - 0.31))").error;
  cr_expect(0 < dropped && dropped < counted, "%g, %g", dropped, counted);
  close_problem(&p);
}

/* The first row time and again, each of the others once. */
Test(gaps, so_many_rows_have_no_gaps)
{
  enum { MANY = 2001 };
  test_problem p;
  open_line(&p);
  size_t row[MANY] = {0};
  for (size_t i = 1; i < ROWS; i++) row[i] = i;
  eqs_rows rows = {.n = MANY - 1, .row = row};
  p.problem.train = &rows;
  cr_expect_gt(risk_of(&p, "0.1/(x - 0.35)").error, 0);
  rows.n = MANY;
  cr_expect_eq(risk_of(&p, "0.1/(x - 0.35)").error, 0);
  close_problem(&p);
}

Test(gaps, a_formula_may_be_too_long_to_look_at)
{
  test_problem p;
  eqs_gaps gaps;
  open_line(&p);
  eqs_formula f = formula_of("0.1/(x - 0.35)");
  eqs_node node[EQS_FORMULA_NODES + 1];
  for (uint32_t i = 0; i <= EQS_FORMULA_NODES - f.n; i++) node[i] = eqs_node_operator(EQS_OP_NEG);
  for (uint32_t i = 0; i < f.n; i++) node[EQS_FORMULA_NODES + 1 - f.n + i] = f.node[i];
  cr_assert_eq(eqs_gaps_open(p.ctx, &gaps, &p.problem), EQS_OK);
  cr_expect_eq(eqs_gaps_risk(&gaps, node, EQS_FORMULA_NODES + 1).error, 0);
  cr_expect_gt(eqs_gaps_risk(&gaps, node + 1, EQS_FORMULA_NODES).error, 0);
  eqs_gaps_close(&gaps);
  close_problem(&p);
}
