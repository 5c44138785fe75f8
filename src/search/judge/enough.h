/* SPDX-License-Identifier: BSD-3-Clause */
/* When a search has found what was asked for. */
#ifndef EQS_SEARCH_ENOUGH_H
#define EQS_SEARCH_ENOUGH_H

#include "data/dataset.h"
#include "search/judge/bank.h"
#include <eqsieve/search.h>

/* The mean square and R2 of M on DATASET, where rows count alike whatever the loss of OBJECTIVE and
   the weights are. NaN, and R2 far below 0, where it cannot be told. */
void eqs_member_measure(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                        const eqs_objective *objective, const eqs_member *m, double *mse,
                        double *r2);

/* Whether BANK's formula of the least loss is as good and as simple as the stop_r2 and
   stop_complexity of OPTIONS ask for; false where they ask for nothing. */
bool eqs_bank_is_enough(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                        const eqs_bank *bank, const eqs_search_options *options);

/* Whether BANK has a formula whose loss is at most LOSS, other than by chance: one with nearly as
   many free constants as DATASET has rows runs through them whatever they are. */
bool eqs_bank_is_exact(const eqs_bank *bank, const eqs_dataset *dataset, double loss);

#endif
