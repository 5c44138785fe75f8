/* SPDX-License-Identifier: BSD-3-Clause */
/* Checking, sorting and packing of token sequences. */
#include "model/batch.h"
#include "util/fail.h"
#include <math.h>
#include <string.h>

static uint32_t length_of(const eqs_corpus *corpus, uint32_t i)
{
  return corpus->start[i + 1] - corpus->start[i];
}

static eqs_status check_sequence(eqs_ctx *ctx, const eqs_corpus *corpus,
                                 const eqs_vae_config *config, uint32_t i)
{
  uint32_t begin = corpus->start[i], end = corpus->start[i + 1];
  if (end < begin || end - begin > config->max_length)
    return eqs_fail(ctx, EQS_INPUT, "sequence %u: longer than %u tokens (raise max_length)", i,
                    config->max_length);
  for (uint32_t k = begin; k < end; k++)
    if (corpus->token[k] >= config->n_tokens)
      return eqs_fail(ctx, EQS_INPUT, "sequence %u: token %u, the vocabulary has %u", i,
                      corpus->token[k], config->n_tokens);
  if (corpus->weight && !(corpus->weight[i] >= 0 && isfinite(corpus->weight[i])))
    return eqs_fail(ctx, EQS_INPUT, "sequence %u: its weight is negative or not finite", i);
  return EQS_OK;
}

eqs_status eqs_corpus_check(eqs_ctx *ctx, const eqs_corpus *corpus, const eqs_vae_config *config)
{
  if (corpus->n > UINT32_MAX / 2)
    return eqs_fail(ctx, EQS_LIMIT, "corpus: %zu sequences, at most %u fit", corpus->n,
                    UINT32_MAX / 2);
  for (uint32_t i = 0; i < corpus->n; i++) {
    eqs_status status = check_sequence(ctx, corpus, config, i);
    if (status != EQS_OK) return status;
  }
  return EQS_OK;
}

void eqs_corpus_sort(const eqs_corpus *corpus, const uint32_t *rank, uint32_t *order)
{
  /* Counting sort; bin b holds the sequences of EQS_VAE_MAX_LENGTH - b tokens. */
  size_t start[EQS_VAE_MAX_LENGTH + 2] = {0};
  for (uint32_t i = 0; i < corpus->n; i++) start[EQS_VAE_MAX_LENGTH - length_of(corpus, i) + 1]++;
  for (int b = 0; b <= EQS_VAE_MAX_LENGTH; b++) start[b + 1] += start[b];
  for (uint32_t k = 0; k < corpus->n; k++) {
    uint32_t i = rank ? rank[k] : k;
    order[start[EQS_VAE_MAX_LENGTH - length_of(corpus, i)]++] = i;
  }
}

void eqs_batch_pack(eqs_batch *batch, const eqs_corpus *corpus, const uint32_t *order, int rows,
                    uint32_t n_tokens)
{
  int item = 0, active = rows;
  for (int r = 0; r < rows; r++) {
    batch->sequence[r] = order[r];
    batch->weight[r] = corpus->weight ? corpus->weight[order[r]] : 1.0f;
  }
  batch->rows = rows;
  batch->steps = (int)length_of(corpus, order[0]) + 1;
  for (int t = 0; t < batch->steps; t++) {
    while (eqs_batch_last(batch, corpus, active - 1) < t) active--;
    batch->active[t] = active;
    batch->offset[t] = item;
    item += active;
  }
  batch->items = batch->offset[batch->steps] = item;
  for (int t = 0; t < batch->steps; t++)
    for (int r = 0; r < batch->active[t]; r++) {
      const uint8_t *token = corpus->token + corpus->start[order[r]];
      int last = eqs_batch_last(batch, corpus, r), i = batch->offset[t] + r;
      batch->input[i] = t == 0 ? eqs_sos(n_tokens) : token[t - 1];
      batch->target[i] = t == last ? eqs_eos(n_tokens) : token[t];
      batch->reversed[i] = t == last ? eqs_sos(n_tokens) : token[last - t - 1];
      batch->mirror[i] = batch->offset[last - t] + r;
    }
}
