/* SPDX-License-Identifier: BSD-3-Clause */
/* The mask: which tokens may follow while a formula is written from left to right, so that every
   finished one is complete, within its limits and obeys the rules. Proposals also avoid formulas
   that a shorter one replaces, unless nothing else could follow. */
#ifndef EQS_SEARCH_GRAMMAR_H
#define EQS_SEARCH_GRAMMAR_H

#include "search/formula/vocabulary.h"

enum { EQS_TOKEN_SET_WORDS = 4, EQS_MOST_OPERANDS = 2 };

typedef struct eqs_token_set {
  uint64_t word[EQS_TOKEN_SET_WORDS];
} eqs_token_set;

/* An operand that is still to be written. All zero: the root. */
typedef struct eqs_open_slot {
  uint8_t parent;   /* eqs_op; 0, which is no operator, at the root */
  uint8_t position; /* 0 or 1 */
  uint8_t chains;   /* those that hold a constant already */
  uint8_t left;     /* of a right operand: 1 + the token on its left if that is a leaf, else 0 */
  uint16_t depth;   /* of the parent; 0 at the root */
  uint16_t nests;   /* nesting rules that an ancestor has put into force */
} eqs_open_slot;

enum { EQS_GRAMMAR_SLOTS = EQS_FORMULA_NODES / 2 + 2 };

/* What has been written so far. All zero: nothing. */
typedef struct eqs_writing {
  uint64_t seen; /* variables, the first 64 */
  uint32_t complexity;
  uint16_t length, n_params;
  int16_t more;                          /* open slots, minus one: -1 when complete */
  eqs_open_slot slot[EQS_GRAMMAR_SLOTS]; /* the next one to fill is slot[more] */
} eqs_writing;

typedef struct eqs_mask {
  const eqs_vocabulary *vocabulary;
  eqs_rules rules;                   /* max_nodes is never 0 here */
  eqs_token_set avoid[EQS_N_OPS][2]; /* by parent and position; [0][0] is the root */
  eqs_token_set nested[EQS_MAX_NESTS];
  eqs_token_set of_arity[EQS_MOST_OPERANDS + 1];
  eqs_token_set root, exponent; /* what may stand there */
  eqs_token_set constants, params;
  unsigned dearest;         /* weight of a token and of leaves for its operands */
  unsigned cheapest_binary; /* weight; 0 if there is no binary operator */
  bool plain;               /* redundant formulas are as welcome as any */
} eqs_mask;

/* Both are borrowed. A limit of 0 nodes becomes EQS_FORMULA_NODES. */
void eqs_mask_init(eqs_mask *mask, const eqs_vocabulary *vocabulary, const eqs_rules *rules);

static inline bool eqs_writing_complete(const eqs_writing *w)
{
  return w->more < 0;
}

/* TOKEN is one that eqs_mask_allowed allows. */
void eqs_mask_advance(const eqs_mask *mask, eqs_writing *writing, uint32_t token);

/* Sets allowed[t] for each token to 1 or 0 and returns how many may follow; 0 when complete. */
unsigned eqs_mask_allowed(const eqs_mask *mask, const eqs_writing *writing, uint8_t *allowed);

/* The same as callbacks of the model, with states no larger than needed. */
eqs_grammar eqs_mask_grammar(const eqs_mask *mask);

#endif
