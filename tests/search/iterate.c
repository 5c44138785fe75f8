/* SPDX-License-Identifier: BSD-3-Clause */
/* Iterations count what they do and end when nothing is left to do. */
#include "search/problem.h"
#include "search/run.h"
#include <criterion/criterion.h>
#include <math.h>

static double wave(double x, double y, double z)
{
  return x * sin(3 * y) + 0.3 * fabs(z);
}

Test(iterate, counts_add_up)
{
  static eqs_run run;
  test_problem p;
  eqs_search_result result = {0};
  open_problem(&p, 40, wave);
  eqs_search_options options = small_options(0);
  cr_assert_eq(eqs_run_open(&run, p.ctx, &p.problem, &options, &result), EQS_OK);
  for (int k = 0; k < 20; k++) {
    bool over;
    cr_assert_eq(eqs_run_iterate(&run, &over), EQS_OK);
    cr_assert_not(over);
  }
  const eqs_search_progress *now = &run.budget.now;
  cr_assert_eq(now->n_sampled, 20 * options.samples);
  cr_assert_eq(now->n_scored, result.n_distinct);
  cr_assert_eq(result.source[EQS_FROM_MODEL].scored + result.source[EQS_FROM_LOCAL].scored +
                   result.source[EQS_FROM_LATENT].scored + result.source[EQS_FROM_PURSUIT].scored,
               now->n_scored);
  cr_assert_gt(now->n_fits, now->n_scored, "some were fitted twice");
  cr_assert_leq(result.n_rejected, now->n_scored);
  const eqs_member *best = eqs_bank_best(&run.bank, EQS_BY_MSE, options.max_complexity);
  cr_assert_not_null(best);
  cr_assert_eq(best->mse, now->best_mse);
  cr_assert_not_null(now->best);
  eqs_run_close(&run);
  close_problem(&p);
}

Test(iterate, a_space_that_is_used_up_ends_the_search)
{
  test_problem p;
  open_problem(&p, 40, wave);
  eqs_search_options options = small_options(0);
  options.operators = "sin";
  options.max_nodes = 3;
  options.corpus = 0;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_CONVERGED);
  cr_assert_leq(result->n_scored, 10, "three variables, each with up to two sines, one constant");
  eqs_search_result_free(result);
  close_problem(&p);
}

static eqs_search_result *search_until(test_problem *p, double r2, unsigned complexity)
{
  eqs_search_options options = small_options(3000);
  options.corpus = 0;
  options.stop_r2 = r2;
  options.stop_complexity = complexity;
  return search(p, &options);
}

Test(iterate, what_is_good_enough_ends_the_search)
{
  test_problem p;
  open_problem(&p, 40, wave);
  eqs_search_result *good = search_until(&p, 0.5, 0);
  cr_assert_eq(good->stop, EQS_STOP_CONVERGED);
  cr_assert_lt(good->n_scored, 3000);
  cr_assert_geq(good->front[good->n_front - 1].train.r2, 0.5);
  eqs_search_result *simple = search_until(&p, 0.5, 1);
  cr_assert_eq(simple->stop, EQS_STOP_EVALS, "only a constant or a variable would do");
  cr_assert_eq(simple->n_scored, 3000);
  eqs_search_result_free(good);
  eqs_search_result_free(simple);
  close_problem(&p);
}
