/* SPDX-License-Identifier: BSD-3-Clause */
/* Training a model for its own sake, into a file. */
#include "search/formula/vocabulary_text.h"
#include "search/lessons/corpus.h"
#include "search/lessons/weights.h"
#include "search/paper/paper.h"
#include "search/settings/setup.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/memory.h"
#include "util/text.h"
#include <eqsieve/model.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Seeds of independent streams. */
enum { SEED_MODEL = 1, SEED_CORPUS, SEED_VALIDATION };

typedef struct course {
  eqs_ctx *ctx;
  const eqs_names *variables;
  const eqs_search_options *options;
  const char *path;
  eqs_text names; /* of the variables, blanks between them */
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  eqs_vae_config config;
  eqs_curriculum curriculum;
  eqs_vae *vae;
  eqs_budget budget;
  eqs_sequences corpus, others; /* what is learnt, and what is only looked at */
  uint64_t epochs;
} course;

static eqs_status open_vocabulary(course *c)
{
  const eqs_search_options *o = c->options;
  if (o->preset == EQS_PRESET_NONE)
    return eqs_search_vocabulary(c->ctx, &c->vocabulary, &c->rules, c->variables);
  return eqs_paper_vocabulary(c->ctx, &c->vocabulary, &c->rules, (uint32_t)c->variables->n,
                              o->paper.literals);
}

static void choose_sizes(course *c)
{
  const eqs_search_options *o = c->options;
  const bool preset = o->preset != EQS_PRESET_NONE;
  eqs_search_model_config(&c->config, &c->mask, eqs_hash_add(o->seed, SEED_MODEL), o);
  c->curriculum = (eqs_curriculum){.config = &c->config,
                                   .vocabulary = &c->vocabulary,
                                   .rules = &c->mask.rules,
                                   .formulas = o->corpus,
                                   .seed = eqs_hash_add(o->seed, SEED_CORPUS),
                                   .kind = preset ? EQS_TAUGHT_ALONE_BY_PRESET : EQS_TAUGHT_ALONE};
}

/* A fresh model, or the one in the file. */
static eqs_status open_weights(course *c)
{
  eqs_vae_config sizes;
  eqs_vae_note note;
  if (access(c->path, F_OK) != 0) return eqs_vae_new(c->ctx, &c->vae, &c->config);
  eqs_status status = eqs_vae_describe(c->ctx, c->path, &sizes, &note);
  if (status != EQS_OK) return status;
  c->epochs = note.epochs;
  if (note.key != eqs_curriculum_key(&c->curriculum))
    status = eqs_fail(c->ctx, EQS_INPUT,
                      "%s: was trained with other settings (give the same options and seed, or "
                      "another file)",
                      c->path);
  else if (strcmp(note.variables, c->names.data) != 0)
    status = eqs_fail(c->ctx, EQS_INPUT,
                      "%s: calls its variables '%s' (give them the same names, or another file)",
                      c->path, note.variables);
  eqs_vae_note_free(&note);
  return status == EQS_OK ? eqs_vae_load(c->ctx, &c->vae, &c->config, c->path) : status;
}

static eqs_status open_course(course *c)
{
  eqs_status status = eqs_search_options_check(c->ctx, c->options);
  if (status == EQS_OK && c->options->corpus == 0)
    status = eqs_fail(c->ctx, EQS_USAGE, "corpus: at least one formula is needed");
  if (status == EQS_OK) status = eqs_search_rules(c->ctx, &c->rules, c->options, c->variables);
  if (status == EQS_OK) status = open_vocabulary(c);
  if (status != EQS_OK) return status;
  eqs_mask_init(&c->mask, &c->vocabulary, &c->rules);
  choose_sizes(c);
  return open_weights(c);
}

/* Not by the clock: a file's epochs all read the same formulas. */
static eqs_status draw_corpus(course *c, size_t n, uint64_t seed, eqs_sequences *corpus)
{
  if (c->options->preset == EQS_PRESET_NONE)
    return eqs_corpus_draw(c->ctx, &c->mask, n, seed, &c->budget, INFINITY, corpus);
  return eqs_paper_corpus(c->ctx, &c->vocabulary, &c->mask.rules, n, seed, &c->budget, INFINITY,
                          corpus);
}

/* The share of the tokens of CORPUS that come back from the means of the codes. */
static eqs_status restore(course *c, const eqs_corpus *corpus, double *share)
{
  const float coldest = 1e-3f;
  const size_t n = corpus->n, stride = c->config.max_length;
  float *mu = eqs_alloc(n * c->config.latent, sizeof *mu);
  uint8_t *token = eqs_alloc(n, stride), *length = eqs_alloc(n, 1);
  eqs_status status = mu == NULL || token == NULL || length == NULL
                          ? eqs_fail_memory(c->ctx, n * (c->config.latent * sizeof *mu + stride))
                          : eqs_vae_encode(c->ctx, c->vae, corpus, mu, NULL);
  if (status == EQS_OK)
    status = eqs_vae_sample(c->ctx, c->vae, n, mu, coldest, 0, NULL, token, length);
  size_t same = 0;
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    const uint8_t *wanted = corpus->token + corpus->start[i], *got = token + i * stride;
    const size_t own = corpus->start[i + 1] - corpus->start[i];
    for (size_t k = 0; k < own && k < length[i] && got[k] == wanted[k]; k++) same++;
  }
  *share = (double)same / (corpus->start[n] - corpus->start[0]);
  free(mu);
  free(token);
  free(length);
  return status;
}

/* What is learnt and, before time or an interruption can end the learning, a tenth as many others,
   none of them learnt but for those that chance drew again. */
static eqs_status draw_formulas(course *c)
{
  const eqs_curriculum *u = &c->curriculum;
  eqs_status status = draw_corpus(c, u->formulas, u->seed, &c->corpus);
  if (status != EQS_OK) return status;
  return draw_corpus(c, c->corpus.n / 10 + 1, eqs_hash_add(c->options->seed, SEED_VALIDATION),
                     &c->others);
}

/* What the model makes of the others. */
static eqs_status validate(course *c, eqs_model_report *report)
{
  eqs_vae_losses losses;
  if (c->others.n == 0) return EQS_OK;
  const eqs_corpus others = eqs_sequences_slice(&c->others, 0, c->others.n);
  eqs_status status = eqs_vae_evaluate(c->ctx, c->vae, &others, &losses);
  if (status != EQS_OK) return status;
  report->validation = losses.reconstruction;
  report->validation_kl = losses.kl;
  return restore(c, &others, &report->restored);
}

static eqs_status train(course *c, eqs_model_report *report)
{
  const unsigned epochs = c->options->pretrain_epochs;
  eqs_search_progress *now = &c->budget.now;
  now->phase = "pretrain";
  now->epochs = c->epochs + epochs;
  eqs_status status = EQS_OK;
  eqs_corpus corpus = eqs_sequences_slice(&c->corpus, 0, c->corpus.n);
  report->stop = EQS_STOP_EVALS;
  for (unsigned i = 0; i < epochs && status == EQS_OK; i++) {
    eqs_vae_losses losses;
    if (eqs_budget_over(&c->budget, 1)) {
      report->stop = c->budget.reason;
      break;
    }
    now->epoch = c->epochs + 1;
    eqs_budget_report(&c->budget, true);
    status = eqs_vae_train(c->ctx, c->vae, &corpus, c->epochs, NULL, &losses);
    if (status != EQS_OK) break;
    c->epochs++;
    now->loss = losses.reconstruction;
    report->reconstruction = losses.reconstruction;
    report->kl = losses.kl;
    report->tokens += losses.tokens;
  }
  eqs_budget_report(&c->budget, true);
  return status;
}

static eqs_status save(const course *c)
{
  eqs_text words = {0};
  eqs_vocabulary_spell(&words, &c->vocabulary);
  const eqs_vae_note note = {.vocabulary = words.data,
                             .variables = c->names.data,
                             .key = eqs_curriculum_key(&c->curriculum),
                             .epochs = c->epochs};
  eqs_status status = words.failed ? eqs_fail_memory(c->ctx, words.capacity)
                                   : eqs_vae_save(c->ctx, c->vae, &note, c->path);
  eqs_text_free(&words);
  return status;
}

static eqs_status read_name(course *c, size_t j)
{
  const char *const *name = c->variables->name;
  if (*name[j] == '\0')
    return eqs_fail(c->ctx, EQS_USAGE,
                    "variables: name %zu is empty (separate them with single commas)", j + 1);
  if (strchr(name[j], ' ') != NULL)
    return eqs_fail(c->ctx, EQS_USAGE, "variables: '%s' has a space in its name", name[j]);
  for (size_t k = 0; k < j; k++)
    if (strcmp(name[k], name[j]) == 0)
      return eqs_fail(c->ctx, EQS_USAGE, "variables: '%s' is there twice", name[j]);
  eqs_text_format(&c->names, "%s%s", j > 0 ? " " : "", name[j]);
  return EQS_OK;
}

static eqs_status read_names(course *c)
{
  eqs_status status = EQS_OK;
  if (c->variables->n == 0) return eqs_fail(c->ctx, EQS_USAGE, "variables: at least one is needed");
  for (size_t j = 0; j < c->variables->n && status == EQS_OK; j++) status = read_name(c, j);
  return c->names.failed ? eqs_fail_memory(c->ctx, c->names.capacity) : status;
}

eqs_status eqs_model_train(eqs_ctx *ctx, const eqs_names *variables,
                           const eqs_search_options *options, const char *path,
                           eqs_model_report *report)
{
  *report = (eqs_model_report){.reconstruction = NAN, .kl = NAN, .validation = NAN};
  report->validation_kl = report->restored = NAN;
  course *c = calloc(1, sizeof *c);
  if (c == NULL) return eqs_fail_memory(ctx, sizeof *c);
  c->ctx = ctx;
  c->variables = variables;
  c->options = options;
  c->path = path;
  eqs_budget_begin(&c->budget, options);
  eqs_status status = read_names(c);
  if (status == EQS_OK) status = open_course(c);
  if (status == EQS_OK) status = draw_formulas(c);
  if (status == EQS_OK) status = train(c, report);
  if (status == EQS_OK) status = save(c);
  if (status == EQS_OK) status = validate(c, report);
  if (status == EQS_OK) {
    report->parameters = eqs_vae_parameters(c->vae);
    report->formulas = c->corpus.n;
    report->epochs = c->epochs;
    report->seconds = eqs_budget_elapsed(&c->budget);
  }
  eqs_sequences_free(&c->corpus);
  eqs_sequences_free(&c->others);
  eqs_text_free(&c->names);
  eqs_vae_free(c->vae);
  free(c);
  return status;
}
