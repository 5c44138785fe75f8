/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening and closing a search. */
#include "search/run.h"
#include "blas/blas.h"
#include "data/dataset.h"
#include "search/lessons/weights.h"
#include "search/settings/setup.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/memory.h"
#include <stdlib.h>

enum { NICHE = 24, REMEMBERED = 1 << 20 };

/* Seeds of independent streams. */
enum { SEED_LOCAL = 1, SEED_MODEL, SEED_SAMPLES, SEED_CORPUS, SEED_FITS, SEED_PURSUIT };
static uint64_t derived(const eqs_run *run, uint64_t stream)
{
  return eqs_hash_add(run->options->seed, stream);
}

static eqs_status open_rules(eqs_run *run)
{
  const eqs_names *names = &run->problem.roles->names;
  eqs_status status = eqs_search_rules(run->ctx, &run->rules, run->options, names);
  if (status == EQS_OK)
    status = eqs_search_vocabulary(run->ctx, &run->vocabulary, &run->rules, names);
  if (status == EQS_OK) eqs_mask_init(&run->mask, &run->vocabulary, &run->rules);
  return status;
}

/* The errors of constants take BLAS, at the end: a search that cannot have it should not begin. */
static eqs_status open_engine(eqs_run *run)
{
  const eqs_problem *p = &run->problem;
  const eqs_blas *blas;
  eqs_status status = eqs_blas_get(run->ctx, &blas);
  if (status == EQS_OK) status = eqs_engine_new(run->ctx, &run->engine, &run->options->engine);
  if (status == EQS_OK)
    status = eqs_dataset_new(run->ctx, &run->dataset, p->table, p->roles, p->train,
                             run->options->engine.dtype, 1);
  if (status == EQS_OK)
    status =
        eqs_scorer_init(run->ctx, &run->scorer, run->engine, run->dataset, derived(run, SEED_FITS));
  run->scorer.objective = run->options->objective;
  return status;
}

static eqs_curriculum curriculum_of(const eqs_run *run, const eqs_vae_config *config)
{
  return (eqs_curriculum){.config = config,
                          .vocabulary = &run->vocabulary,
                          .rules = &run->mask.rules,
                          .formulas = run->options->corpus,
                          .seed = derived(run, SEED_CORPUS),
                          .kind = EQS_TAUGHT_BY_SEARCH};
}

eqs_status eqs_run_pretrain(eqs_run *run, double share)
{
  const eqs_search_options *o = run->options;
  if (run->vae == NULL) return EQS_OK;
  eqs_status status =
      eqs_pretrain(run->ctx, &run->lessons, o->corpus, o->pretrain_epochs, &run->budget, share);
  const eqs_curriculum c = curriculum_of(run, eqs_vae_settings(run->vae));
  if (run->lessons.complete) eqs_weights_keep(&c, o->pretrain_epochs, run->vae);
  return status;
}

static eqs_status open_model(eqs_run *run)
{
  bool used = eqs_run_uses(run, EQS_FROM_MODEL) || eqs_run_uses(run, EQS_FROM_LATENT);
  if (run->options->corpus == 0 || !used) return EQS_OK;
  eqs_vae_config config;
  eqs_search_model_config(&config, &run->mask, derived(run, SEED_MODEL), run->options);
  const eqs_curriculum c = curriculum_of(run, &config);
  bool ready = run->options->weights != NULL;
  eqs_status status = EQS_OK;
  if (ready)
    status = eqs_weights_load(run->ctx, &c, run->options->weights, &run->vae);
  else if (!(ready = eqs_weights_recall(&c, run->options->pretrain_epochs, &run->vae)))
    status = eqs_vae_new(run->ctx, &run->vae, &config);
  if (status != EQS_OK) return status;
  eqs_model_source_init(&run->model, &run->mask, run->vae, derived(run, SEED_SAMPLES));
  eqs_lessons_init(&run->lessons, run->vae, &run->mask, derived(run, SEED_CORPUS));
  run->lessons.ready = ready;
  return EQS_OK;
}

static eqs_status open_room(eqs_run *run)
{
  size_t n = run->options->samples;
  run->proposal = eqs_alloc_zero(n, sizeof *run->proposal);
  run->batch = eqs_alloc_zero(n, sizeof *run->batch);
  run->batch_from = eqs_alloc_zero(n, sizeof *run->batch_from);
  run->score = eqs_alloc_zero(n, sizeof *run->score);
  run->order = eqs_alloc_zero(n, sizeof *run->order);
  run->chosen = eqs_alloc_zero(n, sizeof *run->chosen);
  run->bar = eqs_alloc_zero(n, sizeof *run->bar);
  run->chosen_score = eqs_alloc_zero(n, sizeof *run->chosen_score);
  if (!run->proposal || !run->batch || !run->batch_from || !run->score || !run->order ||
      !run->chosen || !run->bar || !run->chosen_score)
    return eqs_fail_memory(run->ctx, n * sizeof *run->proposal);
  if (eqs_seen_init(&run->seen, REMEMBERED) != 0)
    return eqs_fail_memory(run->ctx, REMEMBERED * 4 * sizeof(uint64_t));
  if (eqs_bank_init(&run->bank, run->options->max_complexity, NICHE) != 0)
    return eqs_fail_memory(run->ctx, run->options->max_complexity * sizeof(eqs_niche));
  eqs_status status = eqs_gaps_open(run->ctx, &run->gaps, &run->problem);
  if (status != EQS_OK) return status;
  double rows = (double)eqs_dataset_rows(run->dataset);
  run->bank.rows = rows;
  run->bank.gaps = &run->gaps;
  run->bank.corner = eqs_loss_has_corner(&run->options->objective);
  run->bank.exact = eqs_front_exact_loss(&run->options->objective, run->dataset->target_ss / rows);
  return EQS_OK;
}

eqs_status eqs_run_open(eqs_run *run, eqs_ctx *ctx, const eqs_problem *problem,
                        const eqs_search_options *options, eqs_search_result *result)
{
  *run = (eqs_run){.ctx = ctx, .options = options, .problem = *problem, .result = result};
  eqs_budget_begin(&run->budget, options);
  eqs_status status = open_rules(run);
  if (status == EQS_OK) status = open_engine(run);
  if (status == EQS_OK) status = open_model(run);
  if (status == EQS_OK) status = open_room(run);
  if (status != EQS_OK) return status;
  eqs_shares_init(&run->shares);
  run->shares.active[EQS_FROM_LOCAL] = eqs_run_uses(run, EQS_FROM_LOCAL);
  eqs_local_source_init(&run->local, &run->bank, &run->mask, derived(run, SEED_LOCAL));
  if (eqs_pursuit_init(&run->pursuit, problem, &run->local.moves, &run->mask,
                       derived(run, SEED_PURSUIT)) != 0)
    return eqs_fail_memory(ctx, sizeof run->pursuit);
  return EQS_OK;
}

void eqs_run_close(eqs_run *run)
{
  free(run->proposal);
  free(run->batch);
  free(run->batch_from);
  free(run->score);
  free(run->order);
  free(run->chosen);
  free(run->bar);
  free(run->chosen_score);
  free(run->best_text);
  eqs_pursuit_free(&run->pursuit);
  eqs_seen_free(&run->seen);
  eqs_bank_free(&run->bank);
  eqs_gaps_close(&run->gaps);
  eqs_lessons_free(&run->lessons);
  eqs_model_source_free(&run->model);
  eqs_vae_free(run->vae);
  eqs_scorer_free(&run->scorer);
  eqs_dataset_free(run->dataset);
  eqs_engine_free(run->engine);
}
