/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking at the clock, the counters and the stop flag. */
#include "search/settings/budget.h"
#include "util/clock.h"
#include <math.h>

static const double REPORT_EVERY = 0.1;
static const double AFTER_SHARE = 0.1, AFTER_SECONDS = 10;

void eqs_budget_begin(eqs_budget *budget, const eqs_search_options *options)
{
  *budget = (eqs_budget){
      .options = options,
      .begin = eqs_clock(),
      .least_loss = NAN,
      .now = {.phase = "corpus",
              .time_limit = options->seconds,
              .max_evals = options->max_evals,
              .best_mse = NAN,
              .best_r2 = NAN},
  };
  budget->reported = budget->begin - REPORT_EVERY;
}

double eqs_budget_elapsed(const eqs_budget *budget)
{
  return eqs_clock() - budget->begin;
}

bool eqs_budget_interrupted(const eqs_budget *budget)
{
  const eqs_search_options *options = budget->options;
  return options->stop != NULL && *options->stop;
}

bool eqs_budget_over(eqs_budget *budget, double share)
{
  const eqs_search_options *options = budget->options;
  if (eqs_budget_interrupted(budget)) {
    budget->reason = EQS_STOP_INTERRUPTED;
    return true;
  }
  if (options->seconds > 0 && eqs_budget_elapsed(budget) >= share * options->seconds) {
    budget->reason = EQS_STOP_TIME;
    return true;
  }
  return false;
}

double eqs_budget_left(const eqs_budget *budget)
{
  if (budget == NULL) return INFINITY;
  double seconds = budget->options->seconds;
  if (eqs_budget_interrupted(budget)) return 0;
  if (!(seconds > 0)) return INFINITY;
  return seconds + fmax(AFTER_SHARE * seconds, AFTER_SECONDS) - eqs_budget_elapsed(budget);
}

bool eqs_budget_late(const eqs_budget *budget)
{
  return !(eqs_budget_left(budget) > 0);
}

uint64_t eqs_budget_grant(const eqs_budget *budget, uint64_t wanted)
{
  uint64_t limit = budget->options->max_evals, used = budget->now.n_scored;
  if (limit == 0) return wanted;
  uint64_t left = used < limit ? limit - used : 0;
  return wanted < left ? wanted : left;
}

void eqs_budget_report(eqs_budget *budget, bool force)
{
  const eqs_search_options *options = budget->options;
  double now = eqs_clock();
  if (options->progress == NULL || (!force && now - budget->reported < REPORT_EVERY)) return;
  budget->reported = now;
  budget->now.seconds = now - budget->begin;
  options->progress(options->user, &budget->now);
}
