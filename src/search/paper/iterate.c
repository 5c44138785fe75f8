/* SPDX-License-Identifier: BSD-3-Clause */
/* One iteration of the published loop. All that depends on order happens in the order of the
   samples' numbers, so threads do not matter. */
#include "data/dataset.h"
#include "search/formula/seen.h"
#include "search/formula/simplify.h"
#include "search/judge/enough.h"
#include "search/judge/outcome.h"
#include "search/paper/paper.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

/* ---- Sampling -------------------------------------------------------------------------------- */

static eqs_status draw_tokens(eqs_paper_run *run)
{
  const eqs_grammar grammar = eqs_mask_grammar(&run->mask);
  const bool masked = run->options->paper.mask != EQS_MASK_NONE;
  run->budget.now.n_sampled += run->options->samples;
  run->result->source[EQS_FROM_MODEL].sampled += run->options->samples;
  return eqs_vae_sample(run->ctx, run->vae, run->options->samples, NULL, 1, run->iteration,
                        masked ? &grammar : NULL, run->token, run->length);
}

/* Sample I as a formula, the hashes of its spelling and of its canonical form, and whether it obeys
   the rules. One that is no formula has n = 0. */
static void read_sample(const eqs_paper_run *run, uint32_t i, size_t stride)
{
  eqs_paper_sample *s = &run->sample[i];
  const uint8_t *token = run->token + i * stride;
  s->spelling = eqs_hash_bytes(token, run->length[i], 0);
  if (!eqs_vocabulary_decode(&run->vocabulary, token, run->length[i], &s->f)) s->f.n = 0;
  if (s->f.n == 0) return;
  s->hash = eqs_nodes_hash(s->f.node, s->f.n);
  s->obeys = eqs_rules_check(&run->rules, s->f.node, s->f.n, NULL);
}

/* The samples that are formulas, obey the rules and were not drawn before in this iteration, moved
   together; returns how many. */
static size_t take_formulas(eqs_paper_run *run, eqs_seen *seen)
{
  size_t n = 0;
  const size_t stride = eqs_vae_settings(run->vae)->max_length;
  const uint32_t samples = run->options->samples;
  const bool canonical = run->options->paper.canonical;
  const int threads = eqs_ctx_threads(run->ctx);
#pragma omp parallel for num_threads(threads) schedule(static, 64)
  for (uint32_t i = 0; i < samples; i++) read_sample(run, i, stride);
  for (uint32_t i = 0; i < samples; i++) {
    const eqs_paper_sample *s = &run->sample[i];
    if (s->f.n == 0 || !eqs_seen_add(seen, canonical ? s->hash : s->spelling) || !s->obeys)
      continue;
    eqs_paper_sample_move(&run->sample[n++], s);
  }
  run->result->n_distinct += n;
  run->result->source[EQS_FROM_MODEL].distinct += n;
  return n;
}

/* ---- Keeping --------------------------------------------------------------------------------- */

static eqs_status offer(eqs_paper_run *run, size_t n)
{
  eqs_source_counts *counts = &run->result->source[EQS_FROM_MODEL];
  eqs_welcome welcome;
  for (size_t i = 0; i < n; i++) {
    const eqs_paper_sample *s = &run->sample[i];
    if (eqs_bank_offer(&run->bank, &s->f, s->hash, s->mse, s->mae, &welcome) != 0)
      return eqs_fail_memory(run->ctx, sizeof(eqs_member));
    counts->kept += welcome != EQS_BANK_REFUSED;
    counts->first += welcome == EQS_BANK_FRONT;
  }
  eqs_outcome_lead(run->ctx, run->engine, run->dataset, &run->bank, &run->problem, &run->budget,
                   &run->best_text);
  return EQS_OK;
}

/* The error below which formulas are retained: a percentile of this iteration's and the pool's. */
static eqs_status threshold(eqs_paper_run *run, size_t n, double *tau)
{
  size_t all = n + eqs_paper_pool_size(&run->pool);
  if (eqs_grow(&run->sorted, &run->sorted_capacity, all, sizeof *run->sorted) != 0)
    return eqs_fail_memory(run->ctx, all * sizeof *run->sorted);
  for (size_t i = 0; i < n; i++) run->sorted[i] = run->sample[i].mse;
  eqs_paper_pool_errors(&run->pool, run->sorted + n);
  *tau = eqs_paper_percentile(run->sorted, all, run->options->paper.percentile);
  /* Where so many share the least error that none lies below, those are retained. */
  if (*tau <= run->sorted[0]) *tau = nextafter(run->sorted[0], INFINITY);
  return EQS_OK;
}

/* A simpler way to write F, if the vocabulary has one and the rules allow it. */
static void simplify(const eqs_paper_run *run, eqs_formula *f)
{
  eqs_formula shorter;
  uint8_t token[EQS_FORMULA_NODES];
  eqs_formula_copy(&shorter, f);
  if (!eqs_simplify(&shorter, &run->rules.allowed)) return;
  if (eqs_nodes_complexity(shorter.node, shorter.n) >= eqs_nodes_complexity(f->node, f->n)) return;
  if (!eqs_rules_check(&run->rules, shorter.node, shorter.n, NULL)) return;
  if (eqs_vocabulary_encode(&run->vocabulary, &shorter, token)) eqs_formula_copy(f, &shorter);
}

static eqs_status retain(eqs_paper_run *run, size_t n)
{
  double tau = 0;
  if (n == 0) return EQS_OK;
  eqs_status status = threshold(run, n, &tau);
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    eqs_paper_sample *s = &run->sample[i];
    if (s->mse >= tau) continue;
    if (run->options->paper.canonical && eqs_paper_pool_has(&run->pool, s->hash)) continue;
    if (run->options->paper.simplify) simplify(run, &s->f);
    if (eqs_paper_pool_add(&run->pool, &run->vocabulary, &s->f, s->hash, s->mse) != 0)
      status = eqs_fail_memory(run->ctx, sizeof *s);
  }
  return status;
}

static eqs_status teach(eqs_paper_run *run)
{
  eqs_status status = EQS_OK;
  if (eqs_paper_pool_lesson(&run->pool, &run->vocabulary) != 0)
    return eqs_fail_memory(run->ctx, run->pool.lesson.token_capacity);
  if (run->pool.lesson.n == 0) return EQS_OK;
  const eqs_corpus lesson = eqs_sequences_slice(&run->pool.lesson, 0, run->pool.lesson.n);
  for (unsigned pass = 0; pass < run->options->paper.passes && status == EQS_OK; pass++) {
    eqs_vae_losses losses;
    status = eqs_vae_train(run->ctx, run->vae, &lesson, run->epoch++, run->options->stop, &losses);
    if (status == EQS_OK) run->budget.now.loss = losses.reconstruction;
  }
  return status;
}

void eqs_paper_sample_move(eqs_paper_sample *to, const eqs_paper_sample *from)
{
  if (to == from) return;
  eqs_formula_copy(&to->f, &from->f);
  to->hash = from->hash;
  to->mse = from->mse;
  to->mae = from->mae;
}

static bool ended(eqs_paper_run *run)
{
  if (eqs_budget_over(&run->budget, 1)) return true;
  if (eqs_bank_is_enough(run->ctx, run->engine, run->dataset, &run->bank, run->options)) {
    run->budget.reason = EQS_STOP_CONVERGED;
    return true;
  }
  if (run->iteration < run->options->paper.iterations && eqs_budget_grant(&run->budget, 1) > 0)
    return false;
  run->budget.reason = EQS_STOP_EVALS;
  return true;
}

eqs_status eqs_paper_iterate(eqs_paper_run *run, bool *over)
{
  eqs_seen seen = {0};
  size_t kept = 0;
  if (eqs_seen_init(&seen, run->options->samples) != 0)
    return eqs_fail_memory(run->ctx, run->options->samples * 4 * sizeof(uint64_t));
  eqs_paper_pool_turn(&run->pool);
  eqs_status status = draw_tokens(run);
  if (status == EQS_OK) {
    size_t n = take_formulas(run, &seen);
    status = eqs_paper_score(run, (size_t)eqs_budget_grant(&run->budget, n), &kept);
  }
  if (status == EQS_OK) status = offer(run, kept);
  if (status == EQS_OK) status = retain(run, kept);
  if (status == EQS_OK) status = teach(run);
  run->iteration++;
  eqs_seen_free(&seen);
  eqs_budget_report(&run->budget, false);
  *over = status != EQS_OK || ended(run);
  return status;
}
