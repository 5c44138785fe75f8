/* SPDX-License-Identifier: BSD-3-Clause */
/* A sweep finds a law at once, counts what it did, and obeys the rules. */
#include "search/sweep.h"
#include "search/problem.h"
#include "search/settings/setup.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double law(double x, double y, double z)
{
  return 2.5 * x * z / sqrt(1 + y * y);
}

Test(sweep, finds_a_law_without_chance)
{
  test_problem p;
  open_problem(&p, 100, law);
  eqs_search_options options = small_options(5000);
  options.corpus = 0;
  options.max_complexity = 30;
  options.max_nodes = 30;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_CONVERGED);
  cr_assert_gt(result->source[EQS_FROM_SWEEP].scored, 0);
  uint64_t scored = 0;
  for (int s = 0; s < EQS_N_SOURCES; s++) scored += result->source[s].scored;
  cr_assert_eq(result->n_scored, scored);
  const eqs_front_item *last = &result->front[result->n_front - 1];
  cr_assert_gt(last->test.r2, 1 - 1e-12);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(sweep, what_it_finds_obeys_the_rules)
{
  static const char *const forbid[] = {"nest(sqrt; square)", "nest(div; sin)"};
  test_problem p;
  open_problem(&p, 100, law);
  eqs_search_options options = small_options(3000);
  options.corpus = 0;
  options.forbid = forbid;
  options.n_forbid = 2;
  options.operators = "+,*,/,sqrt,square,sin";
  eqs_search_result *result = search(&p, &options);
  eqs_rules rules;
  cr_assert_eq(eqs_search_rules(p.ctx, &rules, &options, &p.roles.names), EQS_OK);
  for (size_t i = 1; i < result->n_front; i++) {
    const eqs_expr *e = result->front[i].expr;
    const char *broken = NULL;
    cr_assert(eqs_rules_check(&rules, e->node, e->n_nodes, &broken), "%s", broken);
  }
  eqs_search_result_free(result);
  close_problem(&p);
}

static double rough(double x, double y, double z)
{
  return law(x, y, z) + 0.1 * sin(1e4 * x * y + z);
}

/* Nothing meets, so that all four sources of a stage go to their end. */
Test(sweep, two_at_once_find_what_one_after_the_other_does)
{
  test_problem p;
  open_problem(&p, 100, rough);
  eqs_search_options options = small_options(3000);
  options.corpus = 0;
  options.sources = 1u << EQS_FROM_SWEEP | 1u << EQS_FROM_LOCAL;
  uint64_t sampled = 0, kept = 0;
  double mse = 0;
  for (int threads = 1; threads <= 3; threads++) {
    eqs_ctx_set_threads(p.ctx, threads);
    eqs_search_result *result = search(&p, &options);
    const eqs_source_counts *sweep = &result->source[EQS_FROM_SWEEP];
    const eqs_front_item *last = &result->front[result->n_front - 1];
    if (threads == 1) {
      sampled = sweep->sampled;
      kept = sweep->kept;
      mse = last->train.mse;
    }
    cr_assert_gt(kept, 0);
    cr_assert_eq(sweep->sampled, sampled);
    cr_assert_eq(sweep->kept, kept);
    cr_assert(last->train.mse == mse);
    eqs_search_result_free(result);
  }
  close_problem(&p);
}
