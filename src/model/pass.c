/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory of a pass, its random draws, and the whole way forward and back. */
#include "model/pass.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

/* Hands out pieces of a block that begin on cache lines; without a block it only counts. */
typedef struct carver {
  char *block;
  size_t used; /* bytes */
} carver;

static void *carve(carver *c, size_t rows, size_t width, size_t size)
{
  size_t bytes = eqs_align_up(rows * width * size);
  void *piece = c->block ? c->block + c->used : NULL;
  c->used += bytes;
  return piece;
}

static void carve_lstm(carver *c, eqs_lstm_pass *lstm, size_t B, size_t N, size_t H)
{
  lstm->gates = carve(c, N, 4 * H, sizeof(float));
  lstm->cell = carve(c, N, H, sizeof(float));
  lstm->tanh_cell = carve(c, N, H, sizeof(float));
  lstm->hidden = carve(c, N, H, sizeof(float));
  lstm->dhidden = carve(c, N, H, sizeof(float));
  lstm->dcell = carve(c, B, H, sizeof(float));
}

static size_t carve_all(eqs_pass *pass, void *block, int max_length)
{
  const size_t V = (size_t)pass->dims.V, E = (size_t)pass->dims.E, H = (size_t)pass->dims.H,
               L = (size_t)pass->dims.L, B = EQS_SHARD_ROWS, N = B * ((size_t)max_length + 1),
               R = V > N ? V : N; /* rows of masks */
  carver c = {block, 0};
  for (int i = 0; i < 3; i++) {
    pass->input[i].x = carve(&c, V, E, sizeof(float));
    pass->input[i].dx = carve(&c, V, E, sizeof(float));
    pass->input[i].table = carve(&c, V, 4 * H, sizeof(float));
    pass->input[i].dtransposed = carve(&c, E, 4 * H, sizeof(float));
    carve_lstm(&c, &pass->lstm[i], B, N, H);
  }
  pass->encoder_mask = carve(&c, R, E, sizeof(float));
  pass->decoder_mask = carve(&c, R, E, sizeof(float));
  eqs_dropped *lists[] = {&pass->encoder_dropped, &pass->decoder_dropped};
  for (int i = 0; i < 2; i++) {
    lists[i]->item_start = carve(&c, N + 1, 1, sizeof(int));
    lists[i]->column_start = carve(&c, E + 1, 1, sizeof(int));
    lists[i]->item = carve(&c, N, E, sizeof(int));
    lists[i]->column = carve(&c, N * E + 1, 1, sizeof(uint16_t));
  }
  pass->output_mask = carve(&c, N, H, sizeof(float));
  pass->last = carve(&c, B, 2 * H, sizeof(float));
  pass->dlast = carve(&c, B, 2 * H, sizeof(float));
  float **latent[] = {&pass->mu,  &pass->log_variance,  &pass->noise, &pass->z,
                      &pass->dmu, &pass->dlog_variance, &pass->dz};
  for (size_t i = 0; i < sizeof latent / sizeof latent[0]; i++)
    *latent[i] = carve(&c, B, L, sizeof(float));
  pass->z_embedding = carve(&c, B, E, sizeof(float));
  pass->dz_embedding = carve(&c, B, E, sizeof(float));
  pass->z_gates = carve(&c, B, 4 * H, sizeof(float));
  pass->dropped = carve(&c, N, H, sizeof(float));
  pass->logits = carve(&c, N, V, sizeof(float));
  pass->batch.mirror = carve(&c, N, 1, sizeof(int));
  pass->batch.input = carve(&c, N, 1, 1);
  pass->batch.reversed = carve(&c, N, 1, 1);
  pass->batch.target = carve(&c, N, 1, 1);
  return c.used;
}

int eqs_pass_new(eqs_pass *pass, const eqs_blas *blas, eqs_dims dims, int max_length)
{
  *pass = (eqs_pass){.dims = dims, .blas = blas};
  pass->block = eqs_alloc(carve_all(pass, NULL, max_length), 1);
  if (!pass->block) return -1;
  carve_all(pass, pass->block, max_length);
  return 0;
}

void eqs_pass_free(eqs_pass *pass)
{
  free(pass->block);
  pass->block = NULL;
}

/* A mask from where NOISE stands, which moves behind it: any thread may draw it. */
static void draw_mask(eqs_noise *noise, float *mask, size_t n, float p)
{
  eqs_noise here = *noise;
#pragma omp task
  eqs_noise_mask(&here, mask, n, p);
  eqs_noise_skip_mask(noise, n);
}

void eqs_pass_draw(eqs_pass *pass, float p, int shared_dropout, eqs_noise *noise)
{
  pass->latent_noise = noise != NULL;
  pass->p = noise ? p : 0;
  pass->by_position = pass->p > 0 && !shared_dropout;
  if (!noise) return;
  eqs_noise_normal(noise, pass->noise, (size_t)pass->batch.rows * (size_t)pass->dims.L);
  if (pass->p <= 0) return;
  const int rows = pass->by_position ? pass->batch.items : pass->dims.V;
  const size_t inputs = (size_t)rows * (size_t)pass->dims.E;
  draw_mask(noise, pass->encoder_mask, inputs, p);
  draw_mask(noise, pass->decoder_mask, inputs, p);
  draw_mask(noise, pass->output_mask, (size_t)pass->batch.items * (size_t)pass->dims.H, p);
#pragma omp taskwait
}

eqs_shard_losses eqs_pass_losses(eqs_pass *pass, float scale)
{
  const eqs_batch *batch = &pass->batch;
  const int V = pass->dims.V, L = pass->dims.L;
  eqs_shard_losses losses = {.tokens = (size_t)batch->items};
  for (int t = 0; t < batch->steps; t++)
    for (int r = 0; r < batch->active[t]; r++) {
      size_t i = (size_t)(batch->offset[t] + r);
      float w = batch->weight[r];
      losses.reconstruction += (double)w * eqs_cross_entropy(V, pass->logits + i * (size_t)V,
                                                             batch->target[i], scale * w);
    }
  for (int r = 0; r < batch->rows; r++) {
    size_t at = (size_t)r * (size_t)L;
    losses.kl += (double)batch->weight[r] * eqs_kl(L, pass->mu + at, pass->log_variance + at);
    losses.weight += (double)batch->weight[r];
  }
  return losses;
}

/* What KL costs a sequence at the margin: nothing up to what is free. */
static float price_of(const eqs_pass *pass, size_t at, const eqs_kl_price *kl)
{
  if (kl->free <= 0) return kl->weight;
  double spent = eqs_kl(pass->dims.L, pass->mu + at, pass->log_variance + at);
  return spent > (double)kl->free ? kl->weight : 0;
}

static void latent_backward(eqs_pass *pass, float scale, const eqs_kl_price *kl)
{
  const size_t L = (size_t)pass->dims.L, bytes = (size_t)pass->batch.rows * L * sizeof(float);
  memset(pass->dmu, 0, bytes);
  memset(pass->dlog_variance, 0, bytes);
  for (int r = 0; r < pass->batch.rows; r++) {
    size_t at = (size_t)r * L;
    eqs_latent_backward((int)L, pass->dmu + at, pass->dlog_variance + at, pass->dz + at,
                        scale * pass->batch.weight[r] * price_of(pass, at, kl), pass->mu + at,
                        pass->log_variance + at, pass->noise + at);
  }
}

eqs_shard_losses eqs_pass_train(eqs_pass *pass, const eqs_params *params, const eqs_params *grads,
                                float scale, const eqs_kl_price *kl)
{
#pragma omp task
  eqs_decoder_read(pass, params);
  eqs_encoder_forward(pass, params);
  eqs_decoder_forward(pass, params);
  eqs_shard_losses losses = eqs_pass_losses(pass, scale);
  eqs_decoder_backward(pass, grads, params);
#pragma omp task
  eqs_decoder_unread(pass, grads, params);
  latent_backward(pass, scale, kl);
  eqs_encoder_backward(pass, grads, params);
  return losses;
}
