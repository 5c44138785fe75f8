/* SPDX-License-Identifier: BSD-3-Clause */
/* Drawing formulas from a file of weights. */
#include "search/formula/grammar.h"
#include "search/formula/vocabulary_text.h"
#include "util/fail.h"
#include "util/memory.h"
#include <eqsieve/model.h>
#include <stdlib.h>
#include <string.h>

enum {
  AT_ONCE = 4096,
  PATIENCE = 16, /* blocks in a row of which no formula obeys the rules: there may be none */
};

typedef struct drawing {
  eqs_ctx *ctx;
  const eqs_draw_options *options;
  eqs_vae_note note;
  eqs_vae *vae;
  const char **name;
  eqs_names names; /* of the variables, in NOTE's text */
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  uint8_t *token, *length;
  eqs_text words;
  size_t taken; /* formulas handed over */
} drawing;

void eqs_draw_options_init(eqs_draw_options *options)
{
  *options = (eqs_draw_options){.size = sizeof *options, .count = 1, .temperature = 1};
}

/* Cuts the list of variables into names. */
static eqs_status read_names(drawing *d)
{
  char *text = (char *)d->note.variables;
  size_t most = strlen(text) / 2 + 1, n = 0;
  d->name = calloc(most, sizeof *d->name);
  if (d->name == NULL) return eqs_fail_memory(d->ctx, most * sizeof *d->name);
  char *rest = text;
  for (char *word; (word = strtok_r(NULL, " ", &rest)) != NULL;) d->name[n++] = word;
  d->names = (eqs_names){n, d->name};
  return EQS_OK;
}

static eqs_status read_rules(drawing *d, uint32_t max_length)
{
  const eqs_draw_options *o = d->options;
  eqs_status status = EQS_OK;
  eqs_rules_init(&d->rules);
  for (size_t i = 0; i < o->n_forbid && status == EQS_OK; i++)
    status = eqs_rules_forbid(d->ctx, &d->rules, o->forbid[i]);
  for (size_t i = 0; i < o->n_require && status == EQS_OK; i++)
    status = eqs_rules_require(d->ctx, &d->rules, &d->names, o->require[i]);
  d->rules.max_nodes = o->max_nodes > 0 ? o->max_nodes : max_length;
  d->rules.allowed = eqs_vocabulary_ops(&d->vocabulary);
  return status == EQS_OK ? eqs_rules_possible(d->ctx, &d->rules) : status;
}

static eqs_status open_drawing(drawing *d, const char *path)
{
  eqs_vae_config config;
  eqs_status status = eqs_vae_describe(d->ctx, path, &config, &d->note);
  if (status == EQS_OK) status = read_names(d);
  if (status == EQS_OK && (!eqs_vocabulary_read(&d->vocabulary, d->note.vocabulary, d->names.n) ||
                           d->vocabulary.n_tokens != config.n_tokens))
    status = eqs_fail(d->ctx, EQS_INPUT,
                      "%s: does not say what its tokens stand for (make one with train)", path);
  if (status == EQS_OK) status = read_rules(d, config.max_length);
  if (status != EQS_OK) return status;
  eqs_mask_init(&d->mask, &d->vocabulary, &d->rules);
  d->mask.plain = true;
  config.max_length = d->mask.rules.max_nodes;
  config.seed = d->options->seed;
  d->token = eqs_alloc(AT_ONCE, config.max_length);
  d->length = eqs_alloc(AT_ONCE, 1);
  if (d->token == NULL || d->length == NULL)
    return eqs_fail_memory(d->ctx, AT_ONCE * (config.max_length + 1));
  return eqs_vae_load(d->ctx, &d->vae, &config, path);
}

static void close_drawing(drawing *d)
{
  eqs_vae_note_free(&d->note);
  eqs_vae_free(d->vae);
  eqs_text_free(&d->words);
  free(d->name);
  free(d->token);
  free(d->length);
}

/* F has n = 0 where the tokens are no formula. */
static eqs_status hand_over(drawing *d, const uint8_t *token, uint32_t length, const eqs_formula *f,
                            eqs_take_drawn *take, void *user)
{
  eqs_expr *expr = NULL;
  eqs_text_clear(&d->words);
  for (uint32_t k = 0; k < length; k++) {
    if (k > 0) eqs_text_char(&d->words, ' ');
    eqs_vocabulary_spell_token(&d->words, &d->vocabulary, token[k], &d->names);
  }
  if (d->words.failed) return eqs_fail_memory(d->ctx, d->words.capacity);
  if (f->n > 0) {
    expr = eqs_expr_from_nodes(f->node, f->n);
    if (expr == NULL) return eqs_fail_memory(d->ctx, f->n * sizeof(eqs_node));
  }
  const eqs_drawn drawn = {d->words.length > 0 ? d->words.data : "", expr, &d->names};
  eqs_status status = take(user, &drawn);
  d->taken++;
  eqs_expr_free(expr);
  return status;
}

/* Hands over those of a block that break no rule, as far as they are wanted. The mask cannot see to
   every rule while a formula is written. */
static eqs_status hand_over_block(drawing *d, eqs_take_drawn *take, void *user)
{
  eqs_status status = EQS_OK;
  for (size_t i = 0; i < AT_ONCE && d->taken < d->options->count && status == EQS_OK; i++) {
    const uint8_t *token = d->token + i * d->mask.rules.max_nodes;
    eqs_formula f;
    if (!eqs_vocabulary_decode(&d->vocabulary, token, d->length[i], &f)) f.n = 0;
    if (f.n > 0 && !eqs_rules_check(&d->rules, f.node, f.n, NULL)) continue;
    status = hand_over(d, token, d->length[i], &f, take, user);
  }
  return status;
}

/* Always whole blocks, so that a formula does not depend on how many are asked for. */
static eqs_status draw_all(drawing *d, eqs_take_drawn *take, void *user)
{
  const eqs_draw_options *o = d->options;
  const eqs_grammar grammar = eqs_mask_grammar(&d->mask);
  eqs_status status = EQS_OK;
  unsigned barren = 0;
  for (uint64_t block = 0; d->taken < o->count && barren < PATIENCE && status == EQS_OK; block++) {
    if (o->stop != NULL && *o->stop) break;
    const size_t before = d->taken;
    status = eqs_vae_sample(d->ctx, d->vae, AT_ONCE, NULL, (float)o->temperature, block,
                            o->unmasked ? NULL : &grammar, d->token, d->length);
    if (status == EQS_OK) status = hand_over_block(d, take, user);
    barren = d->taken == before ? barren + 1 : 0;
  }
  return status;
}

eqs_status eqs_model_draw(eqs_ctx *ctx, const char *path, const eqs_draw_options *options,
                          eqs_take_drawn *take, void *user)
{
  eqs_status status =
      eqs_check_options(ctx, options->size, sizeof *options, "eqs_draw_options_init");
  if (status) return status;
  if (options->max_nodes > EQS_FORMULA_NODES)
    return eqs_fail(ctx, EQS_USAGE, "nodes: %u are more than %d", options->max_nodes,
                    EQS_FORMULA_NODES);
  drawing *d = calloc(1, sizeof *d);
  if (d == NULL) return eqs_fail_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->options = options;
  status = open_drawing(d, path);
  if (status == EQS_OK) status = draw_all(d, take, user);
  close_drawing(d);
  free(d);
  return status;
}
