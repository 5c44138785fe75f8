/* SPDX-License-Identifier: BSD-3-Clause */
/* Cross-validation: what formulas err on rows that their constants were not fitted to. */
#ifndef EQS_SEARCH_VALIDATE_H
#define EQS_SEARCH_VALIDATE_H

#include "search/judge/front.h"
#include "search/settings/budget.h"

/* Writes the mean absolute error of each formula of RESULT's front, rows counting by their weight;
   INFINITY where more predictions than the objective lets be are not finite, or where a fit failed.
   What a formula cannot know without a row, since a constant of it is determined by that row alone,
   counts as what the simplest formula of the front says there. *ROWS: how many rows were predicted;
   0, and no errors, if they are too few or BUDGET, which may be NULL, is late before all is done.
   The structures are what they are: validation knows nothing of how many were tried. */
eqs_status eqs_validate(eqs_ctx *ctx, const eqs_engine *engine, const eqs_problem *problem,
                        uint64_t seed, const eqs_budget *budget, const eqs_search_result *result,
                        double *error, size_t *rows);

#endif
