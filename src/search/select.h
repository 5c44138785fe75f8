/* SPDX-License-Identifier: BSD-3-Clause */
/* Which formula of a front to recommend. Looks at the training rows alone. */
#ifndef EQS_SEARCH_SELECT_H
#define EQS_SEARCH_SELECT_H

#include "search/front.h"

/* Sets result->selected: the simplest formula whose cross-validated absolute error is within reach
   of the lowest. The constants are fitted again without each fold; the structures are what they
   are. */
eqs_status eqs_select_by_validation(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_problem *problem, uint64_t seed,
                                    eqs_search_result *result);

/* The same without fitting anything, for when there are few rows or there is no time: the shortest
   description of the training rows, with a price on constants and on complexity. */
void eqs_select_by_length(eqs_search_result *result);

#endif
