/* SPDX-License-Identifier: BSD-3-Clause */
/* From the options of a search to its rules, vocabulary and mask. */
#ifndef EQS_SEARCH_SETUP_H
#define EQS_SEARCH_SETUP_H

#include "search/formula/grammar.h"
#include <eqsieve/search.h>

/* OPTIONS within their ranges, or EQS_USAGE with a message. */
eqs_status eqs_search_options_check(eqs_ctx *ctx, const eqs_search_options *options);

/* The rules that the options state, for these features. */
eqs_status eqs_search_rules(eqs_ctx *ctx, eqs_rules *rules, const eqs_search_options *options,
                            const eqs_names *names);

/* The vocabulary that a search uses under RULES: the operators, the integers 1 and 2, the free
   constant and the variables. */
eqs_status eqs_search_vocabulary(eqs_ctx *ctx, eqs_vocabulary *vocabulary, const eqs_rules *rules,
                                 const eqs_names *names);

/* The settings of the model for this vocabulary and these OPTIONS. */
void eqs_search_model_config(eqs_vae_config *config, const eqs_mask *mask, uint64_t seed,
                             const eqs_search_options *options);

#endif
