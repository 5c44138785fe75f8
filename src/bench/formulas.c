/* SPDX-License-Identifier: BSD-3-Clause */
/* Random formulas as token sequences, by a grammar that knows the number of operands. */
#include "bench/formulas.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <stdlib.h>
#include <string.h>

/* Of a sequence being written; zero is the start. */
typedef struct prefix {
  int written;
  int surplus; /* operands that are open, less the one that every formula starts with */
} prefix;

static int arity(unsigned token)
{
  return token < 6 ? 2 : token < 12 ? 1 : 0;
}

static void advance(void *user, void *state, uint8_t token)
{
  (void)user;
  prefix *p = state;
  p->surplus += arity(token) - 1;
  p->written++;
}

static unsigned allow(void *user, const void *state, uint8_t *allowed)
{
  (void)user;
  const prefix *p = state;
  int open = p->surplus + 1, left = EQS_BENCH_MAX_LENGTH - p->written;
  unsigned n = 0;
  for (unsigned t = 0; t < EQS_BENCH_TOKENS; t++)
    n += allowed[t] = open > 0 && open + arity(t) <= left;
  allowed[EQS_BENCH_TOKENS] = open == 0;
  return n + allowed[EQS_BENCH_TOKENS];
}

const eqs_grammar eqs_bench_grammar = {sizeof(prefix), advance, allow, NULL};

static void advance_nothing(void *user, void *state, uint8_t token)
{
  (void)user, (void)state, (void)token;
}

static unsigned allow_tokens(void *user, const void *state, uint8_t *allowed)
{
  (void)user, (void)state;
  memset(allowed, 1, EQS_BENCH_TOKENS);
  return EQS_BENCH_TOKENS;
}

const eqs_grammar eqs_bench_no_end = {0, advance_nothing, allow_tokens, NULL};

int eqs_bench_is_formula(const uint8_t *token, size_t length)
{
  int open = 1;
  for (size_t i = 0; i < length; i++) {
    if (open == 0 || token[i] >= EQS_BENCH_TOKENS) return 0;
    open += arity(token[i]) - 1;
  }
  return open == 0 && length <= EQS_BENCH_MAX_LENGTH;
}

/* One formula at TOKEN; returns its length. */
static uint32_t draw(eqs_rng *rng, uint8_t *token)
{
  prefix state = {0};
  uint8_t allowed[EQS_BENCH_TOKENS + 1];
  while (state.surplus + 1 > 0) {
    uint32_t choice = eqs_rng_below(rng, allow(NULL, &state, allowed));
    uint8_t t = 0;
    while (!allowed[t] || choice-- > 0) t++;
    token[state.written] = t;
    advance(NULL, &state, t);
  }
  return (uint32_t)state.written;
}

eqs_status eqs_bench_corpus(eqs_ctx *ctx, eqs_corpus *corpus, size_t n)
{
  uint32_t *start = eqs_alloc_zero(n + 1, sizeof *start);
  uint8_t *token = eqs_alloc(n, EQS_BENCH_MAX_LENGTH);
  *corpus = (eqs_corpus){n, start, token, NULL};
  if (!start || !token) return eqs_fail_memory(ctx, n * EQS_BENCH_MAX_LENGTH);
  eqs_rng rng = eqs_rng_new(1, 0);
  for (size_t i = 0; i < n; i++) start[i + 1] = start[i] + draw(&rng, token + start[i]);
  return EQS_OK;
}

void eqs_bench_corpus_free(eqs_corpus *corpus)
{
  free((void *)corpus->start);
  free((void *)corpus->token);
}

eqs_status eqs_bench_model(eqs_ctx *ctx, eqs_vae **vae, int published)
{
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  config.n_tokens = EQS_BENCH_TOKENS;
  config.max_length = EQS_BENCH_MAX_LENGTH;
  config.embedding = 128;
  config.hidden = 64;
  config.latent = 128;
  config.batch = 256;
  config.seed = 1;
  if (published) config.shared_dropout = 0;
  return eqs_vae_new(ctx, vae, &config);
}
