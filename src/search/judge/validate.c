/* SPDX-License-Identifier: BSD-3-Clause */
/* Each row left out once where there are few; else five folds, three times over: what hangs on one
   row errs there or not as the folds fall. */
#include "search/judge/validate.h"
#include "data/dataset.h"
#include "expr/expr.h"
#include "search/judge/row_loss.h"
#include "search/judge/sample.h"
#include "util/ctx.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdlib.h>

enum { FOLDS = 5, REPEATS = 3, LEAST_ROWS = 3, FEW_ROWS = 4 * FOLDS, MANY_ROWS = 2000 };
enum { SMALL = 200 }; /* with more rows, one is little, and ranks take long */

/* Fits begin with what all rows gave, and one that ends early still knows of the row that it is to
   predict; the more so the fewer rows there are. */
typedef struct effort {
  unsigned iterations, roundings;
} effort;
static const effort BRIEF = {20, 3}, THOROUGH = {200, 0};

typedef struct validation {
  const eqs_engine *engine;
  const eqs_problem *problem;
  const eqs_budget *budget;
  uint32_t *of_row;  /* the fold of each training row */
  double *predicted; /* scratch */
  eqs_rows inside, outside;
  uint32_t folds, repeats;
  effort effort;
  double weight;                 /* of all rows */
  size_t rank[EQS_MAX_FRONT];    /* how many directions of its constants all rows determine */
  double missing[EQS_MAX_FRONT]; /* predictions without a value, */
  double lost[EQS_MAX_FRONT];    /* and what they weigh */
} validation;

static void choose_folds(validation *v)
{
  const eqs_rows *rows = v->problem->train;
  const double *weight = eqs_problem_weights(v->problem);
  for (size_t i = 0; i < rows->n; i++) v->weight += weight != NULL ? weight[rows->row[i]] : 1;
  bool few = rows->n < FEW_ROWS;
  v->folds = few ? (uint32_t)rows->n : FOLDS;
  v->repeats = few || rows->n > MANY_ROWS ? 1 : REPEATS;
  v->effort = few ? THOROUGH : BRIEF;
}

/* Every fold gets as many rows as any other, give or take one, in random order. */
static void assign_folds(validation *v, uint64_t seed, uint64_t repetition)
{
  eqs_rng rng = eqs_rng_new(seed, repetition);
  const size_t n = v->problem->train->n;
  for (size_t i = 0; i < n; i++) v->of_row[i] = (uint32_t)(i % v->folds);
  for (size_t i = n; i > 1; i--) {
    size_t j = eqs_rng_below(&rng, (uint32_t)i);
    uint32_t other = v->of_row[j];
    v->of_row[j] = v->of_row[i - 1];
    v->of_row[i - 1] = other;
  }
}

static void split(validation *v, uint32_t k)
{
  const eqs_rows *all = v->problem->train;
  v->inside.n = v->outside.n = 0;
  for (size_t i = 0; i < all->n; i++) {
    eqs_rows *rows = v->of_row[i] == k ? &v->outside : &v->inside;
    rows->row[rows->n++] = all->row[i];
  }
}

/* Rows that may be without a value may all be among ROWS, some of the training rows. */
static eqs_objective objective_on(const validation *v, const eqs_rows *rows)
{
  eqs_objective o = v->problem->objective;
  o.drop = fmin(1, o.drop * (double)v->problem->train->n / (double)rows->n);
  return o;
}

/* Constants of a fit that failed are those of all rows, the ones outside too: they predict nothing.
   One formula at a time where that takes long, so that somebody looks at the clock. */
static eqs_status refit(eqs_ctx *ctx, const validation *v, const eqs_dataset *data, uint64_t seed,
                        eqs_expr **expr, size_t n, double *error)
{
  eqs_fit_result result[EQS_MAX_FRONT] = {0};
  eqs_fit_options options;
  eqs_fit_options_init(&options);
  options.objective = objective_on(v, &v->inside);
  options.iterations = v->effort.iterations;
  options.starts = 1;
  options.roundings = v->effort.roundings;
  options.seed = seed;
  size_t step = v->problem->train->n > MANY_ROWS ? 1 : n;
  eqs_status status = EQS_OK;
  for (size_t e = 0; e < n && status == EQS_OK && !eqs_budget_late(v->budget); e += step)
    status = eqs_fit_batch(ctx, v->engine, data, expr + e, step, &options, result + e);
  for (size_t e = 0; e < n; e++)
    if (result[e].status != EQS_OK) error[e] = INFINITY;
  return status;
}

/* How many directions of the constants of EXPR, at their values, ROWS determine. */
static eqs_status rank_of(eqs_ctx *ctx, const validation *v, const eqs_rows *rows,
                          const eqs_expr *expr, size_t *rank)
{
  const eqs_problem *p = v->problem;
  size_t k = expr->n_params;
  double *room = eqs_alloc(k * k + k + 1, sizeof *room);
  if (room == NULL) return eqs_fail_memory(ctx, (k * k + k) * sizeof *room);
  const eqs_objective o = objective_on(v, rows);
  eqs_status status =
      eqs_fit_covariance(ctx, p->table, p->roles, rows, expr, &o, room, room + k * k, rank);
  free(room);
  if (status != EQS_INPUT) return status;
  *rank = 0; /* derivatives whose squares overflow tell nothing */
  return EQS_OK;
}

/* Whether the rows inside determine the constants of formula E as all rows do. */
static eqs_status is_determined(eqs_ctx *ctx, const validation *v, const eqs_expr *expr, size_t e,
                                bool *determined)
{
  size_t rank = v->rank[e];
  eqs_status status = EQS_OK;
  if (v->problem->train->n <= SMALL) status = rank_of(ctx, v, &v->inside, expr, &rank);
  *determined = rank >= v->rank[e] && expr->n_params <= v->inside.n;
  return status;
}

/* Adds the errors of N refitted formulas on the rows outside. */
static eqs_status measure(eqs_ctx *ctx, validation *v, const eqs_dataset *data, eqs_expr **expr,
                          size_t n, double *error)
{
  const eqs_problem *p = v->problem;
  const double *target = eqs_table_numbers(p->table, p->roles->target);
  const double *weight = eqs_problem_weights(p);
  eqs_status status = EQS_OK;
  for (size_t e = 0; e < n && status == EQS_OK; e++) {
    bool determined;
    status = is_determined(ctx, v, expr[e], e, &determined);
    if (status == EQS_OK)
      status = eqs_engine_predict(ctx, v->engine, data, expr[determined ? e : 0], v->predicted);
    for (size_t i = 0; i < v->outside.n && status == EQS_OK; i++) {
      size_t row = v->outside.row[i];
      double share = (weight != NULL ? weight[row] : 1) / (v->weight * v->repeats);
      double off = fabs(v->predicted[i] - target[row]);
      if (isfinite(off) || p->objective.drop == 0) {
        error[e] += share * off;
      } else {
        v->missing[e]++;
        v->lost[e] += share;
      }
    }
  }
  return status;
}

static eqs_status validate_fold(eqs_ctx *ctx, validation *v, uint32_t k, uint64_t seed,
                                const eqs_search_result *result, double *error)
{
  const eqs_problem *p = v->problem;
  eqs_dtype dtype = eqs_engine_dtype(v->engine);
  eqs_dataset *inside = NULL, *outside = NULL;
  eqs_expr *expr[EQS_MAX_FRONT] = {0};
  eqs_status status = EQS_OK;
  split(v, k);
  for (size_t e = 0; e < result->n_front && status == EQS_OK; e++) {
    expr[e] = eqs_expr_from_nodes(result->front[e].expr->node, result->front[e].expr->n_nodes);
    if (expr[e] == NULL) status = eqs_fail_memory(ctx, sizeof *expr[e]);
  }
  if (status == EQS_OK)
    status = eqs_dataset_new(ctx, &inside, p->table, p->roles, &v->inside, dtype, 0);
  if (status == EQS_OK)
    status = eqs_dataset_new(ctx, &outside, p->table, p->roles, &v->outside, dtype, 0);
  if (status == EQS_OK) status = refit(ctx, v, inside, seed + k, expr, result->n_front, error);
  if (status == EQS_OK) status = measure(ctx, v, outside, expr, result->n_front, error);
  for (size_t e = 0; e < result->n_front; e++) eqs_expr_free(expr[e]);
  eqs_dataset_free(inside);
  eqs_dataset_free(outside);
  return status;
}

/* Of what was predicted, if that is enough. */
static double mean_of(const validation *v, size_t e, double error)
{
  double mean = error / (1 - v->lost[e]), all = (double)v->problem->train->n * v->repeats;
  bool enough = eqs_rows_may_drop(&v->problem->objective, v->missing[e], all);
  return enough && isfinite(mean) ? mean : INFINITY;
}

static eqs_status validate(eqs_ctx *ctx, validation *v, uint64_t seed,
                           const eqs_search_result *result, double *error)
{
  const eqs_rows *all = v->problem->train;
  eqs_status status = EQS_OK;
  for (size_t e = 0; e < result->n_front; e++) error[e] = 0;
  for (size_t e = 0; e < result->n_front && status == EQS_OK; e++) {
    if (eqs_budget_late(v->budget)) return EQS_OK;
    if (all->n <= SMALL) status = rank_of(ctx, v, all, result->front[e].expr, &v->rank[e]);
  }
  for (uint32_t r = 0; r < v->repeats && status == EQS_OK; r++) {
    assign_folds(v, seed, r);
    for (uint32_t k = 0; k < v->folds && status == EQS_OK && !eqs_budget_late(v->budget); k++)
      status = validate_fold(ctx, v, k, seed + r * FOLDS, result, error);
  }
  for (size_t e = 0; e < result->n_front; e++) error[e] = mean_of(v, e, error[e]);
  return status;
}

/* Hundreds of fits that take microseconds each: to gather threads for every one would take longer,
   on a machine that others use by far. */
static eqs_status validate_alone(eqs_ctx *ctx, validation *v, uint64_t seed,
                                 const eqs_search_result *result, double *error)
{
  int threads = ctx->threads;
  if (v->problem->train->n <= SMALL) ctx->threads = 1;
  eqs_status status = validate(ctx, v, seed, result, error);
  ctx->threads = threads;
  return status;
}

eqs_status eqs_validate(eqs_ctx *ctx, const eqs_engine *engine, const eqs_problem *problem,
                        uint64_t seed, const eqs_budget *budget, const eqs_search_result *result,
                        double *error, size_t *rows)
{
  size_t n = problem->train->n;
  validation v = {.engine = engine, .problem = problem, .budget = budget};
  eqs_status status = EQS_OK;
  *rows = 0;
  v.of_row = eqs_alloc(n, sizeof *v.of_row);
  v.predicted = eqs_alloc(n, sizeof *v.predicted);
  v.inside.row = eqs_alloc(n, sizeof *v.inside.row);
  v.outside.row = eqs_alloc(n, sizeof *v.outside.row);
  if (!v.of_row || !v.predicted || !v.inside.row || !v.outside.row) {
    status = eqs_fail_memory(ctx, n * 4 * sizeof(double));
    goto done;
  }
  if (n < LEAST_ROWS) goto done;
  choose_folds(&v);
  status = validate_alone(ctx, &v, seed, result, error);
  if (!eqs_budget_late(budget)) *rows = n;
done:
  free(v.of_row);
  free(v.predicted);
  free(v.inside.row);
  free(v.outside.row);
  return status;
}
