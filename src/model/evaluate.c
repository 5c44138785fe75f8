/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking at a corpus without learning from it: losses, and latent means. */
#include "model/model.h"
#include <math.h>
#include <omp.h>
#include <string.h>

/* The codes of the sequences of a pass to where they belong. */
static void copy_codes(const eqs_pass *pass, float *mu, float *deviation)
{
  const size_t L = (size_t)pass->dims.L;
  for (int r = 0; r < pass->batch.rows; r++) {
    const size_t from = (size_t)r * L, to = pass->batch.sequence[r] * L;
    memcpy(mu + to, pass->mu + from, L * sizeof *mu);
    for (size_t k = 0; deviation && k < L; k++)
      deviation[to + k] = expf(0.5f * pass->log_variance[from + k]);
  }
}

/* Runs the encoder over every shard of CORPUS, and the decoder for the losses where MU is NULL. */
static eqs_status run_shards(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus, float *mu,
                             float *deviation)
{
  const int threads = eqs_ctx_threads(ctx);
  eqs_status status = eqs_corpus_check(ctx, corpus, &vae->config);
  if (status == EQS_OK) status = eqs_vae_reserve(ctx, vae, threads, corpus->n);
  if (status != EQS_OK) return status;
  eqs_corpus_sort(corpus, NULL, vae->order);
  const size_t shards = eqs_shards_of(corpus->n);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (size_t s = 0; s < shards; s++) {
    eqs_pass *pass = &vae->pass[omp_get_thread_num()];
    size_t begin = s * EQS_SHARD_ROWS, left = corpus->n - begin;
    eqs_batch_pack(&pass->batch, corpus, vae->order + begin,
                   left < EQS_SHARD_ROWS ? (int)left : EQS_SHARD_ROWS, vae->config.n_tokens);
    eqs_pass_draw(pass, 0, 1, NULL);
    eqs_encoder_forward(pass, &vae->params);
    if (mu) {
      copy_codes(pass, mu, deviation);
    } else {
      eqs_decoder_read(pass, &vae->params);
      eqs_decoder_forward(pass, &vae->params);
      vae->losses[s] = eqs_pass_losses(pass, 0);
    }
  }
  return EQS_OK;
}

eqs_status eqs_vae_evaluate(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus,
                            eqs_vae_losses *losses)
{
  *losses = (eqs_vae_losses){0};
  eqs_status status = run_shards(ctx, vae, corpus, NULL, NULL);
  if (status != EQS_OK) return status;
  *losses = eqs_losses_mean(eqs_losses_sum(vae->losses, eqs_shards_of(corpus->n)), 0);
  return EQS_OK;
}

eqs_status eqs_vae_encode(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus, float *mu,
                          float *deviation)
{
  return run_shards(ctx, vae, corpus, mu, deviation);
}
