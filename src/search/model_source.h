/* SPDX-License-Identifier: BSD-3-Clause */
/* Proposals sampled from the model, each valid by the mask. */
#ifndef EQS_SEARCH_MODEL_SOURCE_H
#define EQS_SEARCH_MODEL_SOURCE_H

#include "search/bank.h"
#include "search/corpus.h"
#include "search/proposal.h"

typedef struct eqs_model_source {
  const eqs_mask *mask;
  eqs_vae *vae;
  uint64_t seed;
  size_t capacity; /* samples there is room for */
  uint8_t *token, *length;
  float *z;
  eqs_sequences parents; /* of the latent search */
} eqs_model_source;

void eqs_model_source_init(eqs_model_source *source, const eqs_mask *mask, eqs_vae *vae,
                           uint64_t seed);
void eqs_model_source_free(eqs_model_source *source);

/* N samples of ROUND into PROPOSAL, with z ~ N(0, I). */
eqs_status eqs_model_propose(eqs_ctx *ctx, eqs_model_source *source, uint64_t round, size_t n,
                             eqs_proposal *proposal);

/* N samples near members of BANK: their latent means, moved at random, decoded. */
eqs_status eqs_latent_propose(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                              uint64_t round, size_t n, eqs_proposal *proposal);

/* For the two above: samples from Z (or the prior if NULL), decoded into PROPOSAL. */
eqs_status eqs_model_sample(eqs_ctx *ctx, eqs_model_source *source, const float *z,
                            float temperature, uint64_t round, size_t n, eqs_proposal *proposal);

/* Room for N samples; EQS_MEMORY if there is none. */
eqs_status eqs_model_reserve(eqs_ctx *ctx, eqs_model_source *source, size_t n);

#endif
