/* SPDX-License-Identifier: BSD-3-Clause */
/* A proposal: a formula that a source offers for scoring. */
#ifndef EQS_SEARCH_PROPOSAL_H
#define EQS_SEARCH_PROPOSAL_H

#include "search/formula/grammar.h"
#include <eqsieve/search.h>

typedef struct eqs_proposal {
  eqs_formula f; /* f.n is 0 if the source found nothing */
  uint64_t hash;
  eqs_source source;
} eqs_proposal;

/* Simplifies F, numbers its constants and says whether it may be scored: it holds a variable, is
   within the limits and obeys the rules. */
bool eqs_proposal_finish(const eqs_mask *mask, eqs_formula *f);

/* A finished F becomes c + c * F where there is room, so that scale and offset do not stand in the
   way of a new structure. */
void eqs_proposal_scale(const eqs_mask *mask, eqs_formula *f);

#endif
