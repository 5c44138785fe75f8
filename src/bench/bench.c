/* SPDX-License-Identifier: BSD-3-Clause */
/* The kinds of benchmark by name, and running one of them. */
#include "bench/bench.h"
#include "util/fail.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const struct {
  const char *name;
  eqs_bench_runner *run;
  bool expressions; /* are needed */
} kinds[] = {
    [EQS_BENCH_PEAK] = {"peak", eqs_bench_peak, false},
    [EQS_BENCH_SCORE] = {"score", eqs_bench_score, true},
    [EQS_BENCH_FIT] = {"fit", eqs_bench_fit, true},
    [EQS_BENCH_PREPARE] = {"prepare", eqs_bench_prepare, true},
    [EQS_BENCH_COMPILE] = {"compile", eqs_bench_compile, false},
    [EQS_BENCH_SAMPLE] = {"sample", eqs_bench_sample, false},
    [EQS_BENCH_TRAIN] = {"train", eqs_bench_train, false},
    [EQS_BENCH_ITERATE] = {"iterate", eqs_bench_iterate, false},
    [EQS_BENCH_KERNEL] = {"kernel", eqs_bench_kernel, false},
    [EQS_BENCH_START] = {"start", eqs_bench_start, false},
};

const char *eqs_bench_name(eqs_bench_kind kind)
{
  return kinds[kind].name;
}

eqs_status eqs_bench_find(eqs_ctx *ctx, const char *name, eqs_bench_kind *kind)
{
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(name, kinds[i].name) == 0) {
      *kind = (eqs_bench_kind)i;
      return EQS_OK;
    }
  }
  return eqs_fail(ctx, EQS_USAGE,
                  "benchmark '%s' is unknown (use peak, score, fit, prepare, compile, sample, "
                  "train, iterate, kernel or start)",
                  name);
}

void eqs_bench_options_init(eqs_bench_options *options)
{
  *options = (eqs_bench_options){.size = sizeof *options, .rows = 1000, .repeats = 11};
  eqs_engine_options_init(&options->engine);
}

static eqs_status check_options(eqs_ctx *ctx, const eqs_bench_options *o)
{
  const char *name = kinds[o->kind].name;
  if (kinds[o->kind].expressions && o->n_expr == 0)
    return eqs_fail(ctx, EQS_USAGE, "bench %s: no expressions to measure with", name);
  if (o->rows == 0) return eqs_fail(ctx, EQS_USAGE, "bench %s: --rows must be at least 1", name);
  if (o->repeats == 0 || o->repeats > EQS_BENCH_MAX_REPEATS)
    return eqs_fail(ctx, EQS_USAGE, "bench %s: --repeats must be from 1 to %d", name,
                    EQS_BENCH_MAX_REPEATS);
  if (o->cpu_time && (o->kind == EQS_BENCH_START || eqs_ctx_threads(ctx) > 1))
    return eqs_fail(ctx, EQS_USAGE,
                    "bench %s: processor time is that of one thread of this process (add "
                    "--threads 1; start has none)",
                    name);
  return EQS_OK;
}

eqs_status eqs_bench_run(eqs_ctx *ctx, const eqs_bench_options *options, eqs_bench_result *result)
{
  eqs_status status =
      eqs_check_options(ctx, options->size, sizeof *options, "eqs_bench_options_init");
  if (status) return status;
  *result = (eqs_bench_result){.dtype = options->engine.dtype,
                               .tier = EQS_TIER_AUTO,
                               .threads = eqs_ctx_threads(ctx),
                               .gnode_per_s = NAN,
                               .us_per_expr = NAN,
                               .ns_per_element = NAN,
                               .fits_per_s = NAN,
                               .evals_per_fit = NAN,
                               .improved = NAN,
                               .tokens_per_s = NAN,
                               .samples_per_s = NAN,
                               .peak_gflops = NAN,
                               .bytes_per_s = NAN,
                               .median = NAN,
                               .mad = NAN,
                               .unit = options->cpu_time ? "cpu-s" : "s",
                               .repeats = options->repeats};
  status = check_options(ctx, options);
  if (!status) status = kinds[options->kind].run(ctx, options, result);
  if (!status) eqs_bench_describe(result);
  return status;
}
