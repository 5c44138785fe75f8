/* SPDX-License-Identifier: BSD-3-Clause */
/* Small random changes of a formula, the moves of the local search. */
#ifndef EQS_SEARCH_MUTATE_H
#define EQS_SEARCH_MUTATE_H

#include "search/formula/generate.h"
#include "search/judge/bank.h"

/* What moves draw on. */
typedef struct eqs_moves {
  const eqs_bank *bank; /* for a second parent */
  eqs_mask loose;       /* for new subtrees: the rules without required variables */
} eqs_moves;

void eqs_moves_init(eqs_moves *moves, const eqs_bank *bank, const eqs_mask *mask);

/* Applies one random move to F, which stays a complete expression. False if the move drawn was not
   possible; F is then as before. Limits and rules are left to eqs_proposal_finish. */
bool eqs_mutate(const eqs_moves *moves, eqs_rng *rng, eqs_formula *f);

/* A subtree of some formula of the bank. False if there is none. */
bool eqs_moves_borrow(const eqs_moves *moves, eqs_rng *rng, eqs_formula *piece);

/* Any operator. False if none is allowed. */
bool eqs_moves_operator(const eqs_moves *moves, eqs_rng *rng, eqs_node *node);

/* The subtree at I becomes its sum over two columns (expr/symmetric.h), of which it has one. */
bool eqs_moves_symmetrise(const eqs_moves *moves, eqs_rng *rng, eqs_formula *f, uint32_t i);

/* An operator of F gives way to one of its operands. */
bool eqs_moves_shorten(const eqs_moves *moves, eqs_rng *rng, eqs_formula *f);

#endif
