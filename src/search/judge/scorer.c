/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas to expressions, through the fit in chunks, and back. */
#include "search/judge/scorer.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

/* A chunk takes some tens of milliseconds: long enough to keep all threads busy, short enough to
   answer a stop at once. Its work is counted in rows times iterations. A fit that takes seconds is
   a chunk by itself, whose rows the threads share. */
enum { MOST_IN_CHUNK = 1024, LEAST_IN_CHUNK = 4, WORK_IN_CHUNK = 1 << 20, LONG_WORK = 1 << 26 };

static size_t chunk_size(const eqs_scorer *scorer, eqs_effort effort)
{
  size_t work = (eqs_dataset_rows(scorer->dataset) + 1) * (effort.iterations + 1) * effort.starts;
  size_t n = WORK_IN_CHUNK / work, most = scorer->capacity;
  if (n < LEAST_IN_CHUNK) n = work > LONG_WORK ? 1 : LEAST_IN_CHUNK;
  return n < most ? n : most;
}

eqs_status eqs_scorer_init(eqs_ctx *ctx, eqs_scorer *scorer, const eqs_engine *engine,
                           const eqs_dataset *dataset, uint64_t seed)
{
  *scorer =
      (eqs_scorer){.engine = engine, .dataset = dataset, .seed = seed, .capacity = MOST_IN_CHUNK};
  scorer->expr = eqs_alloc_zero(scorer->capacity, sizeof *scorer->expr);
  scorer->result = eqs_alloc_zero(scorer->capacity, sizeof *scorer->result);
  scorer->task = eqs_alloc_zero(scorer->capacity, sizeof *scorer->task);
  if (scorer->expr != NULL && scorer->result != NULL && scorer->task != NULL) return EQS_OK;
  size_t bytes = scorer->capacity * (sizeof *scorer->expr + sizeof *scorer->result);
  eqs_scorer_free(scorer);
  return eqs_fail_memory(ctx, bytes);
}

void eqs_scorer_free(eqs_scorer *scorer)
{
  free(scorer->expr);
  free(scorer->result);
  free(scorer->task);
  *scorer = (eqs_scorer){0};
}

static void take_constants(const eqs_expr *expr, eqs_formula *f)
{
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_PARAM) f->node[i].value = eqs_expr_param(expr, f->node[i].index);
}

static eqs_score score_of(const eqs_fit_result *result)
{
  const eqs_metrics *m = &result->metrics;
  bool finite = result->status == EQS_OK && m->rejected == 0 && isfinite(m->loss);
  return (eqs_score){.done = true, .finite = finite, .loss = m->loss, .mae = m->mae};
}

static eqs_status fit_chunk(eqs_ctx *ctx, eqs_scorer *scorer, eqs_formula *const *f, size_t n,
                            uint64_t task, eqs_effort effort, eqs_score *score)
{
  eqs_status status = EQS_OK;
  eqs_fit_options options;
  eqs_fit_options_init(&options);
  options.iterations = effort.iterations;
  options.starts = effort.starts;
  options.roundings = effort.roundings;
  options.bar = effort.bar;
  options.seed = scorer->seed;
  options.objective = scorer->objective;
  options.task = scorer->task;
  for (size_t i = 0; i < n; i++) {
    scorer->task[i] = task + i;
    scorer->expr[i] = eqs_expr_from_nodes(f[i]->node, f[i]->n);
    if (scorer->expr[i] == NULL) status = eqs_fail_memory(ctx, f[i]->n * sizeof(eqs_node));
  }
  if (status == EQS_OK)
    status = eqs_fit_batch(ctx, scorer->engine, scorer->dataset, scorer->expr, n, &options,
                           scorer->result);
  for (size_t i = 0; i < n; i++) {
    if (status == EQS_OK) {
      score[i] = score_of(&scorer->result[i]);
      if (score[i].finite) take_constants(scorer->expr[i], f[i]);
    }
    eqs_expr_free(scorer->expr[i]);
    scorer->expr[i] = NULL;
  }
  return status;
}

eqs_status eqs_scorer_fit(eqs_ctx *ctx, eqs_scorer *scorer, eqs_budget *budget, double share,
                          eqs_formula *const *f, size_t n, uint64_t task, eqs_effort effort,
                          eqs_score *score)
{
  for (size_t i = 0; i < n; i++) score[i] = (eqs_score){0};
  size_t chunk = chunk_size(scorer, effort);
  for (size_t begin = 0; begin < n; begin += chunk) {
    if (eqs_budget_over(budget, share)) return EQS_OK;
    size_t count = n - begin < chunk ? n - begin : chunk;
    eqs_status status =
        fit_chunk(ctx, scorer, f + begin, count, task + begin, effort, score + begin);
    if (effort.bar != NULL) effort.bar += count;
    if (status != EQS_OK) return status;
    budget->now.n_fits += count;
    eqs_budget_report(budget, false);
  }
  return EQS_OK;
}
