/* SPDX-License-Identifier: BSD-3-Clause */
/* Sampling: the grammar is obeyed, the frequencies are those of the model, and what is drawn
   depends on (seed, round, i) alone. */
#include "model/sampler.h"
#include "naive.h"
#include "tiny.h"

enum { SAMPLES = 1000, LENGTH = 9, TOKENS = 6 };

/* Prefix expressions: tokens 0 and 1 take two operands, 2 takes one, the others none. */
static int arity(int token)
{
  return token < 2 ? 2 : token == 2;
}

typedef struct prefix {
  int open, written;
} prefix;

static int open_slots(const prefix *p)
{
  return p->written ? p->open : 1;
}

static void prefix_advance(void *user, void *state, uint8_t token)
{
  (void)user;
  prefix *p = state;
  p->open = open_slots(p) + arity(token) - 1;
  p->written++;
}

static unsigned prefix_allow(void *user, const void *state, uint8_t *allowed)
{
  (void)user;
  const prefix *p = state;
  int open = open_slots(p), left = LENGTH - p->written;
  unsigned n = 0;
  for (int t = 0; t < TOKENS; t++) {
    allowed[t] = open > 0 && open + arity(t) <= left;
    n += allowed[t];
  }
  allowed[TOKENS] = open == 0;
  return n + allowed[TOKENS];
}

static const eqs_grammar prefix_grammar = {sizeof(prefix), prefix_advance, prefix_allow, NULL};

static bool is_prefix(const uint8_t *token, size_t length)
{
  int open = 1;
  for (size_t i = 0; i < length; i++) {
    if (open == 0) return false;
    open += arity(token[i]) - 1;
  }
  return open == 0;
}

typedef struct drawn {
  uint8_t token[SAMPLES * LENGTH], length[SAMPLES];
} drawn;

static drawn *draw(int threads, size_t n, uint64_t round, const eqs_grammar *grammar)
{
  drawn *d = calloc(1, sizeof *d);
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, threads);
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  cr_assert(eqs_vae_sample(ctx, vae, n, NULL, 1, round, grammar, d->token, d->length) == EQS_OK);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
  return d;
}

Test(sample, every_sample_obeys_the_grammar)
{
  drawn *d = draw(2, SAMPLES, 0, &prefix_grammar);
  size_t longest = 0;
  for (size_t i = 0; i < SAMPLES; i++) {
    cr_expect(is_prefix(d->token + i * LENGTH, d->length[i]));
    if (d->length[i] > longest) longest = d->length[i];
  }
  cr_expect(longest == LENGTH); /* the limit is reached, so it was kept by the mask */
  free(d);
}

Test(sample, without_a_grammar_anything_but_sos_and_pad_follows)
{
  drawn *d = draw(2, SAMPLES, 0, NULL);
  unsigned seen[TOKENS] = {0}, empty = 0;
  for (size_t i = 0; i < SAMPLES; i++) {
    cr_assert(d->length[i] <= LENGTH);
    empty += d->length[i] == 0;
    for (size_t k = 0; k < d->length[i]; k++) {
      cr_assert(d->token[i * LENGTH + k] < TOKENS);
      seen[d->token[i * LENGTH + k]]++;
    }
  }
  cr_expect(empty > 0);
  for (int t = 0; t < TOKENS; t++) cr_expect(seen[t] > 0, "token %d", t);
  free(d);
}

Test(sample, threads_do_not_change_a_bit)
{
  drawn *one = draw(1, SAMPLES, 3, &prefix_grammar);
  for (int threads = 2; threads <= 3; threads++) {
    drawn *many = draw(threads, SAMPLES, 3, &prefix_grammar);
    cr_expect(memcmp(one, many, sizeof *one) == 0);
    free(many);
  }
  free(one);
}

/* In whole blocks: BLAS may round a row of a shorter one otherwise. */
Test(sample, a_sample_depends_on_its_number_not_on_how_many_are_drawn)
{
  drawn *few = draw(2, EQS_SAMPLE_ROWS, 3, NULL), *many = draw(2, SAMPLES, 3, NULL);
  drawn *other = draw(2, SAMPLES, 4, NULL);
  cr_expect(memcmp(few->length, many->length, EQS_SAMPLE_ROWS) == 0);
  for (size_t i = 0; i < EQS_SAMPLE_ROWS; i++)
    cr_expect(memcmp(few->token + i * LENGTH, many->token + i * LENGTH, few->length[i]) == 0);
  cr_expect(memcmp(other->token, many->token, sizeof other->token) != 0);
  free(few);
  free(many);
  free(other);
}

Test(sample, what_is_given_stays)
{
  drawn *free_ones = draw(2, SAMPLES, 3, &prefix_grammar), *d = calloc(1, sizeof *d);
  uint8_t given[SAMPLES];
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  size_t changed = 0;
  for (size_t i = 0; i < SAMPLES; i++) {
    given[i] = (uint8_t)(i % 2 * (free_ones->length[i] / 2));
    memcpy(d->token + i * LENGTH, free_ones->token + i * LENGTH, given[i]);
  }
  cr_assert(eqs_vae_continue(ctx, vae, SAMPLES, NULL, 1, 4, &prefix_grammar, given, d->token,
                             d->length) == EQS_OK);
  drawn *other = draw(2, SAMPLES, 4, &prefix_grammar);
  for (size_t i = 0; i < SAMPLES; i++) {
    const uint8_t *token = d->token + i * LENGTH;
    cr_expect(is_prefix(token, d->length[i]), "what follows completes what is given");
    cr_expect(memcmp(token, free_ones->token + i * LENGTH, given[i]) == 0);
    changed += memcmp(token, free_ones->token + i * LENGTH, d->length[i]) != 0;
    if (given[i] == 0)
      cr_expect(memcmp(token, other->token + i * LENGTH, d->length[i]) == 0, "as without");
  }
  cr_expect(changed > SAMPLES / 4);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
  free(free_ones);
  free(other);
  free(d);
}

static unsigned allow_nothing(void *user, const void *state, uint8_t *allowed)
{
  (void)user, (void)state, (void)allowed;
  return 0;
}

Test(sample, a_grammar_that_allows_nothing_ends_the_sequence)
{
  const eqs_grammar nothing = {0, prefix_advance, allow_nothing, NULL};
  drawn *d = draw(2, SAMPLES, 0, &nothing);
  for (size_t i = 0; i < SAMPLES; i++) cr_expect(d->length[i] == 0);
  free(d);
}

/* The first token's frequencies from a fixed z against the probabilities of the naive decoder. */
Test(sample, frequencies_are_those_of_the_model)
{
  enum { DRAWS = 40000 };
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  config.max_length = 2;
  eqs_vae *vae = tiny_vae(ctx, &config);
  const int V = vae->dims.V, E = vae->dims.E, L = vae->dims.L;
  const float temperature = 0.5f;
  float *z = malloc(DRAWS * (size_t)L * sizeof *z);
  for (int i = 0; i < DRAWS * L; i++) z[i] = 0.3f * (float)(i % L) - 0.2f;
  uint8_t *token = malloc(2 * DRAWS), *length = malloc(DRAWS);
  cr_assert(eqs_vae_sample(ctx, vae, DRAWS, z, temperature, 0, NULL, token, length) == EQS_OK);

  double *block = calloc(vae->layout.size, sizeof *block);
  for (size_t i = 0; i < vae->layout.size; i++) block[i] = (double)vae->weights[i];
  naive m = {&vae->layout, block, vae->dims};
  double from_z[NAIVE_WIDTH], x[NAIVE_WIDTH], h[NAIVE_WIDTH] = {0}, c[NAIVE_WIDTH] = {0};
  double zd[NAIVE_WIDTH], logits[NAIVE_WIDTH], p[TOKENS + 1], sum = 0;
  for (int l = 0; l < L; l++) zd[l] = (double)z[l];
  naive_linear(&m, Z, L, E, zd, from_z);
  for (int e = 0; e < E; e++)
    x[e] = naive_tensor(&m, EMBEDDING)[eqs_sos(config.n_tokens) * E + e] + from_z[e];
  naive_cell(&m, DECODER, x, h, c);
  naive_linear(&m, OUTPUT, vae->dims.H, V, h, logits);
  for (int t = 0; t <= TOKENS; t++) sum += p[t] = exp(logits[t] / (double)temperature);

  unsigned count[TOKENS + 1] = {0};
  for (int i = 0; i < DRAWS; i++) count[length[i] ? token[2 * i] : TOKENS]++;
  for (int t = 0; t <= TOKENS; t++) {
    double expected = DRAWS * p[t] / sum, deviation = sqrt(expected * (1 - p[t] / sum));
    cr_expect(fabs(count[t] - expected) < 5 * deviation, "token %d: %u, expected %g", t, count[t],
              expected);
  }
  free(block);
  free(token);
  free(length);
  free(z);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(sample, refuses_a_temperature_that_is_no_positive_number)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  uint8_t token[LENGTH], length[1];
  const float wrong[] = {0, -1, NAN, 1e-40f};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    cr_expect(eqs_vae_sample(ctx, vae, 1, NULL, wrong[i], 0, NULL, token, length) == EQS_USAGE);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* Every length, so whole vectors and rests; the choice is that of the plain cumulative sum, but
   where rounding decides. */
Test(sample, a_token_is_chosen_by_its_share)
{
  enum { MOST = 70 };
  eqs_rng rng = eqs_rng_new(5, 0);
  for (int turn = 0; turn < 4000; turn++) {
    const int n = 1 + turn % MOST;
    float logits[MOST], u = (float)eqs_rng_uniform(&rng);
    uint8_t allowed[MOST];
    double weight[MOST], sum = 0, below = 0;
    for (int v = 0; v < n; v++) {
      logits[v] = 6 * (float)eqs_rng_uniform(&rng) - 3;
      allowed[v] = eqs_rng_below(&rng, 3) > 0;
    }
    allowed[eqs_rng_below(&rng, (uint32_t)n)] = 1;
    for (int v = 0; v < n; v++) {
      weight[v] = allowed[v] ? exp((double)logits[v] * 0.5) : 0;
      sum += weight[v];
    }
    int got = eqs_sample_token(n, logits, allowed, 0.5f, u);
    cr_assert(got < n && allowed[got], "%d of %d", got, n);
    for (int v = 0; v < got; v++) below += weight[v];
    cr_expect(below / sum < (double)u + 1e-5 && (below + weight[got]) / sum > (double)u - 1e-5);
  }
}

Test(sample, weights_that_are_no_numbers_choose_what_is_allowed)
{
  enum { N = 20 };
  for (int last = 0; last < N; last++) {
    float logits[N];
    uint8_t allowed[N] = {0};
    for (int v = 0; v < N; v++) logits[v] = NAN;
    allowed[last] = 1;
    cr_expect_eq(eqs_sample_token(N, logits, allowed, 1, 0.5f), last);
  }
}
