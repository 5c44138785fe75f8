/* SPDX-License-Identifier: BSD-3-Clause */
/* The published generator of random formulas, without its bias: what is drawn stays in the order of
   drawing, so that none is favoured for its spelling, and formulas without a variable are left
   out. */
#include "search/paper/paper.h"
#include "util/hash.h"
#include "util/random.h"
#include <math.h>

/* What a token is drawn from. All whole numbers together weigh as much as one other token. */
typedef struct choices {
  uint32_t n, n_literals;
  uint8_t token[EQS_VAE_MAX_TOKENS], literal[EQS_VAE_MAX_TOKENS];
} choices;

static choices choices_of(const eqs_vocabulary *v)
{
  choices c = {0};
  for (uint32_t t = 0; t < v->n_tokens; t++) {
    const eqs_node *node = &v->node[t];
    if (node->op == EQS_OP_NUM && node->value == rint(node->value))
      c.literal[c.n_literals++] = (uint8_t)t;
    else
      c.token[c.n++] = (uint8_t)t;
  }
  return c;
}

static uint32_t draw_token(const choices *c, eqs_rng *rng)
{
  uint32_t k = eqs_rng_below(rng, c->n + (c->n_literals > 0));
  return k < c->n ? c->token[k] : c->literal[eqs_rng_below(rng, c->n_literals)];
}

/* Token after token until the formula is complete; one that outgrows MAX_NODES is begun anew. Most
   are short, so a few attempts are enough. */
static void draw_formula(const eqs_vocabulary *v, const choices *c, uint32_t max_nodes,
                         eqs_rng *rng, eqs_formula *f)
{
  uint32_t open;
  do {
    f->n = 0;
    for (open = 1; open > 0 && f->n < max_nodes; open--) {
      eqs_node node = v->node[draw_token(c, rng)];
      f->node[f->n++] = node;
      open += eqs_op_arity(node.op);
    }
  } while (open > 0);
}

typedef struct source {
  const eqs_vocabulary *vocabulary;
  const eqs_rules *rules;
  choices choices;
  uint64_t seed;
} source;

static void draw_one(const void *user, uint64_t number, eqs_formula *f)
{
  const source *s = user;
  uint8_t token[EQS_FORMULA_NODES];
  eqs_rng rng = eqs_rng_new(s->seed, number);
  draw_formula(s->vocabulary, &s->choices, s->rules->max_nodes, &rng, f);
  if (!eqs_formula_varies(f) || !eqs_rules_check(s->rules, f->node, f->n, NULL) ||
      !eqs_vocabulary_encode(s->vocabulary, f, token))
    f->n = 0;
}

/* Each way to write a formula counts. */
static uint64_t spelling(const void *user, const eqs_formula *f)
{
  const source *s = user;
  uint8_t token[EQS_FORMULA_NODES];
  eqs_vocabulary_encode(s->vocabulary, f, token);
  return eqs_hash_bytes(token, f->n, 0);
}

eqs_status eqs_paper_corpus(eqs_ctx *ctx, const eqs_vocabulary *v, const eqs_rules *rules, size_t n,
                            uint64_t seed, eqs_budget *budget, double share, eqs_sequences *corpus)
{
  const source s = {v, rules, choices_of(v), seed};
  const eqs_drawn_from from = {v, draw_one, spelling, &s};
  return eqs_corpus_fill(ctx, &from, n, budget, share, corpus);
}
