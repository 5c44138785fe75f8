/* SPDX-License-Identifier: BSD-3-Clause */
/* Losses row by row are those of the engine. */
#include "search/judge/row_loss.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double wide(double x, double y, double z)
{
  return 4 * x * x * x + y - z;
}

Test(row_loss, adds_up_to_what_the_engine_says)
{
  static const eqs_objective objective[] = {{EQS_LOSS_SQUARED, 0, 0}, {EQS_LOSS_ABSOLUTE, 0, 0},
                                            {EQS_LOSS_HUBER, 0.5, 0}, {EQS_LOSS_HUBER, 2, 0},
                                            {EQS_LOSS_LOGCOSH, 0, 0}, {EQS_LOSS_QUANTILE, 0.2, 0}};
  test_problem p;
  open_problem(&p, 60, wide);
  const double *x = eqs_table_numbers(p.table, 0), *t = eqs_table_numbers(p.table, 3);
  eqs_formula f = formula_of("x");
  eqs_front_item item = {.expr = eqs_expr_from_nodes(f.node, f.n)};
  for (size_t k = 0; k < sizeof objective / sizeof *objective; k++) {
    double sum = 0;
    p.problem.objective = objective[k];
    cr_assert_eq(eqs_front_measure(p.ctx, &p.problem, &item, 1), EQS_OK);
    for (size_t i = 0; i < p.train.n; i++)
      sum += eqs_row_loss(&objective[k], x[p.train.row[i]] - t[p.train.row[i]]);
    double mean = sum / (double)p.train.n;
    cr_expect_float_eq(mean, item.train.loss, 1e-12 * mean, "%zu: %g, not %g", k, mean,
                       item.train.loss);
  }
  eqs_expr_free(item.expr);
  close_problem(&p);
}

Test(row_loss, small_and_large_residuals_keep_their_digits)
{
  const eqs_objective o = {.loss = EQS_LOSS_LOGCOSH};
  cr_expect_float_eq(eqs_row_loss(&o, 800), 800 - log(2), 1e-12);
  cr_expect_eq(eqs_row_loss(&o, 0), 0);
  cr_expect_float_eq(eqs_row_loss(&o, -1e-4), 0.5e-8, 1e-15);
}

Test(row_loss, a_share_of_the_rows_may_have_no_value)
{
  const eqs_objective none = {0}, some = {.drop = 0.07};
  cr_expect(eqs_rows_may_drop(&none, 0, 100));
  cr_expect_not(eqs_rows_may_drop(&none, 1, 100));
  cr_expect(eqs_rows_may_drop(&some, 7, 100));
  cr_expect_not(eqs_rows_may_drop(&some, 8, 100));
}
