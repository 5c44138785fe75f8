/* SPDX-License-Identifier: BSD-3-Clause */
/* Fits: ten iterations from the constants in the expressions, towards one common target. */
#include "bench/bench.h"
#include "bench/check.h"
#include "eval/engine.h"
#include "expr/expr.h"
#include "util/fail.h"
#include <eqsieve/fit.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
  eqs_ctx *ctx;
  eqs_engine *engine;
  eqs_dataset *dataset;
  const eqs_expr **start; /* those with free constants */
  eqs_expr **expr;        /* copies that are fitted */
  eqs_fit_result *result;
  size_t n;
} job;

/* Every repeat fits from the same start; putting it back is part of the time, a few nanoseconds. */
static eqs_status fit_all(void *user)
{
  job *j = user;
  eqs_fit_options options;
  eqs_fit_options_init(&options);
  options.iterations = 10;
  options.starts = 1;
  options.tolerance = 0;
  for (size_t i = 0; i < j->n; i++)
    memcpy(j->expr[i]->node, j->start[i]->node, j->start[i]->n_nodes * sizeof(eqs_node));
  return eqs_fit_batch(j->ctx, j->engine, j->dataset, j->expr, j->n, &options, j->result);
}

static eqs_status prepare(job *j, const eqs_bench_options *o)
{
  j->start = calloc(o->n_expr, sizeof *j->start);
  j->expr = calloc(o->n_expr, sizeof *j->expr);
  j->result = calloc(o->n_expr, sizeof *j->result);
  if (!j->start || !j->expr || !j->result)
    return eqs_fail_memory(j->ctx, o->n_expr * sizeof *j->result);
  for (size_t i = 0; i < o->n_expr; i++) {
    const eqs_expr *e = o->expr[i];
    if (e->n_params == 0) continue;
    j->start[j->n] = e;
    j->expr[j->n] = eqs_expr_from_nodes(e->node, e->n_nodes);
    if (!j->expr[j->n]) return eqs_fail_memory(j->ctx, e->n_nodes * sizeof(eqs_node));
    j->n++;
  }
  if (j->n == 0) return eqs_fail(j->ctx, EQS_INPUT, "bench fit: no expression has a free constant");
  return EQS_OK;
}

static void finish(job *j)
{
  for (size_t i = 0; i < j->n; i++) eqs_expr_free(j->expr[i]);
  free(j->start);
  free(j->expr);
  free(j->result);
  eqs_dataset_free(j->dataset);
  eqs_engine_free(j->engine);
}

/* The losses of the fitted expressions, by the reference. */
static eqs_status check(job *j, eqs_bench_result *r)
{
  eqs_metrics *metrics = calloc(j->n, sizeof *metrics);
  if (!metrics) return eqs_fail_memory(j->ctx, j->n * sizeof *metrics);
  for (size_t i = 0; i < j->n; i++) metrics[i] = j->result[i].metrics;
  eqs_status status = eqs_bench_check(j->ctx, j->dataset, (const eqs_expr *const *)j->expr, j->n,
                                      metrics, &r->checked);
  free(metrics);
  return status;
}

static void report(const job *j, eqs_bench_result *r)
{
  double n = (double)j->n, evaluations = 0, improved = 0;
  for (size_t i = 0; i < j->n; i++) {
    evaluations += j->result[i].evaluations + j->result[i].gradients;
    improved += j->result[i].improved;
  }
  r->tier = j->engine->tier;
  r->rows = j->dataset->n_rows;
  r->fits_per_s = n / r->median;
  r->us_per_expr = r->median / n * 1e6;
  r->evals_per_fit = evaluations / n;
  r->improved = improved / n;
}

eqs_status eqs_bench_fit(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx};
  eqs_status status = prepare(&j, o);
  if (!status) status = eqs_engine_new(ctx, &j.engine, &o->engine);
  if (!status) status = eqs_bench_dataset(ctx, &j.dataset, o->rows, o->engine.dtype);
  if (!status) status = eqs_bench_time(o, fit_all, &j, r);
  if (!status) status = check(&j, r);
  if (!status) status = eqs_bench_peak_fma(ctx, o, r);
  if (!status) report(&j, r);
  finish(&j);
  return status;
}
