/* SPDX-License-Identifier: BSD-3-Clause */
/* When a search has found what was asked for. */
#ifndef EQS_SEARCH_ENOUGH_H
#define EQS_SEARCH_ENOUGH_H

#include "data/dataset.h"
#include "search/bank.h"
#include <eqsieve/search.h>

/* Whether BANK has a formula as good and as simple as the stop_r2 and stop_complexity of OPTIONS
   ask for; false where they ask for nothing. */
bool eqs_bank_is_enough(const eqs_bank *bank, const eqs_search_options *options,
                        const eqs_dataset *dataset);

/* Whether BANK has a formula whose squared errors add up to at most SUM, other than by chance: one
   with nearly as many free constants as DATASET has rows runs through them whatever they are. */
bool eqs_bank_is_exact(const eqs_bank *bank, const eqs_dataset *dataset, double sum);

#endif
