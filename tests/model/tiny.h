/* SPDX-License-Identifier: BSD-3-Clause */
/* Small models and corpora for the tests. */
#ifndef EQS_TESTS_MODEL_TINY_H
#define EQS_TESTS_MODEL_TINY_H

#include "model/model.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline eqs_vae_config tiny_config(void)
{
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  config.n_tokens = 6;
  config.max_length = 9;
  config.embedding = 5;
  config.hidden = 4;
  config.latent = 3;
  config.batch = 100;
  config.seed = 7;
  return config;
}

static inline eqs_vae *tiny_vae(eqs_ctx *ctx, const eqs_vae_config *config)
{
  eqs_vae *vae = NULL;
  eqs_status status = eqs_vae_new(ctx, &vae, config);
  cr_assert(status == EQS_OK, "%s", eqs_ctx_message(ctx));
  return vae;
}

typedef struct tiny_corpus {
  eqs_corpus corpus;
  uint32_t *start;
  uint8_t *token;
  float *weight;
} tiny_corpus;

/* N random sequences of 0..MAX_LENGTH of N_TOKENS tokens, with weights if WEIGHTED. */
static inline tiny_corpus tiny_random(uint32_t n, uint32_t n_tokens, uint32_t max_length,
                                      bool weighted)
{
  tiny_corpus c = {.start = calloc(n + 1, sizeof *c.start),
                   .token = calloc((size_t)n * max_length + 1, 1),
                   .weight = weighted ? calloc(n, sizeof *c.weight) : NULL};
  eqs_rng rng = eqs_rng_new(11, n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t length = eqs_rng_below(&rng, max_length + 1);
    c.start[i + 1] = c.start[i] + length;
    for (uint32_t k = c.start[i]; k < c.start[i + 1]; k++)
      c.token[k] = (uint8_t)eqs_rng_below(&rng, n_tokens);
    if (weighted) c.weight[i] = 0.5f + (float)eqs_rng_uniform(&rng);
  }
  c.corpus = (eqs_corpus){n, c.start, c.token, c.weight};
  return c;
}

static inline void tiny_corpus_free(tiny_corpus *c)
{
  free(c->start);
  free(c->token);
  free(c->weight);
}

/* The largest |a - b| / (1 + |b|). */
static inline double tiny_distance(size_t n, const float *a, const double *b)
{
  double worst = 0;
  for (size_t i = 0; i < n; i++) {
    double d = fabs((double)a[i] - b[i]) / (1 + fabs(b[i]));
    if (!(d <= worst)) worst = d;
  }
  return worst;
}

#endif
