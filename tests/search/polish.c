/* SPDX-License-Identifier: BSD-3-Clause */
/* Polishing finds the integers that a fit only comes near. */
#include "search/problem.h"
#include "search/run.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double law(double x, double y, double z)
{
  (void)z;
  return x + y * y;
}

Test(polish, a_constant_near_one_vanishes)
{
  static eqs_run run;
  test_problem p;
  eqs_search_result result = {0};
  eqs_welcome welcome;
  open_problem(&p, 40, law);
  eqs_search_options options = small_options(0);
  options.corpus = 0;
  cr_assert_eq(eqs_run_open(&run, p.ctx, &p.problem, &options, &result), EQS_OK);
  eqs_formula f = formula_of("1.2*x + 0.001 + 0.9*square(y)"), exact = formula_of("x + y^2");
  eqs_nodes_number_params(f.node, f.n);
  eqs_bank_offer(&run.bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  cr_assert_eq(eqs_run_polish(&run), EQS_OK);
  unsigned complexity = eqs_nodes_complexity(exact.node, exact.n);
  const eqs_member *best = eqs_bank_best(&run.bank, EQS_BY_MSE, complexity);
  cr_assert_not_null(best);
  cr_assert_lt(best->mse, 1e-28);
  cr_assert_eq(best->hash, eqs_nodes_hash(exact.node, exact.n));
  eqs_run_close(&run);
  close_problem(&p);
}
