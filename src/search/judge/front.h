/* SPDX-License-Identifier: BSD-3-Clause */
/* The Pareto front: the formulas of the bank that no simpler one equals in training error, with
   metrics recomputed in double by the reference. */
#ifndef EQS_SEARCH_FRONT_H
#define EQS_SEARCH_FRONT_H

#include "search/judge/bank.h"
#include <eqsieve/search.h>

/* Where the rows come from. */
typedef struct eqs_problem {
  const eqs_table *table;
  const eqs_roles *roles;
  const eqs_rows *train, *test; /* all of them have a weight; TEST may be NULL */
  eqs_objective objective;
} eqs_problem;

/* The weights of the table's rows; NULL where all count alike. */
static inline const double *eqs_problem_weights(const eqs_problem *p)
{
  return p->roles->weighted ? eqs_table_numbers(p->table, p->roles->weight) : NULL;
}

/* Fills the front of RESULT: increasing complexity, strictly decreasing training loss, at most
   EQS_MAX_FRONT entries (those whose loss costs least are left out). It ends with the first that is
   exact. Formulas that the reference finds not finite on a training row are left out. */
eqs_status eqs_front_collect(eqs_ctx *ctx, const eqs_bank *bank, const eqs_problem *problem,
                             eqs_search_result *result);

/* Writes the metrics of N formulas, by the reference. */
eqs_status eqs_front_measure(eqs_ctx *ctx, const eqs_problem *problem, eqs_front_item *item,
                             size_t n);

/* Whether small errors count by their size, and not by its square. */
bool eqs_loss_has_corner(const eqs_objective *objective);

/* A loss so small that it is rounding, where the target has VARIANCE. */
double eqs_front_exact_loss(const eqs_objective *objective, double variance);

/* Whether the errors of formula I of the front are rounding. */
bool eqs_front_is_exact(const eqs_search_result *result, size_t i);

/* Frees the expressions of the front. */
void eqs_front_clear(eqs_search_result *result);

#endif
