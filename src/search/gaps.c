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

enum { MOST_ROWS = 2000, MOST_VARIABLES = EQS_FORMULA_NODES / 2 + 1, PROBES = 32 };
enum { MOST_GAPS = 16 }; /* of one operand that are looked into: a tangent may have many */

/* Values of an operand that are closer than this share of their size are the same. */
static const double SAME = 1e-9;

typedef struct eqs_gap_value {
  double v;
  uint32_t row;
} eqs_gap_value;

/* Begins at AT, and OP must not get it at a pole. */
typedef struct operand {
  uint32_t at;
  unsigned op;
} operand;

/* One formula while it is looked at. */
typedef struct look {
  eqs_gaps *gaps;
  eqs_node node[EQS_FORMULA_NODES]; /* variables have the numbers of scratch columns */
  uint32_t n;
  size_t n_variables;
  operand operand[EQS_FORMULA_NODES]; /* those that were looked at */
  uint32_t n_operands;
  eqs_risk risk;
} look;

static void take_rows(eqs_gaps *g)
{
  const eqs_problem *p = g->problem;
  const double *weight = p->roles->weighted ? eqs_table_numbers(p->table, p->roles->weight) : NULL;
  for (size_t i = 0; i < p->train->n && g->n_rows <= MOST_ROWS; i++) {
    size_t row = p->train->row[i];
    if (weight == NULL || weight[row] > 0) g->row[g->n_rows++] = row;
  }
  if (g->n_rows > MOST_ROWS) g->n_rows = 0;
}

eqs_status eqs_gaps_open(eqs_ctx *ctx, eqs_gaps *g, const eqs_problem *problem)
{
  size_t n = problem->train->n < MOST_ROWS ? problem->train->n : MOST_ROWS;
  size_t features = problem->roles->n_features;
  size_t variables = features < MOST_VARIABLES ? features : MOST_VARIABLES;
  *g = (eqs_gaps){.problem = problem};
  g->row = eqs_alloc(n + 1, sizeof *g->row);
  g->column = eqs_alloc(variables * n, sizeof *g->column);
  g->place = eqs_alloc(variables * EQS_EVALUATED_AT_ONCE, sizeof *g->place);
  g->value = eqs_alloc(n, sizeof *g->value);
  if (!g->row || !g->column || !g->place || !g->value) {
    eqs_gaps_close(g);
    return eqs_fail_memory(ctx, variables * n * sizeof *g->column);
  }
  take_rows(g);
  double low, high;
  const double *target = eqs_table_numbers(problem->table, problem->roles->target);
  eqs_range_on_rows(target, &(eqs_rows){.n = g->n_rows, .row = g->row}, &low, &high);
  g->range = high - low;
  return EQS_OK;
}

void eqs_gaps_close(eqs_gaps *g)
{
  free(g->row);
  free(g->column);
  free(g->place);
  free(g->value);
  *g = (eqs_gaps){0};
}

/* ---- A formula and its variables ------------------------------------------------------------- */

static void fill_column(eqs_gaps *g, size_t variable, size_t j)
{
  const eqs_problem *p = g->problem;
  const double *v = eqs_table_numbers(p->table, p->roles->feature[variable]);
  for (size_t i = 0; i < g->n_rows; i++) g->column[j * g->n_rows + i] = v[g->row[i]];
}

static void take_formula(look *l, const eqs_node *node, uint32_t n)
{
  uint16_t variable[MOST_VARIABLES];
  for (l->n = 0; l->n < n; l->n++) {
    eqs_node *to = &l->node[l->n];
    *to = node[l->n];
    if (to->op != EQS_OP_VAR) continue;
    uint16_t j = 0;
    while (j < l->n_variables && variable[j] != to->index) j++;
    if (j == l->n_variables) {
      fill_column(l->gaps, to->index, j);
      variable[l->n_variables++] = to->index;
    }
    to->index = j;
  }
}

/* ---- An operand's values --------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
  const eqs_gap_value *x = a, *y = b;
  if (x->v != y->v) return x->v < y->v ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* The finite values on the rows of the operand at AT; returns how many. */
static size_t take_values(look *l, uint32_t at)
{
  eqs_gaps *g = l->gaps;
  uint32_t n = eqs_nodes_end(l->node, at) - at;
  double v[EQS_EVALUATED_AT_ONCE];
  size_t taken = 0;
  for (size_t row = 0; row < g->n_rows; row += EQS_EVALUATED_AT_ONCE) {
    size_t left = g->n_rows - row, m = left < EQS_EVALUATED_AT_ONCE ? left : EQS_EVALUATED_AT_ONCE;
    eqs_nodes_evaluate(l->node + at, n, g->column + row, g->n_rows, m, v);
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
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n; end++) {
      double size = fmax(fabs(value[end - 1].v), fabs(value[end].v));
      if (value[end].v - value[end - 1].v > SAME * size) break;
    }
    *once += end == i + 1;
    value[distinct++] = value[i];
  }
  return distinct;
}

/* Whether there is a pole between operands A and B: where OP divides, at zero. */
static bool meets_pole(unsigned op, double a, double b)
{
  double pi = eqs_node_value(&(eqs_node){.op = EQS_OP_PI});
  if (op == EQS_OP_TAN) return floor(a / pi - 0.5) != floor(b / pi - 0.5);
  return a <= 0 && b >= 0;
}

/* Whether it is worth sorting: most divisors have the same sign on all rows. */
static bool may_meet_pole(unsigned op, const eqs_gap_value *value, size_t n)
{
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    low = fmin(low, value[i].v);
    high = fmax(high, value[i].v);
  }
  return meets_pole(op, low, high);
}

/* ---- Through a gap --------------------------------------------------------------------------- */

/* What it costs that the formula says TO where FROM was. It may have no value there if rows may be
   left out for that. */
static void add_distance(const eqs_gaps *g, double from, double to, double share, eqs_risk *risk)
{
  const eqs_objective *o = &g->problem->objective;
  double d = fmax(-g->range, fmin(g->range, to - from)), loss;
  if (isnan(to)) {
    if (o->drop > 0) return;
    d = g->range;
    loss = fmax(eqs_row_loss(o, d), eqs_row_loss(o, -d));
  } else {
    loss = eqs_row_loss(o, d);
  }
  risk->error += share * fabs(d);
  risk->loss += share * loss;
}

/* The row of HERE, with the operand at AT moved to places between A and B. */
static void move(look *l, uint32_t at, eqs_gap_value here, double a, double b, double share)
{
  eqs_gaps *g = l->gaps;
  double v[PROBES + 1] = {here.v}, f[PROBES + 1];
  for (size_t j = 0; j < l->n_variables; j++)
    for (size_t k = 0; k <= PROBES; k++)
      g->place[j * EQS_EVALUATED_AT_ONCE + k] = g->column[j * g->n_rows + here.row];
  for (size_t k = 0; k < PROBES; k++) v[k + 1] = a + (b - a) * ((double)k + 0.5) / PROBES;
  eqs_nodes_evaluate_given(l->node, l->n, g->place, EQS_EVALUATED_AT_ONCE, PROBES + 1, at, v, f);
  if (!isfinite(f[0])) return; /* a row that was left out */
  for (size_t k = 1; k <= PROBES; k++) add_distance(g, f[0], f[k], share / PROBES, &l->risk);
}

/* The gaps between N values in order; of many some stand for all. */
static void look_into_gaps(look *l, operand o, size_t n, double chance)
{
  const eqs_gap_value *v = l->gaps->value;
  size_t poles = 0, seen = 0;
  for (size_t i = 0; i + 1 < n; i++) poles += meets_pole(o.op, v[i].v, v[i + 1].v);
  size_t step = (poles + MOST_GAPS - 1) / MOST_GAPS;
  if (poles == 0) return;
  double share = chance * (double)poles / (double)((poles + step - 1) / step);
  for (size_t i = 0; i + 1 < n; i++) {
    if (!meets_pole(o.op, v[i].v, v[i + 1].v) || seen++ % step != 0) continue;
    move(l, o.at, v[i], v[i].v, v[i + 1].v, share / 2);
    move(l, o.at, v[i + 1], v[i].v, v[i + 1].v, share / 2);
  }
}

/* ---- Operands -------------------------------------------------------------------------------- */

static bool was_looked_at(const look *l, operand o)
{
  uint32_t n = eqs_nodes_end(l->node, o.at) - o.at;
  for (uint32_t k = 0; k < l->n_operands; k++)
    if (l->operand[k].op == o.op &&
        eqs_nodes_are_same(l->node + l->operand[k].at, l->node + o.at, n))
      return true;
  return false;
}

static void look_at_operand(look *l, operand o)
{
  if (was_looked_at(l, o)) return;
  l->operand[l->n_operands++] = o;
  size_t once, taken = take_values(l, o.at);
  if (taken < 2 || !may_meet_pole(o.op, l->gaps->value, taken)) return;
  size_t distinct = sort_values(l->gaps->value, taken, &once);
  double chance = (double)once / (double)taken / (double)(distinct + 1);
  if (once > 0) look_into_gaps(l, o, distinct, chance);
}

/* The parts of a divisor that are zero where it is. An inverse passes through infinity instead. */
static void look_at_factors(look *l, uint32_t at)
{
  switch (l->node[at].op) {
  case EQS_OP_NUM:
  case EQS_OP_PARAM:
  case EQS_OP_PI:
  case EQS_OP_E:
  case EQS_OP_EXP:
  case EQS_OP_INV:
    return;
  case EQS_OP_MUL:
    look_at_factors(l, eqs_nodes_end(l->node, at + 1));
    look_at_factors(l, at + 1);
    return;
  case EQS_OP_DIV:
  case EQS_OP_NEG:
  case EQS_OP_SQRT:
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
  case EQS_OP_ABS:
  case EQS_OP_POW:
    look_at_factors(l, at + 1);
    return;
  default:
    look_at_operand(l, (operand){at, EQS_OP_DIV});
  }
}

static bool is_negative(const eqs_node *node)
{
  return (node->op == EQS_OP_NUM || node->op == EQS_OP_PARAM) && node->value < 0;
}

static void look_at_node(look *l, uint32_t i)
{
  switch (l->node[i].op) {
  case EQS_OP_DIV:
    look_at_factors(l, eqs_nodes_end(l->node, i + 1));
    return;
  case EQS_OP_INV:
    look_at_factors(l, i + 1);
    return;
  case EQS_OP_POW:
    if (is_negative(&l->node[eqs_nodes_end(l->node, i + 1)])) look_at_factors(l, i + 1);
    return;
  case EQS_OP_TAN:
    look_at_operand(l, (operand){i + 1, EQS_OP_TAN});
    return;
  default:
    return;
  }
}

eqs_risk eqs_gaps_risk(eqs_gaps *gaps, const eqs_node *node, uint32_t n)
{
  look l = {.gaps = gaps};
  if (n > EQS_FORMULA_NODES || gaps->n_rows < 2) return l.risk;
  take_formula(&l, node, n);
  for (uint32_t i = 0; i < n; i++) look_at_node(&l, i);
  return l.risk;
}
