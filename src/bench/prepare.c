/* SPDX-License-Identifier: BSD-3-Clause */
/* The cost of making things runnable: lowering an expression, compiling the kernels. */
#include "bench/bench.h"
#include "bench/check.h"
#include "program/program.h"
#include "util/fail.h"

typedef struct job {
  eqs_ctx *ctx;
  const eqs_bench_options *options;
  eqs_program program;
  uint64_t steps;
} job;

static eqs_status lower_all(void *user)
{
  job *j = user;
  j->steps = 0;
  for (size_t i = 0; i < j->options->n_expr; i++) {
    const eqs_expr *e = j->options->expr[i];
    if (eqs_lower_value(&j->program, e))
      return eqs_fail_memory(j->ctx, e->n_nodes * sizeof(eqs_step));
    j->steps += j->program.n_steps;
  }
  return EQS_OK;
}

eqs_status eqs_bench_prepare(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .options = o};
  eqs_status status = eqs_bench_time(lower_all, &j, o->repeats, &r->median, &r->mad);
  eqs_program_free(&j.program);
  if (status) return status;
  r->us_per_expr = r->median / (double)o->n_expr * 1e6;
  r->checked = j.steps > 0 ? o->n_expr : 0;
  return EQS_OK;
}

static eqs_status compile(void *user)
{
  job *j = user;
  eqs_native *native;
  eqs_status status = eqs_native_compile(j->ctx, &native, NULL, j->options->engine.dtype);
  if (!status) eqs_native_free(native);
  return status;
}

eqs_status eqs_bench_compile(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .options = o};
  eqs_engine *engine;
  eqs_engine_options options = o->engine;
  options.tier = EQS_TIER_BLOCK;
  eqs_status status = eqs_bench_time(compile, &j, o->repeats, &r->median, &r->mad);
  if (!status) status = eqs_engine_new(ctx, &engine, &options);
  if (status) return status;
  r->tier = engine->tier;
  eqs_bench_describe(engine, r);
  eqs_engine_free(engine);
  return EQS_OK;
}
