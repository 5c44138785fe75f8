/* SPDX-License-Identifier: BSD-3-Clause */
/* For each operand that may meet a pole: its values in order, and the formula with that operand
   moved through the gap. */
#include "search/gaps.h"
#include "search/evaluate.h"
#include "search/row_loss.h"
#include "search/sample.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 1024, PROBES = 32 };

/* Values of one subexpression that are closer than this share of their range are the same. */
static const double SAME = 1e-9;

static const double PI = 3.14159265358979323846;

typedef struct eqs_gap_value {
  double v;
  uint32_t row;
} eqs_gap_value;

/* Some of the training rows that have a weight; returns how many. */
static size_t take_rows(const eqs_problem *p, size_t *row)
{
  size_t n = eqs_sample_rows(p->train, MOST_ROWS, row), taken = 0;
  const double *weight = p->roles->weighted ? eqs_table_numbers(p->table, p->roles->weight) : NULL;
  for (size_t i = 0; i < n; i++)
    if (weight == NULL || weight[row[i]] > 0) row[taken++] = row[i];
  return taken;
}

eqs_status eqs_gaps_open(eqs_ctx *ctx, eqs_gaps *g, const eqs_problem *problem)
{
  const eqs_roles *roles = problem->roles;
  size_t row[MOST_ROWS], n = take_rows(problem, row);
  double low, high;
  *g = (eqs_gaps){.objective = &problem->objective, .n_rows = n, .n_variables = roles->n_features};
  g->column = eqs_alloc(g->n_variables * n, sizeof *g->column);
  g->place = eqs_alloc(g->n_variables * EQS_EVALUATED_AT_ONCE, sizeof *g->place);
  g->value = eqs_alloc(n, sizeof *g->value);
  if (g->column == NULL || g->place == NULL || g->value == NULL) {
    eqs_gaps_close(g);
    return eqs_fail_memory(ctx, roles->n_features * n * sizeof *g->column);
  }
  for (size_t j = 0; j < g->n_variables; j++) {
    const double *v = eqs_table_numbers(problem->table, roles->feature[j]);
    for (size_t i = 0; i < n; i++) g->column[j * n + i] = v[row[i]];
  }
  const double *target = eqs_table_numbers(problem->table, roles->target);
  eqs_range_on_rows(target, &(eqs_rows){.n = n, .row = row}, &low, &high);
  g->range = high - low;
  return EQS_OK;
}

void eqs_gaps_close(eqs_gaps *g)
{
  free(g->column);
  free(g->place);
  free(g->value);
  *g = (eqs_gaps){0};
}

/* ---- An operand's values --------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
  const eqs_gap_value *x = a, *y = b;
  if (x->v != y->v) return x->v < y->v ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* Its finite values on the rows; returns how many. */
static size_t take_values(eqs_gaps *g, const eqs_node *node, uint32_t n)
{
  double v[EQS_EVALUATED_AT_ONCE];
  size_t taken = 0;
  for (size_t row = 0; row < g->n_rows; row += EQS_EVALUATED_AT_ONCE) {
    size_t left = g->n_rows - row, m = left < EQS_EVALUATED_AT_ONCE ? left : EQS_EVALUATED_AT_ONCE;
    eqs_nodes_evaluate(node, n, g->column + row, g->n_rows, m, v);
    for (size_t i = 0; i < m; i++)
      if (isfinite(v[i])) g->value[taken++] = (eqs_gap_value){v[i], (uint32_t)(row + i)};
  }
  return taken;
}

/* Puts them in order, one of each; returns how many. *ONCE: how many stood at one row only. */
static size_t sort_values(eqs_gap_value *value, size_t n, size_t *once)
{
  size_t distinct = 0;
  *once = 0;
  qsort(value, n, sizeof *value, by_value);
  double same = n > 0 ? SAME * (value[n - 1].v - value[0].v) : 0;
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && value[end].v - value[end - 1].v <= same;) end++;
    *once += end == i + 1;
    value[distinct++] = value[i];
  }
  return distinct;
}

/* What an operand must not come upon. */
typedef enum bound { AT_ZERO, AT_ONE, AT_POLES_OF_TAN } bound;

static bool breaks_between(bound of, double a, double b)
{
  switch (of) {
  case AT_ZERO:
    return a <= 0 && b >= 0;
  case AT_ONE:
    return (a <= 1 && b >= 1) || (a <= -1 && b >= -1);
  case AT_POLES_OF_TAN:
    return floor(a / PI - 0.5) != floor(b / PI - 0.5);
  }
  return false;
}

/* ---- Through a gap --------------------------------------------------------------------------- */

typedef struct probe {
  const eqs_node *node;
  uint32_t n, at; /* AT: where the operand begins */
} probe;

/* What the formula says of ROW with its operand moved from V to places between A and B. */
static eqs_risk move(eqs_gaps *g, const probe *p, eqs_gap_value from, double a, double b)
{
  double v[PROBES + 1] = {from.v}, f[PROBES + 1];
  for (size_t j = 0; j < g->n_variables; j++)
    for (size_t k = 0; k <= PROBES; k++)
      g->place[j * EQS_EVALUATED_AT_ONCE + k] = g->column[j * g->n_rows + from.row];
  for (size_t k = 0; k < PROBES; k++) v[k + 1] = a + (b - a) * ((double)k + 0.5) / PROBES;
  eqs_nodes_evaluate_given(p->node, p->n, g->place, EQS_EVALUATED_AT_ONCE, PROBES + 1, p->at, v, f);
  eqs_risk mean = {0};
  for (size_t k = 1; k <= PROBES; k++) {
    double d = fabs(f[k] - f[0]);
    if (!(d < g->range)) d = g->range;
    mean.error += d / PROBES;
    mean.loss += eqs_row_loss(g->objective, d) / PROBES;
  }
  return mean;
}

static void add(eqs_risk *to, eqs_risk risk, double share)
{
  to->error += share * risk.error;
  to->loss += share * risk.loss;
}

/* The gaps between N values in order, and one like its neighbour at either end. */
static void look_into_gaps(eqs_gaps *g, const probe *p, bound of, size_t n, double chance,
                           eqs_risk *risk)
{
  const eqs_gap_value *v = g->value;
  double first = 2 * v[0].v - v[1].v, last = 2 * v[n - 1].v - v[n - 2].v;
  if (breaks_between(of, first, v[0].v)) add(risk, move(g, p, v[0], first, v[0].v), chance);
  for (size_t i = 0; i + 1 < n; i++) {
    if (!breaks_between(of, v[i].v, v[i + 1].v)) continue;
    add(risk, move(g, p, v[i], v[i].v, v[i + 1].v), chance / 2);
    add(risk, move(g, p, v[i + 1], v[i].v, v[i + 1].v), chance / 2);
  }
  if (breaks_between(of, v[n - 1].v, last))
    add(risk, move(g, p, v[n - 1], v[n - 1].v, last), chance);
}

/* Whether an operand may come upon zero at all, so that it is worth sorting: most are far from it
   on all rows. */
static bool comes_near_zero(const eqs_gap_value *value, size_t n)
{
  double least = INFINITY, most = 0, next = INFINITY;
  for (size_t i = 0; i < n; i++) {
    if ((value[i].v < 0) != (value[0].v < 0)) return true;
    least = fmin(least, fabs(value[i].v));
    most = fmax(most, fabs(value[i].v));
  }
  for (size_t i = 0; i < n; i++) {
    double size = fabs(value[i].v);
    if (size - least > SAME * (most - least)) next = fmin(next, size);
  }
  return next - least >= least;
}

static void look_at_operand(eqs_gaps *g, const eqs_node *node, uint32_t n, uint32_t at, bound of,
                            eqs_risk *risk)
{
  size_t once, taken = take_values(g, node + at, eqs_nodes_end(node, at) - at);
  if (of == AT_ZERO && !comes_near_zero(g->value, taken)) return;
  size_t distinct = sort_values(g->value, taken, &once);
  if (distinct < 2 || once == 0) return;
  double chance = (double)once / (double)taken / (double)(distinct + 1);
  look_into_gaps(g, &(probe){node, n, at}, of, distinct, chance, risk);
}

/* For an operand that must not be zero: the parts of it that are zero where it is. */
static void look_at_factors(eqs_gaps *g, const eqs_node *node, uint32_t n, uint32_t at,
                            eqs_risk *risk)
{
  switch (node[at].op) {
  case EQS_OP_NUM:
  case EQS_OP_PARAM:
    return;
  case EQS_OP_MUL:
    look_at_factors(g, node, n, eqs_nodes_end(node, at + 1), risk);
    look_at_factors(g, node, n, at + 1, risk);
    return;
  case EQS_OP_DIV:
  case EQS_OP_NEG:
  case EQS_OP_SQRT:
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
  case EQS_OP_ABS:
  case EQS_OP_POW:
    look_at_factors(g, node, n, at + 1, risk);
    return;
  default:
    look_at_operand(g, node, n, at, AT_ZERO, risk);
  }
}

/* A power with a positive integer as its exponent has no bound. */
static bool is_whole(const eqs_node *node)
{
  return node->op == EQS_OP_NUM && node->value > 0 && node->value == rint(node->value);
}

static void look_at_node(eqs_gaps *g, const eqs_node *node, uint32_t n, uint32_t i, eqs_risk *risk)
{
  uint32_t second = i + 1 < n ? eqs_nodes_end(node, i + 1) : n;
  switch (eqs_op_table[node[i].op].domain) {
  case EQS_DOMAIN_NONZERO: /* what divides is the last operand */
    look_at_factors(g, node, n, eqs_op_arity(node[i].op) == 2 ? second : i + 1, risk);
    return;
  case EQS_DOMAIN_NONNEGATIVE:
  case EQS_DOMAIN_POSITIVE:
    look_at_factors(g, node, n, i + 1, risk);
    return;
  case EQS_DOMAIN_RAISE:
    if (!is_whole(node + second)) look_at_factors(g, node, n, i + 1, risk);
    return;
  case EQS_DOMAIN_UNIT:
    look_at_operand(g, node, n, i + 1, AT_ONE, risk);
    return;
  default:
    if (node[i].op == EQS_OP_TAN) look_at_operand(g, node, n, i + 1, AT_POLES_OF_TAN, risk);
  }
}

eqs_risk eqs_gaps_risk(eqs_gaps *g, const eqs_node *node, uint32_t n)
{
  eqs_risk risk = {0};
  if (n > EQS_FORMULA_NODES || g->n_rows < 2) return risk;
  for (uint32_t i = 0; i < n; i++) look_at_node(g, node, n, i, &risk);
  return risk;
}
