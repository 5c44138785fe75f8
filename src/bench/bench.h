/* SPDX-License-Identifier: BSD-3-Clause */
/* What the benchmarks share: the clock loop and generated data. Private to src/bench. */
#ifndef EQS_BENCH_BENCH_H
#define EQS_BENCH_BENCH_H

#include "data/dataset.h"
#include <eqsieve/bench.h>

enum { EQS_BENCH_VARS = 10, EQS_BENCH_MAX_REPEATS = 1000 };

/* Calls WORK once to warm up and then REPEATS times; the median and the median absolute deviation
   of its seconds. WORK returns EQS_OK or ends the measurement. */
eqs_status eqs_bench_time(eqs_status (*work)(void *user), void *user, unsigned repeats,
                          double *median, double *mad);

/* ROWS of the ten variables, uniform in [0.1, 2), and a target uniform in [0, 1). */
eqs_status eqs_bench_dataset(eqs_ctx *ctx, eqs_dataset **dataset, size_t rows, eqs_dtype dtype);

eqs_status eqs_bench_peak(eqs_ctx *ctx, const eqs_bench_options *options, eqs_bench_result *result);
eqs_status eqs_bench_score(eqs_ctx *ctx, const eqs_bench_options *options,
                           eqs_bench_result *result);
eqs_status eqs_bench_fit(eqs_ctx *ctx, const eqs_bench_options *options, eqs_bench_result *result);
eqs_status eqs_bench_prepare(eqs_ctx *ctx, const eqs_bench_options *options,
                             eqs_bench_result *result);
eqs_status eqs_bench_compile(eqs_ctx *ctx, const eqs_bench_options *options,
                             eqs_bench_result *result);

#endif
