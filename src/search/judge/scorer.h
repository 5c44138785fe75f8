/* SPDX-License-Identifier: BSD-3-Clause */
/* Scoring proposals: a short fit for all of them, a thorough one for those that promise most. */
#ifndef EQS_SEARCH_SCORER_H
#define EQS_SEARCH_SCORER_H

#include "search/formula/proposal.h"
#include "search/judge/bank.h"
#include "search/settings/budget.h"

typedef struct eqs_score {
  bool done;   /* false: the budget ended before its turn */
  bool finite; /* on every row, for some constants */
  double loss, mae;
} eqs_score;

typedef struct eqs_scorer {
  const eqs_engine *engine;
  const eqs_dataset *dataset;
  uint64_t seed;
  eqs_objective objective;
  size_t capacity; /* the most formulas between two looks at the budget */
  eqs_expr **expr;
  eqs_fit_result *result;
  uint64_t *task;
} eqs_scorer;

eqs_status eqs_scorer_init(eqs_ctx *ctx, eqs_scorer *scorer, const eqs_engine *engine,
                           const eqs_dataset *dataset, uint64_t seed);
void eqs_scorer_free(eqs_scorer *scorer);

/* How thorough a fit is; 0 ROUNDINGS of a sharp loss: until they gain nothing. BAR: for each
   formula the loss below which it is of use, or NULL. */
typedef struct eqs_effort {
  unsigned iterations, starts, roundings;
  const double *bar;
} eqs_effort;

/* Fits the constants of N formulas in place and writes their scores; F[i] draws its random starts
   from (seed, TASK + i). Stops early when the budget is over; the scores of the rest are not done.
   SHARE as in eqs_budget_over. */
eqs_status eqs_scorer_fit(eqs_ctx *ctx, eqs_scorer *scorer, eqs_budget *budget, double share,
                          eqs_formula *const *f, size_t n, uint64_t task, eqs_effort effort,
                          eqs_score *score);

#endif
