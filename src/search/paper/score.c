/* SPDX-License-Identifier: BSD-3-Clause */
/* The errors of an iteration's formulas: constants fitted where there are any, then the data, then,
   for those that are finite there, the box. */
#include "data/dataset.h"
#include "search/paper/paper.h"
#include "util/fail.h"
#include <math.h>

/* Formulas scored between two looks at the budget: a few milliseconds. */
enum { CHUNK = 2048 };

/* The reference fits by BFGS from up to five random starts until one converges. */
static const eqs_effort EFFORT = {.iterations = 20, .starts = 2};

static bool has_constant(const eqs_formula *f)
{
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_PARAM) return true;
  return false;
}

/* Fits the constants of the N samples from BEGIN on. What cannot be fitted keeps its values, and is
   not finite when it is scored. */
static eqs_status fit_constants(eqs_paper_run *run, size_t begin, size_t n)
{
  size_t count = 0;
  if (run->vocabulary.constant == EQS_VAE_MAX_TOKENS) return EQS_OK;
  for (size_t i = begin; i < begin + n; i++)
    if (has_constant(&run->sample[i].f)) run->fitted[count++] = &run->sample[i].f;
  eqs_status status = eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, 1, run->fitted, count,
                                     run->next_task, EFFORT, run->fit);
  run->next_task += count;
  return status;
}

/* Scores as many expressions as there are samples: guarded ones on the data, or on the box. */
static eqs_status score_guarded(eqs_paper_run *run, const eqs_paper_sample *sample, size_t n,
                                const eqs_dataset *dataset)
{
  const bool on_box = dataset == run->box;
  const int threads = eqs_ctx_threads(run->ctx);
  int failed = 0;
#pragma omp parallel for num_threads(threads) schedule(static, 64) reduction(| : failed)
  for (size_t i = 0; i < n; i++) {
    run->expr[i] = on_box ? eqs_paper_guard_range(&sample[i].f, run->y_low, run->y_high)
                          : eqs_paper_guard(&sample[i].f);
    failed |= run->expr[i] == NULL;
  }
  eqs_status status = failed ? eqs_fail_memory(run->ctx, n * sizeof(eqs_formula)) : EQS_OK;
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
  eqs_status status = score_guarded(run, sample + begin, n, run->dataset);
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    const eqs_metrics *m = &run->metrics[i];
    if (m->rejected > 0 || !isfinite(m->loss)) continue;
    eqs_paper_sample *to = &sample[on_data + count++];
    eqs_paper_sample_move(to, &sample[begin + i]);
    to->mse = m->loss;
    to->mae = m->mae;
  }
  if (status == EQS_OK) status = score_guarded(run, sample + on_data, count, run->box);
  for (size_t i = 0; i < count && status == EQS_OK; i++)
    if (run->metrics[i].rejected == 0)
      eqs_paper_sample_move(&sample[(*kept)++], &sample[on_data + i]);
  return status;
}

eqs_status eqs_paper_score(eqs_paper_run *run, size_t n, size_t *kept)
{
  eqs_status status = EQS_OK;
  *kept = 0;
  for (size_t begin = 0; begin < n && status == EQS_OK; begin += CHUNK) {
    if (eqs_budget_over(&run->budget, 1)) break;
    size_t count = n - begin < CHUNK ? n - begin : CHUNK, before = *kept;
    status = fit_constants(run, begin, count);
    if (status == EQS_OK) status = keep_finite(run, begin, count, kept);
    run->budget.now.n_scored += count;
    run->result->source[EQS_FROM_MODEL].scored += count;
    run->result->n_rejected += count - (*kept - before);
    eqs_budget_report(&run->budget, false);
  }
  return status;
}
