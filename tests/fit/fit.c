/* SPDX-License-Identifier: BSD-3-Clause */
/* Fits of data made from known constants, with and without noise, few and many constants. */
#include "eval/engine.h"
#include "expr/expr.h"
#include "support/engine.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <eqsieve/fit.h>
#include <math.h>
#include <string.h>

static const char *const variables[] = {"x0", "x1", "x2", "x3"};
static const eqs_names names = {4, variables};

static eqs_expr *parse(const char *text)
{
  eqs_expr *expr;
  cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
  return expr;
}

/* Sets the target to the values of the formula. */
static void aim(eqs_dataset *d, const eqs_engine *engine, const char *truth)
{
  eqs_expr *expr = parse(truth);
  double *value = malloc(d->n_rows * sizeof *value);
  cr_assert_eq(eqs_engine_predict(NULL, engine, d, expr, value), EQS_OK);
  for (size_t i = 0; i < d->n_rows; i++) rows_set(d, d->target, i, value[i]);
  rows_finish(d);
  free(value);
  eqs_expr_free(expr);
}

static eqs_fit_result fit(eqs_expr *expr, const eqs_engine *engine, const eqs_dataset *d,
                          unsigned starts)
{
  eqs_fit_options options;
  eqs_fit_result result;
  eqs_fit_options_init(&options);
  options.starts = starts;
  options.iterations = 60;
  cr_assert_eq(eqs_fit_batch(NULL, engine, d, &expr, 1, &options, &result), EQS_OK);
  return result;
}

Test(fit, linear_constants_are_found_in_one_start)
{
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_dataset *d = rows_new(300, EQS_F64, -1, 1);
  aim(d, engine, "2.5*x0 - 0.75*x1*x2 + 3.25");
  eqs_expr *expr = parse("c*x0 + c*x1*x2 + c");
  eqs_fit_result r = fit(expr, engine, d, 1);
  cr_assert_eq(r.status, EQS_OK);
  cr_assert_lt(r.metrics.mse, 1e-24);
  cr_assert_float_eq(eqs_expr_param(expr, 0), 2.5, 1e-10);
  cr_assert_float_eq(eqs_expr_param(expr, 1), -0.75, 1e-10);
  cr_assert_float_eq(eqs_expr_param(expr, 2), 3.25, 1e-10);
  cr_assert(r.improved);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

/* Damping on the way leaves a part of the distance that a start was away. */
Test(fit, linear_constants_carry_no_trace_of_their_starts)
{
  static const char *const start[] = {
      "1.0 + 1.0*x0 + 1.0*x0*x1 + 1.0*x0^2 + 1.0*x0^3",
      "-70.0 + 900.0*x0 + 3.0*x0*x1 + 1e4*x0^2 + -1e3*x0^3",
      "0.1 + 0.01*x0 + 0.3*x0*x1 + 0.02*x0^2 + 0.01*x0^3",
  };
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_dataset *d = rows_new(300, EQS_F64, -1, 1);
  rows_finish(d);
  double first[5];
  for (size_t s = 0; s < sizeof start / sizeof *start; s++) {
    eqs_expr *expr = parse(start[s]);
    cr_assert_eq(fit(expr, engine, d, 1).status, EQS_OK);
    for (size_t k = 0; k < 5; k++) {
      if (s == 0) first[k] = eqs_expr_param(expr, k);
      cr_expect_float_eq(eqs_expr_param(expr, k), first[k], 1e-14, "%zu %zu: %g", s, k,
                         eqs_expr_param(expr, k) - first[k]);
    }
    eqs_expr_free(expr);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

/* Where the sums that follow a long step to the best are too inexact to see another gain. */
Test(fit, a_start_far_away)
{
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_dataset *d = rows_new(300, EQS_F64, -1, 1);
  rows_finish(d);
  for (double start = 1; start < 1e12; start *= 10) {
    eqs_expr *expr = parse("c");
    eqs_expr_set_param(expr, 0, start);
    cr_assert_eq(fit(expr, engine, d, 1).status, EQS_OK);
    cr_expect_float_eq(eqs_expr_param(expr, 0), d->target_mean, 1e-12, "%g: %g", start,
                       eqs_expr_param(expr, 0) - d->target_mean);
    eqs_expr_free(expr);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

/* Near enough to the best for no step to be worth it. */
Test(fit, a_start_near_the_best_is_not_taken_for_it)
{
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_dataset *d = rows_new(300, EQS_F64, -1, 1);
  rows_finish(d);
  eqs_expr *expr = parse("c"), *near = parse("c");
  cr_assert_eq(fit(expr, engine, d, 1).status, EQS_OK);
  eqs_expr_set_param(near, 0, eqs_expr_param(expr, 0) + 1e-7);
  cr_assert_eq(fit(near, engine, d, 1).status, EQS_OK);
  cr_assert_float_eq(eqs_expr_param(expr, 0), d->target_mean, 1e-15);
  cr_assert_float_eq(eqs_expr_param(near, 0), d->target_mean, 1e-15);
  eqs_expr_free(expr);
  eqs_expr_free(near);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(fit, every_tier_and_dtype_finds_a_decaying_wave)
{
  for (int tier = EQS_TIER_AUTO; tier <= EQS_TIER_FUSED; tier++) {
    if (!engine_can_run(tier)) continue;
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
      eqs_engine *engine = engine_new(tier, dtype);
      eqs_dataset *d = rows_new(500, dtype, 0.5, 6);
      aim(d, engine, "1.3 + 0.8*exp(-0.5*x0)*cos(1.9*x0 + 0.4)");
      eqs_expr *expr = parse("c + c*exp(-0.4*x0)*cos(2.1*x0 + c)");
      eqs_fit_result r = fit(expr, engine, d, 12);
      cr_assert_eq(r.status, EQS_OK);
      cr_assert_lt(r.metrics.mse, dtype == EQS_F32 ? 1e-12 : 1e-20, "%s %s: %g",
                   eqs_tier_name(tier), dtype == EQS_F32 ? "f32" : "f64", r.metrics.mse);
      eqs_expr_free(expr);
      rows_free(d);
      eqs_engine_free(engine);
    }
  }
}

Test(fit, more_constants_than_the_fused_kernels_take)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(700, EQS_F64, -1, 1);
  aim(d, engine,
      "1.0 + 2.0*x0 + 3.0*x1 - 4.0*x2 + 5.0*x3 + 6.0*x0*x1 - 7.0*x0*x2 + 8.0*x0*x3 + "
      "9.0*x1*x2 + 10.0*x1*x3 + 11.0*x2*x3");
  eqs_expr *expr = parse(
      "c + c*x0 + c*x1 + c*x2 + c*x3 + c*x0*x1 + c*x0*x2 + c*x0*x3 + c*x1*x2 + "
      "c*x1*x3 + c*x2*x3");
  eqs_fit_result r = fit(expr, engine, d, 1);
  cr_assert_lt(r.metrics.mse, 1e-18);
  for (size_t k = 0; k < 11; k++)
    cr_assert_float_eq(fabs(eqs_expr_param(expr, k)), 1.0 + (double)k, 1e-6);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(fit, a_shared_constant_moves_in_all_places_at_once)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(200, EQS_F64, 0.5, 2);
  aim(d, engine, "x0*1.7 + x1^1.7");
  eqs_expr *expr = parse("x0*c0 + x1^c0");
  eqs_fit_result r = fit(expr, engine, d, 1);
  cr_assert_eq(eqs_expr_params(expr), 1);
  cr_assert_lt(r.metrics.mse, 1e-24);
  cr_assert_float_eq(eqs_expr_param(expr, 0), 1.7, 1e-10);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(fit, expressions_that_are_never_finite_are_reported)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(50, EQS_F64, 0.5, 2);
  eqs_expr *expr = parse("log(-exp(x0)) + c");
  eqs_fit_result r = fit(expr, engine, d, 3);
  cr_assert_eq(r.status, EQS_INPUT);
  cr_assert_gt(r.metrics.rejected, 0);
  cr_assert(isnan(r.metrics.mse));
  cr_assert_eq(r.improved, 0);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

/* Two constants in one place: any split is as good, and the fit must not stumble over it. */
Test(fit, rank_deficient_problems_still_reach_the_minimum)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(100, EQS_F64, 0.5, 2);
  aim(d, engine, "6.0*x0 + 2.0");
  eqs_expr *expr = parse("c*c*x0 + (c + c)");
  eqs_fit_result r = fit(expr, engine, d, 1);
  cr_assert_lt(r.metrics.mse, 1e-18);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

static void fit_all(int threads, const char *const *text, size_t m, size_t rows, eqs_expr **expr,
                    eqs_fit_result *result)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_ctx_set_threads(ctx, threads);
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F32);
  eqs_dataset *d = rows_new(rows, EQS_F32, 0.5, 2);
  eqs_fit_options options;
  aim(d, engine, "sin(1.5*x0) + x1/(x2 + 0.5)");
  eqs_fit_options_init(&options);
  for (size_t i = 0; i < m; i++) expr[i] = parse(text[i]);
  cr_assert_eq(eqs_fit_batch(ctx, engine, d, expr, m, &options, result), EQS_OK);
  rows_free(d);
  eqs_engine_free(engine);
  eqs_ctx_free(ctx);
}

Test(fit, threads_do_not_show)
{
  static const char *const text[] = {"c*sin(x0*x1) + x1/(x2 + c)",
                                     "sin(c*x0) + c*x1",
                                     "x1/(x2 + c) + sin(c*x0)",
                                     "c*exp(c*x3)",
                                     "x0^c + c*x1^c",
                                     "tanh(c*x0 + c)*c"};
  enum { M = sizeof text / sizeof *text };
  static const size_t sizes[][2] = {{M, 500}, {1, 30000}, {M, 20000}};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    eqs_expr *one[M], *many[M];
    eqs_fit_result a[M], b[M];
    size_t m = sizes[s][0];
    fit_all(1, text, m, sizes[s][1], one, a);
    fit_all(3, text, m, sizes[s][1], many, b);
    for (size_t i = 0; i < m; i++) {
      for (size_t k = 0; k < eqs_expr_params(one[i]); k++)
        cr_assert_eq(eqs_expr_param(one[i], k), eqs_expr_param(many[i], k));
      cr_assert_eq(memcmp(&a[i].metrics, &b[i].metrics, sizeof a[i].metrics), 0);
      cr_assert_eq(a[i].gradients, b[i].gradients);
      eqs_expr_free(one[i]);
      eqs_expr_free(many[i]);
    }
  }
}

/* Functions are made of what is left when the rest has been cut out, and a second fit finds them.
 */
Test(fit, fused_fits_cut_out_what_does_not_change)
{
  static const char *const text = "c*sin(x0*x1) + tanh(c*x2 + exp(x3)/x1)";
  eqs_engine *fused = engine_new(EQS_TIER_FUSED, EQS_F64),
             *block = engine_new(EQS_TIER_BLOCK, EQS_F64);
  eqs_dataset *d = rows_new(1000, EQS_F64, 0.5, 2);
  aim(d, block, "1.5*sin(x0*x1) + tanh(0.5*x2 + exp(x3)/x1)");
  double value[3][2];
  for (int i = 0; i < 3; i++) {
    eqs_expr *expr = parse(text);
    eqs_fit_result r = fit(expr, i < 2 ? fused : block, d, 2);
    cr_expect_lt(r.metrics.mse, 1e-20);
    for (size_t k = 0; k < 2; k++) value[i][k] = eqs_expr_param(expr, k);
    cr_expect_eq(eqs_fuser_count(fused->fuser).made, 2, "a loss and normal equations");
    eqs_expr_free(expr);
  }
  cr_expect_eq(memcmp(value[0], value[1], sizeof value[0]), 0);
  cr_expect_eq(memcmp(value[0], value[2], sizeof value[0]), 0);
  rows_free(d);
  eqs_engine_free(fused);
  eqs_engine_free(block);
}
