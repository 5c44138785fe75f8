/* SPDX-License-Identifier: BSD-3-Clause */
/* The kinds of benchmark by name, the clock loop, the data. */
#include "bench/bench.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  eqs_status (*run)(eqs_ctx *ctx, const eqs_bench_options *options, eqs_bench_result *result);
} kinds[] = {
    [EQS_BENCH_PEAK] = {"peak", eqs_bench_peak},
    [EQS_BENCH_SCORE] = {"score", eqs_bench_score},
    [EQS_BENCH_FIT] = {"fit", eqs_bench_fit},
    [EQS_BENCH_PREPARE] = {"prepare", eqs_bench_prepare},
    [EQS_BENCH_COMPILE] = {"compile", eqs_bench_compile},
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
                  "benchmark '%s' is unknown (use peak, score, fit, prepare or compile)", name);
}

void eqs_bench_options_init(eqs_bench_options *options)
{
  *options = (eqs_bench_options){.size = sizeof *options, .rows = 1000, .repeats = 11};
  eqs_engine_options_init(&options->engine);
}

const eqs_names *eqs_bench_names(void)
{
  static const char *const name[EQS_BENCH_VARS] = {"x0", "x1", "x2", "x3", "x4",
                                                   "x5", "x6", "x7", "x8", "x9"};
  static const eqs_names names = {EQS_BENCH_VARS, name};
  return &names;
}

static int ascending(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median_of(double *value, unsigned n)
{
  qsort(value, n, sizeof *value, ascending);
  return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

eqs_status eqs_bench_time(eqs_status (*work)(void *user), void *user, unsigned repeats,
                          double *median, double *mad)
{
  double seconds[EQS_BENCH_MAX_REPEATS];
  unsigned n = repeats < 1 ? 1 : repeats > EQS_BENCH_MAX_REPEATS ? EQS_BENCH_MAX_REPEATS : repeats;
  eqs_status status = work(user);
  for (unsigned i = 0; i < n && !status; i++) {
    double start = eqs_clock();
    status = work(user);
    seconds[i] = eqs_clock() - start;
  }
  if (status) return status;
  *median = median_of(seconds, n);
  for (unsigned i = 0; i < n; i++) seconds[i] = fabs(seconds[i] - *median);
  *mad = median_of(seconds, n);
  return EQS_OK;
}

eqs_status eqs_bench_dataset(eqs_ctx *ctx, eqs_dataset **dataset, size_t rows, eqs_dtype dtype)
{
  const char *name[EQS_BENCH_VARS + 1];
  const double *column[EQS_BENCH_VARS + 1];
  double *number = eqs_alloc(rows, (EQS_BENCH_VARS + 1) * sizeof *number);
  if (!number) return eqs_fail_memory(ctx, rows * (EQS_BENCH_VARS + 1) * sizeof *number);
  for (size_t j = 0; j <= EQS_BENCH_VARS; j++) {
    eqs_rng rng = eqs_rng_new(1, j);
    double *out = number + j * rows;
    name[j] = j < EQS_BENCH_VARS ? eqs_bench_names()->name[j] : "y";
    column[j] = out;
    for (size_t i = 0; i < rows; i++)
      out[i] = j < EQS_BENCH_VARS ? 0.1 + 1.9 * eqs_rng_uniform(&rng) : eqs_rng_uniform(&rng);
  }
  eqs_table *table = NULL;
  eqs_roles roles = {0};
  eqs_rows all = {0};
  eqs_status status = eqs_table_from_columns(ctx, &table, rows, EQS_BENCH_VARS + 1, name, column);
  if (!status) status = eqs_roles_choose(ctx, &roles, table, "y", NULL, NULL);
  if (!status) status = eqs_rows_complete(ctx, &all, table, &roles, EQS_MISSING_REFUSE);
  if (!status) status = eqs_dataset_new(ctx, dataset, table, &roles, &all, dtype, 0);
  eqs_rows_free(&all);
  eqs_roles_free(&roles);
  eqs_table_free(table);
  free(number);
  return status;
}

eqs_status eqs_bench_run(eqs_ctx *ctx, const eqs_bench_options *options, eqs_bench_result *result)
{
  *result = (eqs_bench_result){.gnode_per_s = NAN,
                               .us_per_expr = NAN,
                               .fits_per_s = NAN,
                               .evals_per_fit = NAN,
                               .improved = NAN,
                               .peak_gflops = NAN,
                               .bytes_per_s = NAN,
                               .median = NAN,
                               .mad = NAN,
                               .unit = "s",
                               .repeats = options->repeats,
                               .tier = EQS_TIER_AUTO};
  bool needs_text = options->kind != EQS_BENCH_PEAK && options->kind != EQS_BENCH_COMPILE;
  if (needs_text && options->n_expr == 0)
    return eqs_fail(ctx, EQS_USAGE, "bench %s: no expressions to measure with",
                    kinds[options->kind].name);
  if (options->rows == 0) return eqs_fail(ctx, EQS_USAGE, "bench: --rows must be at least 1");
  return kinds[options->kind].run(ctx, options, result);
}
