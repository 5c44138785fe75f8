/* SPDX-License-Identifier: BSD-3-Clause */
/* All ways at once, as one long column for each node: its values, and between which points they
   pass through zero. */
#include "search/judge/breaks.h"
#include "expr/expr.h"
#include "search/formula/evaluate.h"
#include "search/formula/formula.h"
#include "search/judge/sample.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A way has POINTS points, both rows among them. */
enum { POINTS = 9, MOST_WAYS = 1024 };

typedef struct way {
  size_t from, to; /* rows of the table */
} way;

typedef struct survey {
  const eqs_problem *problem;
  size_t n_variables, n_rows, n_ways, n_points;
  const double **column; /* of the variables that occur, */
  double *scale;         /* what to divide a distance along each by, */
  size_t *variable;      /* and which they are */
  size_t *row;           /* some of the training rows */
  way *way;
  bool *broken; /* each way */
} survey;

/* What a node is along all ways. */
typedef struct path {
  double *value;
  bool *zero; /* passes through zero between this point and the next one of its way */
} path;

/* ---- Ways ------------------------------------------------------------------------------------ */

static double spread(const double *v, const eqs_rows *rows)
{
  double low, high;
  eqs_range_on_rows(v, rows, &low, &high);
  return high > low ? high - low : 1;
}

static void take_variables(survey *s, const eqs_expr *expr)
{
  const eqs_problem *p = s->problem;
  for (size_t j = 0; j < p->roles->n_features; j++) {
    if (!eqs_expr_uses(expr, j)) continue;
    const double *column = eqs_table_numbers(p->table, p->roles->feature[j]);
    s->variable[s->n_variables] = j;
    s->scale[s->n_variables] = spread(column, p->train);
    s->column[s->n_variables++] = column;
  }
}

static void take_rows(survey *s)
{
  size_t most = s->n_variables > 0 ? MOST_WAYS / s->n_variables : 0;
  s->n_rows = eqs_sample_rows(s->problem->train, most, s->row);
}

/* The nearest of the rows where variable J is larger than on row I; I if there is none. */
static size_t next_along(const survey *s, size_t i, size_t j)
{
  double nearest = INFINITY;
  size_t found = i;
  for (size_t k = 0; k < s->n_rows; k++) {
    size_t a = s->row[i], b = s->row[k];
    if (!(s->column[j][b] > s->column[j][a])) continue;
    double distance = 0;
    for (size_t l = 0; l < s->n_variables; l++) {
      double step = (s->column[l][b] - s->column[l][a]) / s->scale[l];
      distance += step * step;
    }
    if (distance >= nearest) continue;
    nearest = distance;
    found = k;
  }
  return found;
}

static void take_ways(survey *s)
{
  for (size_t i = 0; i < s->n_rows; i++) {
    size_t first = s->n_ways;
    for (size_t j = 0; j < s->n_variables; j++) {
      size_t to = next_along(s, i, j);
      bool known = to == i;
      for (size_t w = first; w < s->n_ways; w++) known |= s->way[w].to == s->row[to];
      if (!known) s->way[s->n_ways++] = (way){s->row[i], s->row[to]};
    }
  }
  s->n_points = s->n_ways * POINTS;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static void leaf(const survey *s, const eqs_node *node, path *p)
{
  size_t j = 0;
  if (node->op == EQS_OP_VAR)
    while (s->variable[j] != node->index) j++;
  for (size_t i = 0; i < s->n_points; i++) {
    const way *w = &s->way[i / POINTS];
    double share = (double)(i % POINTS) / (POINTS - 1);
    p->value[i] = node->op != EQS_OP_VAR
                      ? eqs_node_value(node)
                      : (1 - share) * s->column[j][w->from] + share * s->column[j][w->to];
  }
}

/* Whether the values change their sign after point I. What a zero at a point does, shows there. */
static bool changes(const double *v, size_t i)
{
  return i % POINTS + 1 < POINTS && ((v[i] < 0 && v[i + 1] > 0) || (v[i] > 0 && v[i + 1] < 0));
}

/* The zeros of OP's value. Those that do not change the sign are seen where they come from. */
static void find_zeros(unsigned op, const path *x, const path *y, size_t n, path *p)
{
  bool keeps = eqs_op_keeps_zeros(op);
  for (size_t i = 0; i < n; i++) {
    if (op == EQS_OP_MUL)
      p->zero[i] = x->zero[i] || y->zero[i];
    else if (keeps)
      p->zero[i] = x->zero[i];
    else /* an inverse passes through infinity, not through zero */
      p->zero[i] = op != EQS_OP_INV && changes(p->value, i);
  }
}

/* Whether OP has no value, or is not bounded, between point I and the next. */
static bool breaks(unsigned op, const path *x, const path *y, size_t i)
{
  switch (op) {
  case EQS_OP_DIV:
    return y->zero[i];
  case EQS_OP_INV:
  case EQS_OP_LOG:
    return x->zero[i];
  case EQS_OP_POW:
    return y->value[i] < 0 && x->zero[i];
  case EQS_OP_TAN:
    return i % POINTS + 1 < POINTS && cos(x->value[i]) * cos(x->value[i + 1]) < 0;
  default:
    return false;
  }
}

/* The nodes from the last to the first, on a stack whose top is PATH[*DEPTH - 1]. */
static void step(survey *s, const eqs_node *node, path *stack, size_t *depth)
{
  unsigned arity = eqs_op_arity(node->op);
  path *to = &stack[*depth], done;
  if (arity == 0) {
    leaf(s, node, to);
    for (size_t i = 0; i < s->n_points; i++) to->zero[i] = changes(to->value, i);
    ++*depth;
    return;
  }
  size_t x = *depth - 1, left = *depth - arity;
  const path *y = &stack[left]; /* x itself if there is one operand */
  eqs_op_apply(node->op, stack[x].value, y->value, s->n_points, to->value);
  find_zeros(node->op, &stack[x], y, s->n_points, to);
  for (size_t i = 0; i < s->n_points; i++)
    s->broken[i / POINTS] |= breaks(node->op, &stack[x], y, i);
  done = stack[left];
  stack[left] = *to;
  *to = done;
  *depth = left + 1;
}

/* Rows of ways on which the objective lets it be without a value say nothing of what is between. */
static void forgive(survey *s, const double *value)
{
  for (size_t w = 0; w < s->n_ways; w++) {
    bool both = isfinite(value[w * POINTS]) && isfinite(value[w * POINTS + POINTS - 1]);
    s->broken[w] = s->broken[w] && both;
  }
}

static void walk(survey *s, const eqs_expr *expr, path *stack)
{
  size_t depth = 0;
  for (uint32_t k = expr->n_nodes; k-- > 0;) step(s, &expr->node[k], stack, &depth);
  for (size_t i = 0; i < s->n_points; i++)
    if (!isfinite(stack[0].value[i])) s->broken[i / POINTS] = true;
  if (s->problem->objective.drop > 0) forgive(s, stack[0].value);
}

static eqs_status survey_ways(eqs_ctx *ctx, survey *s, const eqs_expr *expr)
{
  size_t levels = eqs_nodes_depth(expr->node, expr->n_nodes) + 2;
  path *stack = eqs_alloc(levels, sizeof *stack);
  double *value = eqs_alloc(levels * s->n_points, sizeof *value);
  bool *zero = eqs_alloc(levels * s->n_points, sizeof *zero);
  eqs_status status = EQS_OK;
  if (stack && value && zero) {
    for (size_t k = 0; k < levels; k++)
      stack[k] = (path){value + k * s->n_points, zero + k * s->n_points};
    walk(s, expr, stack);
  } else {
    status = eqs_fail_memory(ctx, levels * s->n_points * sizeof *value);
  }
  free(stack);
  free(value);
  free(zero);
  return status;
}

eqs_status eqs_breaks_find(eqs_ctx *ctx, const eqs_problem *problem, eqs_front_item *item)
{
  size_t features = problem->roles->n_features;
  survey s = {.problem = problem};
  eqs_status status = EQS_OK;
  item->pairs = item->broken = 0;
  s.column = eqs_alloc(features, sizeof *s.column);
  s.scale = eqs_alloc(features, sizeof *s.scale);
  s.variable = eqs_alloc(features, sizeof *s.variable);
  s.row = eqs_alloc(MOST_WAYS, sizeof *s.row);
  s.way = eqs_alloc(MOST_WAYS, sizeof *s.way);
  s.broken = eqs_alloc_zero(MOST_WAYS, sizeof *s.broken);
  if (s.column && s.scale && s.variable && s.row && s.way && s.broken) {
    take_variables(&s, item->expr);
    take_rows(&s);
    take_ways(&s);
    if (s.n_ways > 0) status = survey_ways(ctx, &s, item->expr);
  } else {
    status = eqs_fail_memory(ctx, MOST_WAYS * sizeof *s.way);
  }
  for (size_t w = 0; w < s.n_ways && status == EQS_OK; w++) item->broken += s.broken[w];
  item->pairs = s.n_ways;
  free(s.column);
  free(s.scale);
  free(s.variable);
  free(s.row);
  free(s.way);
  free(s.broken);
  return status;
}
