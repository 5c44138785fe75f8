/* SPDX-License-Identifier: BSD-3-Clause */
/* Checking answers against the reference tier. */
#include "bench/check.h"
#include "util/fail.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum {
  CHECKS = 40,
  ROW_BUDGET = 400000, /* rows times checks: the scalar reference takes about half a second */
};

/* Random expressions magnify rounding: those that cancel by more than this are not compared. */
static const double TOLERANCE[2] = {[EQS_F64] = 1e-6, [EQS_F32] = 2e-2};

static bool agree(double a, double b, eqs_dtype dtype)
{
  if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
  return fabs(a - b) <= TOLERANCE[dtype] * (fabs(a) + fabs(b));
}

eqs_status eqs_bench_check(eqs_ctx *ctx, const eqs_dataset *dataset, const eqs_expr *const *expr,
                           size_t n, const eqs_metrics *metrics, size_t *checked)
{
  eqs_engine *reference;
  eqs_engine_options options;
  eqs_engine_options_init(&options);
  options.tier = EQS_TIER_REFERENCE;
  options.dtype = dataset->dtype;
  eqs_status status = eqs_engine_new(ctx, &reference, &options);
  if (status) return status;
  size_t checks = ROW_BUDGET / dataset->n_rows;
  checks = checks < 2 ? 2 : checks > CHECKS ? CHECKS : checks;
  if (checks > n) checks = n;
  size_t wrong = 0, first = 0;
  for (size_t i = 0; i < checks && !status; i++) {
    size_t at = i * n / checks;
    eqs_metrics m;
    status = eqs_engine_score(ctx, reference, dataset, &expr[at], 1, &m);
    if (!status && !agree(m.mse, metrics[at].mse, dataset->dtype) && wrong++ == 0) first = at;
  }
  eqs_engine_free(reference);
  *checked = checks;
  if (status) return status;
  /* In float a few expressions of a random set are lost to cancellation on any engine. */
  size_t allowed = dataset->dtype == EQS_F32 ? checks / 10 : 0;
  if (wrong > allowed)
    return eqs_fail(ctx, EQS_INPUT,
                    "bench: %zu of %zu losses differ from the reference, first that of "
                    "expression %zu (the times of this run mean nothing)",
                    wrong, checks, first + 1);
  return EQS_OK;
}

void eqs_bench_describe(const eqs_engine *engine, eqs_bench_result *result)
{
  snprintf(result->cpu, sizeof result->cpu, "%s", eqs_engine_cpu(engine));
  snprintf(result->llvm, sizeof result->llvm, "%s", eqs_engine_llvm(engine));
}
