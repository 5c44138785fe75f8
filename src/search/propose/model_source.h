/* SPDX-License-Identifier: BSD-3-Clause */
/* Proposals sampled from the model, each valid by the mask. */
#ifndef EQS_SEARCH_MODEL_SOURCE_H
#define EQS_SEARCH_MODEL_SOURCE_H

#include "search/formula/proposal.h"
#include "search/judge/bank.h"
#include "search/lessons/corpus.h"

typedef struct eqs_model_source {
  const eqs_mask *mask;
  eqs_vae *vae;
  uint64_t seed;
  size_t capacity; /* samples there is room for */
  uint8_t *token, *length;
  float *z, *deviation;
  eqs_sequences parents; /* of the latent search */
  eqs_formula *parent;   /* the same with their constants */
  uint8_t *given;        /* how many tokens of a parent stay in front */
} eqs_model_source;

void eqs_model_source_init(eqs_model_source *source, const eqs_mask *mask, eqs_vae *vae,
                           uint64_t seed);
void eqs_model_source_free(eqs_model_source *source);

/* N samples of ROUND into PROPOSAL, with z ~ N(0, I). */
eqs_status eqs_model_propose(eqs_ctx *ctx, eqs_model_source *source, uint64_t round, size_t n,
                             eqs_proposal *proposal);

/* N members of BANK in each of which the model has written a part anew: with the beginning of the
   formula in mind and a code drawn about its own. The rest stays, with its constants. */
eqs_status eqs_latent_propose(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                              uint64_t round, size_t n, eqs_proposal *proposal);

/* Room for N samples; EQS_MEMORY if there is none. */
eqs_status eqs_model_reserve(eqs_ctx *ctx, eqs_model_source *source, size_t n);

#endif
