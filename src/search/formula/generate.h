/* SPDX-License-Identifier: BSD-3-Clause */
/* Random formulas under the mask: for the corpus, the first population and new subtrees. */
#ifndef EQS_SEARCH_GENERATE_H
#define EQS_SEARCH_GENERATE_H

#include "search/formula/grammar.h"
#include "util/random.h"

/* Draws a formula of about NODES nodes (as near as arities and rules allow) into F. Free constants
   get starting values from eqs_random_constant. Always complete and within the rules, unless the
   rules admit nothing: then false. */
bool eqs_generate(const eqs_mask *mask, eqs_rng *rng, uint32_t nodes, eqs_formula *f);

/* A starting value: either sign, magnitude log-uniform from 0.1 to 10. */
double eqs_random_constant(eqs_rng *rng);

#endif
