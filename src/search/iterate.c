/* SPDX-License-Identifier: BSD-3-Clause */
/* One iteration of the search: the sources propose, what is new is fitted, the bank keeps the best,
   and from time to time the model learns from the bank. All that depends on order happens in the
   order of the proposals' numbers, so threads do not matter. */
#include "data/dataset.h"
#include "search/judge/enough.h"
#include "search/judge/outcome.h"
#include "search/run.h"
#include "util/fail.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  TEACH_EVERY = 64,
  TEACH_PASSES = 1,
  PROMISING = 6, /* one in so many is fitted thoroughly */
  GIVE_UP_IDLE = 50,
  STAY_EXACT = 20, /* iterations in which an exact formula may still become shorter */
  FEW_PARAMS = 3,
};
static const eqs_effort QUICK = {.iterations = 4, .starts = 1, .roundings = 1};

/* Random starts find few constants. Among many they find nothing: there, what a parent left is the
   better start. */
static const eqs_effort FEW = {.iterations = 20, .starts = 3, .roundings = 3};
static const eqs_effort MANY = {.iterations = 20, .starts = 1, .roundings = 3};

/* The loop leaves a little of the time to polishing and validation. */
static const double SEARCH_SHARE = 0.97;

/* The proposals that were not seen before, as run->batch; returns how many. */
static size_t take_new(eqs_run *run, uint32_t n)
{
  size_t fresh = 0;
  for (uint32_t i = 0; i < n; i++) {
    eqs_proposal *p = &run->proposal[i];
    if (p->f.n == 0) continue;
    p->hash = eqs_nodes_hash(p->f.node, p->f.n);
    if (!eqs_seen_add(&run->seen, p->hash)) continue;
    run->batch_from[fresh] = p;
    run->batch[fresh++] = &p->f;
    run->result->source[p->source].distinct++;
  }
  run->result->n_distinct += fresh;
  return fresh;
}

/* ---- Scoring --------------------------------------------------------------------------------- */

typedef struct promise {
  double ratio;
  uint32_t number;
} promise;

static int by_promise(const void *a, const void *b)
{
  const promise *x = a, *y = b;
  if (x->ratio != y->ratio) return x->ratio < y->ratio ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* The error against the best of the same complexity or less, by whichever criterion flatters it. */
static double ratio_to_best(const eqs_run *run, const eqs_formula *f, const eqs_score *score)
{
  unsigned complexity = eqs_nodes_complexity(f->node, f->n);
  const eqs_member *mse = eqs_bank_best(&run->bank, EQS_BY_MSE, complexity);
  const eqs_member *mae = eqs_bank_best(&run->bank, EQS_BY_MAE, complexity);
  if (mse == NULL || mae == NULL) return 0;
  double by_loss = score->loss / mse->mse, by_mae = score->mae / mae->mae;
  if (!eqs_loss_has_corner(&run->options->objective)) by_loss = sqrt(by_loss);
  return by_loss < by_mae ? by_loss : by_mae;
}

/* Numbers of the proposals that a thorough fit may bring into the bank, best first, as run->order;
   returns how many. */
static eqs_status choose_promising(eqs_run *run, size_t n, size_t *chosen)
{
  promise *p = malloc((n + 1) * sizeof *p);
  if (p == NULL) return eqs_fail_memory(run->ctx, n * sizeof *p);
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    if (run->score[i].finite && run->score[i].loss > 0 && run->batch[i]->n > 1)
      p[count++] = (promise){ratio_to_best(run, run->batch[i], &run->score[i]), (uint32_t)i};
  qsort(p, count, sizeof *p, by_promise);
  *chosen = count < n / PROMISING ? count : n / PROMISING;
  for (size_t i = 0; i < *chosen; i++) run->order[i] = p[i].number;
  free(p);
  return EQS_OK;
}

/* Fits the first N numbers of run->order. */
static eqs_status fit_chosen(eqs_run *run, size_t n, eqs_effort effort)
{
  for (size_t i = 0; i < n; i++) {
    run->chosen[i] = run->batch[run->order[i]];
    const eqs_score *s = &run->score[run->order[i]];
    run->bar[i] = eqs_bank_bar(&run->bank, run->chosen[i], s->loss, s->mae);
  }
  effort.bar = run->bar;
  eqs_status status = eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, SEARCH_SHARE,
                                     run->chosen, n, run->next_task, effort, run->chosen_score);
  run->next_task += n;
  for (size_t i = 0; i < n; i++)
    if (run->chosen_score[i].done) run->score[run->order[i]] = run->chosen_score[i];
  return status;
}

static eqs_status fit_thoroughly(eqs_run *run, size_t n)
{
  size_t chosen = 0, few = 0;
  eqs_status status = choose_promising(run, n, &chosen);
  for (size_t i = 0; i < chosen; i++) {
    uint32_t number = run->order[i];
    if (eqs_formula_params(run->batch[number]) > FEW_PARAMS) continue;
    run->order[i] = run->order[few];
    run->order[few++] = number;
  }
  if (status == EQS_OK) status = fit_chosen(run, few, FEW);
  memmove(run->order, run->order + few, (chosen - few) * sizeof *run->order);
  if (status == EQS_OK) status = fit_chosen(run, chosen - few, MANY);
  return status;
}

static eqs_status score(eqs_run *run, size_t n)
{
  eqs_status status = eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, SEARCH_SHARE, run->batch,
                                     n, run->next_task, QUICK, run->score);
  run->next_task += n;
  for (size_t i = 0; i < n; i++) {
    run->budget.now.n_scored += run->score[i].done;
    run->result->n_rejected += run->score[i].done && !run->score[i].finite;
  }
  return status == EQS_OK ? fit_thoroughly(run, n) : status;
}

/* ---- Keeping --------------------------------------------------------------------------------- */

static eqs_status keep(eqs_run *run, size_t n)
{
  eqs_shares_fade(&run->shares);
  for (size_t i = 0; i < n; i++) {
    const eqs_score *s = &run->score[i];
    const eqs_proposal *p = run->batch_from[i];
    eqs_source_counts *counts = &run->result->source[p->source];
    eqs_welcome welcome = EQS_BANK_REFUSED;
    if (!s->done) continue;
    if (s->finite && eqs_bank_offer(&run->bank, &p->f, p->hash, s->loss, s->mae, &welcome) != 0)
      return eqs_fail_memory(run->ctx, run->bank.capacity * sizeof(eqs_member));
    eqs_shares_credit(&run->shares, p->source, welcome);
    counts->scored++;
    counts->kept += welcome != EQS_BANK_REFUSED;
    counts->first += welcome == EQS_BANK_FRONT;
  }
  eqs_outcome_lead(run->ctx, run->engine, run->dataset, &run->bank, &run->problem, &run->budget,
                   &run->best_text);
  return EQS_OK;
}

eqs_status eqs_run_judge(eqs_run *run, uint32_t n)
{
  size_t granted = (size_t)eqs_budget_grant(&run->budget, take_new(run, n));
  eqs_status status = score(run, granted);
  if (status == EQS_OK) status = keep(run, granted);
  eqs_budget_report(&run->budget, false);
  return status;
}

/* What rounding leaves of the loss of an exact formula. Fits of a loss with a corner end further
   off. */
static double exact_loss(const eqs_run *run)
{
  double floor = run->options->engine.dtype == EQS_F64 ? 1e-26 : 1e-13;
  double variance = run->dataset->target_ss / (double)run->dataset->n_rows;
  if (!eqs_loss_has_corner(&run->options->objective)) return floor * variance;
  return fmax(sqrt(floor * variance), run->bank.exact);
}

bool eqs_run_satisfied(const eqs_run *run)
{
  if (run->options->stop_r2 > 0)
    return eqs_bank_is_enough(run->ctx, run->engine, run->dataset, &run->bank, run->options);
  double loss = exact_loss(run);
  return run->budget.least_loss <= loss && eqs_bank_is_exact(&run->bank, run->dataset, loss);
}

static bool converged(eqs_run *run, size_t fresh)
{
  run->idle = fresh == 0 ? run->idle + 1 : 0;
  if (eqs_run_satisfied(run)) run->exact = run->options->stop_r2 > 0 ? STAY_EXACT : run->exact + 1;
  if (run->idle < GIVE_UP_IDLE && run->exact < STAY_EXACT) return false;
  run->budget.reason = EQS_STOP_CONVERGED;
  return true;
}

eqs_status eqs_run_iterate(eqs_run *run, bool *over)
{
  uint32_t n = 0;
  run->budget.now.phase = "search";
  eqs_status status = eqs_run_propose(run, run->options->samples, &n);
  if (status != EQS_OK) return status;
  uint64_t before = run->result->n_distinct;
  status = eqs_run_judge(run, n);
  size_t fresh = run->result->n_distinct - before;
  run->iteration++;
  if (status == EQS_OK && run->taught && run->iteration % TEACH_EVERY == 0)
    status = eqs_teach_bank(run->ctx, &run->lessons, &run->bank, TEACH_PASSES, &run->budget);
  *over = status != EQS_OK || eqs_budget_over(&run->budget, SEARCH_SHARE) || converged(run, fresh);
  if (!*over && eqs_budget_grant(&run->budget, 1) == 0) {
    run->budget.reason = EQS_STOP_EVALS;
    *over = true;
  }
  return status;
}
