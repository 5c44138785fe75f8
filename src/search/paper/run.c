/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening, pretraining, looping and concluding the published search. */
#include "data/dataset.h"
#include "search/judge/outcome.h"
#include "search/judge/sample.h"
#include "search/lessons/weights.h"
#include "search/paper/paper.h"
#include "search/settings/setup.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/list.h"
#include "util/memory.h"
#include "util/text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Seeds of independent streams. */
enum { SEED_MODEL = 1, SEED_CORPUS, SEED_FITS };

/* ---- Opening --------------------------------------------------------------------------------- */

static eqs_status check(eqs_ctx *ctx, const eqs_search_options *o)
{
  const eqs_paper_options *p = &o->paper;
  if (p->iterations == 0) return eqs_fail(ctx, EQS_USAGE, "iterations: at least one is needed");
  if (o->corpus == 0) return eqs_fail(ctx, EQS_USAGE, "corpus: a preset needs a model");
  if (!(p->percentile > 0 && p->percentile <= 100))
    return eqs_fail(ctx, EQS_USAGE, "percentile: %g is not above 0 and at most 100", p->percentile);
  if (!isfinite(p->box_below) || !isfinite(p->box_above) || !(p->y_margin >= 0))
    return eqs_fail(ctx, EQS_USAGE, "box: its margins are no numbers");
  return EQS_OK;
}

/* One literal of the list: a number, pi, e or const. */
static bool read_literal(const char *text, size_t length, eqs_vocabulary_options *v, double *number)
{
  if (length == 2 && memcmp(text, "pi", 2) == 0) return v->pi = true;
  if (length == 1 && *text == 'e') return v->e = true;
  if (length == 5 && memcmp(text, "const", 5) == 0) return !(v->no_constant = false);
  double *to = &number[v->n_numbers];
  if (eqs_number_read(text, length, to) != length || !isfinite(*to)) return false;
  v->n_numbers++;
  return true;
}

eqs_status eqs_paper_vocabulary(eqs_ctx *ctx, eqs_vocabulary *vocabulary, const eqs_rules *rules,
                                uint32_t n_variables, const char *list)
{
  enum { MOST = 64 };
  double number[MOST];
  eqs_vocabulary_options options = {.number = number, .no_constant = true};
  for (eqs_list l = {list}; eqs_list_next(&l);) {
    if (options.n_numbers == MOST) return eqs_fail(ctx, EQS_LIMIT, "literals: more than %d", MOST);
    if (l.length == 0 || !read_literal(l.word, l.length, &options, number))
      return eqs_fail(
          ctx, EQS_USAGE,
          "literals: '%.*s' is neither a number nor pi, e or const (an example: 1,2,0.5,pi)",
          (int)l.length, l.word);
  }
  return eqs_vocabulary_init(ctx, vocabulary, rules, n_variables, &options);
}

static eqs_status open_rules(eqs_paper_run *run)
{
  const eqs_names *names = &run->problem.roles->names;
  eqs_status status = eqs_search_rules(run->ctx, &run->rules, run->options, names);
  if (status == EQS_OK)
    status = eqs_paper_vocabulary(run->ctx, &run->vocabulary, &run->rules,
                                  (uint32_t)run->problem.roles->n_features,
                                  run->options->paper.literals);
  if (status != EQS_OK) return status;
  eqs_rules masked = run->rules;
  if (run->options->paper.mask != EQS_MASK_RULES) {
    eqs_rules_init(&masked);
    masked.max_nodes = run->rules.max_nodes;
  }
  eqs_mask_init(&run->mask, &run->vocabulary, &masked);
  run->mask.plain = true;
  return EQS_OK;
}

static void find_range(eqs_paper_run *run)
{
  const eqs_problem *p = &run->problem;
  const double *y = eqs_table_numbers(p->table, p->roles->target);
  double low, high;
  eqs_range_on_rows(y, p->train, &low, &high);
  run->y_low = low - run->options->paper.y_margin;
  run->y_high = high + run->options->paper.y_margin;
}

static eqs_status open_data(eqs_paper_run *run)
{
  const eqs_problem *p = &run->problem;
  const eqs_engine_options *engine = &run->options->engine;
  eqs_status status = eqs_engine_new(run->ctx, &run->engine, engine);
  if (status == EQS_OK)
    status =
        eqs_dataset_new(run->ctx, &run->dataset, p->table, p->roles, p->train, engine->dtype, 1);
  if (status == EQS_OK)
    status = eqs_paper_box(run->ctx, &run->box, p, run->options->paper.box_below,
                           run->options->paper.box_above, engine->dtype);
  if (status == EQS_OK) find_range(run);
  if (status != EQS_OK || run->vocabulary.constant == EQS_VAE_MAX_TOKENS) return status;
  return eqs_scorer_init(run->ctx, &run->scorer, run->engine, run->dataset,
                         eqs_hash_add(run->options->seed, SEED_FITS));
}

static eqs_status open_model(eqs_paper_run *run)
{
  eqs_vae_config config;
  eqs_search_model_config(&config, &run->mask, eqs_hash_add(run->options->seed, SEED_MODEL),
                          run->options);
  return eqs_vae_new(run->ctx, &run->vae, &config);
}

static eqs_status open_room(eqs_paper_run *run)
{
  const size_t n = run->options->samples;
  run->token = eqs_alloc(n, run->rules.max_nodes);
  run->length = eqs_alloc(n, 1);
  run->sample = eqs_alloc(n, sizeof *run->sample);
  run->expr = eqs_alloc_zero(n, sizeof *run->expr);
  run->metrics = eqs_alloc(n, sizeof *run->metrics);
  run->fitted = eqs_alloc(n, sizeof *run->fitted);
  run->fit = eqs_alloc(n, sizeof *run->fit);
  if (!run->token || !run->length || !run->sample || !run->expr || !run->metrics || !run->fitted ||
      !run->fit)
    return eqs_fail_memory(run->ctx, n * sizeof *run->sample);
  if (eqs_bank_init(&run->bank, run->options->max_complexity, 1) != 0)
    return eqs_fail_memory(run->ctx, run->options->max_complexity * sizeof(eqs_niche));
  return EQS_OK;
}

eqs_status eqs_paper_open(eqs_paper_run *run)
{
  eqs_budget_begin(&run->budget, run->options);
  eqs_status status = check(run->ctx, run->options);
  if (status == EQS_OK) status = open_rules(run);
  if (status == EQS_OK) status = open_data(run);
  if (status == EQS_OK) status = open_model(run);
  return status == EQS_OK ? open_room(run) : status;
}

void eqs_paper_close(eqs_paper_run *run)
{
  free(run->token);
  free(run->length);
  free(run->sample);
  free(run->expr);
  free(run->metrics);
  free(run->fitted);
  free(run->fit);
  free(run->sorted);
  free(run->best_text);
  eqs_bank_free(&run->bank);
  eqs_paper_pool_free(&run->pool);
  eqs_sequences_free(&run->corpus);
  eqs_vae_free(run->vae);
  eqs_scorer_free(&run->scorer);
  eqs_dataset_free(run->box);
  eqs_dataset_free(run->dataset);
  eqs_engine_free(run->engine);
}

/* ---- Running --------------------------------------------------------------------------------- */

static eqs_status teach_corpus(eqs_paper_run *run)
{
  const eqs_search_options *o = run->options;
  eqs_search_progress *now = &run->budget.now;
  now->epochs = o->pretrain_epochs;
  eqs_budget_report(&run->budget, true);
  eqs_status status =
      eqs_paper_corpus(run->ctx, &run->vocabulary, &run->rules, o->corpus,
                       eqs_hash_add(o->seed, SEED_CORPUS), &run->budget, 1, &run->corpus);
  now->phase = "pretrain";
  while (status == EQS_OK && run->corpus.n > 0 && run->epoch < o->pretrain_epochs) {
    eqs_vae_losses losses;
    if (eqs_budget_over(&run->budget, 1)) break;
    now->epoch = run->epoch + 1;
    eqs_corpus corpus = eqs_sequences_slice(&run->corpus, 0, run->corpus.n);
    status = eqs_vae_train(run->ctx, run->vae, &corpus, run->epoch++, o->stop, &losses);
    if (status == EQS_OK) now->loss = losses.reconstruction;
    eqs_budget_report(&run->budget, true);
  }
  eqs_sequences_free(&run->corpus);
  return status;
}

eqs_status eqs_paper_pretrain(eqs_paper_run *run)
{
  const eqs_search_options *o = run->options;
  const eqs_vae_config config = *eqs_vae_settings(run->vae);
  const eqs_curriculum c = {.config = &config,
                            .vocabulary = &run->vocabulary,
                            .rules = &run->rules,
                            .formulas = o->corpus,
                            .seed = eqs_hash_add(o->seed, SEED_CORPUS),
                            .kind = EQS_TAUGHT_BY_PRESET};
  run->epoch = o->pretrain_epochs;
  if (o->weights != NULL) return eqs_weights_load(run->ctx, &c, o->weights, &run->vae);
  if (eqs_weights_recall(&c, o->pretrain_epochs, &run->vae)) return EQS_OK;
  run->epoch = 0;
  eqs_status status = teach_corpus(run);
  if (status == EQS_OK && run->epoch == o->pretrain_epochs && !eqs_budget_over(&run->budget, 1))
    eqs_weights_keep(&c, run->epoch, run->vae);
  return status;
}

eqs_status eqs_paper_search(eqs_ctx *ctx, const eqs_problem *problem,
                            const eqs_search_options *options, eqs_search_result *result)
{
  eqs_paper_run run = {.ctx = ctx, .options = options, .problem = *problem, .result = result};
  eqs_status status = eqs_paper_open(&run);
  if (status == EQS_OK) status = eqs_paper_pretrain(&run);
  bool over = status == EQS_OK && eqs_budget_over(&run.budget, 1);
  run.budget.now.phase = "search";
  while (status == EQS_OK && !over) status = eqs_paper_iterate(&run, &over);
  result->stop = run.budget.reason;
  if (status == EQS_OK)
    status = eqs_outcome_conclude(ctx, run.engine, run.dataset, &run.bank, &run.problem,
                                  &run.budget, result);
  eqs_paper_close(&run);
  return status;
}
