/* SPDX-License-Identifier: BSD-3-Clause */
/* Each candidate is compared with the front row by row, so that what both have in common, the
   noise, drops out. */
#include "search/judge/alternatives.h"
#include "data/dataset.h"
#include "search/judge/row_loss.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How much worse than the front's a formula may be, in standard errors of the difference, where one
   in 44 of those that are as good is left out; and in standard deviations of a row's error, if the
   front's follows so much of the noise. The one alone would let in what has its error in one row.
 */
static const double LEVEL = 2, FOLLOWED = 3;

/* Errors closer than this are a fit that ended elsewhere. */
static const double SAME = 1e-6;

enum { LEAST_ROWS = 6, MOST_WORK = 1 << 24, AT_ONCE = 16 };

typedef struct comparison {
  eqs_ctx *ctx;
  const eqs_engine *engine;
  const eqs_dataset *dataset;
  const eqs_problem *problem;
  const eqs_budget *budget;
  double reserve; /* seconds that are kept for measuring what is found */
  size_t n;
  double *predicted;
  double *front; /* what each row adds to the loss of the formula of the front, */
  double *other; /* and of the candidate */
} comparison;

static eqs_status errors_of(const comparison *c, const eqs_expr *expr, double *error)
{
  const eqs_problem *p = c->problem;
  const double *target = eqs_table_numbers(p->table, p->roles->target);
  const double *weight = eqs_problem_weights(p);
  eqs_status status = eqs_engine_predict(c->ctx, c->engine, c->dataset, expr, c->predicted);
  if (status != EQS_OK) return status;
  for (size_t i = 0; i < c->n; i++) {
    size_t row = p->train->row[i];
    double r = c->predicted[i] - target[row];
    error[i] = eqs_row_loss(&p->objective, r) * (weight != NULL ? weight[row] : 1);
  }
  return EQS_OK;
}

/* Whether the candidate's errors are no larger than the front's, as far as the rows can tell where
   both have a value. */
static bool as_good(const comparison *c)
{
  double sum = 0, squares = 0, own = 0, n = 0;
  for (size_t i = 0; i < c->n; i++) {
    double d = c->other[i] - c->front[i];
    if (!isfinite(d)) continue;
    own += c->other[i];
    sum += d;
    squares += d * d;
    n++;
  }
  /* each of the two may be without a value on so many */
  if (n < LEAST_ROWS ||
      !eqs_rows_may_drop(&c->problem->objective, (double)c->n - n, 2.0 * (double)c->n))
    return false;
  double variance = fmax(squares - sum * sum / n, 0) / (n - 1);
  return sum / n <= LEVEL * sqrt(variance / n) && n * sum <= FOLLOWED * FOLLOWED * own;
}

static bool same_function(const eqs_metrics *a, double loss, double mae)
{
  return fabs(a->loss - loss) <= SAME * loss && fabs(a->mae - mae) <= SAME * mae;
}

/* Whether one that is no more complex has the same values, to rounding. */
static bool known(const eqs_search_result *result, const eqs_member *m)
{
  for (size_t i = 0; i < result->n_front && result->front[i].complexity <= m->complexity; i++)
    if (same_function(&result->front[i].train, m->mse, m->mae)) return true;
  for (size_t i = 0; i < result->n_alternatives; i++)
    if (same_function(&result->alternative[i].train, m->mse, m->mae)) return true;
  return false;
}

static eqs_status add(eqs_ctx *ctx, eqs_search_result *result, size_t *capacity, eqs_expr *expr,
                      const eqs_member *m)
{
  if (eqs_grow(&result->alternative, capacity, result->n_alternatives + 1,
               sizeof *result->alternative) != 0)
    return eqs_fail_memory(ctx, sizeof *result->alternative);
  eqs_front_item *item = &result->alternative[result->n_alternatives++];
  *item = (eqs_front_item){.expr = expr, .complexity = m->complexity};
  item->train.loss = m->mse; /* until they are measured */
  item->train.mae = m->mae;
  return EQS_OK;
}

static eqs_status consider(const comparison *c, const eqs_member *m, eqs_search_result *result,
                           size_t *capacity)
{
  if (result->n_alternatives == EQS_MAX_ALTERNATIVES || known(result, m)) return EQS_OK;
  eqs_expr *expr = eqs_expr_from_nodes(m->f.node, m->f.n);
  if (expr == NULL) return eqs_fail_memory(c->ctx, m->f.n * sizeof(eqs_node));
  size_t before = result->n_alternatives;
  eqs_status status = errors_of(c, expr, c->other);
  if (status == EQS_OK && as_good(c)) status = add(c->ctx, result, capacity, expr, m);
  if (result->n_alternatives == before) eqs_expr_free(expr);
  return status;
}

static eqs_status collect(const comparison *c, const eqs_bank *bank, eqs_search_result *result)
{
  size_t capacity = 0, at = SIZE_MAX;
  size_t most = fmin(bank->capacity, MOST_WORK / c->n);
  eqs_status status = EQS_OK;
  for (unsigned k = 1; k <= bank->max_complexity && status == EQS_OK; k++) {
    size_t best = at;
    while (best + 1 < result->n_front && result->front[best + 1].complexity <= k) best++;
    if (best == SIZE_MAX) continue;
    if (eqs_front_is_exact(result, best)) break;
    if (best != at) status = errors_of(c, result->front[best].expr, c->front);
    at = best;
    const eqs_niche *niche = &bank->niche[EQS_BY_LENGTH][k];
    for (uint32_t i = 0; i < niche->n && i < most && status == EQS_OK; i++) {
      if (!(eqs_budget_left(c->budget) > c->reserve)) return EQS_OK;
      status = consider(c, &niche->member[i], result, &capacity);
    }
  }
  return status;
}

/* Some at a time; *DONE of them before there was no time left. */
static eqs_status measure_some(const comparison *c, eqs_search_result *result, size_t *done)
{
  eqs_status status = EQS_OK;
  size_t total = result->n_alternatives;
  for (*done = 0; *done < total && status == EQS_OK && !eqs_budget_late(c->budget);) {
    size_t n = total - *done < AT_ONCE ? total - *done : AT_ONCE;
    status = eqs_front_measure(c->ctx, c->problem, result->alternative + *done, n);
    *done += n;
  }
  return status;
}

/* Measured in double, like the front; what the reference finds not finite is left out. */
static eqs_status measure(const comparison *c, eqs_search_result *result)
{
  size_t done, n = 0;
  eqs_status status = measure_some(c, result, &done);
  for (size_t i = 0; i < result->n_alternatives; i++) {
    eqs_front_item item = result->alternative[i];
    if (status == EQS_OK && i < done && item.train.rejected == 0)
      result->alternative[n++] = item;
    else
      eqs_expr_free(item.expr);
  }
  result->n_alternatives = n;
  return status;
}

eqs_status eqs_alternatives_collect(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_dataset *dataset, const eqs_bank *bank,
                                    const eqs_problem *problem, const eqs_budget *budget,
                                    eqs_search_result *result)
{
  size_t n = problem->train->n;
  if (result->n_front == 0 || n < LEAST_ROWS) return EQS_OK;
  double *room = eqs_alloc(3 * n, sizeof *room);
  if (room == NULL) return eqs_fail_memory(ctx, 3 * n * sizeof *room);
  double left = eqs_budget_left(budget);
  const comparison c = {.ctx = ctx,
                        .engine = engine,
                        .dataset = dataset,
                        .problem = problem,
                        .budget = budget,
                        .reserve = isfinite(left) ? left / 2 : 0,
                        .n = n,
                        .predicted = room,
                        .front = room + n,
                        .other = room + 2 * n};
  eqs_status status = collect(&c, bank, result);
  free(room);
  if (status == EQS_OK) status = measure(&c, result);
  return status;
}

void eqs_alternatives_clear(eqs_search_result *result)
{
  for (size_t i = 0; i < result->n_alternatives; i++) eqs_expr_free(result->alternative[i].expr);
  free(result->alternative);
  result->alternative = NULL;
  result->n_alternatives = 0;
}
