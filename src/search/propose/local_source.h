/* SPDX-License-Identifier: BSD-3-Clause */
/* The local search: proposals near the formulas of the bank, and random ones while it is empty. */
#ifndef EQS_SEARCH_LOCAL_SOURCE_H
#define EQS_SEARCH_LOCAL_SOURCE_H

#include "search/formula/proposal.h"
#include "search/propose/mutate.h"

typedef struct eqs_local_source {
  eqs_moves moves;
  const eqs_mask *mask;
  uint64_t seed;
} eqs_local_source;

void eqs_local_source_init(eqs_local_source *source, const eqs_bank *bank, const eqs_mask *mask,
                           uint64_t seed);

/* Proposal NUMBER, from a random stream of its own; F->n is 0 when no attempt gave one. Reads the
   bank, changes nothing: any number of threads may call it. */
void eqs_local_propose(const eqs_local_source *source, uint64_t number, eqs_formula *f);

/* The same, a random formula; every other one is c + c * formula, so that scale and offset do not
   stand in its way. */
void eqs_random_propose(const eqs_local_source *source, uint64_t number, eqs_formula *f);

#endif
