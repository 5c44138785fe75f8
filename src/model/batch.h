/* SPDX-License-Identifier: BSD-3-Clause */
/* Sequences of a corpus in the order and the layout in which the network reads them. */
#ifndef EQS_MODEL_BATCH_H
#define EQS_MODEL_BATCH_H

#include "model/vae.h"

/* Rows that go through the network together. Fixed, so that what is computed does not depend on the
   number of threads; small, so that a step stays in cache and two threads find enough of them. */
enum { EQS_SHARD_ROWS = 64, EQS_MAX_STEPS = EQS_VAE_MAX_LENGTH + 1 };

/* At most EQS_SHARD_ROWS sequences, longest first, packed step by step: the rows still running at
   step t are the first active[t], and row r of step t is item offset[t] + r. A sequence of k tokens
   takes k + 1 steps: SOS and its tokens go in, its tokens and EOS are to come out. */
typedef struct eqs_batch {
  int rows, steps, items;
  int active[EQS_MAX_STEPS], offset[EQS_MAX_STEPS + 1];
  uint32_t sequence[EQS_SHARD_ROWS]; /* its number in the corpus */
  float weight[EQS_SHARD_ROWS];
  uint8_t *input, *reversed, *target; /* [items]; REVERSED is the input read from its end */
  int *mirror;                        /* [items] where the input of reversed[i] stands */
} eqs_batch;

/* Numbers of the special tokens when the caller has N tokens. */
static inline uint8_t eqs_eos(uint32_t n)
{
  return (uint8_t)n;
}

static inline uint8_t eqs_sos(uint32_t n)
{
  return (uint8_t)(n + 1);
}

/* The last step of row R. */
static inline int eqs_batch_last(const eqs_batch *batch, const eqs_corpus *corpus, int r)
{
  uint32_t s = batch->sequence[r];
  return (int)(corpus->start[s + 1] - corpus->start[s]);
}

/* Refuses sequences that are too long and tokens and weights out of range. */
eqs_status eqs_corpus_check(eqs_ctx *ctx, const eqs_corpus *corpus, const eqs_vae_config *config);

/* Fills ORDER with the sequence numbers, longest first. Among sequences of one length the order is
   that of RANK (a permutation of 0..n-1), or of the corpus when RANK is NULL. */
void eqs_corpus_sort(const eqs_corpus *corpus, const uint32_t *rank, uint32_t *order);

/* Packs the ROWS sequences of ORDER (longest first) into BATCH, whose arrays are large enough. */
void eqs_batch_pack(eqs_batch *batch, const eqs_corpus *corpus, const uint32_t *order, int rows,
                    uint32_t n_tokens);

#endif
