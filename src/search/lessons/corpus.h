/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas as token sequences, one after another: the pretraining corpus and the lessons that the
   model is given during the search. */
#ifndef EQS_SEARCH_CORPUS_H
#define EQS_SEARCH_CORPUS_H

#include "search/formula/grammar.h"
#include "search/settings/budget.h"

typedef struct eqs_sequences {
  size_t n, capacity;
  uint32_t *start; /* n + 1 offsets */
  float *weight;
  uint8_t *token;
  size_t token_capacity;
} eqs_sequences;

void eqs_sequences_clear(eqs_sequences *sequences);
void eqs_sequences_free(eqs_sequences *sequences);

/* Appends F; one that the vocabulary cannot write is passed over. -1 when memory is short. */
int eqs_sequences_add(eqs_sequences *sequences, const eqs_vocabulary *vocabulary,
                      const eqs_formula *f, float weight);

/* The sequences BEGIN..END-1 as the model wants them; borrowed. */
eqs_corpus eqs_sequences_slice(const eqs_sequences *sequences, size_t begin, size_t end);

/* What a corpus is drawn from. Both functions are called on several threads at once. */
typedef struct eqs_drawn_from {
  const eqs_vocabulary *vocabulary;
  /* Formula NUMBER, the same whenever it is asked for; n = 0 where it is to be passed over. */
  void (*draw)(const void *user, uint64_t number, eqs_formula *f);
  /* What formulas that count as one have in common. */
  uint64_t (*key)(const void *user, const eqs_formula *f);
  const void *user;
} eqs_drawn_from;

/* Draws up to N different formulas, by their keys, less where hardly any new one comes. They stand
   in the order of their numbers, whatever the number of threads, and are fewer if SHARE of the
   budget's time is over first, or the search is interrupted. */
eqs_status eqs_corpus_fill(eqs_ctx *ctx, const eqs_drawn_from *from, size_t n, eqs_budget *budget,
                           double share, eqs_sequences *corpus);

/* Draws up to N different formulas (by canonical form) that hold a variable, simplified, within the
   rules, of all sizes up to 25 nodes. They stand in the order of drawing, so any piece is a
   fair sample. The same SEED gives the same corpus for any number of threads, unless SHARE of the
   budget's time is over first, or the search is interrupted: then it is shorter. */
eqs_status eqs_corpus_draw(eqs_ctx *ctx, const eqs_mask *mask, size_t n, uint64_t seed,
                           eqs_budget *budget, double share, eqs_sequences *corpus);

#endif
