/* SPDX-License-Identifier: BSD-3-Clause */
/* What the benchmarks share: the clock loop, generated data, what is said of the host. Private to
   src/bench. */
#ifndef EQS_BENCH_BENCH_H
#define EQS_BENCH_BENCH_H

#include "data/dataset.h"
#include <eqsieve/bench.h>

enum { EQS_BENCH_VARS = 10, EQS_BENCH_MAX_REPEATS = 1000 };

/* Calls WORK once to warm up and then OPTIONS->repeats times, and notes the median and the median
   absolute deviation in RESULT. WORK returns EQS_OK or ends the measurement. */
eqs_status eqs_bench_time(const eqs_bench_options *options, eqs_status (*work)(void *user),
                          void *user, eqs_bench_result *result);

/* Notes the median of N times and their median absolute deviation. Destroys SECONDS. */
void eqs_bench_spread(double *seconds, unsigned n, eqs_bench_result *result);

/* ROWS of the ten variables, uniform in [0.1, 2), and Friedman's first function of them plus normal
   noise as the target. */
eqs_status eqs_bench_dataset(eqs_ctx *ctx, eqs_dataset **dataset, size_t rows, eqs_dtype dtype);

/* Multiply-adds alone: peak_gflops of RESULT, to stand beside a measurement. */
eqs_status eqs_bench_peak_fma(eqs_ctx *ctx, const eqs_bench_options *options,
                              eqs_bench_result *result);

/* The widest vectors of this host: "avx512", "avx2", "sse2", or "baseline". */
const char *eqs_bench_isa(void);

/* CPU, LLVM and BLAS that measurements on this host use; what is not to be had stays "". */
void eqs_bench_describe(eqs_bench_result *result);

/* The kinds. Each fills in what it measures and leaves the rest. */
typedef eqs_status eqs_bench_runner(eqs_ctx *ctx, const eqs_bench_options *options,
                                    eqs_bench_result *result);
eqs_bench_runner eqs_bench_peak, eqs_bench_score, eqs_bench_fit, eqs_bench_prepare,
    eqs_bench_compile, eqs_bench_sample, eqs_bench_train, eqs_bench_iterate, eqs_bench_kernel,
    eqs_bench_start;

#endif
