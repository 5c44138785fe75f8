/* SPDX-License-Identifier: BSD-3-Clause */
/* What goes wild one step from the rows is found, and by how much. */
#include "search/judge/strays.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double strayed(test_problem *p, const char *text)
{
  double error;
  eqs_strays strays;
  eqs_formula f = formula_of(text);
  eqs_nodes_number_params(f.node, f.n);
  eqs_expr *expr = eqs_expr_from_nodes(f.node, f.n);
  cr_assert_eq(eqs_strays_open(p->ctx, &strays, &p->problem), EQS_OK);
  cr_assert_eq(eqs_strays_find(p->ctx, &strays, expr, &error), EQS_OK);
  eqs_strays_close(&strays);
  eqs_expr_free(expr);
  return error;
}

Test(strays, sound_formulas_do_not_stray)
{
  test_problem p;
  open_problem(&p, 21, just_x);
  p.problem.train = &p.all;
  cr_expect_eq(strayed(&p, "2.5"), 0);
  cr_expect_eq(strayed(&p, "x"), 0);
  cr_expect_eq(strayed(&p, "1.9*sin(9*x*y)"), 0);     /* out of the range, but not by half of it */
  cr_expect_eq(strayed(&p, "0.00001/(x - 0.31)"), 0); /* a pole that no step meets */
  close_problem(&p);
}

/* x has 21 values, 0.1 apart: 40 steps along it, of which all come upon values that rows have. */
Test(strays, one_column_steps_upon_what_rows_say)
{
  test_problem p;
  open_problem(&p, 21, just_x);
  p.problem.train = &p.all;
  /* 2.5 beside x = 0 alone, 1.5 out of the range: the two steps to there of 40. */
  cr_expect_float_eq(strayed(&p, "0.025/(x + 0.01)"), 2 * 1.5 / 40, 1e-9);
  cr_expect_float_eq(strayed(&p, "0.08/(x + 0.01)"), 2 * 4.0 / 40, 1e-9); /* no more than 4 */
  cr_expect_float_eq(strayed(&p, "sqrt(x + 0.95)"), 1 * 4.0 / 40, 1e-9);  /* not finite */
  close_problem(&p);
}

/* Rows where x and y are the same never meet the pole where they differ by a step. */
Test(strays, a_pole_between_combinations_of_values_is_met)
{
  test_problem p;
  open_problem(&p, 21, just_x);
  p.problem.train = &p.all;
  double *x = column_of(&p, 0);
  double *y = column_of(&p, 1);
  for (size_t i = 0; i < 21; i++) y[i] = x[i];
  cr_expect_eq(strayed(&p, "x + y"), 0);
  double each = 20.0 / 40; /* the steps up along x, and down along y */
  cr_expect_float_eq(strayed(&p, "0.1/(x - y - 0.1)"), 2 * each * 4, 1e-6);
  cr_expect_eq(strayed(&p, "0.3/(x - y + 0.35)"), 0);
  close_problem(&p);
}

/* Of two pairs of values all rows have one or the other, and every step is to a third. */
Test(strays, pairs_that_no_row_has_count_by_the_chance_of_another)
{
  test_problem p;
  open_problem(&p, 21, just_x);
  p.problem.train = &p.all;
  double *x = column_of(&p, 0);
  double *y = column_of(&p, 1);
  for (size_t i = 0; i < 21; i++) x[i] = y[i] = (double)(i % 2);
  cr_expect_eq(strayed(&p, "0.1/(x - y - 1)"), 0);
  cr_expect_float_eq(strayed(&p, "0.1/(x - 1)"), 11 * 4.0 / 21, 1e-9); /* steps within one column */
  /* One row of 21 has a pair of its own. Along x there are 10 steps up from either of the other
     pairs that meet the pole, along y 10 down and one, of 31 each. */
  x[20] = y[20] = 2;
  cr_expect_float_eq(strayed(&p, "0.1/(x - y - 1)"), (20 + 11) * 4.0 / 31 / 21, 1e-9);
  close_problem(&p);
}

/* As in one column: one step of 40 without a value. */
Test(strays, steps_may_be_without_a_value_as_rows_may)
{
  test_problem p;
  open_problem(&p, 21, just_x);
  p.problem.train = &p.all;
  p.problem.objective.drop = 0.03;
  cr_expect_eq(strayed(&p, "sqrt(x + 0.95)"), 0);
  p.problem.objective.drop = 0.02;
  cr_expect_float_eq(strayed(&p, "sqrt(x + 0.95)"), 1 * 4.0 / 40, 1e-9);
  close_problem(&p);
}
