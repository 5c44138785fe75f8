/* SPDX-License-Identifier: BSD-3-Clause */
/* A sweep finds a law at once, counts what it did, and obeys the rules. */
#include "search/sweep.h"
#include "search/problem.h"
#include "search/setup.h"
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
