/* SPDX-License-Identifier: BSD-3-Clause */
/* Scoring: fresh, from trees to losses, or cached, from programs to losses. */
#include "bench/bench.h"
#include "bench/check.h"
#include "eval/sum.h"
#include "util/fail.h"
#include <omp.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
  eqs_ctx *ctx;
  const eqs_bench_options *options;
  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_aim aim;
  eqs_metrics *metrics;
  eqs_program *program; /* cached: lowered beforehand */
  eqs_crew crew;        /* cached: a workspace per thread */
  int threads;
} job;

static eqs_status score_fresh(void *user)
{
  job *j = user;
  return eqs_engine_score(j->ctx, j->engine, j->dataset, j->options->expr, j->options->n_expr,
                          j->metrics);
}

static eqs_status score_cached(void *user)
{
  job *j = user;
  int failed = 0;
#pragma omp parallel for num_threads(j->threads) schedule(dynamic, 4) reduction(| : failed)
  for (size_t i = 0; i < j->options->n_expr; i++) {
    eqs_crew alone = {.workspace = &j->crew.workspace[omp_get_thread_num()], .n = 1};
    eqs_loss_sums sums;
    if (eqs_crew_reserve(&alone, &j->program[i], j->dataset)) {
      failed |= 1;
      continue;
    }
    eqs_sum_loss(&alone, j->engine, &j->program[i], j->dataset, &j->aim, &sums);
    j->metrics[i] = eqs_metrics_of(&j->aim, &sums, j->dataset);
  }
  return failed ? eqs_fail_memory(j->ctx, 0) : EQS_OK;
}

static eqs_status lower_all(job *j)
{
  size_t n = j->options->n_expr;
  j->program = calloc(n, sizeof *j->program);
  eqs_status status = eqs_crew_new(j->ctx, &j->crew, j->threads);
  if (!j->program || status) return eqs_fail_memory(j->ctx, n * sizeof *j->program);
  for (size_t i = 0; i < n; i++)
    if (eqs_lower_value(&j->program[i], j->options->expr[i]))
      return eqs_fail_memory(j->ctx, n * sizeof(eqs_step));
  return EQS_OK;
}

static void finish(job *j)
{
  for (size_t i = 0; j->program && i < j->options->n_expr; i++) eqs_program_free(&j->program[i]);
  free(j->program);
  eqs_crew_free(&j->crew);
  free(j->metrics);
  eqs_dataset_free(j->dataset);
  eqs_engine_free(j->engine);
}

eqs_status eqs_bench_score(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .options = o, .threads = eqs_ctx_threads(ctx)};
  double nodes = 0, seconds;
  j.metrics = calloc(o->n_expr, sizeof *j.metrics);
  eqs_status status = j.metrics ? EQS_OK : eqs_fail_memory(ctx, o->n_expr * sizeof *j.metrics);
  if (!status) status = eqs_engine_new(ctx, &j.engine, &o->engine);
  if (!status) status = eqs_bench_dataset(ctx, &j.dataset, o->rows, o->engine.dtype);
  if (!status) j.aim = eqs_aim_new(j.dataset, NULL);
  if (!status && o->cached) status = lower_all(&j);
  if (!status)
    status =
        eqs_bench_time(o->cached ? score_cached : score_fresh, &j, o->repeats, &seconds, &r->mad);
  if (!status) status = eqs_bench_check(ctx, j.dataset, o->expr, o->n_expr, j.metrics, &r->checked);
  if (!status) {
    for (size_t i = 0; i < o->n_expr; i++) nodes += o->expr[i]->n_nodes;
    r->tier = j.engine->tier;
    r->us_per_expr = seconds / (double)o->n_expr * 1e6;
    r->gnode_per_s = nodes * (double)o->rows / seconds * 1e-9;
    r->median = seconds;
    eqs_bench_describe(j.engine, r);
  }
  finish(&j);
  return status;
}
