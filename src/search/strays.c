/* SPDX-License-Identifier: BSD-3-Clause */
/* A column at a time: its values in order, the place of each row's among them, and both
   neighbours. */
#include "search/strays.h"
#include "expr/expr.h"
#include "search/evaluate.h"
#include "search/row_loss.h"
#include "search/sample.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

enum { MOST_ROWS = 4096 };
static const double MARGIN = 0.5, FARTHEST = 2; /* in ranges of the target */

typedef struct walk {
  const eqs_problem *problem;
  const eqs_expr *expr;
  size_t n_rows;
  size_t *row;    /* of the table */
  double *sorted; /* the values of a column, each once */
  size_t n_sorted;
  double low, high; /* the targets of training rows */
  double *column;   /* features, EQS_EVALUATED_AT_ONCE rows each, of the steps to be looked at */
  size_t n_steps;
  double strayed; /* all steps of a column added up */
  size_t missing; /* those without a value */
} walk;

static const double *numbers(const walk *w, size_t j)
{
  return eqs_table_numbers(w->problem->table, w->problem->roles->feature[j]);
}

static int by_value(const void *a, const void *b)
{
  const double *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void take_rows(walk *w)
{
  const eqs_problem *p = w->problem;
  eqs_range_on_rows(eqs_table_numbers(p->table, p->roles->target), p->train, &w->low, &w->high);
  w->n_rows = eqs_sample_rows(p->train, MOST_ROWS, w->row);
}

static void sort_values(walk *w, const double *value)
{
  for (size_t i = 0; i < w->n_rows; i++) w->sorted[i] = value[w->row[i]];
  qsort(w->sorted, w->n_rows, sizeof *w->sorted, by_value);
  w->n_sorted = 0;
  for (size_t i = 0; i < w->n_rows; i++)
    if (i == 0 || w->sorted[i] != w->sorted[w->n_sorted - 1])
      w->sorted[w->n_sorted++] = w->sorted[i];
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static double distance(const walk *w, double value)
{
  double range = w->high - w->low, most = FARTHEST * range;
  if (!isfinite(value)) return most;
  double d = fmax(w->low - value, value - w->high);
  return d > MARGIN * range ? fmin(d, most) : 0;
}

static void look(walk *w, size_t n)
{
  double value[EQS_EVALUATED_AT_ONCE];
  eqs_nodes_evaluate(w->expr->node, w->expr->n_nodes, w->column, EQS_EVALUATED_AT_ONCE, n, value);
  for (size_t i = 0; i < n; i++) {
    if (isfinite(value[i]) || w->problem->objective.drop == 0)
      w->strayed += distance(w, value[i]);
    else
      w->missing++;
  }
  w->n_steps += n;
}

/* Notes the row with another VALUE of variable J as step number N of those to be looked at. */
static void note(walk *w, size_t row, size_t j, double value, size_t n)
{
  for (size_t k = 0; k < w->problem->roles->n_features; k++)
    w->column[k * EQS_EVALUATED_AT_ONCE + n] = k == j ? value : numbers(w, k)[row];
}

static void step_along(walk *w, size_t j)
{
  const double *value = numbers(w, j);
  size_t n = 0;
  w->n_steps = 0;
  w->strayed = 0;
  w->missing = 0;
  sort_values(w, value);
  for (size_t i = 0; i < w->n_rows; i++) {
    const double *here = bsearch(&value[w->row[i]], w->sorted, w->n_sorted, sizeof *here, by_value);
    if (here > w->sorted) note(w, w->row[i], j, here[-1], n++);
    if (here + 1 < w->sorted + w->n_sorted) note(w, w->row[i], j, here[1], n++);
    if (n + 2 <= EQS_EVALUATED_AT_ONCE) continue;
    look(w, n);
    n = 0;
  }
  look(w, n);
  if (!eqs_rows_may_drop(&w->problem->objective, (double)w->missing, (double)w->n_steps))
    w->strayed += (double)w->missing * distance(w, INFINITY);
}

eqs_status eqs_strays_find(eqs_ctx *ctx, const eqs_problem *problem, const eqs_expr *expr,
                           double *error)
{
  size_t features = problem->roles->n_features, n = problem->train->n;
  walk w = {.problem = problem, .expr = expr};
  eqs_status status = EQS_OK;
  *error = 0;
  if (n < 2 || expr->n_nodes > EQS_FORMULA_NODES) return EQS_OK;
  w.row = eqs_alloc(n < MOST_ROWS ? n : MOST_ROWS, sizeof *w.row);
  w.sorted = eqs_alloc(n < MOST_ROWS ? n : MOST_ROWS, sizeof *w.sorted);
  w.column = eqs_alloc(features * EQS_EVALUATED_AT_ONCE, sizeof *w.column);
  if (w.row && w.sorted && w.column) {
    take_rows(&w);
    for (size_t j = 0; j < features; j++) {
      if (!eqs_expr_uses(expr, j)) continue;
      step_along(&w, j);
      if (w.n_steps > 0) *error += w.strayed / (double)w.n_steps;
    }
  } else {
    status = eqs_fail_memory(ctx, MOST_ROWS * sizeof *w.sorted);
  }
  free(w.row);
  free(w.sorted);
  free(w.column);
  return status;
}
