/* SPDX-License-Identifier: BSD-3-Clause */
/* Five-fold cross-validation of the front, three times over where rows are few: what hangs on one
   of them errs there or not as the folds fall. */
#include "search/select.h"
#include "data/dataset.h"
#include "expr/expr.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { FOLDS = 5, ITERATIONS = 20, LEAST_ROWS = 4 * FOLDS, REPEATS = 3, FEW_ROWS = 2000 };

/* An error so small against that of the simplest formula is rounding. */
static const double EXACT = 1e-13;

/* Akaike's criterion, corrected for few rows (Hurvich, Tsai, Biometrika 76, 1989), with half of
   Schwarz's price on top for each unit of complexity, since the structure was sought, too. What has
   nearly as many constants as there are rows runs through them whatever they are. Errors below
   ROUNDING are as good as none. */
static double length_of(const eqs_front_item *item, double rounding)
{
  double n = (double)item->train.n, k = item->expr->n_params, error = item->train.mae;
  if (n <= k + 2) return INFINITY;
  return 2 * n * log(error > rounding ? error : rounding) + n * (n + k) / (n - k - 2) +
         item->complexity * log(n + 1) / 2;
}

void eqs_select_by_length(eqs_search_result *result)
{
  double best = INFINITY;
  result->selected = result->n_front > 0 ? 0 : SIZE_MAX;
  for (size_t i = 0; i < result->n_front; i++) {
    double rounding = EXACT * result->front[0].train.mae + DBL_MIN;
    double length = length_of(&result->front[i], rounding);
    if (length >= best) continue;
    best = length;
    result->selected = i;
  }
}

/* One fold: who is in it, and the absolute errors of its rows. */
typedef struct fold {
  const eqs_engine *engine;
  const eqs_problem *problem;
  uint32_t *of_row;  /* the fold of each training row */
  double *error;     /* n_front x n rows: the mean of the repetitions */
  double *predicted; /* scratch, n rows */
  eqs_rows inside, outside;
  double repeats;
} fold;

static void split(fold *f, uint32_t k)
{
  const eqs_rows *train = f->problem->train;
  f->inside.n = f->outside.n = 0;
  for (size_t i = 0; i < train->n; i++) {
    eqs_rows *rows = f->of_row[i] == k ? &f->outside : &f->inside;
    rows->row[rows->n++] = train->row[i];
  }
}

static eqs_status refit(eqs_ctx *ctx, const fold *f, const eqs_dataset *data, uint64_t seed,
                        eqs_expr **expr, size_t n)
{
  eqs_fit_result result[EQS_MAX_FRONT];
  eqs_fit_options options;
  eqs_fit_options_init(&options);
  options.objective = f->problem->objective;
  options.iterations = ITERATIONS;
  options.starts = 1;
  options.roundings = 3;
  options.seed = seed;
  return eqs_fit_batch(ctx, f->engine, data, expr, n, &options, result);
}

/* Errors of refitted formulas on the rows of fold K, in the order of the training rows. */
static eqs_status measure(eqs_ctx *ctx, const fold *f, uint32_t k, const eqs_dataset *data,
                          eqs_expr **expr, size_t n)
{
  const eqs_problem *p = f->problem;
  const double *target = eqs_table_numbers(p->table, p->roles->target);
  for (size_t e = 0; e < n; e++) {
    eqs_status status = eqs_engine_predict(ctx, f->engine, data, expr[e], f->predicted);
    if (status != EQS_OK) return status;
    for (size_t i = 0, j = 0; i < p->train->n; i++)
      if (f->of_row[i] == k)
        f->error[e * p->train->n + i] +=
            fabs(f->predicted[j++] - target[p->train->row[i]]) / f->repeats;
  }
  return EQS_OK;
}

static eqs_status validate_fold(eqs_ctx *ctx, fold *f, uint32_t k, uint64_t seed,
                                const eqs_search_result *result)
{
  const eqs_problem *p = f->problem;
  eqs_dtype dtype = eqs_engine_dtype(f->engine);
  eqs_dataset *inside = NULL, *outside = NULL;
  eqs_expr *expr[EQS_MAX_FRONT] = {0};
  eqs_status status = EQS_OK;
  split(f, k);
  for (size_t e = 0; e < result->n_front && status == EQS_OK; e++) {
    expr[e] = eqs_expr_from_nodes(result->front[e].expr->node, result->front[e].expr->n_nodes);
    if (expr[e] == NULL) status = eqs_fail_memory(ctx, sizeof *expr[e]);
  }
  if (status == EQS_OK)
    status = eqs_dataset_new(ctx, &inside, p->table, p->roles, &f->inside, dtype, 0);
  if (status == EQS_OK)
    status = eqs_dataset_new(ctx, &outside, p->table, p->roles, &f->outside, dtype, 0);
  if (status == EQS_OK) status = refit(ctx, f, inside, seed + k, expr, result->n_front);
  if (status == EQS_OK) status = measure(ctx, f, k, outside, expr, result->n_front);
  for (size_t e = 0; e < result->n_front; e++) eqs_expr_free(expr[e]);
  eqs_dataset_free(inside);
  eqs_dataset_free(outside);
  return status;
}

/* Every fold gets as many rows as any other, give or take one, in random order. */
static void assign_folds(fold *f, size_t n, uint64_t seed, uint64_t repetition)
{
  eqs_rng rng = eqs_rng_new(seed, repetition);
  for (size_t i = 0; i < n; i++) f->of_row[i] = (uint32_t)(i % FOLDS);
  for (size_t i = n; i > 1; i--) {
    size_t j = eqs_rng_below(&rng, (uint32_t)i);
    uint32_t other = f->of_row[j];
    f->of_row[j] = f->of_row[i - 1];
    f->of_row[i - 1] = other;
  }
}

static double mean(const double *x, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  return sum / (double)n;
}

/* The standard error of the mean of X - Y. */
static double standard_error(const double *x, const double *y, size_t n)
{
  double sum = 0, squares = 0;
  for (size_t i = 0; i < n; i++) {
    sum += x[i] - y[i];
    squares += (x[i] - y[i]) * (x[i] - y[i]);
  }
  double variance = (squares - sum * sum / (double)n) / ((double)n - 1);
  return sqrt(variance > 0 ? variance / (double)n : 0);
}

static void choose(const fold *f, double scale, eqs_search_result *result)
{
  size_t n = f->problem->train->n, best = SIZE_MAX;
  double error[EQS_MAX_FRONT];
  for (size_t e = 0; e < result->n_front; e++) {
    error[e] = mean(f->error + e * n, n);
    if (!isfinite(error[e])) error[e] = INFINITY;
    if (isfinite(error[e]) && (best == SIZE_MAX || error[e] < error[best])) best = e;
  }
  if (best == SIZE_MAX) return;
  size_t chosen = 0;
  for (; chosen < best; chosen++) {
    double reach = 0.5 * standard_error(f->error + chosen * n, f->error + best * n, n);
    if (error[chosen] <= error[best] + reach + 1e-9 * scale) break;
  }
  result->selected = chosen;
}

eqs_status eqs_select_by_validation(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_problem *problem, uint64_t seed,
                                    eqs_search_result *result)
{
  size_t n = problem->train->n;
  eqs_select_by_length(result);
  if (n < LEAST_ROWS || result->n_front < 2) return EQS_OK;
  fold f = {.engine = engine, .problem = problem};
  eqs_status status = EQS_OK;
  f.of_row = eqs_alloc(n, sizeof *f.of_row);
  f.error = eqs_alloc_zero(n * result->n_front, sizeof *f.error);
  f.predicted = eqs_alloc(n, sizeof *f.predicted);
  f.inside.row = eqs_alloc(n, sizeof *f.inside.row);
  f.outside.row = eqs_alloc(n, sizeof *f.outside.row);
  if (!f.of_row || !f.error || !f.predicted || !f.inside.row || !f.outside.row) {
    status = eqs_fail_memory(ctx, n * (result->n_front + 4) * sizeof(double));
    goto done;
  }
  unsigned repeats = n <= FEW_ROWS ? REPEATS : 1;
  f.repeats = repeats;
  for (unsigned r = 0; r < repeats && status == EQS_OK; r++) {
    assign_folds(&f, n, seed, r);
    for (uint32_t k = 0; k < FOLDS && status == EQS_OK; k++)
      status = validate_fold(ctx, &f, k, seed + r * FOLDS, result);
  }
  const eqs_metrics *first = &result->front[0].train;
  if (status == EQS_OK) choose(&f, first->mae, result);
done:
  free(f.of_row);
  free(f.error);
  free(f.predicted);
  free(f.inside.row);
  free(f.outside.row);
  return status;
}
