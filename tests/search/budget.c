/* SPDX-License-Identifier: BSD-3-Clause */
/* Budgets end when they should. */
#include "search/settings/budget.h"
#include <criterion/criterion.h>
#include <math.h>

Test(budget, evaluations_are_granted_up_to_the_limit)
{
  eqs_search_options options = {.max_evals = 100};
  eqs_budget budget;
  eqs_budget_begin(&budget, &options);
  cr_assert_eq(eqs_budget_grant(&budget, 60), 60);
  budget.now.n_scored = 60;
  cr_assert_eq(eqs_budget_grant(&budget, 60), 40);
  budget.now.n_scored = 100;
  cr_assert_eq(eqs_budget_grant(&budget, 60), 0);
  options.max_evals = 0;
  cr_assert_eq(eqs_budget_grant(&budget, 60), 60);
}

Test(budget, time_and_stop_end_it_with_their_reason)
{
  volatile int stop = 0;
  eqs_search_options options = {.stop = &stop};
  eqs_budget budget;
  eqs_budget_begin(&budget, &options);
  cr_assert_not(eqs_budget_over(&budget, 1), "no limit, no end");
  options.seconds = 100;
  budget.begin -= 60;
  cr_assert_not(eqs_budget_over(&budget, 1));
  cr_assert(eqs_budget_over(&budget, 0.5));
  cr_assert_eq(budget.reason, EQS_STOP_TIME);
  stop = 1;
  cr_assert(eqs_budget_over(&budget, 1));
  cr_assert_eq(budget.reason, EQS_STOP_INTERRUPTED);
}

static void count(void *user, const eqs_search_progress *progress)
{
  cr_assert_geq(progress->seconds, 0);
  ++*(int *)user;
}

Test(budget, reports_are_not_too_frequent)
{
  int calls = 0;
  eqs_search_options options = {.progress = count, .user = &calls};
  eqs_budget budget;
  eqs_budget_begin(&budget, &options);
  for (int k = 0; k < 1000; k++) eqs_budget_report(&budget, false);
  cr_assert(calls >= 1 && calls < 20, "%d reports", calls);
  eqs_budget_report(&budget, true);
  eqs_budget_report(&budget, true);
  cr_assert_geq(calls, 3);
}

Test(budget, what_comes_after_has_an_allowance)
{
  volatile int stop = 0;
  eqs_search_options options = {.stop = &stop};
  eqs_budget budget;
  eqs_budget_begin(&budget, &options);
  cr_assert_not(eqs_budget_late(NULL));
  budget.begin -= 1e6;
  cr_assert_not(eqs_budget_late(&budget), "no limit is never late");
  options.seconds = 1e6 - 20;
  cr_assert_not(eqs_budget_late(&budget));
  options.seconds = 1e6 / 1.2;
  cr_assert(eqs_budget_late(&budget), "a tenth");
  budget.begin += 1e6 - 60;
  options.seconds = 55;
  cr_assert_not(eqs_budget_late(&budget), "but ten seconds");
  options.seconds = 49;
  cr_assert(eqs_budget_late(&budget));
  options.seconds = 80;
  cr_assert_float_eq(eqs_budget_left(&budget), 30, 1);
  options.seconds = 0;
  cr_assert_eq(eqs_budget_left(&budget), INFINITY);
  stop = 1;
  cr_assert(eqs_budget_late(&budget));
}
