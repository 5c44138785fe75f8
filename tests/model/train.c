/* SPDX-License-Identifier: BSD-3-Clause */
/* Training: learns a small corpus by heart, gives the same weights for any number of threads, obeys
   weights and the stop flag, refuses what is out of range. */
#include "tiny.h"

/* Four sequences that a model of this size can learn by heart. */
static const uint8_t tokens[] = {0, 1, 2, 3, 3, 2, 4, 5, 1, 1, 0, 5, 5};
static const uint32_t starts[] = {0, 4, 6, 10, 13};
static const eqs_corpus four = {4, starts, tokens, NULL};

static eqs_vae_config eager_config(void)
{
  eqs_vae_config config = tiny_config();
  config.embedding = 16;
  config.hidden = 16;
  config.latent = 4;
  config.dropout = 0;
  config.kl_weight = 0.01f;
  config.learning_rate = 1e-2f;
  return config;
}

Test(train, learns_a_small_corpus_by_heart)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = eager_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  eqs_vae_losses first, last;
  cr_assert(eqs_vae_train(ctx, vae, &four, 0, NULL, &first) == EQS_OK);
  for (uint64_t epoch = 1; epoch < 400; epoch++)
    cr_assert(eqs_vae_train(ctx, vae, &four, epoch, NULL, &last) == EQS_OK);
  cr_expect(first.reconstruction > 5, "%g", first.reconstruction);
  cr_expect(first.tokens == 13 + 4 && first.steps == 1);
  cr_assert(eqs_vae_evaluate(ctx, vae, &four, &last) == EQS_OK);
  cr_expect(last.reconstruction < 0.1, "%g", last.reconstruction);

  enum { SAMPLES = 500 };
  uint8_t *out = malloc(SAMPLES * (size_t)config.max_length), length[SAMPLES];
  cr_assert(eqs_vae_sample(ctx, vae, SAMPLES, NULL, 1, 0, NULL, out, length) == EQS_OK);
  unsigned known = 0;
  for (size_t i = 0; i < SAMPLES; i++)
    for (int k = 0; k < 4; k++)
      known += length[i] == starts[k + 1] - starts[k] &&
               memcmp(out + i * config.max_length, tokens + starts[k], length[i]) == 0;
  cr_expect(known > SAMPLES * 8 / 10, "%u of %d samples are from the corpus", known, SAMPLES);

  /* From the latent mean of a sequence comes that sequence. */
  float mu[4 * 4];
  cr_assert(eqs_vae_encode(ctx, vae, &four, mu, NULL) == EQS_OK);
  cr_assert(eqs_vae_sample(ctx, vae, 4, mu, 0.2f, 1, NULL, out, length) == EQS_OK);
  for (int k = 0; k < 4; k++) {
    cr_expect(length[k] == starts[k + 1] - starts[k]);
    cr_expect(memcmp(out + (size_t)k * config.max_length, tokens + starts[k], length[k]) == 0);
  }
  free(out);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* Weights after three epochs over several batches of several shards. */
static float *trained(int threads, uint32_t shared_dropout, size_t *size)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, threads);
  eqs_vae_config config = tiny_config();
  config.batch = 150;
  config.shared_dropout = shared_dropout;
  eqs_vae *vae = tiny_vae(ctx, &config);
  tiny_corpus corpus = tiny_random(400, config.n_tokens, config.max_length, true);
  eqs_vae_losses losses;
  for (uint64_t epoch = 0; epoch < 3; epoch++) {
    cr_assert(eqs_vae_train(ctx, vae, &corpus.corpus, epoch, NULL, &losses) == EQS_OK);
    cr_expect(losses.steps == 3);
  }
  *size = vae->layout.size;
  float *weights = malloc(*size * sizeof *weights);
  memcpy(weights, vae->weights, *size * sizeof *weights);
  tiny_corpus_free(&corpus);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
  return weights;
}

Test(train, threads_do_not_change_a_bit)
{
  for (uint32_t shared = 0; shared < 2; shared++) {
    size_t size;
    float *one = trained(1, shared, &size);
    for (int threads = 2; threads <= 3; threads++) {
      float *many = trained(threads, shared, &size);
      cr_expect(memcmp(one, many, size * sizeof *one) == 0, "%d threads", threads);
      free(many);
    }
    free(one);
  }
}

Test(train, a_sequence_of_weight_zero_teaches_nothing)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = eager_config();
  const float only_first[] = {1, 0, 0, 0};
  eqs_corpus weighted = four;
  weighted.weight = only_first;
  eqs_vae *vae = tiny_vae(ctx, &config);
  eqs_vae_losses losses;
  for (uint64_t epoch = 0; epoch < 200; epoch++)
    cr_assert(eqs_vae_train(ctx, vae, &weighted, epoch, NULL, &losses) == EQS_OK);
  cr_assert(eqs_vae_evaluate(ctx, vae, &weighted, &losses) == EQS_OK);
  cr_expect(losses.reconstruction < 0.1, "%g", losses.reconstruction);
  cr_assert(eqs_vae_evaluate(ctx, vae, &four, &losses) == EQS_OK);
  cr_expect(losses.reconstruction > 3, "%g", losses.reconstruction);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(train, stops_between_batches)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  const volatile int stop = 1;
  eqs_vae_losses losses;
  cr_assert(eqs_vae_train(ctx, vae, &four, 0, &stop, &losses) == EQS_OK);
  cr_expect(losses.steps == 0 && losses.tokens == 0 && vae->steps == 0);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(train, an_empty_corpus_is_no_error)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  const uint32_t none[] = {0};
  const eqs_corpus empty = {0, none, NULL, NULL};
  eqs_vae_losses losses;
  cr_expect(eqs_vae_train(ctx, vae, &empty, 0, NULL, &losses) == EQS_OK);
  cr_expect(losses.steps == 0 && losses.reconstruction == 0);
  cr_expect(eqs_vae_evaluate(ctx, vae, &empty, &losses) == EQS_OK);
  cr_expect(eqs_vae_sample(ctx, vae, 0, NULL, 1, 0, NULL, NULL, NULL) == EQS_OK);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(train, refuses_what_is_out_of_range)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  config.max_length = 4;
  eqs_vae *vae = tiny_vae(ctx, &config);
  eqs_vae_losses losses;
  const uint8_t five[] = {0, 1, 2, 3, 4}, unknown[] = {6};
  const uint32_t one_of_5[] = {0, 5}, one_of_1[] = {0, 1};
  const float negative[] = {-1}, nan_weight[] = {NAN};
  const struct {
    eqs_corpus corpus;
    const char *says;
  } cases[] = {{{1, one_of_5, five, NULL}, "longer than 4"},
               {{1, one_of_1, unknown, NULL}, "token 6"},
               {{1, one_of_1, five, negative}, "weight"},
               {{1, one_of_1, five, nan_weight}, "weight"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cr_expect(eqs_vae_train(ctx, vae, &cases[i].corpus, 0, NULL, &losses) == EQS_INPUT);
    cr_expect(strstr(eqs_ctx_message(ctx), cases[i].says) != NULL, "%s", eqs_ctx_message(ctx));
  }
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}
