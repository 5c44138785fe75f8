/* SPDX-License-Identifier: BSD-3-Clause */
/* Every kind measures what it says, and what is wrong fails. */
#include "bench/bench.h"
#include "few.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static eqs_bench_result run(const eqs_bench_options *options)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, 1);
  eqs_bench_result result;
  cr_assert(eqs_bench_run(ctx, options, &result) == EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_expect(result.median > 0 && result.mad >= 0 && result.checked > 0);
  cr_expect(result.repeats == options->repeats && result.threads == 1);
  cr_expect(*result.isa && strcmp(result.unit, options->cpu_time ? "cpu-s" : "s") == 0);
  eqs_ctx_free(ctx);
  return result;
}

static eqs_bench_result run_few(eqs_bench_kind kind, eqs_dtype dtype, int cached)
{
  eqs_expr *expr[FEW];
  few_make(expr);
  eqs_bench_options options = few_options(kind, expr);
  options.engine.dtype = dtype;
  options.cached = cached;
  options.cpu_time = kind != EQS_BENCH_START;
  eqs_bench_result result = run(&options);
  few_free(expr);
  return result;
}

Test(kinds, peak_of_float_and_double)
{
  for (int dtype = 0; dtype < 2; dtype++) {
    eqs_bench_result r = run_few(EQS_BENCH_PEAK, (eqs_dtype)dtype, 0);
    cr_expect(r.peak_gflops > 0.1 && r.bytes_per_s > 1e7 && r.tier == EQS_TIER_AUTO);
    cr_expect(isnan(r.gnode_per_s) && isnan(r.tokens_per_s) && r.rows == 0);
  }
}

Test(kinds, score_fresh_and_cached)
{
  for (int cached = 0; cached < 2; cached++) {
    eqs_bench_result r = run_few(EQS_BENCH_SCORE, EQS_F32, cached);
    cr_expect(r.tier != EQS_TIER_AUTO && r.dtype == EQS_F32 && r.rows == 50);
    cr_expect(r.cached == cached && r.checked == FEW && r.peak_gflops > 0);
    /* 6, 3, 6 and 8 nodes over 50 rows */
    double nodes = r.gnode_per_s * 1e9 * r.median / 50;
    cr_expect(fabs(nodes - 23) < 1e-6, "%g", nodes);
    cr_expect(fabs(r.us_per_expr * 1e-6 * FEW - r.median) < 1e-12);
  }
}

Test(kinds, fit_leaves_out_what_has_no_constants)
{
  eqs_bench_result r = run_few(EQS_BENCH_FIT, EQS_F64, 0);
  cr_expect(fabs(r.fits_per_s * r.median - 3) < 1e-9);
  cr_expect(r.improved > 0 && r.improved <= 1 && r.evals_per_fit >= 2);
}

Test(kinds, fit_without_constants_is_refused)
{
  eqs_expr *expr[FEW];
  eqs_bench_result result;
  few_make(expr);
  eqs_bench_options options = few_options(EQS_BENCH_FIT, expr);
  options.expr++;
  options.n_expr = 1;
  cr_expect(eqs_bench_run(NULL, &options, &result) == EQS_INPUT);
  few_free(expr);
}

Test(kinds, prepare_and_compile)
{
  cr_expect(run_few(EQS_BENCH_PREPARE, EQS_F64, 0).us_per_expr > 0);
  eqs_bench_result fresh = run_few(EQS_BENCH_COMPILE, EQS_F32, 0);
  eqs_bench_result cached = run_few(EQS_BENCH_COMPILE, EQS_F32, 1);
  cr_expect(fresh.tier == EQS_TIER_BLOCK && *fresh.llvm && *fresh.cpu);
  cr_expect(cached.cached && !fresh.cached);
}

Test(kinds, sample_and_train)
{
  eqs_bench_result sample = run_few(EQS_BENCH_SAMPLE, EQS_F64, 0);
  eqs_bench_result train = run_few(EQS_BENCH_TRAIN, EQS_F64, 0);
  cr_expect(sample.dtype == EQS_F32 && train.dtype == EQS_F32 && *train.blas_core);
  cr_expect(sample.samples_per_s > 0 && sample.tokens_per_s > sample.samples_per_s);
  cr_expect(train.samples_per_s > 0 && train.tokens_per_s > train.samples_per_s);
}

Test(kinds, sample_and_train_as_published)
{
  eqs_bench_options options;
  eqs_bench_options_init(&options);
  options.repeats = 1;
  options.published = 1;
  options.kind = EQS_BENCH_SAMPLE;
  eqs_bench_result sample = run(&options);
  cr_expect(fabs(sample.tokens_per_s / sample.samples_per_s - 30) < 1e-6, "to the last step");
  options.kind = EQS_BENCH_TRAIN;
  eqs_bench_result train = run(&options);
  cr_expect(train.tokens_per_s > train.samples_per_s);
}

Test(kinds, iterate_with_and_without_constants)
{
  for (int constants = 0; constants < 2; constants++) {
    eqs_bench_options options;
    eqs_bench_options_init(&options);
    options.repeats = 2;
    options.kind = EQS_BENCH_ITERATE;
    options.constants = constants;
    eqs_bench_result r = run(&options);
    cr_expect(r.tier != EQS_TIER_AUTO && r.rows == 20);
    cr_expect(fabs(r.samples_per_s * r.median - (constants ? 1000 : 5000)) < 1e-6);
  }
}

Test(kinds, kernels_of_both_types)
{
  eqs_bench_options options;
  eqs_bench_result wrong;
  eqs_bench_options_init(&options);
  options.kind = EQS_BENCH_KERNEL;
  options.rows = 100;
  options.repeats = 1;
  for (size_t i = 0; eqs_bench_kernel_name(i); i++) {
    options.kernel = eqs_bench_kernel_name(i);
    options.engine.dtype = i % 2 ? EQS_F32 : EQS_F64;
    options.wide = i % 3 == 0;
    eqs_bench_result r = run(&options);
    cr_expect_str_eq(r.kernel, options.kernel);
    cr_expect(r.rows == 112 && r.checked == 112 && r.tier == EQS_TIER_BLOCK && r.peak_gflops > 0);
    double elements = 1e9 * r.median / r.ns_per_element; /* the least number of blocks over 2^20 */
    cr_expect(elements >= 1 << 20 && elements < (1 << 20) + 112, "%g", elements);
  }
  options.kernel = "fill";
  cr_expect(eqs_bench_run(NULL, &options, &wrong) == EQS_USAGE);
}

/* A program that answers as eqsieve would, or wrongly. */
static void write_program(const char *path, const char *answer)
{
  FILE *file = fopen(path, "w");
  cr_assert(file != NULL);
  fprintf(file, "#!/bin/sh\ntest \"$1\" = screen && echo '%s'\n", answer);
  cr_assert(fclose(file) == 0 && chmod(path, 0700) == 0);
}

Test(kinds, start_takes_the_score_and_nothing_else)
{
  char folder[] = "/tmp/eqsieve-start.XXXXXX", path[64];
  cr_assert(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/program", folder);
  eqs_bench_options options;
  eqs_bench_options_init(&options);
  options.kind = EQS_BENCH_START;
  options.repeats = 2;
  options.program = path;
  write_program(path, "{\"id\":1,\"mse\":0.25,\"mae\":0.5}");
  eqs_bench_result right = run(&options), wrong;
  cr_expect(right.cached && right.rows > 0 && right.median < 60);
  write_program(path, "{\"id\":1,\"mse\":0.26,\"mae\":0.5}");
  cr_expect(eqs_bench_run(NULL, &options, &wrong) == EQS_INPUT);
  write_program(path, "");
  cr_expect(eqs_bench_run(NULL, &options, &wrong) == EQS_INPUT);
  unlink(path);
  cr_expect(eqs_bench_run(NULL, &options, &wrong) == EQS_IO);
  rmdir(folder);
}
