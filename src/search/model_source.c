/* SPDX-License-Identifier: BSD-3-Clause */
/* Sampling the model and reading its tokens as formulas. */
#include "search/model_source.h"
#include "search/generate.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>

void eqs_model_source_init(eqs_model_source *source, const eqs_mask *mask, eqs_vae *vae,
                           uint64_t seed)
{
  *source = (eqs_model_source){.mask = mask, .vae = vae, .seed = seed};
}

void eqs_model_source_free(eqs_model_source *source)
{
  free(source->token);
  free(source->length);
  free(source->z);
  eqs_sequences_free(&source->parents);
  *source = (eqs_model_source){0};
}

eqs_status eqs_model_reserve(eqs_ctx *ctx, eqs_model_source *source, size_t n)
{
  const eqs_vae_config *config = eqs_vae_settings(source->vae);
  if (n <= source->capacity) return EQS_OK;
  free(source->token);
  free(source->length);
  free(source->z);
  source->capacity = 0;
  source->token = eqs_alloc(n, config->max_length);
  source->length = eqs_alloc(n, 1);
  source->z = eqs_alloc(n * config->latent, sizeof *source->z);
  if (source->token == NULL || source->length == NULL || source->z == NULL)
    return eqs_fail_memory(ctx, n * (config->max_length + config->latent * sizeof(float)));
  source->capacity = n;
  return EQS_OK;
}

/* Free constants start at random, from a stream of the sample's own. */
static void read_sample(const eqs_model_source *source, const uint8_t *token, uint32_t length,
                        uint64_t task, eqs_formula *f)
{
  eqs_rng rng = eqs_rng_new(source->seed, task);
  if (!eqs_vocabulary_decode(source->mask->vocabulary, token, length, f)) {
    f->n = 0;
    return;
  }
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_PARAM) f->node[i].value = eqs_random_constant(&rng);
  if (!eqs_proposal_finish(source->mask, f)) {
    f->n = 0;
    return;
  }
  if (task % 2 == 0) eqs_proposal_scale(source->mask, f);
}

eqs_status eqs_model_sample(eqs_ctx *ctx, eqs_model_source *source, const float *z,
                            float temperature, uint64_t round, size_t n, eqs_proposal *proposal)
{
  const eqs_grammar grammar = eqs_mask_grammar(source->mask);
  size_t stride = eqs_vae_settings(source->vae)->max_length;
  int threads = eqs_ctx_threads(ctx);
  eqs_status status = eqs_vae_sample(ctx, source->vae, n, z, temperature, round, &grammar,
                                     source->token, source->length);
  if (status != EQS_OK) return status;
#pragma omp parallel for num_threads(threads) schedule(static, 16)
  for (size_t i = 0; i < n; i++)
    read_sample(source, source->token + i * stride, source->length[i], (round << 24) + i,
                &proposal[i].f);
  return EQS_OK;
}

eqs_status eqs_model_propose(eqs_ctx *ctx, eqs_model_source *source, uint64_t round, size_t n,
                             eqs_proposal *proposal)
{
  if (n == 0) return EQS_OK;
  eqs_status status = eqs_model_reserve(ctx, source, n);
  if (status != EQS_OK) return status;
  for (size_t i = 0; i < n; i++) proposal[i].source = EQS_FROM_MODEL;
  return eqs_model_sample(ctx, source, NULL, 1, 2 * round, n, proposal);
}
