/* SPDX-License-Identifier: BSD-3-Clause */
/* Pretraining in short pieces, and retraining on the bank. */
#include "search/lessons/lessons.h"
#include "search/formula/symmetry.h"
#include "util/fail.h"

enum {
  BATCHES_IN_PIECE = 4, /* between two looks at the budget */
  RANKS = 8,            /* of each niche are taught */
};
static const float REPLAY_SHARE = 0.25f;

void eqs_lessons_init(eqs_lessons *lessons, eqs_vae *vae, const eqs_mask *mask, uint64_t seed)
{
  *lessons = (eqs_lessons){.vae = vae, .mask = mask, .seed = seed};
}

void eqs_lessons_free(eqs_lessons *lessons)
{
  eqs_sequences_free(&lessons->corpus);
  eqs_sequences_free(&lessons->bank);
  *lessons = (eqs_lessons){0};
}

static eqs_status train(eqs_ctx *ctx, eqs_lessons *lessons, const eqs_sequences *sequences,
                        size_t begin, size_t end, eqs_budget *budget)
{
  eqs_vae_losses losses;
  eqs_corpus corpus = eqs_sequences_slice(sequences, begin, end);
  eqs_status status =
      eqs_vae_train(ctx, lessons->vae, &corpus, lessons->epoch++, budget->options->stop, &losses);
  if (status == EQS_OK) budget->now.loss = losses.reconstruction;
  return status;
}

eqs_status eqs_pretrain(eqs_ctx *ctx, eqs_lessons *lessons, size_t formulas, unsigned epochs,
                        eqs_budget *budget, double share)
{
  size_t piece = (size_t)BATCHES_IN_PIECE * eqs_vae_settings(lessons->vae)->batch;
  if (eqs_budget_grant(budget, 1) == 0) return EQS_OK; /* nothing it proposes would be scored */
  budget->now.phase = "corpus";
  budget->now.epochs = epochs;
  eqs_budget_report(budget, true);
  eqs_status status =
      eqs_corpus_draw(ctx, lessons->mask, formulas, lessons->seed, budget, share, &lessons->corpus);
  if (lessons->ready) {
    lessons->epoch = epochs * ((lessons->corpus.n + piece - 1) / piece);
    return status;
  }
  budget->now.phase = "pretrain";
  for (unsigned epoch = 0; epoch < epochs; epoch++) {
    budget->now.epoch = epoch + 1;
    for (size_t begin = 0; begin < lessons->corpus.n && status == EQS_OK; begin += piece) {
      if (eqs_budget_over(budget, share)) return EQS_OK;
      size_t left = lessons->corpus.n - begin;
      status = train(ctx, lessons, &lessons->corpus, begin, begin + (left < piece ? left : piece),
                     budget);
      eqs_budget_report(budget, false);
    }
  }
  lessons->complete = status == EQS_OK && !eqs_budget_over(budget, share);
  return status;
}

static int collect_bank(eqs_lessons *lessons, const eqs_bank *bank)
{
  const eqs_vocabulary *vocabulary = lessons->mask->vocabulary;
  const uint32_t longest = eqs_vae_settings(lessons->vae)->max_length;
  for (int c = 0; c <= EQS_BY_MAE; c++)
    for (unsigned k = 0; k <= bank->max_complexity; k++) {
      const eqs_niche *niche = &bank->niche[c][k];
      for (uint32_t rank = 0; rank < niche->n && rank < RANKS; rank++) {
        float weight = 1.0f / (1.0f + (float)rank);
        eqs_formula plain;
        if (!eqs_formula_write_out(&niche->member[rank].f, longest, &plain)) continue;
        if (eqs_sequences_add(&lessons->bank, vocabulary, &plain, weight) != 0) return -1;
      }
    }
  return 0;
}

/* The next formulas of the corpus, round and round. */
static int collect_replay(eqs_lessons *lessons, size_t n)
{
  const eqs_sequences *corpus = &lessons->corpus;
  for (size_t i = 0; i < n && corpus->n > 0; i++) {
    size_t k = lessons->replayed++ % corpus->n;
    eqs_formula f;
    const uint8_t *token = corpus->token + corpus->start[k];
    uint32_t length = corpus->start[k + 1] - corpus->start[k];
    if (!eqs_vocabulary_decode(lessons->mask->vocabulary, token, length, &f)) continue;
    if (eqs_sequences_add(&lessons->bank, lessons->mask->vocabulary, &f, REPLAY_SHARE) != 0)
      return -1;
  }
  return 0;
}

/* The mean weight becomes 1, so that a step is as long as in pretraining. */
static void normalise(eqs_sequences *sequences)
{
  double sum = 0;
  for (size_t i = 0; i < sequences->n; i++) sum += sequences->weight[i];
  float factor = (float)((double)sequences->n / sum);
  for (size_t i = 0; i < sequences->n; i++) sequences->weight[i] *= factor;
}

eqs_status eqs_teach_bank(eqs_ctx *ctx, eqs_lessons *lessons, const eqs_bank *bank, unsigned passes,
                          eqs_budget *budget)
{
  eqs_sequences_clear(&lessons->bank);
  if (collect_bank(lessons, bank) != 0 || collect_replay(lessons, lessons->bank.n / 2) != 0)
    return eqs_fail_memory(ctx, lessons->bank.token_capacity);
  if (lessons->bank.n == 0) return EQS_OK;
  normalise(&lessons->bank);
  eqs_status status = EQS_OK;
  for (unsigned pass = 0; pass < passes && status == EQS_OK; pass++) {
    if (eqs_budget_over(budget, 1)) break;
    status = train(ctx, lessons, &lessons->bank, 0, lessons->bank.n, budget);
    eqs_budget_report(budget, false);
  }
  return status;
}
