/* SPDX-License-Identifier: BSD-3-Clause */
/* Drawing formulas from a file of weights. */
#include "search/grammar.h"
#include "search/vocabulary_text.h"
#include "util/fail.h"
#include "util/memory.h"
#include <eqsieve/model.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 4096 };

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
  return status;
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

static eqs_status hand_over(drawing *d, size_t i, eqs_take_drawn *take, void *user)
{
  const uint8_t *token = d->token + i * d->mask.rules.max_nodes;
  eqs_formula f;
  eqs_expr *expr = NULL;
  eqs_text_clear(&d->words);
  for (uint32_t k = 0; k < d->length[i]; k++) {
    if (k > 0) eqs_text_char(&d->words, ' ');
    eqs_vocabulary_spell_token(&d->words, &d->vocabulary, token[k], &d->names);
  }
  if (d->words.failed) return eqs_fail_memory(d->ctx, d->words.capacity);
  if (eqs_vocabulary_decode(&d->vocabulary, token, d->length[i], &f)) {
    eqs_nodes_number_params(f.node, f.n);
    expr = eqs_expr_from_nodes(f.node, f.n);
    if (expr == NULL) return eqs_fail_memory(d->ctx, f.n * sizeof(eqs_node));
  }
  const eqs_drawn drawn = {d->words.length > 0 ? d->words.data : "", expr, &d->names};
  eqs_status status = take(user, &drawn);
  eqs_expr_free(expr);
  return status;
}

static eqs_status draw_all(drawing *d, eqs_take_drawn *take, void *user)
{
  const eqs_draw_options *o = d->options;
  const eqs_grammar grammar = eqs_mask_grammar(&d->mask);
  eqs_status status = EQS_OK;
  for (size_t begin = 0; begin < o->count && status == EQS_OK; begin += AT_ONCE) {
    if (o->stop != NULL && *o->stop) break;
    /* Always whole blocks, so that a formula does not depend on how many are asked for. */
    status = eqs_vae_sample(d->ctx, d->vae, AT_ONCE, NULL, (float)o->temperature, begin / AT_ONCE,
                            o->unmasked ? NULL : &grammar, d->token, d->length);
    size_t n = o->count - begin < AT_ONCE ? o->count - begin : AT_ONCE;
    for (size_t i = 0; i < n && status == EQS_OK; i++) status = hand_over(d, i, take, user);
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
