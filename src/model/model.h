/* SPDX-License-Identifier: BSD-3-Clause */
/* What an eqs_vae is: parameters, Adam's state, and the memory that training and sampling reuse. */
#ifndef EQS_MODEL_MODEL_H
#define EQS_MODEL_MODEL_H

#include "model/pass.h"

typedef struct eqs_sampler eqs_sampler;

struct eqs_vae {
  eqs_vae_config config;
  eqs_dims dims;
  eqs_layout layout;
  const eqs_blas *blas;

  float *weights, *first, *second; /* blocks of layout.size; the moments of Adam */
  eqs_params params;               /* views of WEIGHTS */
  float *transposed;               /* the copies that PARAMS points to */
  uint64_t steps;                  /* of Adam so far */

  /* Grown when more is asked for, kept until the end. */
  eqs_pass *pass; /* one per thread */
  int passes;
  float *gradient; /* one block per shard of a batch */
  size_t gradients;
  eqs_shard_losses *losses; /* of each shard */
  size_t losses_capacity;
  uint32_t *order; /* sequence numbers, sorted; then a permutation of the same size */
  size_t order_capacity;
  eqs_sampler *sampler;

  /* Replaces the masks and the latent noise that a shard of EPOCH has drawn, where not NULL: how
     training is compared with another implementation. Called from several threads. */
  void (*replace_noise)(void *user, uint64_t epoch, eqs_pass *pass);
  void *replace_user;
};

/* Whether masks on embeddings are drawn for each position. */
static inline int eqs_vae_by_position(const eqs_vae_config *config)
{
  return config->dropout > 0 && !config->shared_dropout;
}

eqs_status eqs_config_check(eqs_ctx *ctx, const eqs_vae_config *config);

/* Makes room for THREADS passes, shards' losses and the order of CORPUS. */
eqs_status eqs_vae_reserve(eqs_ctx *ctx, eqs_vae *vae, int threads, size_t sequences);
eqs_status eqs_vae_reserve_gradients(eqs_ctx *ctx, eqs_vae *vae, size_t shards);

void eqs_sampler_free(eqs_sampler *sampler);

/* The sum of N shards' losses, in order. */
eqs_shard_losses eqs_losses_sum(const eqs_shard_losses *losses, size_t n);
eqs_vae_losses eqs_losses_mean(eqs_shard_losses sum, size_t steps);

static inline size_t eqs_shards_of(size_t sequences)
{
  return (sequences + EQS_SHARD_ROWS - 1) / EQS_SHARD_ROWS;
}

#endif
