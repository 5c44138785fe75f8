/* SPDX-License-Identifier: BSD-3-Clause */
/* Scoring in bulk: right numbers, the same for every schedule and number of threads. */
#include "eval/run.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { M = 300 };

typedef struct population {
  eqs_expr *expr[M];
} population;

static population random_population(void)
{
  population p;
  for (uint64_t i = 0; i < M; i++) {
    formula f = formula_random(i, ROWS_FEATURES, 2 + i % 20);
    p.expr[i] = eqs_expr_from_nodes(f.node, f.n);
    cr_assert_not_null(p.expr[i]);
  }
  return p;
}

static void score(int threads, eqs_tier tier, const eqs_dataset *d, const population *p, size_t m,
                  eqs_metrics *metrics)
{
  eqs_engine *engine;
  eqs_engine_options options = {sizeof options, tier, d->dtype};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, threads);
  cr_assert_eq(eqs_engine_new(ctx, &engine, &options), EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_assert_eq(eqs_engine_score(ctx, engine, d, (const eqs_expr *const *)p->expr, m, metrics),
               EQS_OK);
  eqs_engine_free(engine);
  eqs_ctx_free(ctx);
}

static void population_free(population *p)
{
  for (size_t i = 0; i < M; i++) eqs_expr_free(p->expr[i]);
}

/* 1000 rows: whole expressions; 20000 rows: panels; few expressions: shared rows. */
Test(score, threads_do_not_show_on_any_schedule)
{
  static const size_t cases[][2] = {{1000, M}, {20000, M}, {20000, 2}, {100, 1}};
  population p = random_population();
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
      eqs_dataset *d = rows_new(cases[c][0], dtype, -1, 2);
      rows_finish(d);
      eqs_metrics one[M], many[M];
      size_t m = cases[c][1];
      score(1, EQS_TIER_AUTO, d, &p, m, one);
      score(3, EQS_TIER_AUTO, d, &p, m, many);
      for (size_t i = 0; i < m; i++)
        cr_assert_eq(memcmp(&one[i], &many[i], sizeof *one), 0, "%zu rows, expression %zu",
                     cases[c][0], i);
      rows_free(d);
    }
  }
  population_free(&p);
}

Test(score, metrics_are_those_of_the_predictions)
{
  population p = random_population();
  eqs_dataset *d = rows_new(777, EQS_F64, 0.1, 2);
  rows_finish(d);
  eqs_metrics metrics[M];
  eqs_engine *engine;
  eqs_engine_options options = {sizeof options, EQS_TIER_REFERENCE, EQS_F64};
  cr_assert_eq(eqs_engine_new(NULL, &engine, &options), EQS_OK);
  score(2, EQS_TIER_REFERENCE, d, &p, M, metrics);
  size_t finite = 0;
  for (size_t i = 0; i < M; i++) {
    double value[777], sse = 0, sae = 0;
    size_t bad = 0;
    cr_assert_eq(eqs_engine_predict(NULL, engine, d, p.expr[i], value), EQS_OK);
    for (size_t row = 0; row < 777; row++) {
      double r = value[row] - rows_get(d, d->target, row);
      bad += !isfinite(value[row]);
      sse += r * r;
      sae += fabs(r);
    }
    if (bad || !isfinite(sse)) {
      cr_assert_gt(metrics[i].rejected, 0);
      cr_assert(isnan(metrics[i].mse) && isnan(metrics[i].r2));
      continue;
    }
    finite++;
    cr_assert_eq(metrics[i].rejected, 0);
    cr_assert_eq(metrics[i].n, 777);
    cr_assert_float_eq(metrics[i].mse, sse / 777, 1e-12 * sse);
    cr_assert_float_eq(metrics[i].mae, sae / 777, 1e-12 * sae);
    cr_assert_float_eq(metrics[i].rmse, sqrt(sse / 777), 1e-12 * sqrt(sse));
    cr_assert_float_eq(metrics[i].r2, 1 - sse / d->target_ss, 1e-11 * (1 + sse / d->target_ss));
  }
  cr_assert_gt(finite, M / 4);
  eqs_engine_free(engine);
  rows_free(d);
  population_free(&p);
}
