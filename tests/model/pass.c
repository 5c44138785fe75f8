/* SPDX-License-Identifier: BSD-3-Clause */
/* The whole network against its naive twin: losses, and every gradient by finite differences. */
#include "naive.h"
#include "tiny.h"

enum { ROWS = 5 };

static const eqs_kl_price half = {.weight = 0.5f};

typedef struct fixture {
  eqs_ctx *ctx;
  eqs_vae *vae;
  tiny_corpus corpus;
  eqs_pass pass;
  eqs_params grads;
  float *gradient;
  double *block;
  naive twin;
} fixture;

static void set_up(fixture *f, float dropout, uint32_t shared, bool weighted)
{
  *f = (fixture){.ctx = eqs_ctx_new()};
  eqs_vae_config config = tiny_config();
  config.dropout = dropout;
  config.shared_dropout = shared;
  f->vae = tiny_vae(f->ctx, &config);
  const eqs_layout *layout = &f->vae->layout;
  f->corpus = tiny_random(ROWS, config.n_tokens, config.max_length, weighted);
  uint32_t order[ROWS];
  cr_assert(eqs_pass_new(&f->pass, f->vae->blas, f->vae->dims, (int)config.max_length) == 0);
  eqs_corpus_sort(&f->corpus.corpus, NULL, order);
  eqs_batch_pack(&f->pass.batch, &f->corpus.corpus, order, ROWS, config.n_tokens);
  eqs_noise noise = eqs_noise_new(3, 4);
  eqs_pass_draw(&f->pass, dropout, (int)shared, &noise);
  f->gradient = calloc(layout->size, sizeof *f->gradient);
  f->grads = eqs_params_view(layout, f->gradient);
  f->block = calloc(layout->size, sizeof *f->block);
  for (size_t i = 0; i < layout->size; i++) f->block[i] = (double)f->vae->weights[i];
  f->twin = (naive){layout, f->block, f->vae->dims};
}

static void tear_down(fixture *f)
{
  free(f->block);
  free(f->gradient);
  eqs_pass_free(&f->pass);
  tiny_corpus_free(&f->corpus);
  eqs_vae_free(f->vae);
  eqs_ctx_free(f->ctx);
}

/* Central differences of the twin's loss with respect to parameter I. */
static double slope(fixture *f, size_t i, double scale, double kl_weight)
{
  const double step = 1e-5, at = f->block[i];
  double reconstruction[2], kl[2];
  for (int side = 0; side < 2; side++) {
    f->block[i] = side ? at + step : at - step;
    naive_losses(&f->twin, &f->pass, &reconstruction[side], &kl[side]);
  }
  f->block[i] = at;
  return scale * (reconstruction[1] - reconstruction[0] + kl_weight * (kl[1] - kl[0])) / (2 * step);
}

static void check(float dropout, uint32_t shared, bool weighted)
{
  const float scale = 0.25f;
  fixture f;
  set_up(&f, dropout, shared, weighted);
  eqs_shard_losses losses = eqs_pass_train(&f.pass, &f.vae->params, &f.grads, scale, &half);
  double reconstruction, kl;
  naive_losses(&f.twin, &f.pass, &reconstruction, &kl);
  cr_expect(fabs(losses.reconstruction - reconstruction) < 1e-5 * reconstruction);
  cr_expect(fabs(losses.kl - kl) < 1e-5 * (1 + kl));
  for (int t = 0; t < EQS_TENSORS; t++) {
    const eqs_tensor *tensor = &f.vae->layout.tensor[t];
    double largest = 0;
    for (size_t i = tensor->offset; i < tensor->offset + tensor->count; i++) {
      double expected = slope(&f, i, (double)scale, (double)half.weight);
      double error = fabs((double)f.gradient[i] - expected);
      cr_expect(error < 2e-6 + 2e-5 * fabs(expected), "%s[%zu]: %g, twin %g", tensor->name,
                i - tensor->offset, (double)f.gradient[i], expected);
      if (fabs(expected) > largest) largest = fabs(expected);
    }
    cr_expect(largest > 1e-5, "%s: no gradient reaches it", tensor->name);
  }
  tear_down(&f);
}

Test(pass, gradients_without_dropout)
{
  check(0, 1, false);
}

Test(pass, gradients_with_masks_shared_by_token)
{
  check(0.3f, 1, false);
}

Test(pass, gradients_with_masks_by_position)
{
  check(0.3f, 0, false);
}

Test(pass, gradients_follow_the_weights)
{
  check(0, 1, true);
}

Test(pass, gradients_accumulate)
{
  fixture f;
  set_up(&f, 0, 1, false);
  eqs_pass_train(&f.pass, &f.vae->params, &f.grads, 1, &half);
  float *once = malloc(f.vae->layout.size * sizeof *once);
  memcpy(once, f.gradient, f.vae->layout.size * sizeof *once);
  eqs_pass_train(&f.pass, &f.vae->params, &f.grads, 1, &half);
  for (size_t i = 0; i < f.vae->layout.size; i++)
    cr_expect(fabsf(f.gradient[i] - 2 * once[i]) <= 1e-4f * (1 + fabsf(once[i])));
  free(once);
  tear_down(&f);
}

/* Up to what is free the gradient is that of no price, above it that of the full one. */
Test(pass, free_nats_cost_nothing)
{
  fixture f;
  set_up(&f, 0, 1, false);
  const size_t size = f.vae->layout.size;
  const eqs_kl_price plenty = {.weight = 0.5f, .free = 1e6f}, none = {.weight = 0},
                     hardly = {.weight = 0.5f, .free = 1e-6f};
  const eqs_kl_price *price[] = {&plenty, &none, &hardly, &half};
  float *gradient[4];
  for (int k = 0; k < 4; k++) {
    memset(f.gradient, 0, size * sizeof *f.gradient);
    eqs_pass_train(&f.pass, &f.vae->params, &f.grads, 1, price[k]);
    gradient[k] = malloc(size * sizeof *gradient[k]);
    memcpy(gradient[k], f.gradient, size * sizeof *f.gradient);
  }
  cr_expect(memcmp(gradient[0], gradient[1], size * sizeof(float)) == 0);
  cr_expect(memcmp(gradient[2], gradient[3], size * sizeof(float)) == 0);
  cr_expect(memcmp(gradient[0], gradient[2], size * sizeof(float)) != 0);
  for (int k = 0; k < 4; k++) free(gradient[k]);
  tear_down(&f);
}

/* Sequences of unequal length go through together; nothing of one may leak into another. */
Test(pass, a_sequence_does_not_see_its_neighbours)
{
  fixture f;
  set_up(&f, 0, 1, false);
  eqs_pass_draw(&f.pass, 0, 1, NULL);
  eqs_encoder_forward(&f.pass, &f.vae->params);
  eqs_decoder_read(&f.pass, &f.vae->params);
  eqs_decoder_forward(&f.pass, &f.vae->params);
  eqs_shard_losses together = eqs_pass_losses(&f.pass, 0), alone = {0};
  for (uint32_t i = 0; i < ROWS; i++) {
    eqs_batch_pack(&f.pass.batch, &f.corpus.corpus, &i, 1, f.vae->config.n_tokens);
    eqs_encoder_forward(&f.pass, &f.vae->params);
    eqs_decoder_read(&f.pass, &f.vae->params);
    eqs_decoder_forward(&f.pass, &f.vae->params);
    eqs_shard_losses sums[2] = {alone, eqs_pass_losses(&f.pass, 0)};
    alone = eqs_losses_sum(sums, 2);
  }
  cr_expect(fabs(together.reconstruction - alone.reconstruction) < 1e-5 * alone.reconstruction);
  cr_expect(fabs(together.kl - alone.kl) < 1e-5);
  cr_expect(together.tokens == alone.tokens);
  tear_down(&f);
}
