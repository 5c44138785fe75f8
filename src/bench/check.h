/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether the answers that were timed are right. Private to src/bench. */
#ifndef EQS_BENCH_CHECK_H
#define EQS_BENCH_CHECK_H

#include "bench/bench.h"

/* Compares METRICS of some of the N expressions, spread evenly, with the scalar reference in the
   data's own dtype; *CHECKED is how many. EQS_INPUT names the first expression whose mean squared
   error is further off than rounding explains. */
eqs_status eqs_bench_check(eqs_ctx *ctx, const eqs_dataset *dataset, const eqs_expr *const *expr,
                           size_t n, const eqs_metrics *metrics, size_t *checked);

#endif
