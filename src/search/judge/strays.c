/* SPDX-License-Identifier: BSD-3-Clause */
#include "search/judge/strays.h"
#include "expr/expr.h"
#include "search/formula/evaluate.h"
#include "search/judge/row_loss.h"
#include "search/judge/sample.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

enum { MOST_ROWS = 4096 };
static const double MARGIN = 0.5, FARTHEST = 2; /* in ranges of the target */
static const double NO_VALUE = -1;              /* of a step that may be without one */

static const double *numbers(const eqs_strays *s, size_t j)
{
  return eqs_table_numbers(s->problem->table, s->problem->roles->feature[j]);
}

eqs_status eqs_strays_open(eqs_ctx *ctx, eqs_strays *s, const eqs_problem *problem)
{
  size_t features = problem->roles->n_features;
  size_t n = problem->train->n < MOST_ROWS ? problem->train->n : MOST_ROWS;
  *s = (eqs_strays){.problem = problem};
  s->row = eqs_alloc(n, sizeof *s->row);
  s->ladder = eqs_alloc_zero(features, sizeof *s->ladder);
  s->step = eqs_alloc(2 * n, sizeof *s->step);
  s->off = eqs_alloc(2 * n, sizeof *s->off);
  s->weight = eqs_alloc(2 * n, sizeof *s->weight);
  s->is_new = eqs_alloc(2 * n, sizeof *s->is_new);
  s->pair = eqs_alloc(n, sizeof *s->pair);
  s->column = eqs_alloc(features * EQS_EVALUATED_AT_ONCE, sizeof *s->column);
  if (!s->row || !s->ladder || !s->step || !s->off || !s->weight || !s->is_new || !s->pair ||
      !s->column) {
    eqs_strays_close(s);
    return eqs_fail_memory(ctx, features * EQS_EVALUATED_AT_ONCE * sizeof *s->column);
  }
  s->n_rows = eqs_sample_rows(problem->train, MOST_ROWS, s->row);
  const double *target = eqs_table_numbers(problem->table, problem->roles->target);
  eqs_range_on_rows(target, problem->train, &s->low, &s->high);
  return EQS_OK;
}

void eqs_strays_close(eqs_strays *s)
{
  for (size_t j = 0; s->ladder != NULL && j < s->problem->roles->n_features; j++) {
    free(s->ladder[j].value);
    free(s->ladder[j].place);
  }
  free(s->row);
  free(s->ladder);
  free(s->step);
  free(s->off);
  free(s->weight);
  free(s->is_new);
  free(s->pair);
  free(s->column);
  *s = (eqs_strays){0};
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
  const double *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static eqs_status make_ladder(eqs_ctx *ctx, eqs_strays *s, size_t j)
{
  eqs_ladder *l = &s->ladder[j];
  const double *value = numbers(s, j);
  if (l->place != NULL) return EQS_OK;
  if (l->value == NULL) l->value = eqs_alloc(s->n_rows, sizeof *l->value);
  l->place = eqs_alloc(s->n_rows, sizeof *l->place);
  if (!l->value || !l->place) return eqs_fail_memory(ctx, s->n_rows * sizeof *l->value);
  for (size_t i = 0; i < s->n_rows; i++) l->value[i] = value[s->row[i]];
  qsort(l->value, s->n_rows, sizeof *l->value, by_value);
  for (size_t i = 0; i < s->n_rows; i++)
    if (i == 0 || l->value[i] != l->value[l->n - 1]) l->value[l->n++] = l->value[i];
  for (size_t i = 0; i < s->n_rows; i++) {
    const double *at = bsearch(&value[s->row[i]], l->value, l->n, sizeof *at, by_value);
    l->place[i] = (uint32_t)(at - l->value);
  }
  return EQS_OK;
}

static void list_steps(eqs_strays *s, size_t j)
{
  const eqs_ladder *l = &s->ladder[j];
  s->n_steps = 0;
  for (uint32_t i = 0; i < s->n_rows; i++) {
    uint32_t here = l->place[i];
    if (here > 0) s->step[s->n_steps++] = (eqs_step){i, here - 1};
    if (here + 1 < l->n) s->step[s->n_steps++] = (eqs_step){i, here + 1};
  }
}

static double distance(const eqs_strays *s, double value)
{
  double range = s->high - s->low, most = FARTHEST * range;
  if (!isfinite(value)) return s->problem->objective.drop > 0 ? NO_VALUE : most;
  double d = fmax(s->low - value, value - s->high);
  return d > MARGIN * range ? fmin(d, most) : 0;
}

/* N steps from FIRST on, along column J; returns whether any strays. */
static bool look(eqs_strays *s, const eqs_expr *expr, size_t j, size_t first, size_t n)
{
  double value[EQS_EVALUATED_AT_ONCE];
  bool strays = false;
  for (size_t u = 0; u < s->n_used; u++) {
    size_t k = s->used[u];
    for (size_t i = 0; i < n; i++) {
      eqs_step step = s->step[first + i];
      s->column[k * EQS_EVALUATED_AT_ONCE + i] =
          k == j ? s->ladder[j].value[step.to] : numbers(s, k)[s->row[step.row]];
    }
  }
  eqs_nodes_evaluate(expr->node, expr->n_nodes, s->column, EQS_EVALUATED_AT_ONCE, n, value);
  for (size_t i = 0; i < n; i++) {
    s->off[first + i] = distance(s, value[i]);
    strays |= s->off[first + i] != 0;
  }
  return strays;
}

/* ---- How likely they are --------------------------------------------------------------------- */

static int by_pair(const void *a, const void *b)
{
  const uint64_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static uint64_t pair_of(uint32_t a, uint32_t b)
{
  return (uint64_t)a << 32 | b;
}

/* The pairs of places that rows have on two ladders, in order. *CHANCE: that a new row has another.
 */
static void take_pairs(eqs_strays *s, const eqs_ladder *a, const eqs_ladder *b, double *chance)
{
  size_t n = s->n_rows, once = 0;
  for (size_t i = 0; i < n; i++) s->pair[i] = pair_of(a->place[i], b->place[i]);
  qsort(s->pair, n, sizeof *s->pair, by_pair);
  for (size_t i = 0; i < n; i++)
    once +=
        (i == 0 || s->pair[i] != s->pair[i - 1]) && (i + 1 == n || s->pair[i] != s->pair[i + 1]);
  *chance = (double)once / (double)n;
}

/* Notes which steps lead to other pairs than those; returns how many. */
static size_t find_new(eqs_strays *s, const eqs_ladder *b)
{
  size_t n = 0;
  for (size_t t = 0; t < s->n_steps; t++) {
    uint64_t pair = pair_of(s->step[t].to, b->place[s->step[t].row]);
    s->is_new[t] = bsearch(&pair, s->pair, s->n_rows, sizeof pair, by_pair) == NULL;
    n += s->is_new[t];
  }
  return n;
}

/* Steps along column J to pairs with values of column K that no row has. */
static void weigh_pairs(eqs_strays *s, size_t j, size_t k)
{
  const eqs_ladder *a = &s->ladder[j], *b = &s->ladder[k];
  double chance;
  take_pairs(s, a, b, &chance);
  size_t n_new = find_new(s, b);
  if (n_new == 0) return;
  double weight = chance * (double)s->n_steps / (double)n_new;
  for (size_t t = 0; t < s->n_steps; t++)
    if (s->is_new[t]) s->weight[t] = fmin(s->weight[t], weight);
}

static void weigh_steps(eqs_strays *s, size_t j)
{
  for (size_t t = 0; t < s->n_steps; t++) s->weight[t] = 1;
  for (size_t u = 0; u < s->n_used; u++)
    if (s->used[u] != j) weigh_pairs(s, j, s->used[u]);
}

/* ---- A formula ------------------------------------------------------------------------------- */

static double mean_of(const eqs_strays *s)
{
  double strayed = 0, missing = 0, n = (double)s->n_steps;
  for (size_t t = 0; t < s->n_steps; t++) {
    if (s->off[t] == NO_VALUE)
      missing += s->weight[t];
    else
      strayed += s->weight[t] * s->off[t];
  }
  if (!eqs_rows_may_drop(&s->problem->objective, missing, n))
    strayed += missing * FARTHEST * (s->high - s->low);
  return strayed / n;
}

static void step_along(eqs_strays *s, const eqs_expr *expr, size_t j, double *error)
{
  bool strays = false;
  list_steps(s, j);
  for (size_t t = 0; t < s->n_steps; t += EQS_EVALUATED_AT_ONCE) {
    size_t left = s->n_steps - t;
    size_t n = left < EQS_EVALUATED_AT_ONCE ? left : EQS_EVALUATED_AT_ONCE;
    strays |= look(s, expr, j, t, n);
  }
  if (!strays) return;
  weigh_steps(s, j);
  *error += mean_of(s);
}

static eqs_status take_variables(eqs_ctx *ctx, eqs_strays *s, const eqs_expr *expr)
{
  eqs_status status = EQS_OK;
  s->n_used = 0;
  for (size_t j = 0; j < s->problem->roles->n_features && status == EQS_OK; j++) {
    if (!eqs_expr_uses(expr, j)) continue;
    s->used[s->n_used++] = j;
    status = make_ladder(ctx, s, j);
  }
  return status;
}

eqs_status eqs_strays_find(eqs_ctx *ctx, eqs_strays *s, const eqs_expr *expr, double *error)
{
  *error = 0;
  if (s->n_rows < 2 || expr->n_nodes > EQS_FORMULA_NODES) return EQS_OK;
  eqs_status status = take_variables(ctx, s, expr);
  for (size_t u = 0; u < s->n_used && status == EQS_OK; u++) step_along(s, expr, s->used[u], error);
  return status;
}
