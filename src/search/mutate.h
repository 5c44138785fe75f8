/* SPDX-License-Identifier: BSD-3-Clause */
/* Small random changes of a formula, the moves of the local search. */
#ifndef EQS_SEARCH_MUTATE_H
#define EQS_SEARCH_MUTATE_H

#include "search/bank.h"
#include "search/generate.h"

/* What moves draw on. */
typedef struct eqs_moves {
  const eqs_bank *bank; /* for a second parent */
  eqs_mask loose;       /* for new subtrees: the rules without required variables */
} eqs_moves;

void eqs_moves_init(eqs_moves *moves, const eqs_bank *bank, const eqs_mask *mask);

/* Applies one random move to F, which stays a complete expression. False if the move drawn was not
   possible; F is then as before. Limits and rules are left to eqs_proposal_finish. */
bool eqs_mutate(const eqs_moves *moves, eqs_rng *rng, eqs_formula *f);

#endif
