/* SPDX-License-Identifier: BSD-3-Clause */
/* Fits of every loss against minima that are known in closed form or found by brute force. */
#include "expr/expr.h"
#include "support/engine.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <eqsieve/fit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 401 };

static const char *const variables[] = {"x0", "x1", "x2", "x3"};
static const eqs_names names = {4, variables};

static eqs_expr *parse(const char *text)
{
  eqs_expr *expr;
  cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
  return expr;
}

static eqs_objective objective(const char *loss)
{
  eqs_objective o = {0};
  cr_assert_eq(eqs_objective_loss(NULL, &o, loss), EQS_OK);
  return o;
}

static eqs_fit_result fit(const eqs_engine *engine, const eqs_dataset *d, eqs_expr *expr,
                          eqs_objective o)
{
  eqs_fit_options options;
  eqs_fit_result result;
  eqs_fit_options_init(&options);
  options.objective = o;
  options.iterations = 60;
  cr_assert_eq(eqs_fit_batch(NULL, engine, d, &expr, 1, &options, &result), EQS_OK);
  cr_assert_eq(result.status, EQS_OK);
  return result;
}

static double rho(eqs_objective o, double r)
{
  double size = fabs(r);
  switch (o.loss) {
  case EQS_LOSS_SQUARED:
    return r * r;
  case EQS_LOSS_ABSOLUTE:
    return size;
  case EQS_LOSS_HUBER:
    return size <= o.param ? r * r / 2 : o.param * (size - o.param / 2);
  case EQS_LOSS_LOGCOSH:
    return size + log1p(expm1(-2 * size) / 2);
  default:
    return (r < 0 ? o.param : 1 - o.param) * size;
  }
}

/* The mean loss of a constant. */
static double mean_loss(const eqs_dataset *d, eqs_objective o, double c)
{
  double sum = 0, weights = 0;
  for (size_t i = 0; i < d->n_rows; i++) {
    double v = d->weight ? rows_get(d, d->weight, i) : 1;
    sum += v * rho(o, c - rows_get(d, d->target, i));
    weights += v;
  }
  return sum / weights;
}

/* The least of it: the losses are convex in the constant. */
static double least_loss(const eqs_dataset *d, eqs_objective o)
{
  double low = -50, high = 50;
  for (int i = 0; i < 200; i++) {
    double a = low + (high - low) / 3, b = high - (high - low) / 3;
    if (mean_loss(d, o, a) < mean_loss(d, o, b))
      high = b;
    else
      low = a;
  }
  return mean_loss(d, o, (low + high) / 2);
}

static const char *const losses[] = {"mse",     "mae",          "huber:0.5",
                                     "logcosh", "quantile:0.9", "quantile:0.25"};
enum { LOSSES = sizeof losses / sizeof *losses };

/* A target with a long tail. */
static eqs_dataset *skewed(eqs_dtype dtype, void *weight)
{
  eqs_dataset *d = rows_new(N, dtype, -1, 1);
  eqs_rng rng = eqs_rng_new(5, 0);
  for (size_t i = 0; i < N; i++) rows_set(d, d->target, i, exp(eqs_rng_normal(&rng)));
  rows_finish(d);
  if (weight) {
    d->weight = weight;
    d->weight_sum = 0;
    for (size_t i = 0; i < N; i++) {
      rows_set(d, weight, i, i % 5 == 0 ? 0 : eqs_rng_uniform(&rng));
      d->weight_sum += rows_get(d, weight, i);
    }
  }
  return d;
}

Test(losses, a_constant_is_fitted_to_the_mean_median_or_quantile)
{
  void *weight = eqs_alloc_zero(N + EQS_ROW_GRAIN, 8);
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_engine *engine = engine_new(EQS_TIER_AUTO, dtype);
    for (size_t l = 0; l < LOSSES; l++) {
      for (int weighted = 0; weighted <= 1; weighted++) {
        eqs_dataset *d = skewed(dtype, weighted ? weight : NULL);
        eqs_objective o = objective(losses[l]);
        eqs_expr *expr = parse("c + 0*x0");
        eqs_fit_result r = fit(engine, d, expr, o);
        double least = least_loss(d, o);
        cr_assert_float_eq(r.metrics.loss, mean_loss(d, o, eqs_expr_param(expr, 0)), 2e-6 * least);
        cr_assert_lt(r.metrics.loss, least * (1 + 1e-5), "%s: %.8g, not %.8g", losses[l],
                     r.metrics.loss, least);
        eqs_expr_free(expr);
        rows_free(d);
      }
    }
    eqs_engine_free(engine);
  }
  free(weight);
}

/* One rounding of the corner comes near the least loss, for a part of the work. */
Test(losses, roundings_are_as_many_as_asked_for)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = skewed(EQS_F64, NULL);
  for (size_t l = 0; l < LOSSES; l++) {
    eqs_objective o = objective(losses[l]);
    eqs_fit_options options;
    eqs_fit_result once, all;
    eqs_expr *expr = parse("c + c*x0");
    eqs_fit_options_init(&options);
    options.objective = o;
    options.starts = 1;
    options.roundings = 1;
    cr_assert_eq(eqs_fit_batch(NULL, engine, d, &expr, 1, &options, &once), EQS_OK);
    eqs_expr_free(expr);
    expr = parse("c + c*x0");
    options.roundings = 0;
    cr_assert_eq(eqs_fit_batch(NULL, engine, d, &expr, 1, &options, &all), EQS_OK);
    eqs_expr_free(expr);
    bool sharp = o.loss == EQS_LOSS_ABSOLUTE || o.loss == EQS_LOSS_QUANTILE;
    if (sharp)
      cr_assert_lt(2 * once.gradients, all.gradients, "%s", losses[l]);
    else
      cr_assert_eq(once.gradients, all.gradients, "%s", losses[l]);
    cr_assert_leq(all.metrics.loss, once.metrics.loss, "%s", losses[l]);
    cr_assert_lt(once.metrics.loss, 1.1 * all.metrics.loss, "%s", losses[l]);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

/* Outliers in a fifth of the rows leave the line where it was. */
Test(losses, the_absolute_loss_is_not_moved_by_outliers)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(N, EQS_F64, -1, 1);
  for (size_t i = 0; i < N; i++) {
    double y = 1.5 * exp(0.7 * rows_get(d, d->column[0], i)) - 0.4;
    rows_set(d, d->target, i, i % 5 == 0 ? y + 30 : y);
  }
  rows_finish(d);
  eqs_expr *expr = parse("1.0*exp(1.0*x0) + 0.1");
  fit(engine, d, expr, objective("mae"));
  cr_assert_float_eq(eqs_expr_param(expr, 0), 1.5, 1e-6);
  cr_assert_float_eq(eqs_expr_param(expr, 1), 0.7, 1e-6);
  cr_assert_float_eq(eqs_expr_param(expr, 2), -0.4, 1e-6);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

/* Ten constants go through panels, eight through the fused kernels: linear least squares with
   weights of zero and one is least squares of the rows of weight one. */
Test(losses, rows_of_weight_zero_do_not_exist)
{
  static const char *const texts[] = {
      "c + c*x0 + c*x1 + c*x2 + c*x3 + c*x0*x1 + c*x2*x3 + c*x0*x3",
      "c + c*x0 + c*x1 + c*x2 + c*x3 + c*x0*x1 + c*x2*x3 + c*x0*x3 + c*x1*x2 + c*x1*x3"};
  void *weight = eqs_alloc_zero(N + EQS_ROW_GRAIN, 8);
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  for (size_t t = 0; t < 2; t++) {
    eqs_dataset *half = rows_new(N / 2, EQS_F64, -1, 1), *all = rows_new(N, EQS_F64, -1, 1);
    for (size_t i = 0; i < N; i++) {
      bool kept = i % 2 == 1 && i / 2 < N / 2;
      rows_set(all, weight, i, kept);
      if (!kept) continue;
      for (size_t j = 0; j < ROWS_FEATURES; j++)
        rows_set(all, all->column[j], i, rows_get(half, half->column[j], i / 2));
      rows_set(all, all->target, i, rows_get(half, half->target, i / 2));
    }
    rows_finish(half);
    rows_finish(all);
    all->weight = weight;
    all->weight_sum = N / 2;
    eqs_expr *a = parse(texts[t]), *b = parse(texts[t]);
    eqs_fit_result ra = fit(engine, half, a, objective("mse"));
    eqs_fit_result rb = fit(engine, all, b, objective("mse"));
    cr_assert_float_eq(ra.metrics.mse, rb.metrics.loss, 1e-12);
    for (size_t k = 0; k < eqs_expr_params(a); k++)
      cr_assert_float_eq(eqs_expr_param(a, k), eqs_expr_param(b, k), 1e-8);
    eqs_expr_free(a);
    eqs_expr_free(b);
    rows_free(half);
    rows_free(all);
  }
  eqs_engine_free(engine);
  free(weight);
}

/* Rows where the logarithm has no value are left out of the fit and the score. */
Test(losses, rows_that_are_not_finite_may_be_left_out)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = rows_new(N, EQS_F64, -0.1, 1);
  size_t bad = 0;
  for (size_t i = 0; i < N; i++) {
    double x = rows_get(d, d->column[0], i);
    bad += x < 0;
    rows_set(d, d->target, i, x < 0 ? 99 : 2.5 * log(x) + 1.25);
  }
  rows_finish(d);
  cr_assert(bad > 20 && bad < 60);
  for (size_t l = 0; l < LOSSES; l++) {
    eqs_objective o = objective(losses[l]);
    cr_assert_eq(eqs_objective_nonfinite(NULL, &o, "drop:0.15"), EQS_OK);
    eqs_expr *expr = parse("c*log(x0) + c");
    eqs_fit_result r = fit(engine, d, expr, o);
    cr_assert_eq(r.metrics.dropped, bad);
    cr_assert_eq(r.metrics.rejected, 0);
    cr_assert_lt(r.metrics.loss, 1e-10, "%s: %g", losses[l], r.metrics.loss);
    cr_assert_float_eq(eqs_expr_param(expr, 0), 2.5, 1e-6);
    eqs_score_options options;
    eqs_score_options_init(&options);
    options.objective = o;
    options.objective.drop = (double)(bad - 1) / N;
    eqs_metrics m;
    const eqs_expr *one = expr;
    cr_assert_eq(eqs_engine_score_with(NULL, engine, d, &one, 1, &options, &m), EQS_OK);
    cr_assert(m.rejected == bad && m.dropped == 0 && isnan(m.loss));
    eqs_expr_free(expr);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

Test(losses, threads_do_not_show)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F32);
  eqs_dataset *d = rows_new(30000, EQS_F32, 0.1, 2);
  rows_finish(d);
  for (size_t l = 1; l < LOSSES; l++) {
    eqs_fit_result r[2];
    double c[2];
    for (int t = 0; t < 2; t++) {
      eqs_ctx *ctx = eqs_ctx_new();
      eqs_ctx_set_threads(ctx, 1 + 2 * t);
      eqs_fit_options options;
      eqs_fit_options_init(&options);
      options.objective = objective(losses[l]);
      options.starts = 2;
      options.iterations = 5;
      eqs_expr *expr = parse("c*sin(c*x0) + c");
      cr_assert_eq(eqs_fit_batch(ctx, engine, d, &expr, 1, &options, &r[t]), EQS_OK);
      c[t] = eqs_expr_param(expr, 1);
      eqs_expr_free(expr);
      eqs_ctx_free(ctx);
    }
    cr_assert_eq(memcmp(&r[0].metrics, &r[1].metrics, sizeof r[0].metrics), 0);
    cr_assert_eq(c[0], c[1]);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

Test(losses, words_that_are_no_loss_are_refused)
{
  static const char *const words[] = {
      "",          "rmse",     "huber",      "huber:",     "huber:0",      "huber:-1",
      "huber:nan", "huber:1x", "quantile:0", "quantile:1", "quantile:.5.", "mse:1"};
  eqs_ctx *ctx = eqs_ctx_new();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    eqs_objective o = {0};
    cr_assert_eq(eqs_objective_loss(ctx, &o, words[i]), EQS_USAGE, "%s", words[i]);
    cr_assert_eq(eqs_objective_nonfinite(ctx, &o, words[i]), EQS_USAGE, "%s", words[i]);
    cr_assert(o.loss == EQS_LOSS_SQUARED && o.param == 0 && o.drop == 0);
  }
  eqs_objective o = {0};
  cr_assert_eq(eqs_objective_nonfinite(ctx, &o, "drop:1"), EQS_USAGE);
  cr_assert_eq(eqs_objective_nonfinite(ctx, &o, "drop:0.25"), EQS_OK);
  cr_assert_eq(o.drop, 0.25);
  cr_assert_eq(eqs_objective_nonfinite(ctx, &o, "reject"), EQS_OK);
  cr_assert_eq(o.drop, 0);
  eqs_ctx_free(ctx);
}

/* A fit of a formula that waves through data which do not; *CONSTANT is one of its own. */
static eqs_fit_result fit_below(const eqs_engine *engine, const eqs_dataset *d, const char *loss,
                                const double *bar, double *constant)
{
  eqs_fit_options options;
  eqs_fit_result result;
  eqs_expr *expr = parse("c + c*sin(3.1*x0 + 7.0)");
  eqs_fit_options_init(&options);
  options.objective = objective(loss);
  options.starts = 1;
  options.bar = bar;
  cr_assert_eq(eqs_fit_batch(NULL, engine, d, &expr, 1, &options, &result), EQS_OK);
  *constant = eqs_expr_param(expr, 0);
  eqs_expr_free(expr);
  return result;
}

Test(losses, a_fit_ends_where_the_bar_is_out_of_reach)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_dataset *d = skewed(EQS_F64, NULL);
  for (size_t l = 0; l < LOSSES; l++) {
    double constant, same, bar = INFINITY;
    eqs_fit_result full = fit_below(engine, d, losses[l], NULL, &constant);
    eqs_fit_result free = fit_below(engine, d, losses[l], &bar, &same);
    cr_assert(free.metrics.loss == full.metrics.loss && same == constant, "%s", losses[l]);
    bar = 1.1 * full.metrics.loss;
    eqs_fit_result reached = fit_below(engine, d, losses[l], &bar, &same);
    cr_assert(reached.metrics.loss == full.metrics.loss && same == constant, "%s", losses[l]);
    bar = 0.5 * full.metrics.loss;
    eqs_fit_result given_up = fit_below(engine, d, losses[l], &bar, &same);
    cr_assert_lt(given_up.gradients, full.gradients, "%s", losses[l]);
    cr_assert_geq(given_up.metrics.loss, full.metrics.loss, "%s", losses[l]);
    cr_assert_lt(given_up.metrics.loss, 1.2 * full.metrics.loss, "%s", losses[l]);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

/* x0 is zero in row 7: there sqrt(x0*(c + x1)) is zero whatever c is, and its derivative is 0 *
   inf. The second law has so many constants that panels add up the sums. */
static void find_past_zero(eqs_tier tier, eqs_dtype dtype, const char *loss, bool many)
{
  eqs_engine *engine = engine_new(tier, dtype);
  eqs_dataset *d = rows_new(N, dtype, 0, 2);
  rows_set(d, d->column[0], 7, 0);
  for (size_t i = 0; i < N; i++) {
    double x0 = rows_get(d, d->column[0], i), x1 = rows_get(d, d->column[1], i);
    double x2 = rows_get(d, d->column[2], i);
    rows_set(d, d->target, i, sqrt(x0 * (2.5 + x1)) + (many ? 1.5 * x1 - 0.25 * x2 : 0));
  }
  rows_finish(d);
  eqs_expr *expr =
      parse(many ? "sqrt(x0*(1.0 + x1)) + c*x1 + c*x2 + c*x3 + c*x1*x2 + c*x2*x3 + c*x1*x3 + "
                   "c*x1*x1 + c*x2*x2 + c*x3*x3"
                 : "sqrt(x0*(1.0 + x1))");
  eqs_fit_result r = fit(engine, d, expr, objective(loss));
  double error = dtype == EQS_F32 ? 1e-3 : 1e-6;
  cr_expect_lt(r.metrics.loss, error, "%s: %g", loss, r.metrics.loss);
  cr_expect_float_eq(eqs_expr_param(expr, 0), 2.5, error, "%s: %g", loss, eqs_expr_param(expr, 0));
  if (many) cr_expect_float_eq(eqs_expr_param(expr, 1), 1.5, error);
  eqs_expr_free(expr);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(losses, a_row_that_lacks_a_derivative_does_not_end_a_fit)
{
  static const eqs_tier tiers[] = {EQS_TIER_REFERENCE, EQS_TIER_BLOCK, EQS_TIER_FUSED};
  for (size_t t = 0; t < 3; t++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      for (int many = 0; many < 2; many++)
        for (size_t l = 0; l < 2; l++) find_past_zero(tiers[t], dtype, l ? "mae" : "mse", many);
}
