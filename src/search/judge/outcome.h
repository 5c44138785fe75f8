/* SPDX-License-Identifier: BSD-3-Clause */
/* What a search has to show for itself: while it runs its best formula, at its end a result. */
#ifndef EQS_SEARCH_OUTCOME_H
#define EQS_SEARCH_OUTCOME_H

#include "search/judge/bank.h"
#include "search/judge/front.h"
#include "search/settings/budget.h"

/* Lets BUDGET report the bank's formula of the least loss, and its error on DATASET. TEXT owns the
   spelling. */
void eqs_outcome_lead(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                      const eqs_bank *bank, const eqs_problem *problem, eqs_budget *budget,
                      char **text);

/* Fills RESULT, of which the reason to stop is known: the front, the formula to be recommended,
   what the data do not tell from the front, and the budget's counts. DATASET holds the training
   rows. After an interruption, also one that comes meanwhile, nothing is validated and there are no
   alternatives. */
eqs_status eqs_outcome_conclude(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                                const eqs_bank *bank, const eqs_problem *problem,
                                eqs_budget *budget, eqs_search_result *result);

#endif
