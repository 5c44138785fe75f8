/* SPDX-License-Identifier: BSD-3-Clause */
/* The shortest description: of the rows, by errors that are validated if there is time, and of the
   structure. */
#include "search/judge/select.h"
#include "expr/expr.h"
#include "search/judge/gaps.h"
#include "search/judge/strays.h"
#include "search/judge/validate.h"
#include <float.h>
#include <math.h>

/* An error so small against that of the simplest formula is rounding, by dtype. */
static const double EXACT[] = {[EQS_F64] = 1e-13, [EQS_F32] = 1e-6};

/* What a unit of complexity costs, in logarithms of the number of rows, and a free constant once
   more. Schwarz asks half of one for a constant (Annals of Statistics 6, 1978). Validation has paid
   for the fits of the constants, but not for all the structures that were tried, of which the best
   follows the noise of every fold. Measured: on noisy laws less chooses worse, on tables of ten
   rows more does. */
static const double PRICE = 0.23;

/* A formula that divides by zero between rows is worse by one unit, so that it decides between
   equals only: where rows lie on a lattice nothing ever comes between, and of ten rows hardly any
   formula that is of use has no pole. */
enum { BREAK = 1 };

static double units_of(const eqs_front_item *item)
{
  return item->complexity + (item->broken > 0 ? BREAK : 0);
}

/* Akaike's criterion, corrected for few rows (Hurvich, Tsai, Biometrika 76, 1989), with half of
   Schwarz's price on top for each unit of complexity, since the structure was sought, too. What has
   nearly as many constants as there are rows runs through them whatever they are. Errors below
   ROUNDING are as good as none. */
static double length_of(const eqs_front_item *item, double rounding)
{
  double n = (double)item->train.n, k = item->expr->n_params, error = item->train.mae;
  if (n <= k + 2) return INFINITY;
  return 2 * n * log(error > rounding ? error : rounding) + n * (n + k) / (n - k - 2) +
         units_of(item) * log(n + 1) / 2;
}

void eqs_select_by_length(eqs_search_result *result)
{
  double best = INFINITY;
  result->selected = result->n_front > 0 ? 0 : SIZE_MAX;
  for (size_t i = 0; i < result->n_front; i++) {
    double rounding = EXACT[EQS_F64] * result->front[0].train.mae + DBL_MIN;
    double length = length_of(&result->front[i], rounding);
    if (length >= best) continue;
    best = length;
    result->selected = i;
  }
}

/* What a new row may meet beside the rows, and in the gaps between them, adds to the errors of
   formulas that are not exact; the gaps at most as much again, since laws have poles, too. */
static eqs_status add_risks(eqs_ctx *ctx, const eqs_problem *problem,
                            const eqs_search_result *result, double rounding, double *error)
{
  eqs_gaps gaps;
  eqs_strays strays = {0};
  eqs_status status = eqs_gaps_open(ctx, &gaps, problem);
  if (status == EQS_OK) status = eqs_strays_open(ctx, &strays, problem);
  for (size_t i = 0; i < result->n_front && status == EQS_OK; i++) {
    const eqs_expr *expr = result->front[i].expr;
    double strayed = 0;
    if (!(error[i] > rounding)) continue;
    status = eqs_strays_find(ctx, &strays, expr, &strayed);
    error[i] += strayed + fmin(error[i], eqs_gaps_risk(&gaps, expr->node, expr->n_nodes).error);
  }
  eqs_gaps_close(&gaps);
  eqs_strays_close(&strays);
  return status;
}

/* By errors that are to be expected, validated on N rows. Those below ROUNDING are as good as none.
 */
static void choose(const double *error, double n, double rounding, eqs_search_result *result)
{
  double best = INFINITY;
  for (size_t i = 0; i < result->n_front; i++) {
    const eqs_front_item *item = &result->front[i];
    double units = units_of(item) + (double)item->expr->n_params;
    double length = n * log(fmax(error[i], rounding)) + PRICE * log(n) * units;
    if (!(length < best)) continue;
    best = length;
    result->selected = i;
  }
}

eqs_status eqs_select_by_validation(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_problem *problem, uint64_t seed,
                                    const eqs_budget *budget, eqs_search_result *result)
{
  double error[EQS_MAX_FRONT];
  size_t n;
  eqs_select_by_length(result);
  if (result->n_front < 2) return EQS_OK;
  eqs_status status = eqs_validate(ctx, engine, problem, seed, budget, result, error, &n);
  if (status != EQS_OK || n == 0) return status;
  double rounding = EXACT[eqs_engine_dtype(engine)] * result->front[0].train.mae + DBL_MIN;
  status = add_risks(ctx, problem, result, rounding, error);
  if (status == EQS_OK) choose(error, (double)n, rounding, result);
  return status;
}
