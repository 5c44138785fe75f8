/* SPDX-License-Identifier: BSD-3-Clause */
/* The cost of making expressions runnable, from trees in memory to programs. */
#include "bench/bench.h"
#include "bench/check.h"
#include "eval/engine.h"
#include "program/program.h"
#include "util/fail.h"
#include <omp.h>
#include <stdlib.h>

typedef struct job {
  eqs_ctx *ctx;
  const eqs_bench_options *options;
  eqs_program *program; /* one per thread, made anew for each expression */
  int threads;
} job;

static eqs_status prepare_all(void *user)
{
  job *j = user;
  int failed = 0;
#pragma omp parallel for num_threads(j->threads) schedule(dynamic, 4) reduction(| : failed)
  for (size_t i = 0; i < j->options->n_expr; i++)
    failed |= eqs_lower_value(&j->program[omp_get_thread_num()], j->options->expr[i]) != 0;
  return failed ? eqs_fail_memory(j->ctx, 0) : EQS_OK;
}

/* What is prepared this way gives right losses. */
static eqs_status check(job *j, const eqs_engine *engine, eqs_bench_result *r)
{
  const eqs_bench_options *o = j->options;
  enum { ROWS = 100 };
  eqs_dataset *dataset = NULL;
  eqs_metrics *metrics = calloc(o->n_expr, sizeof *metrics);
  eqs_status status = EQS_OK;
  if (!metrics) status = eqs_fail_memory(j->ctx, o->n_expr * sizeof *metrics);
  if (!status) status = eqs_bench_dataset(j->ctx, &dataset, ROWS, o->engine.dtype);
  if (!status) status = eqs_engine_score(j->ctx, engine, dataset, o->expr, o->n_expr, metrics);
  if (!status) status = eqs_bench_check(j->ctx, dataset, o->expr, o->n_expr, metrics, &r->checked);
  eqs_dataset_free(dataset);
  free(metrics);
  return status;
}

eqs_status eqs_bench_prepare(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .options = o, .threads = eqs_ctx_threads(ctx)};
  eqs_engine *engine = NULL;
  eqs_status status = EQS_OK;
  j.program = calloc((size_t)j.threads, sizeof *j.program);
  if (!j.program) status = eqs_fail_memory(ctx, (size_t)j.threads * sizeof *j.program);
  if (!status) status = eqs_engine_new(ctx, &engine, &o->engine);
  if (!status) status = eqs_bench_time(o, prepare_all, &j, r);
  if (!status) status = check(&j, engine, r);
  if (!status) {
    r->tier = engine->tier;
    r->us_per_expr = r->median / (double)o->n_expr * 1e6;
  }
  for (int i = 0; j.program && i < j.threads; i++) eqs_program_free(&j.program[i]);
  free(j.program);
  eqs_engine_free(engine);
  return status;
}
