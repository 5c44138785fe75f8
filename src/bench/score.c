/* SPDX-License-Identifier: BSD-3-Clause */
/* Scoring: fresh, from trees to losses, or cached, from programs to losses. */
#include "bench/bench.h"
#include "bench/check.h"
#include "eval/ready.h"
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
  eqs_loss_sums *sums;  /* cached: of each program */
  eqs_ready_set ready;  /* cached: their code */
  eqs_crew crew;        /* cached: a workspace per thread */
} job;

static eqs_status score_fresh(void *user)
{
  job *j = user;
  return eqs_engine_score(j->ctx, j->engine, j->dataset, j->options->expr, j->options->n_expr,
                          j->metrics);
}

static int score_panel(job *j, size_t tile, size_t end)
{
  int failed = 0;
#pragma omp parallel for num_threads(j->crew.n) schedule(dynamic, 4) reduction(| : failed)
  for (size_t i = 0; i < j->options->n_expr; i++) {
    eqs_workspace *w = &j->crew.workspace[omp_get_thread_num()];
    if (eqs_workspace_reserve(w, &j->program[i], j->dataset->dtype)) {
      failed |= 1;
      continue;
    }
    w->ready = &j->ready.ready[i];
    for (size_t t = tile; t < end && !eqs_loss_settled(&j->aim, &j->sums[i]); t++)
      eqs_run_loss(w, j->engine, &j->program[i], j->dataset, &j->aim, t, &j->sums[i]);
  }
  return failed;
}

static eqs_status score_cached(void *user)
{
  job *j = user;
  size_t n = j->options->n_expr, tiles = eqs_tiles(j->dataset->n_rows);
  memset(j->sums, 0, n * sizeof *j->sums);
  for (size_t tile = 0; tile < tiles; tile += EQS_TILES_A_PANEL) {
    size_t end = tile + EQS_TILES_A_PANEL < tiles ? tile + EQS_TILES_A_PANEL : tiles;
    if (score_panel(j, tile, end)) return eqs_fail_memory(j->ctx, 0);
  }
  for (size_t i = 0; i < n; i++) j->metrics[i] = eqs_metrics_of(&j->aim, &j->sums[i], j->dataset);
  return EQS_OK;
}

static eqs_status lower_all(job *j)
{
  size_t n = j->options->n_expr;
  j->program = calloc(n, sizeof *j->program);
  j->sums = calloc(n, sizeof *j->sums);
  if (!j->program || !j->sums) return eqs_fail_memory(j->ctx, n * sizeof *j->program);
  eqs_program one = {0};
  int failed = 0;
  for (size_t i = 0; i < n && !failed; i++)
    failed = eqs_lower_value(&one, j->options->expr[i]) || eqs_program_keep(&j->program[i], &one);
  eqs_program_free(&one);
  if (failed) return eqs_fail_memory(j->ctx, n * sizeof(eqs_step));
  if (eqs_ready_make(&j->ready, j->engine, j->program, n))
    return eqs_fail_memory(j->ctx, n * sizeof *j->ready.ready);
  return eqs_crew_new(j->ctx, &j->crew, eqs_ctx_threads(j->ctx));
}

static void finish(job *j)
{
  for (size_t i = 0; j->program && i < j->options->n_expr; i++) eqs_program_free(&j->program[i]);
  free(j->program);
  free(j->sums);
  eqs_crew_free(&j->crew);
  eqs_ready_free(&j->ready);
  free(j->metrics);
  eqs_dataset_free(j->dataset);
  eqs_engine_free(j->engine);
}

static void report(const job *j, eqs_bench_result *r)
{
  const eqs_bench_options *o = j->options;
  double nodes = 0;
  for (size_t i = 0; i < o->n_expr; i++) nodes += (double)eqs_expr_nodes(o->expr[i]);
  r->tier = j->engine->tier;
  r->rows = o->rows;
  r->cached = o->cached != 0;
  r->us_per_expr = r->median / (double)o->n_expr * 1e6;
  r->gnode_per_s = nodes * (double)o->rows / r->median * 1e-9;
}

eqs_status eqs_bench_score(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .options = o};
  eqs_status status = EQS_OK;
  j.metrics = calloc(o->n_expr, sizeof *j.metrics);
  if (!j.metrics) status = eqs_fail_memory(ctx, o->n_expr * sizeof *j.metrics);
  if (!status) status = eqs_engine_new(ctx, &j.engine, &o->engine);
  if (!status) status = eqs_bench_dataset(ctx, &j.dataset, o->rows, o->engine.dtype);
  if (!status) j.aim = eqs_aim_new(j.dataset, NULL);
  if (!status && o->cached) status = lower_all(&j);
  if (!status) status = eqs_bench_time(o, o->cached ? score_cached : score_fresh, &j, r);
  if (!status) status = eqs_bench_check(ctx, j.dataset, o->expr, o->n_expr, j.metrics, &r->checked);
  if (!status) status = eqs_bench_peak_fma(ctx, o, r);
  if (!status) report(&j, r);
  finish(&j);
  return status;
}
