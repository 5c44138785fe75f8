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

/* Whether the caller has asked for an end. */
bool eqs_budget_interrupted(const eqs_budget *budget);

/* Whether the search was interrupted, or SHARE of its time is used up; sets the reason. */
bool eqs_budget_over(eqs_budget *budget, double share);

/* The seconds left to what comes after the search, of its time and an allowance for afterwards, a
   tenth of the time or ten seconds, whichever is more: 0 or less once they are used up or the
   search was interrupted, INFINITY where there is no limit of time or BUDGET is NULL. */
double eqs_budget_left(const eqs_budget *budget);

/* Whether nothing is left. Once true it stays so. */
bool eqs_budget_late(const eqs_budget *budget);

/* How many more of WANTED expressions may be scored. */
uint64_t eqs_budget_grant(const eqs_budget *budget, uint64_t wanted);

/* Tells the caller's callback how things stand, at most ten times a second unless FORCE. */
void eqs_budget_report(eqs_budget *budget, bool force);

#endif
