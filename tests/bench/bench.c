/* SPDX-License-Identifier: BSD-3-Clause */
/* Kinds have names, and options out of range are refused. */
#include "few.h"
#include <eqsieve/fit.h>
#include <eqsieve/model.h>
#include <eqsieve/search.h>
#include <stdio.h>

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

/* STATUS is that of a function whose options WHAT_init fills, and which got others. */
static void check_refusal(eqs_ctx *ctx, eqs_status status, const char *what)
{
  char init[64];
  snprintf(init, sizeof init, "call %s_init", what);
  cr_expect(status == EQS_USAGE, "%s", what);
  cr_expect(strstr(eqs_ctx_message(ctx), init) != NULL, "%s: %s", what, eqs_ctx_message(ctx));
}

/* Whatever the function; options come first, so nothing else need be right. */
Test(bench, options_of_another_size_are_refused_everywhere)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_csv_options csv;
  eqs_engine_options engine;
  eqs_score_options score;
  eqs_fit_options fit;
  eqs_search_options search;
  eqs_draw_options draw;
  eqs_bench_options bench;
  eqs_csv_options_init(&csv);
  eqs_engine_options_init(&engine);
  eqs_score_options_init(&score);
  eqs_fit_options_init(&fit);
  eqs_search_options_init(&search);
  eqs_draw_options_init(&draw);
  eqs_bench_options_init(&bench);
  csv.size = engine.size = score.size = fit.size = search.size = draw.size = bench.size = 8;
  eqs_table *table;
  eqs_engine *made;
  eqs_bench_result result;
  check_refusal(ctx, eqs_table_read_csv(ctx, &table, "none.csv", &csv), "eqs_csv_options");
  check_refusal(ctx, eqs_engine_new(ctx, &made, &engine), "eqs_engine_options");
  check_refusal(ctx, eqs_engine_score_with(ctx, NULL, NULL, NULL, 0, &score, NULL),
                "eqs_score_options");
  check_refusal(ctx, eqs_fit_batch(ctx, NULL, NULL, NULL, 0, &fit, NULL), "eqs_fit_options");
  check_refusal(ctx, eqs_search_run(ctx, NULL, NULL, NULL, NULL, &search, NULL),
                "eqs_search_options");
  check_refusal(ctx, eqs_model_draw(ctx, "none", &draw, NULL, NULL), "eqs_draw_options");
  check_refusal(ctx, eqs_bench_run(ctx, &bench, &result), "eqs_bench_options");
  eqs_ctx_free(ctx);
}
