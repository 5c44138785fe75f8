/* SPDX-License-Identifier: BSD-3-Clause */
/* What the model is taught: first random formulas, then, during the search, the bank. */
#ifndef EQS_SEARCH_LESSONS_H
#define EQS_SEARCH_LESSONS_H

#include "search/judge/bank.h"
#include "search/lessons/corpus.h"
#include "search/settings/budget.h"

typedef struct eqs_lessons {
  eqs_vae *vae;
  const eqs_mask *mask;
  uint64_t seed;
  eqs_sequences corpus; /* kept, to be replayed */
  eqs_sequences bank;
  size_t replayed; /* formulas of the corpus, so far */
  uint64_t epoch;  /* passes given, each with noise of its own */
  bool ready;      /* the model knows the corpus already: it was loaded */
  bool complete;   /* all that pretraining was to teach has been taught here */
} eqs_lessons;

void eqs_lessons_init(eqs_lessons *lessons, eqs_vae *vae, const eqs_mask *mask, uint64_t seed);
void eqs_lessons_free(eqs_lessons *lessons);

/* Draws FORMULAS random formulas and trains EPOCHS passes on them, reporting as it goes, unless the
   model is ready. Ends early when the budget is over, or has used SHARE of its time; does nothing
   where no more formulas may be scored. */
eqs_status eqs_pretrain(eqs_ctx *ctx, eqs_lessons *lessons, size_t formulas, unsigned epochs,
                        eqs_budget *budget, double share);

/* PASSES passes over the best of each niche, weighted by rank, with a piece of the corpus among
   them so that the model does not forget what else there is. */
eqs_status eqs_teach_bank(eqs_ctx *ctx, eqs_lessons *lessons, const eqs_bank *bank, unsigned passes,
                          eqs_budget *budget);

#endif
