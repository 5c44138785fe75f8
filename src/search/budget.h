/* SPDX-License-Identifier: BSD-3-Clause */
/* The budget of a search: its clock, its limits, and the progress that it reports. */
#ifndef EQS_SEARCH_BUDGET_H
#define EQS_SEARCH_BUDGET_H

#include <eqsieve/search.h>
#include <stdbool.h>

typedef struct eqs_budget {
  const eqs_search_options *options;
  double begin, reported; /* on the monotonic clock */
  eqs_search_progress now;
  double least_loss;      /* of the formula that NOW tells of; NaN before the first */
  eqs_stop_reason reason; /* once it is over */
} eqs_budget;

void eqs_budget_begin(eqs_budget *budget, const eqs_search_options *options);
double eqs_budget_elapsed(const eqs_budget *budget);

/* Whether the search was interrupted, or SHARE of its time is used up; sets the reason. */
bool eqs_budget_over(eqs_budget *budget, double share);

/* How many more of WANTED expressions may be scored. */
uint64_t eqs_budget_grant(const eqs_budget *budget, uint64_t wanted);

/* Tells the caller's callback how things stand, at most ten times a second unless FORCE. */
void eqs_budget_report(eqs_budget *budget, bool force);

#endif
