/* SPDX-License-Identifier: BSD-3-Clause */
/* The formulas that the data cannot tell from the front. Under noise a law may be on no front: many
   formulas of its complexity are as near to the points, and one of them is nearest. */
#ifndef EQS_SEARCH_ALTERNATIVES_H
#define EQS_SEARCH_ALTERNATIVES_H

#include "search/judge/bank.h"
#include "search/judge/front.h"
#include "search/settings/budget.h"

/* Fills the alternatives of RESULT, whose front stands: what the bank holds and does not fit worse
   than the best of the front that is no more complex, beyond what chance does; the simplest
   EQS_MAX_ALTERNATIVES. DATASET holds the training rows. Only the simplest of them, or none, where
   BUDGET, which may be NULL, is late before all are found. */
eqs_status eqs_alternatives_collect(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_dataset *dataset, const eqs_bank *bank,
                                    const eqs_problem *problem, const eqs_budget *budget,
                                    eqs_search_result *result);

void eqs_alternatives_clear(eqs_search_result *result);

#endif
