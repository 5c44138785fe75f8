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

/* Making an engine takes a second without the kernels on disk. */
typedef struct bench {
  eqs_ctx *ctx;
  eqs_engine *engine;
} bench;

static bench bench_new(eqs_tier tier, eqs_dtype dtype)
{
  bench b = {eqs_ctx_new(), NULL};
  eqs_engine_options options = {sizeof options, tier, dtype};
  cr_assert_eq(eqs_engine_new(b.ctx, &b.engine, &options), EQS_OK, "%s", eqs_ctx_message(b.ctx));
  return b;
}

static void bench_free(bench *b)
{
  eqs_engine_free(b->engine);
  eqs_ctx_free(b->ctx);
}

static void score_with(const bench *b, int threads, const eqs_dataset *d, eqs_expr *const *expr,
                       size_t m, double bound, eqs_metrics *metrics)
{
  eqs_score_options options;
  eqs_score_options_init(&options);
  options.bound = bound;
  eqs_ctx_set_threads(b->ctx, threads);
  cr_assert_eq(eqs_engine_score_with(b->ctx, b->engine, d, (const eqs_expr *const *)expr, m,
                                     &options, metrics),
               EQS_OK);
}

static void score(const bench *b, int threads, const eqs_dataset *d, const population *p, size_t m,
                  eqs_metrics *metrics)
{
  eqs_ctx_set_threads(b->ctx, threads);
  cr_assert_eq(eqs_engine_score(b->ctx, b->engine, d, (const eqs_expr *const *)p->expr, m, metrics),
               EQS_OK);
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
    bench b = bench_new(EQS_TIER_AUTO, dtype);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
      eqs_dataset *d = rows_new(cases[c][0], dtype, -1, 2);
      rows_finish(d);
      eqs_metrics one[M], many[M];
      size_t m = cases[c][1];
      score(&b, 1, d, &p, m, one);
      score(&b, 3, d, &p, m, many);
      for (size_t i = 0; i < m; i++)
        cr_assert_eq(memcmp(&one[i], &many[i], sizeof *one), 0, "%zu rows, expression %zu",
                     cases[c][0], i);
      rows_free(d);
    }
    bench_free(&b);
  }
  population_free(&p);
}

/* One whose loss is above the bound is abandoned, also if it equals another's bound to the bit; the
   others are what they are without a bound. */
Test(score, a_bound_abandons_what_exceeds_it_and_nothing_else)
{
  static const size_t cases[][2] = {{1000, M}, {20000, M}, {20000, 2}, {100, 1}};
  population p = random_population();
  size_t abandoned = 0, kept = 0;
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    bench b = bench_new(EQS_TIER_AUTO, dtype);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
      eqs_dataset *d = rows_new(cases[c][0], dtype, 0.1, 2);
      rows_finish(d);
      size_t m = cases[c][1];
      eqs_metrics full[M], one[M], many[M];
      score(&b, 1, d, &p, m, full);
      for (size_t k = 0; k < m; k += 1 + m / 7) {
        double bound = full[k].mse;
        if (isnan(bound)) continue;
        score_with(&b, 1, d, p.expr, m, bound, one);
        score_with(&b, 3, d, p.expr, m, bound, many);
        for (size_t i = 0; i < m; i++) {
          cr_assert_eq(memcmp(&one[i], &many[i], sizeof *one), 0);
          if (one[i].abandoned) {
            cr_assert(full[i].rejected || full[i].mse > bound);
            cr_assert(isnan(one[i].mse) && isnan(one[i].r2) && one[i].rejected == 0);
            abandoned++;
          } else {
            cr_assert_eq(memcmp(&one[i], &full[i], sizeof *one), 0);
            cr_assert(full[i].rejected || full[i].mse <= bound);
            kept++;
          }
        }
      }
      rows_free(d);
    }
    bench_free(&b);
  }
  cr_assert_gt(abandoned, 500);
  cr_assert_gt(kept, 500);
  population_free(&p);
}

enum { BEST = 7, CHUNK = 20 };

/* Puts I among the BEST by loss, then by number, if it belongs there. */
static size_t keep(size_t *best, size_t n, const double *loss, size_t i)
{
  size_t at = n;
  while (at > 0 && loss[i] < loss[best[at - 1]]) at--;
  if (at == BEST) return n;
  size_t end = n < BEST ? n : BEST - 1;
  memmove(best + at + 1, best + at, (end - at) * sizeof *best);
  best[at] = i;
  return end + 1;
}

/* A screen in chunks, each bounded by the worst of the best so far, against the losses of all. */
Test(score, the_best_of_a_bounded_stream_are_the_best_of_all)
{
  population p = random_population();
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    bench b = bench_new(EQS_TIER_AUTO, dtype);
    for (size_t rows = 1000; rows <= 30000; rows *= 30) {
      eqs_dataset *d = rows_new(rows, dtype, 0.1, 2);
      rows_finish(d);
      eqs_metrics full[M], some[M];
      double all[M], seen[M];
      size_t best[BEST + 1], bounded[BEST + 1], n = 0, n_bounded = 0, abandoned = 0;
      score(&b, 2, d, &p, M, full);
      for (size_t i = 0; i < M; i++) {
        all[i] = full[i].mse;
        if (!isnan(all[i])) n = keep(best, n, all, i);
      }
      for (size_t first = 0; first < M; first += CHUNK) {
        double bound = n_bounded == BEST ? seen[bounded[BEST - 1]] : (double)INFINITY;
        score_with(&b, 2, d, p.expr + first, CHUNK, bound, some + first);
        for (size_t i = first; i < first + CHUNK; i++) {
          seen[i] = some[i].mse;
          abandoned += some[i].abandoned;
          if (!isnan(seen[i])) n_bounded = keep(bounded, n_bounded, seen, i);
        }
      }
      cr_assert_eq(n, BEST);
      cr_assert_eq(n_bounded, BEST);
      cr_assert_eq(memcmp(best, bounded, sizeof best[0] * BEST), 0);
      cr_assert_gt(abandoned, M / 3, "only %zu", abandoned);
      for (size_t i = 0; i < BEST; i++)
        cr_assert_eq(memcmp(&full[best[i]], &some[best[i]], sizeof *full), 0);
      rows_free(d);
    }
    bench_free(&b);
  }
  population_free(&p);
}

/* What a batch shares does not show: each expression alone shares nothing. */
Test(score, company_does_not_show)
{
  static const size_t rows[] = {191, 192, 1000, 9001, 20000};
  population p = random_population();
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    bench b = bench_new(EQS_TIER_AUTO, dtype);
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
      eqs_dataset *d = rows_new(rows[r], dtype, -1, 2);
      eqs_metrics all[M], alone;
      score(&b, 2, d, &p, M, all);
      size_t step = rows[r] > 1000 ? 7 : 1;
      for (size_t i = 0; i < M; i += step) {
        eqs_metrics *got = &all[i];
        score_with(&b, 1, d, &p.expr[i], 1, INFINITY, &alone);
        cr_assert(got->rejected == alone.rejected && (got->mse == alone.mse || got->rejected),
                  "expression %zu, %zu rows: %.17g, alone %.17g", i, rows[r], got->mse, alone.mse);
      }
      rows_free(d);
    }
    bench_free(&b);
  }
  population_free(&p);
}

Test(score, metrics_are_those_of_the_predictions)
{
  population p = random_population();
  eqs_dataset *d = rows_new(777, EQS_F64, 0.1, 2);
  rows_finish(d);
  eqs_metrics metrics[M];
  bench b = bench_new(EQS_TIER_REFERENCE, EQS_F64);
  score(&b, 2, d, &p, M, metrics);
  size_t finite = 0;
  for (size_t i = 0; i < M; i++) {
    double value[777], sse = 0, sae = 0;
    size_t bad = 0;
    cr_assert_eq(eqs_engine_predict(NULL, b.engine, d, p.expr[i], value), EQS_OK);
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
  bench_free(&b);
  rows_free(d);
  population_free(&p);
}
