/* SPDX-License-Identifier: BSD-3-Clause */
/* Sampling the model and reading its tokens as formulas. */
#include "search/propose/model_source.h"
#include "search/formula/generate.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>

void eqs_model_source_init(eqs_model_source *source, const eqs_mask *mask, eqs_vae *vae,
                           uint64_t seed)
{
  *source = (eqs_model_source){.mask = mask, .vae = vae, .seed = seed};
}

static void free_room(eqs_model_source *source)
{
  free(source->token);
  free(source->length);
  free(source->z);
  free(source->deviation);
  free(source->parent);
  free(source->given);
  source->token = source->length = source->given = NULL;
  source->z = source->deviation = NULL;
  source->parent = NULL;
  source->capacity = 0;
}

void eqs_model_source_free(eqs_model_source *source)
{
  free_room(source);
  eqs_sequences_free(&source->parents);
  *source = (eqs_model_source){0};
}

eqs_status eqs_model_reserve(eqs_ctx *ctx, eqs_model_source *source, size_t n)
{
  const eqs_vae_config *config = eqs_vae_settings(source->vae);
  if (n <= source->capacity) return EQS_OK;
  free_room(source);
  source->token = eqs_alloc(n, config->max_length);
  source->length = eqs_alloc(n, 1);
  source->z = eqs_alloc(n * config->latent, sizeof *source->z);
  source->deviation = eqs_alloc(n * config->latent, sizeof *source->deviation);
  source->parent = eqs_alloc(n, sizeof *source->parent);
  source->given = eqs_alloc(n, 1);
  if (source->token == NULL || source->length == NULL || source->z == NULL ||
      source->deviation == NULL || source->parent == NULL || source->given == NULL)
    return eqs_fail_memory(ctx, n * (config->max_length + 2 * config->latent * sizeof(float)));
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

eqs_status eqs_model_propose(eqs_ctx *ctx, eqs_model_source *source, uint64_t round, size_t n,
                             eqs_proposal *proposal)
{
  const int threads = eqs_ctx_threads(ctx);
  if (n == 0) return EQS_OK; /* there may be no model */
  eqs_status status = eqs_model_reserve(ctx, source, n);
  if (status != EQS_OK) return status;
  const eqs_grammar grammar = eqs_mask_grammar(source->mask);
  const size_t stride = eqs_vae_settings(source->vae)->max_length;
  status = eqs_vae_sample(ctx, source->vae, n, NULL, 1, 2 * round, &grammar, source->token,
                          source->length);
  if (status != EQS_OK) return status;
#pragma omp parallel for num_threads(threads) schedule(static, 16)
  for (size_t i = 0; i < n; i++) {
    proposal[i].source = EQS_FROM_MODEL;
    read_sample(source, source->token + i * stride, source->length[i], (2 * round << 24) + i,
                &proposal[i].f);
  }
  return EQS_OK;
}
