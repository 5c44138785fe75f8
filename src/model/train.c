/* SPDX-License-Identifier: BSD-3-Clause */
/* Training: shards of fixed size go through the network in parallel, each into a gradient block of
   its own; the blocks are summed in order and Adam takes a step. */
#include "model/adam.h"
#include "model/model.h"
#include "util/fail.h"
#include "util/random.h"
#include <omp.h>
#include <string.h>

/* Parameters that a thread sums and updates at a time: three blocks of them fit in L1. */
enum { UPDATE_CHUNK = 2048 };

/* One batch: COUNT sequences of ORDER, longest first. */
typedef struct job {
  eqs_vae *vae;
  const eqs_corpus *corpus;
  const uint32_t *order;
  size_t count;
  uint64_t epoch, number;
} job;

static void train_shard(const job *j, eqs_pass *pass, size_t shard)
{
  eqs_vae *vae = j->vae;
  const eqs_vae_config *config = &vae->config;
  size_t begin = shard * EQS_SHARD_ROWS, left = j->count - begin;
  float *block = vae->gradient + shard * vae->layout.size;
  eqs_params grads = eqs_params_view(&vae->layout, block);
  eqs_noise noise = eqs_noise_new(
      config->seed, eqs_noise_task(EQS_NOISE_TRAIN, j->epoch, j->number << 32 | shard));
  memset(block, 0, vae->layout.size * sizeof *block);
  eqs_batch_pack(&pass->batch, j->corpus, j->order + begin,
                 left < EQS_SHARD_ROWS ? (int)left : EQS_SHARD_ROWS, config->n_tokens);
  eqs_pass_draw(pass, config->dropout, (int)config->shared_dropout, &noise);
  if (vae->replace_noise) vae->replace_noise(vae->replace_user, j->epoch, pass);
  const eqs_kl_price kl = {config->kl_weight, config->kl_free};
  vae->losses[shard] = eqs_pass_train(pass, &vae->params, &grads, 1.0f / (float)j->count, &kl);
}

static void update_chunk(eqs_vae *vae, const eqs_adam *adam, size_t shards, size_t begin)
{
  const size_t size = vae->layout.size;
  size_t n = size - begin < UPDATE_CHUNK ? size - begin : UPDATE_CHUNK;
  float *sum = vae->gradient + begin;
  for (size_t s = 1; s < shards; s++) eqs_add(n, sum, sum + s * size);
  eqs_adam_update(adam, n, vae->weights + begin, vae->first + begin, vae->second + begin, sum);
}

static eqs_shard_losses train_batch(const job *j, int threads)
{
  eqs_vae *vae = j->vae;
  const size_t shards = eqs_shards_of(j->count);
  const int inputs = eqs_vae_by_position(&vae->config);
  const eqs_adam adam = eqs_adam_at(&vae->config, ++vae->steps);
#pragma omp parallel num_threads(threads)
  {
#pragma omp single
    for (size_t s = 0; s < shards; s++)
#pragma omp task
      train_shard(j, &vae->pass[omp_get_thread_num()], s);
#pragma omp for schedule(static)
    for (size_t begin = 0; begin < vae->layout.size; begin += UPDATE_CHUNK)
      update_chunk(vae, &adam, shards, begin);
#pragma omp for schedule(static, 1)
    for (int i = 0; i < 3; i++)
      eqs_params_transpose_one(&vae->params, vae->dims, inputs, vae->transposed, i);
  }
  return eqs_losses_sum(vae->losses, shards);
}

/* 0..n-1 in an order drawn from RNG (Fisher and Yates). */
static void shuffle(eqs_rng *rng, uint32_t *items, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    uint32_t k = eqs_rng_below(rng, i + 1);
    items[i] = items[k];
    items[k] = i;
  }
}

eqs_status eqs_vae_train(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus, uint64_t epoch,
                         const volatile int *stop, eqs_vae_losses *losses)
{
  const int threads = eqs_ctx_threads(ctx);
  const size_t batch = vae->config.batch;
  *losses = (eqs_vae_losses){0};
  eqs_status status = eqs_corpus_check(ctx, corpus, &vae->config);
  if (status == EQS_OK) status = eqs_vae_reserve(ctx, vae, threads, corpus->n);
  if (status == EQS_OK)
    status =
        eqs_vae_reserve_gradients(ctx, vae, eqs_shards_of(corpus->n < batch ? corpus->n : batch));
  if (status != EQS_OK) return status;

  eqs_rng rng = eqs_rng_new(vae->config.seed, eqs_noise_task(EQS_NOISE_ORDER, epoch, 0));
  uint32_t *permutation = vae->order + corpus->n;
  const uint32_t batches = (uint32_t)((corpus->n + batch - 1) / batch);
  shuffle(&rng, permutation, (uint32_t)corpus->n);
  eqs_corpus_sort(corpus, permutation, vae->order);
  shuffle(&rng, permutation, batches);
  eqs_shard_losses sum = {0};
  size_t steps = 0;
  for (; steps < batches && !(stop && *stop); steps++) {
    size_t begin = permutation[steps] * batch, left = corpus->n - begin;
    job j = {vae, corpus, vae->order + begin, left < batch ? left : batch, epoch, steps};
    eqs_shard_losses part[2] = {sum, train_batch(&j, threads)};
    sum = eqs_losses_sum(part, 2);
  }
  *losses = eqs_losses_mean(sum, steps);
  return EQS_OK;
}
