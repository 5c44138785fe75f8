/* SPDX-License-Identifier: BSD-3-Clause */
/* The neighbourhood of good formulas in the latent space of the model. */
#include "search/model_source.h"
#include "util/fail.h"

/* Encodes up to N members drawn from the bank into source->z; *ENCODED says how many. */
static eqs_status encode_parents(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                                 eqs_rng *rng, size_t n, size_t *encoded)
{
  eqs_sequences *parents = &source->parents;
  eqs_sequences_clear(parents);
  for (size_t i = 0; i < n; i++) {
    const eqs_member *member = eqs_bank_draw(bank, rng);
    if (member == NULL) break;
    if (eqs_sequences_add(parents, source->mask->vocabulary, &member->f, 1) != 0)
      return eqs_fail_memory(ctx, n);
  }
  *encoded = parents->n;
  if (parents->n == 0) return EQS_OK;
  eqs_corpus corpus = eqs_sequences_slice(parents, 0, parents->n);
  return eqs_vae_encode(ctx, source->vae, &corpus, source->z);
}

eqs_status eqs_latent_propose(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                              uint64_t round, size_t n, eqs_proposal *proposal)
{
  size_t encoded = 0;
  eqs_rng rng = eqs_rng_new(source->seed, ~round);
  for (size_t i = 0; i < n; i++) {
    proposal[i].source = EQS_FROM_LATENT;
    proposal[i].f.n = 0;
  }
  if (n == 0) return EQS_OK;
  eqs_status status = eqs_model_reserve(ctx, source, n);
  if (status == EQS_OK) status = encode_parents(ctx, source, bank, &rng, n, &encoded);
  if (status != EQS_OK || encoded == 0) return status;
  size_t latent = eqs_vae_settings(source->vae)->latent;
  for (size_t i = 0; i < encoded; i++) {
    float spread = 0.1f + 0.9f * (float)eqs_rng_uniform(&rng);
    for (size_t k = 0; k < latent; k++)
      source->z[i * latent + k] += spread * (float)eqs_rng_normal(&rng);
  }
  return eqs_model_sample(ctx, source, source->z, 0.7f, 2 * round + 1, encoded, proposal);
}
