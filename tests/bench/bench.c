/* SPDX-License-Identifier: BSD-3-Clause */
/* Kinds have names, and options out of range are refused. */
#include "few.h"

Test(bench, names_lead_to_their_kinds_and_back)
{
  for (eqs_bench_kind kind = EQS_BENCH_PEAK; kind <= EQS_BENCH_START; kind++) {
    eqs_bench_kind found;
    cr_expect(eqs_bench_find(NULL, eqs_bench_name(kind), &found) == EQS_OK && found == kind);
  }
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_bench_kind found;
  cr_expect(eqs_bench_find(ctx, "scores", &found) == EQS_USAGE);
  cr_expect(strstr(eqs_ctx_message(ctx), "scores") && strstr(eqs_ctx_message(ctx), "train"));
  eqs_ctx_free(ctx);
}

Test(bench, options_out_of_range_are_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, 2);
  eqs_expr *expr[FEW];
  few_make(expr);
  const eqs_bench_options good = few_options(EQS_BENCH_SCORE, expr);
  eqs_bench_options wrong[5] = {good, good, good, good, good};
  eqs_bench_result result;
  wrong[0].rows = 0;
  wrong[1].repeats = 0;
  wrong[2].repeats = 1001;
  wrong[3].n_expr = 0;
  wrong[4].cpu_time = 1;
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    cr_expect(eqs_bench_run(ctx, &wrong[i], &result) == EQS_USAGE, "%zu", i);
  few_free(expr);
  eqs_ctx_free(ctx);
}
