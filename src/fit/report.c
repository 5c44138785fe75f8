/* SPDX-License-Identifier: BSD-3-Clause */
/* What reports print: the loss and the uncertainty of the constants, in double, by the scalar
   reference, whatever tier and dtype found the formula. */
#include "blas/blas.h"
#include "eval/sum.h"
#include "fit/cholesky.h"
#include "util/fail.h"
#include "util/memory.h"
#include <eqsieve/fit.h>
#include <math.h>
#include <stdlib.h>

/* Directions whose eigenvalue is below this share of the largest are not determined by the data:
   the square root of the rounding errors in J'J. */
static const double RANK_TOLERANCE = 1e-13;

typedef struct report {
  eqs_engine *engine;
  eqs_dataset *dataset;
} report;

static eqs_status open_report(eqs_ctx *ctx, report *r, const eqs_table *table,
                              const eqs_roles *roles, const eqs_rows *rows)
{
  eqs_engine_options options;
  eqs_engine_options_init(&options);
  options.tier = EQS_TIER_REFERENCE;
  *r = (report){0};
  eqs_status status = eqs_engine_new(ctx, &r->engine, &options);
  if (!status) status = eqs_dataset_new(ctx, &r->dataset, table, roles, rows, EQS_F64, 0);
  return status;
}

static void close_report(report *r)
{
  eqs_engine_free(r->engine);
  eqs_dataset_free(r->dataset);
}

eqs_status eqs_report_score(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                            const eqs_rows *rows, const eqs_expr *const *expr, size_t m,
                            const eqs_objective *objective, eqs_metrics *metrics)
{
  report r;
  eqs_score_options options;
  eqs_score_options_init(&options);
  if (objective) options.objective = *objective;
  eqs_status status = open_report(ctx, &r, table, roles, rows);
  if (!status) status = eqs_engine_score_with(ctx, r.engine, r.dataset, expr, m, &options, metrics);
  close_report(&r);
  return status;
}

eqs_status eqs_report_metrics(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                              const eqs_rows *rows, const eqs_expr *expr, eqs_metrics *metrics)
{
  return eqs_report_score(ctx, table, roles, rows, &expr, 1, NULL, metrics);
}

static eqs_status normal_sums(eqs_ctx *ctx, const report *r, const eqs_expr *expr, double drop,
                              double *sums)
{
  eqs_crew crew;
  eqs_program program = {0};
  eqs_score_options options;
  eqs_score_options_init(&options);
  options.objective.drop = drop;
  eqs_aim aim = eqs_aim_new(r->dataset, &options);
  eqs_status status = eqs_crew_new(ctx, &crew, eqs_ctx_threads(ctx));
  if (status) return status;
  if (eqs_lower_gradient(&program, expr) || eqs_crew_reserve(&crew, &program, r->dataset))
    status = eqs_fail_memory(ctx, expr->n_nodes * sizeof(eqs_step));
  else
    eqs_sum_normal(&crew, r->engine, &program, r->dataset, &aim, sums);
  eqs_program_free(&program);
  eqs_crew_free(&crew);
  return status;
}

/* The rows that the sums are of: with a weight, and finite, which all are unless some may be left
   out. */
static eqs_status count_rows(eqs_ctx *ctx, const report *r, const eqs_expr *expr, double drop,
                             size_t *n)
{
  size_t rows = r->dataset->n_rows;
  const double *weight = r->dataset->weight;
  double *value = NULL;
  eqs_status status = EQS_OK;
  if (drop > 0) {
    value = eqs_alloc(rows, sizeof *value);
    if (!value) return eqs_fail_memory(ctx, rows * sizeof *value);
    status = eqs_engine_predict(ctx, r->engine, r->dataset, expr, value);
  }
  *n = 0;
  for (size_t i = 0; !status && i < rows; i++)
    *n += (!value || isfinite(value[i])) && (!weight || weight[i] > 0);
  free(value);
  return status;
}

/* J'J scaled to a unit diagonal, so that units of the constants do not decide what is determined;
   as a full matrix for the eigenvalues. */
static void scaled_matrix(const double *upper, double *scale, double *matrix, size_t k)
{
  for (size_t i = 0; i < k; i++) {
    double d = upper[eqs_upper(i, i, k)];
    scale[i] = d > 0 ? 1 / sqrt(d) : 0;
  }
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) {
      double a = upper[i <= j ? eqs_upper(i, j, k) : eqs_upper(j, i, k)];
      matrix[i * k + j] = a * (scale[i] * scale[j]); /* symmetric to the bit */
    }
}

/* The pseudo-inverse of the scaled matrix from its eigenvectors (columns of VECTOR), scaled back. A
   constant with a share in an undetermined direction has no finite error; without a VARIANCE none
   has. */
static void invert(const double *vector, const double *value, const double *scale, size_t k,
                   double variance, double *covariance, double *stderror)
{
  double least = RANK_TOLERANCE * (double)k * value[k - 1];
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) {
      double sum = 0;
      for (size_t e = 0; e < k; e++)
        if (value[e] > least) sum += vector[i * k + e] * vector[j * k + e] / value[e];
      covariance[i * k + j] = variance * sum * (scale[i] * scale[j]);
    }
    double loose = scale[i] > 0 ? 0 : 1;
    for (size_t e = 0; e < k; e++)
      if (!(value[e] > least)) loose += vector[i * k + e] * vector[i * k + e];
    double error = sqrt(covariance[i * k + i]);
    stderror[i] = loose > 1e-12 && !isnan(variance) ? INFINITY : error;
  }
}

static eqs_status covariance_of(eqs_ctx *ctx, const double *sums, size_t n, size_t k,
                                double *covariance, double *stderror, size_t *rank)
{
  const eqs_blas *blas;
  eqs_status status = eqs_blas_get(ctx, &blas);
  if (status) return status;
  double *vector = eqs_alloc(k * k + 2 * k, sizeof *vector);
  if (!vector) return eqs_fail_memory(ctx, (k * k + 2 * k) * sizeof *vector);
  double *value = vector + k * k, *scale = value + k;
  scaled_matrix(sums + 1 + k, scale, vector, k);
  if (blas->dsyev((int)k, vector, (int)k, value) != 0) {
    free(vector);
    return eqs_fail(ctx, EQS_INPUT, "the squares of derivatives by the constants are too large");
  }
  *rank = 0;
  for (size_t e = 0; e < k; e++) *rank += value[e] > RANK_TOLERANCE * (double)k * value[k - 1];
  double freedom = n > *rank ? (double)(n - *rank) : NAN;
  invert(vector, value, scale, k, sums[0] / freedom, covariance, stderror);
  free(vector);
  return EQS_OK;
}

eqs_status eqs_fit_covariance(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                              const eqs_rows *rows, const eqs_expr *expr,
                              const eqs_objective *objective, double *covariance, double *stderror,
                              size_t *rank)
{
  size_t k = expr->n_params;
  *rank = 0;
  if (k == 0) return EQS_OK;
  double *sums = eqs_alloc(eqs_normal_size(k), sizeof *sums);
  if (!sums) return eqs_fail_memory(ctx, eqs_normal_size(k) * sizeof *sums);
  report r;
  eqs_status status = open_report(ctx, &r, table, roles, rows);
  double drop = objective ? objective->drop : 0;
  if (!status) status = normal_sums(ctx, &r, expr, drop, sums);
  size_t n = 0;
  if (!status) status = count_rows(ctx, &r, expr, drop, &n);
  if (!status) status = covariance_of(ctx, sums, n, k, covariance, stderror, rank);
  close_report(&r);
  free(sums);
  return status;
}
