/* SPDX-License-Identifier: BSD-3-Clause */
/* Options: defaults, ranges, and what they mean. */
#include "search/settings/setup.h"
#include "util/fail.h"
#include <math.h>
#include <string.h>

void eqs_search_options_init(eqs_search_options *options)
{
  *options = (eqs_search_options){
      .size = sizeof *options,
      .max_complexity = 60,
      .max_nodes = 50,
      .max_params = 12,
      .samples = 512,
      .pretrain_epochs = 10,
      .corpus = 20000,
  };
  eqs_engine_options_init(&options->engine);
}

static const char DEFAULT_OPERATORS[] = "+,-,*,/,sqrt,square,exp,log,sin,cos,sym";

eqs_status eqs_search_options_check(eqs_ctx *ctx, const eqs_search_options *o)
{
  eqs_status known = eqs_check_options(ctx, o->size, sizeof *o, "eqs_search_options_init");
  if (known) return known;
  if (o->max_nodes < 1 || o->max_nodes > EQS_FORMULA_NODES)
    return eqs_fail(ctx, EQS_USAGE, "nodes: %u is outside 1..%d", o->max_nodes, EQS_FORMULA_NODES);
  if (o->max_complexity < 1 || o->max_complexity > 1000)
    return eqs_fail(ctx, EQS_USAGE, "complexity: %u is outside 1..1000", o->max_complexity);
  if (o->max_params > EQS_MAX_PARAMS)
    return eqs_fail(ctx, EQS_USAGE, "constants: %u are more than %d", o->max_params,
                    EQS_MAX_PARAMS);
  if (o->sources >= 1u << EQS_N_SOURCES)
    return eqs_fail(ctx, EQS_USAGE, "sources: %#x is no set of sources", o->sources);
  if (o->sources != 0 && o->preset != EQS_PRESET_NONE)
    return eqs_fail(ctx, EQS_USAGE, "sources: a preset has one, the model");
  if (o->corpus == 0 && (o->sources & (1u << EQS_FROM_MODEL | 1u << EQS_FROM_LATENT)) != 0)
    return eqs_fail(ctx, EQS_USAGE, "sources: model and latent need a corpus of 1 or more");
  if (o->preset != EQS_PRESET_NONE &&
      (o->objective.loss != EQS_LOSS_SQUARED || o->objective.drop > 0))
    return eqs_fail(ctx, EQS_USAGE,
                    "loss: a preset has its own, the mean square over rows that are all finite");
  if (o->samples < 1 || o->samples > 100000)
    return eqs_fail(ctx, EQS_USAGE, "samples: %u is outside 1..100000", o->samples);
  if (!(o->seconds >= 0) || isinf(o->seconds))
    return eqs_fail(ctx, EQS_USAGE, "time: %g is not a number of seconds", o->seconds);
  if (!(o->stop_r2 >= 0 && o->stop_r2 <= 1))
    return eqs_fail(ctx, EQS_USAGE, "stop: an R2 of %g is outside 0..1", o->stop_r2);
  if (o->stop_complexity > 0 && o->stop_r2 == 0)
    return eqs_fail(ctx, EQS_USAGE, "stop: a complexity needs an R2 beside it");
  return EQS_OK;
}

eqs_status eqs_search_rules(eqs_ctx *ctx, eqs_rules *rules, const eqs_search_options *options,
                            const eqs_names *names)
{
  eqs_rules_init(rules);
  const char *operators = options->operators != NULL ? options->operators : DEFAULT_OPERATORS;
  eqs_status status = eqs_rules_operators(ctx, rules, operators);
  for (size_t k = 0; k < options->n_forbid && status == EQS_OK; k++)
    status = eqs_rules_forbid(ctx, rules, options->forbid[k]);
  for (size_t k = 0; k < options->n_require && status == EQS_OK; k++)
    status = eqs_rules_require(ctx, rules, names, options->require[k]);
  if (status == EQS_OK && options->rules != NULL)
    status = eqs_rules_read(ctx, rules, names, options->rules);
  rules->max_nodes = options->max_nodes;
  rules->max_complexity = options->max_complexity;
  rules->max_params = options->max_params;
  return status;
}

eqs_status eqs_search_vocabulary(eqs_ctx *ctx, eqs_vocabulary *vocabulary, const eqs_rules *rules,
                                 const eqs_names *names)
{
  static const double NUMBER[] = {1, 2};
  eqs_vocabulary_options options = {.number = NUMBER, .n_numbers = 2};
  return eqs_vocabulary_init(ctx, vocabulary, rules, (uint32_t)names->n, &options);
}

/* Without free nats the codes come to hold nothing, and what is decoded near that of a good formula
   has nothing of it. */
static const float KL_FREE = 30, LEARNING_RATE = 2e-3f;

void eqs_search_model_config(eqs_vae_config *config, const eqs_mask *mask, uint64_t seed,
                             const eqs_search_options *options)
{
  const bool preset = options->preset != EQS_PRESET_NONE;
  eqs_vae_config_init(config);
  config->n_tokens = mask->vocabulary->n_tokens;
  config->max_length = mask->rules.max_nodes;
  config->seed = seed;
  config->shared_dropout =
      options->dropout == EQS_DROPOUT_TOKENS || (options->dropout == EQS_DROPOUT_USUAL && !preset);
  if (preset) {
    config->hidden = options->paper.hidden;
    config->latent = options->paper.latent;
  } else {
    config->kl_free = KL_FREE;
    config->learning_rate = LEARNING_RATE;
  }
}
