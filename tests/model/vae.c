/* SPDX-License-Identifier: BSD-3-Clause */
/* A new model, its settings, and what it says about a corpus without learning from it. */
#include "naive.h"
#include "tiny.h"

Test(vae, the_published_model_has_its_published_size)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  config.n_tokens = 20;
  config.max_length = 30;
  eqs_vae *vae = tiny_vae(ctx, &config);
  cr_expect(eqs_vae_parameters(vae) == 2944 + 99328 + 33024 + 16512 + 49664 + 1495);
  cr_expect(eqs_vae_settings(vae)->n_tokens == 20);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(vae, starts_as_pytorch_does_and_from_its_seed)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  config.hidden = 64;
  config.embedding = 128;
  eqs_vae *a = tiny_vae(ctx, &config), *b = tiny_vae(ctx, &config);
  cr_expect(memcmp(a->weights, b->weights, a->layout.size * sizeof(float)) == 0);
  config.seed++;
  eqs_vae *c = tiny_vae(ctx, &config);
  cr_expect(memcmp(a->weights, c->weights, a->layout.size * sizeof(float)) != 0);
  const size_t n = 4 * 64 * 128;
  double largest = 0, mean = 0, variance = 0;
  for (size_t i = 0; i < n; i++) {
    double w = (double)a->params.decoder.w_ih[i];
    largest = fmax(largest, fabs(w));
    mean += w / (double)n;
    variance += w * w / (double)n;
  }
  cr_expect(largest <= 0.125 && largest > 0.1249 && fabs(mean) < 1e-3);
  cr_expect(fabs(variance - 0.125 * 0.125 / 3) < 2e-4);
  eqs_vae_free(a);
  eqs_vae_free(b);
  eqs_vae_free(c);
  eqs_ctx_free(ctx);
}

Test(vae, settings_out_of_range_are_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  const eqs_vae_config good = tiny_config();
  eqs_vae_config bad[14];
  for (size_t i = 0; i < 14; i++) bad[i] = good;
  bad[0].n_tokens = 0;
  bad[1].n_tokens = EQS_VAE_MAX_TOKENS + 1;
  bad[2].max_length = 0;
  bad[3].max_length = EQS_VAE_MAX_LENGTH + 1;
  bad[4].embedding = 0;
  bad[5].hidden = EQS_VAE_MAX_WIDTH + 1;
  bad[6].latent = 0;
  bad[7].batch = 0;
  bad[8].dropout = 1;
  bad[9].dropout = NAN;
  bad[10].kl_weight = -1;
  bad[11].learning_rate = INFINITY;
  bad[12].beta1 = 1;
  bad[13].epsilon = -1;
  for (size_t i = 0; i < 14; i++) {
    eqs_vae *vae = NULL;
    cr_expect(eqs_vae_new(ctx, &vae, &bad[i]) == EQS_USAGE, "case %zu", i);
    cr_expect(vae == NULL);
  }
  eqs_ctx_free(ctx);
}

Test(vae, the_largest_vocabulary_and_length_work)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  config.n_tokens = EQS_VAE_MAX_TOKENS;
  config.max_length = EQS_VAE_MAX_LENGTH;
  eqs_vae *vae = tiny_vae(ctx, &config);
  tiny_corpus corpus = tiny_random(70, config.n_tokens, config.max_length, false);
  eqs_vae_losses losses;
  cr_expect(eqs_vae_train(ctx, vae, &corpus.corpus, 0, NULL, &losses) == EQS_OK);
  enum { SAMPLES = 40 };
  uint8_t *token = malloc(SAMPLES * EQS_VAE_MAX_LENGTH), length[SAMPLES];
  cr_expect(eqs_vae_sample(ctx, vae, SAMPLES, NULL, 1, 0, NULL, token, length) == EQS_OK);
  unsigned longest = 0;
  for (int i = 0; i < SAMPLES; i++) longest = length[i] > longest ? length[i] : longest;
  cr_expect(longest > EQS_NOISE_GROUP); /* a second group of words was drawn */
  free(token);
  tiny_corpus_free(&corpus);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* Losses and latent means over several shards, against the naive model one by one. */
Test(vae, evaluates_and_encodes_as_the_naive_model_does)
{
  enum { N = 150 };
  eqs_vae_config config = tiny_config();
  tiny_corpus corpus = tiny_random(N, config.n_tokens, config.max_length, true);
  float mu[2][N * 3];
  eqs_vae_losses losses[2];
  for (int threads = 1; threads <= 2; threads++) {
    eqs_ctx *ctx = eqs_ctx_new();
    eqs_ctx_set_threads(ctx, threads);
    eqs_vae *vae = tiny_vae(ctx, &config);
    cr_assert(eqs_vae_evaluate(ctx, vae, &corpus.corpus, &losses[threads - 1]) == EQS_OK);
    cr_assert(eqs_vae_encode(ctx, vae, &corpus.corpus, mu[threads - 1], NULL) == EQS_OK);
    if (threads == 2) {
      double *block = calloc(vae->layout.size, sizeof *block), sum = 0, kl_sum = 0, weight = 0;
      for (size_t i = 0; i < vae->layout.size; i++) block[i] = (double)vae->weights[i];
      naive twin = {&vae->layout, block, vae->dims};
      eqs_pass pass;
      cr_assert(eqs_pass_new(&pass, vae->blas, vae->dims, (int)config.max_length) == 0);
      for (uint32_t i = 0; i < N; i++) {
        double rec, kl, m[NAIVE_WIDTH], s[NAIVE_WIDTH];
        eqs_batch_pack(&pass.batch, &corpus.corpus, &i, 1, config.n_tokens);
        eqs_pass_draw(&pass, 0, 1, NULL);
        naive_losses(&twin, &pass, &rec, &kl);
        naive_encode(&twin, &pass, 0, m, s);
        cr_expect(tiny_distance(3, mu[1] + 3 * (size_t)i, m) < 1e-5);
        sum += rec;
        kl_sum += kl;
        weight += (double)corpus.weight[i];
      }
      cr_expect(fabs(losses[1].reconstruction - sum / weight) < 1e-4);
      cr_expect(fabs(losses[1].kl - kl_sum / weight) < 1e-5);
      cr_expect(losses[1].tokens == corpus.start[N] + N && losses[1].steps == 0);
      eqs_pass_free(&pass);
      free(block);
    }
    eqs_vae_free(vae);
    eqs_ctx_free(ctx);
  }
  cr_expect(memcmp(mu[0], mu[1], sizeof mu[0]) == 0);
  cr_expect(memcmp(&losses[0], &losses[1], sizeof losses[0]) == 0);
  tiny_corpus_free(&corpus);
}
