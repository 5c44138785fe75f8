/* SPDX-License-Identifier: BSD-3-Clause */
/* One iteration of the published loop. All that depends on order happens in the order of the
   samples' numbers, so threads do not matter. */
#include "data/dataset.h"
#include "search/enough.h"
#include "search/paper.h"
#include "search/seen.h"
#include "search/simplify.h"
#include "util/fail.h"
#include "util/hash.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

/* Samples scored between two looks at the budget. */
enum { CHUNK = 512 };

/* ---- Sampling -------------------------------------------------------------------------------- */

static eqs_status draw_tokens(eqs_paper_run *run)
{
  const eqs_grammar grammar = eqs_mask_grammar(&run->mask);
  const bool masked = run->options->paper.mask != EQS_MASK_NONE;
  run->budget.now.n_sampled += run->options->samples;
  return eqs_vae_sample(run->ctx, run->vae, run->options->samples, NULL, 1, run->iteration,
                        masked ? &grammar : NULL, run->token, run->length);
}

/* The samples that are formulas, obey the rules and were not drawn before in this iteration;
   returns how many. */
static size_t take_formulas(eqs_paper_run *run, eqs_seen *seen)
{
  size_t n = 0;
  const size_t stride = eqs_vae_settings(run->vae)->max_length;
  for (uint32_t i = 0; i < run->options->samples; i++) {
    const uint8_t *token = run->token + i * stride;
    eqs_paper_sample *s = &run->sample[n];
    uint64_t spelling = eqs_hash_bytes(token, run->length[i], 0);
    if (!run->options->paper.canonical && !eqs_seen_add(seen, spelling)) continue;
    if (!eqs_vocabulary_decode(&run->vocabulary, token, run->length[i], &s->f)) continue;
    s->hash = eqs_nodes_hash(s->f.node, s->f.n);
    if (run->options->paper.canonical && !eqs_seen_add(seen, s->hash)) continue;
    n += eqs_rules_check(&run->rules, s->f.node, s->f.n, NULL);
  }
  run->result->n_distinct += n;
  return n;
}

/* ---- Scoring --------------------------------------------------------------------------------- */

/* Scores as many expressions as there are samples: guarded ones on the data, or on the box. */
static eqs_status score_chunk(eqs_paper_run *run, const eqs_paper_sample *sample, size_t n,
                              const eqs_dataset *dataset)
{
  const bool on_box = dataset == run->box;
  eqs_status status = EQS_OK;
  for (size_t i = 0; i < n; i++) {
    run->expr[i] = on_box ? eqs_paper_guard_range(&sample[i].f, run->y_low, run->y_high)
                          : eqs_paper_guard(&sample[i].f);
    if (run->expr[i] == NULL) status = eqs_fail_memory(run->ctx, sizeof(eqs_formula));
  }
  if (status == EQS_OK)
    status = eqs_engine_score(run->ctx, run->engine, dataset, (const eqs_expr *const *)run->expr, n,
                              run->metrics);
  for (size_t i = 0; i < n; i++) {
    eqs_expr_free(run->expr[i]);
    run->expr[i] = NULL;
  }
  return status;
}

/* Of the N samples from BEGIN on, moves those that have a value everywhere to KEPT. */
static eqs_status keep_finite(eqs_paper_run *run, size_t begin, size_t n, size_t *kept)
{
  eqs_paper_sample *sample = run->sample;
  size_t on_data = *kept, count = 0;
  eqs_status status = score_chunk(run, sample + begin, n, run->dataset);
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    const eqs_metrics *m = &run->metrics[i];
    if (m->rejected > 0 || !isfinite(m->loss)) continue;
    eqs_paper_sample *to = &sample[on_data + count++];
    if (to != &sample[begin + i]) {
      eqs_formula_copy(&to->f, &sample[begin + i].f);
      to->hash = sample[begin + i].hash;
    }
    to->mse = m->loss;
    to->mae = m->mae;
  }
  if (status == EQS_OK) status = score_chunk(run, sample + on_data, count, run->box);
  for (size_t i = 0; i < count && status == EQS_OK; i++) {
    if (run->metrics[i].rejected > 0) continue;
    if (*kept != on_data + i) {
      eqs_formula_copy(&sample[*kept].f, &sample[on_data + i].f);
      sample[*kept].hash = sample[on_data + i].hash;
      sample[*kept].mse = sample[on_data + i].mse;
      sample[*kept].mae = sample[on_data + i].mae;
    }
    ++*kept;
  }
  return status;
}

static eqs_status score(eqs_paper_run *run, size_t n, size_t *kept)
{
  eqs_status status = EQS_OK;
  *kept = 0;
  for (size_t begin = 0; begin < n && status == EQS_OK; begin += CHUNK) {
    if (eqs_budget_over(&run->budget, 1)) break;
    size_t count = n - begin < CHUNK ? n - begin : CHUNK, before = *kept;
    status = keep_finite(run, begin, count, kept);
    run->budget.now.n_scored += count;
    run->result->from_model += count;
    run->result->n_rejected += count - (*kept - before);
    eqs_budget_report(&run->budget, false);
  }
  return status;
}

/* ---- Keeping --------------------------------------------------------------------------------- */

static void note_best(eqs_paper_run *run)
{
  const eqs_member *best = eqs_bank_best(&run->bank, EQS_BY_MSE, run->bank.max_complexity);
  if (best == NULL || best->mse == run->budget.now.best_mse) return;
  run->budget.now.best_mse = best->mse;
  run->budget.now.best_r2 = 1 - best->mse * (double)run->dataset->n_rows / run->dataset->target_ss;
  eqs_expr *expr = eqs_expr_from_nodes(best->f.node, best->f.n);
  char *text = expr == NULL ? NULL : eqs_expr_print(expr, &run->problem.roles->names, EQS_INFIX, 0);
  eqs_expr_free(expr);
  if (text == NULL) return; /* the line of progress keeps the formula before */
  free(run->best_text);
  run->best_text = text;
  run->budget.now.best = text;
}

static eqs_status offer(eqs_paper_run *run, size_t n)
{
  eqs_welcome welcome;
  for (size_t i = 0; i < n; i++) {
    const eqs_paper_sample *s = &run->sample[i];
    if (eqs_bank_offer(&run->bank, &s->f, s->hash, s->mse, s->mae, &welcome) != 0)
      return eqs_fail_memory(run->ctx, sizeof(eqs_member));
  }
  note_best(run);
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

/* A simpler way to write S, if the vocabulary has one. */
static void simplify(const eqs_paper_run *run, eqs_formula *f)
{
  eqs_formula shorter;
  uint8_t token[EQS_FORMULA_NODES];
  eqs_formula_copy(&shorter, f);
  if (!eqs_simplify(&shorter, &run->rules.allowed)) return;
  if (eqs_nodes_complexity(shorter.node, shorter.n) >= eqs_nodes_complexity(f->node, f->n)) return;
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
    if (status == EQS_OK) run->budget.now.loss = losses.reconstruction + losses.kl;
  }
  return status;
}

static bool ended(eqs_paper_run *run)
{
  if (eqs_budget_over(&run->budget, 1)) return true;
  if (eqs_bank_is_enough(&run->bank, run->options, run->dataset)) {
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
    status = score(run, (size_t)eqs_budget_grant(&run->budget, n), &kept);
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
