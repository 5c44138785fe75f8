/* SPDX-License-Identifier: BSD-3-Clause */
/* Drawing the corpus: in parallel by number, made unique in the order of the numbers. */
#include "search/lessons/corpus.h"
#include "search/formula/generate.h"
#include "search/formula/proposal.h"
#include "search/formula/seen.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>

void eqs_sequences_clear(eqs_sequences *s)
{
  s->n = 0;
}

void eqs_sequences_free(eqs_sequences *s)
{
  free(s->start);
  free(s->weight);
  free(s->token);
  *s = (eqs_sequences){0};
}

static int reserve(eqs_sequences *s, size_t tokens)
{
  size_t starts = s->capacity, weights = s->capacity;
  if (eqs_grow(&s->start, &starts, s->n + 2, sizeof *s->start) != 0) return -1;
  if (eqs_grow(&s->weight, &weights, s->n + 2, sizeof *s->weight) != 0) return -1;
  s->capacity = starts;
  return eqs_grow(&s->token, &s->token_capacity, tokens, sizeof *s->token);
}

int eqs_sequences_add(eqs_sequences *s, const eqs_vocabulary *vocabulary, const eqs_formula *f,
                      float weight)
{
  uint32_t begin = s->n == 0 ? 0 : s->start[s->n];
  if (reserve(s, (size_t)begin + f->n) != 0) return -1;
  if (!eqs_vocabulary_encode(vocabulary, f, s->token + begin)) return 0;
  s->start[s->n] = begin;
  s->weight[s->n++] = weight;
  s->start[s->n] = begin + f->n;
  return 0;
}

eqs_corpus eqs_sequences_slice(const eqs_sequences *s, size_t begin, size_t end)
{
  return (eqs_corpus){
      .n = end - begin,
      .start = s->start + begin,
      .token = s->token,
      .weight = s->weight + begin,
  };
}

/* ---- Drawing --------------------------------------------------------------------------------- */

enum { DRAWN_AT_ONCE = 2048 };

/* Keeps the new ones of a block; *FRESH counts them. */
static int keep_new(const eqs_drawn_from *from, const eqs_formula *drawn, size_t n, eqs_seen *seen,
                    eqs_sequences *corpus, size_t *fresh)
{
  *fresh = 0;
  for (size_t i = 0; i < DRAWN_AT_ONCE && corpus->n < n; i++) {
    const eqs_formula *f = &drawn[i];
    if (f->n == 0 || !eqs_seen_add(seen, from->key(from->user, f))) continue;
    if (eqs_sequences_add(corpus, from->vocabulary, f, 1) != 0) return -1;
    ++*fresh;
  }
  return 0;
}

eqs_status eqs_corpus_fill(eqs_ctx *ctx, const eqs_drawn_from *from, size_t n, eqs_budget *budget,
                           double share, eqs_sequences *corpus)
{
  eqs_status status = EQS_OK;
  int threads = eqs_ctx_threads(ctx);
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
    for (size_t i = 0; i < DRAWN_AT_ONCE; i++) from->draw(from->user, begin + i, &drawn[i]);
    if (keep_new(from, drawn, n, &seen, corpus, &fresh) != 0) {
      status = eqs_fail_memory(ctx, n * EQS_FORMULA_NODES);
      goto done;
    }
    eqs_budget_report(budget, false);
  }
done:
  eqs_seen_free(&seen);
  free(drawn);
  return status;
}

/* ---- The corpus of this library's search ----------------------------------------------------- */

/* Longer formulas are learnt from the bank: training costs by the token, and chance finds nothing
   among them. */
enum { LONGEST = 25 };

typedef struct source {
  const eqs_mask *mask;
  uint64_t seed;
} source;

static void draw_one(const void *user, uint64_t number, eqs_formula *f)
{
  const source *s = user;
  eqs_rng rng = eqs_rng_new(s->seed, number);
  uint32_t most = s->mask->rules.max_nodes < LONGEST ? s->mask->rules.max_nodes : LONGEST;
  uint32_t nodes = 1 + eqs_rng_below(&rng, most);
  if (!eqs_generate(s->mask, &rng, nodes, f) || !eqs_proposal_finish(s->mask, f)) f->n = 0;
}

static uint64_t canonical(const void *user, const eqs_formula *f)
{
  (void)user;
  return eqs_nodes_hash(f->node, f->n);
}

eqs_status eqs_corpus_draw(eqs_ctx *ctx, const eqs_mask *mask, size_t n, uint64_t seed,
                           eqs_budget *budget, double share, eqs_sequences *corpus)
{
  const source s = {mask, seed};
  const eqs_drawn_from from = {mask->vocabulary, draw_one, canonical, &s};
  return eqs_corpus_fill(ctx, &from, n, budget, share, corpus);
}
