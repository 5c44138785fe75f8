/* SPDX-License-Identifier: BSD-3-Clause */
/* The published generator of random formulas, without its bias: what is drawn stays in the order of
   drawing, so that none is favoured for its spelling, and formulas without a variable are left
   out. */
#include "search/formula/seen.h"
#include "search/paper/paper.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdlib.h>

enum { DRAWN_AT_ONCE = 2048 };

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

/* Keeps the new ones of a block; *FRESH counts them. */
static int keep_new(const eqs_vocabulary *v, const eqs_formula *drawn, size_t n, eqs_seen *seen,
                    eqs_sequences *corpus, size_t *fresh)
{
  *fresh = 0;
  for (size_t i = 0; i < DRAWN_AT_ONCE && corpus->n < n; i++) {
    uint8_t token[EQS_FORMULA_NODES];
    if (drawn[i].n == 0 || !eqs_vocabulary_encode(v, &drawn[i], token)) continue;
    if (!eqs_seen_add(seen, eqs_hash_bytes(token, drawn[i].n, 0))) continue;
    if (eqs_sequences_add(corpus, v, &drawn[i], 1) != 0) return -1;
    ++*fresh;
  }
  return 0;
}

eqs_status eqs_paper_corpus(eqs_ctx *ctx, const eqs_vocabulary *v, const eqs_rules *rules, size_t n,
                            uint64_t seed, eqs_budget *budget, double share, eqs_sequences *corpus)
{
  eqs_status status = EQS_OK;
  const int threads = eqs_ctx_threads(ctx);
  const choices c = choices_of(v);
  eqs_seen seen = {0};
  eqs_formula *drawn = eqs_alloc(DRAWN_AT_ONCE, sizeof *drawn);
  eqs_sequences_clear(corpus);
  if (drawn == NULL || eqs_seen_init(&seen, n) != 0) {
    status = eqs_fail_memory(ctx, DRAWN_AT_ONCE * sizeof *drawn + n * sizeof(uint64_t));
    goto done;
  }
  /* A small vocabulary has few formulas: stop when hardly any is new. */
  size_t fresh = DRAWN_AT_ONCE;
  for (uint64_t begin = 0; corpus->n < n && fresh > DRAWN_AT_ONCE / 64; begin += DRAWN_AT_ONCE) {
    if (eqs_budget_over(budget, share)) break;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < DRAWN_AT_ONCE; i++) {
      eqs_rng rng = eqs_rng_new(seed, begin + i);
      draw_formula(v, &c, rules->max_nodes, &rng, &drawn[i]);
      if (!eqs_formula_varies(&drawn[i]) ||
          !eqs_rules_check(rules, drawn[i].node, drawn[i].n, NULL))
        drawn[i].n = 0;
    }
    if (keep_new(v, drawn, n, &seen, corpus, &fresh) != 0) {
      status = eqs_fail_memory(ctx, n * rules->max_nodes);
      goto done;
    }
    eqs_budget_report(budget, false);
  }
done:
  eqs_seen_free(&seen);
  free(drawn);
  return status;
}
