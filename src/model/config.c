/* SPDX-License-Identifier: BSD-3-Clause */
/* Settings of the model: the published ones, and what is in range. */
#include "model/model.h"
#include "util/fail.h"
#include <math.h>

void eqs_vae_config_init(eqs_vae_config *config)
{
  *config = (eqs_vae_config){.embedding = 128,
                             .hidden = 64,
                             .latent = 128,
                             .dropout = 0.1f,
                             .shared_dropout = 1,
                             .kl_weight = 0.5f,
                             .learning_rate = 5e-4f,
                             .beta1 = 0.5f,
                             .beta2 = 0.999f,
                             .epsilon = 1e-8f,
                             .batch = 256};
}

static eqs_status check_count(eqs_ctx *ctx, const char *name, uint32_t value, uint32_t max)
{
  if (value >= 1 && value <= max) return EQS_OK;
  return eqs_fail(ctx, EQS_USAGE, "model: %s is %u (choose 1 to %u)", name, value, max);
}

/* LOW <= value < HIGH; refuses NaN. */
static eqs_status check_number(eqs_ctx *ctx, const char *name, float value, float low, float high)
{
  if (value >= low && value < high) return EQS_OK;
  return eqs_fail(ctx, EQS_USAGE, "model: %s is %g (choose at least %g and less than %g)", name,
                  (double)value, (double)low, (double)high);
}

eqs_status eqs_config_check(eqs_ctx *ctx, const eqs_vae_config *c)
{
  const struct {
    const char *name;
    uint32_t value, max;
  } counts[] = {{"n_tokens", c->n_tokens, EQS_VAE_MAX_TOKENS},
                {"max_length", c->max_length, EQS_VAE_MAX_LENGTH},
                {"embedding", c->embedding, EQS_VAE_MAX_WIDTH},
                {"hidden", c->hidden, EQS_VAE_MAX_WIDTH},
                {"latent", c->latent, EQS_VAE_MAX_WIDTH},
                {"batch", c->batch, 1u << 16}};
  const struct {
    const char *name;
    float value, low, high;
  } numbers[] = {{"dropout", c->dropout, 0, 1},
                 {"kl_weight", c->kl_weight, 0, INFINITY},
                 {"kl_free", c->kl_free, 0, INFINITY},
                 {"learning_rate", c->learning_rate, 0, INFINITY},
                 {"beta1", c->beta1, 0, 1},
                 {"beta2", c->beta2, 0, 1},
                 {"epsilon", c->epsilon, 0, INFINITY}};
  eqs_status status = EQS_OK;
  for (size_t i = 0; i < sizeof counts / sizeof counts[0] && status == EQS_OK; i++)
    status = check_count(ctx, counts[i].name, counts[i].value, counts[i].max);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status == EQS_OK; i++)
    status = check_number(ctx, numbers[i].name, numbers[i].value, numbers[i].low, numbers[i].high);
  return status;
}
