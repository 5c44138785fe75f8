/* SPDX-License-Identifier: BSD-3-Clause */
/* Which formula of a front to recommend. Looks at the training rows alone. */
#ifndef EQS_SEARCH_SELECT_H
#define EQS_SEARCH_SELECT_H

#include "search/judge/front.h"
#include "search/settings/budget.h"

/* Sets result->selected: the formula that describes the training rows most shortly, by its
   cross-validated absolute error and what straying one step from the rows and, at most as much
   again, the gaps between them add to it, with a price on complexity and on what breaks between
   rows, of which the front knows already. The constants are fitted again without the rows of each
   fold; the structures are what they are. By length where BUDGET, which may be NULL, is late before
   that is done. */
eqs_status eqs_select_by_validation(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_problem *problem, uint64_t seed,
                                    const eqs_budget *budget, eqs_search_result *result);

/* The same without fitting anything, for when there is no time: by the error on the training rows,
   with a price on constants, too. */
void eqs_select_by_length(eqs_search_result *result);

#endif
