/* SPDX-License-Identifier: BSD-3-Clause */
/* Making and freeing a model, and the memory it keeps between calls. */
#include "model/model.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

eqs_status eqs_vae_new(eqs_ctx *ctx, eqs_vae **out, const eqs_vae_config *config)
{
  eqs_status status = eqs_config_check(ctx, config);
  if (status != EQS_OK) return status;
  eqs_vae *vae = calloc(1, sizeof *vae);
  if (!vae) return eqs_fail_memory(ctx, sizeof *vae);
  status = eqs_blas_get(ctx, &vae->blas);
  if (status != EQS_OK) goto fail;
  vae->config = *config;
  vae->dims = eqs_dims_of(config);
  eqs_layout_make(&vae->layout, vae->dims);
  const size_t size = vae->layout.size;
  const size_t transposed = eqs_transposed_size(vae->dims, eqs_vae_by_position(config));
  vae->weights = eqs_alloc_zero(3 * size + transposed, sizeof(float));
  if (!vae->weights) {
    status = eqs_fail_memory(ctx, (3 * size + transposed) * sizeof(float));
    goto fail;
  }
  vae->first = vae->weights + size;
  vae->second = vae->first + size;
  vae->transposed = vae->second + size;
  vae->params = eqs_params_view(&vae->layout, vae->weights);
  eqs_params_init(&vae->layout, vae->weights, config->seed);
  eqs_params_transpose(&vae->params, vae->dims, eqs_vae_by_position(config), vae->transposed);
  *out = vae;
  return EQS_OK;
fail:
  eqs_vae_free(vae);
  return status;
}

void eqs_vae_free(eqs_vae *vae)
{
  if (!vae) return;
  for (int i = 0; i < vae->passes; i++) eqs_pass_free(&vae->pass[i]);
  free(vae->pass);
  free(vae->gradient);
  free(vae->losses);
  free(vae->order);
  eqs_sampler_free(vae->sampler);
  free(vae->weights);
  free(vae);
}

const eqs_vae_config *eqs_vae_settings(const eqs_vae *vae)
{
  return &vae->config;
}

size_t eqs_vae_parameters(const eqs_vae *vae)
{
  return vae->layout.count;
}

static eqs_status reserve_passes(eqs_ctx *ctx, eqs_vae *vae, int threads)
{
  if (threads <= vae->passes) return EQS_OK;
  eqs_pass *grown = realloc(vae->pass, (size_t)threads * sizeof *grown);
  if (!grown) return eqs_fail_memory(ctx, (size_t)threads * sizeof *grown);
  vae->pass = grown;
  while (vae->passes < threads) {
    if (eqs_pass_new(&vae->pass[vae->passes], vae->blas, vae->dims, (int)vae->config.max_length) !=
        0)
      return eqs_fail(ctx, EQS_MEMORY, "model: memory for %d threads cannot be had", threads);
    vae->passes++;
  }
  return EQS_OK;
}

eqs_status eqs_vae_reserve(eqs_ctx *ctx, eqs_vae *vae, int threads, size_t sequences)
{
  size_t shards = eqs_shards_of(sequences);
  if (eqs_grow(&vae->losses, &vae->losses_capacity, shards, sizeof *vae->losses) != 0)
    return eqs_fail_memory(ctx, shards * sizeof *vae->losses);
  if (eqs_grow(&vae->order, &vae->order_capacity, 2 * sequences, sizeof *vae->order) != 0)
    return eqs_fail_memory(ctx, 2 * sequences * sizeof *vae->order);
  return reserve_passes(ctx, vae, threads);
}

eqs_status eqs_vae_reserve_gradients(eqs_ctx *ctx, eqs_vae *vae, size_t shards)
{
  if (shards <= vae->gradients) return EQS_OK;
  free(vae->gradient);
  vae->gradients = 0;
  vae->gradient = eqs_alloc(shards, vae->layout.size * sizeof(float));
  if (!vae->gradient) return eqs_fail_memory(ctx, shards * vae->layout.size * sizeof(float));
  vae->gradients = shards;
  return EQS_OK;
}

eqs_shard_losses eqs_losses_sum(const eqs_shard_losses *losses, size_t n)
{
  eqs_shard_losses sum = {0};
  for (size_t i = 0; i < n; i++) {
    sum.reconstruction += losses[i].reconstruction;
    sum.kl += losses[i].kl;
    sum.weight += losses[i].weight;
    sum.tokens += losses[i].tokens;
  }
  return sum;
}

eqs_vae_losses eqs_losses_mean(eqs_shard_losses sum, size_t steps)
{
  double weight = sum.weight > 0 ? sum.weight : 1;
  return (eqs_vae_losses){.reconstruction = sum.reconstruction / weight,
                          .kl = sum.kl / weight,
                          .tokens = sum.tokens,
                          .steps = steps};
}
