/* SPDX-License-Identifier: BSD-3-Clause */
/* For each operand that may meet a pole: its values in order, and the formula with that operand
   moved through the gap. */
#include "search/judge/gaps.h"
#include "search/formula/evaluate.h"
#include "search/judge/row_loss.h"
#include "search/judge/sample.h"
#include "util/fail.h"
#include "util/memory.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { MOST_ROWS = 2000, MOST_VARIABLES = EQS_FORMULA_NODES / 2 + 1 };
enum { MOST_OPERANDS = 64, MOST_GAPS = 16 }; /* of a formula, and of an operand: for the time */

/* Places in a gap: each half of the way to the pole has one, then each half of what is left of it,
   on either side. */
enum { HALVES = 16, PLACES = 2 * HALVES };

/* Values of an operand are the same that differ by so much of their size, or by rounding of the
   largest of them. */
static const double SAME = 1e-12, ROUNDING = 4 * DBL_EPSILON;

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
  operand operand[MOST_OPERANDS]; /* those that were looked at */
  uint32_t n_operands;
  eqs_risk risk;
} look;

eqs_status eqs_gaps_open(eqs_ctx *ctx, eqs_gaps *g, const eqs_problem *problem)
{
  size_t n = problem->train->n <= MOST_ROWS ? problem->train->n : 0;
  size_t features = problem->roles->n_features;
  size_t variables = features < MOST_VARIABLES ? features : MOST_VARIABLES;
  *g = (eqs_gaps){.problem = problem, .n_rows = n};
  g->column = eqs_alloc(variables * n, sizeof *g->column);
  g->place = eqs_alloc(variables * EQS_EVALUATED_AT_ONCE, sizeof *g->place);
  g->value = eqs_alloc(n, sizeof *g->value);
  if (!g->column || !g->place || !g->value) {
    eqs_gaps_close(g);
    return eqs_fail_memory(ctx, variables * n * sizeof *g->column);
  }
  double low, high;
  const double *target = eqs_table_numbers(problem->table, problem->roles->target);
  eqs_range_on_rows(target, problem->train, &low, &high);
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

/* ---- A formula and its variables ------------------------------------------------------------- */

static void fill_column(eqs_gaps *g, size_t variable, size_t j)
{
  const eqs_problem *p = g->problem;
  const double *v = eqs_table_numbers(p->table, p->roles->feature[variable]);
  for (size_t i = 0; i < g->n_rows; i++) g->column[j * g->n_rows + i] = v[p->train->row[i]];
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

static bool is_same(double a, double b, double rounding)
{
  return fabs(b - a) <= SAME * fmax(fabs(a), fabs(b)) + rounding;
}

/* Puts them in order, one of each; returns how many. *ONCE: how many stood at one row only. */
static size_t sort_values(eqs_gap_value *value, size_t n, size_t *once)
{
  size_t distinct = 0;
  *once = 0;
  qsort(value, n, sizeof *value, by_value);
  double rounding = ROUNDING * fmax(fabs(value[0].v), fabs(value[n - 1].v));
  for (size_t i = 0, end; i < n; i = end) {
    end = i + 1;
    while (end < n && is_same(value[end - 1].v, value[end].v, rounding)) end++;
    *once += end == i + 1;
    value[distinct++] = value[i];
  }
  return distinct;
}

/* The pole nearest to operand B from below: where OP divides, zero. */
static double pole_below(unsigned op, double b)
{
  double pi = eqs_node_value(&(eqs_node){.op = EQS_OP_PI});
  return op == EQS_OP_TAN ? pi * (floor(b / pi - 0.5) + 0.5) : 0;
}

static bool meets_pole(unsigned op, double a, double b)
{
  double pole = pole_below(op, b);
  return a <= pole && pole <= b;
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

/* Between the values of an operand at both ends. */
typedef struct passage {
  double a, pole, b;
} passage;

/* Where in the gap the formula is looked at, and the share of the gap that this stands for. */
static void choose_places(passage p, double *place, double *share)
{
  double width = p.b - p.a, part = 1;
  for (int k = 0; k < HALVES; k++, part /= 2) {
    double left = k + 1 < HALVES ? part / 2 : part; /* the last stands for all that is left */
    place[2 * k] = p.pole - (p.pole - p.a) * part * 0.75;
    share[2 * k] = (p.pole - p.a) / width * left;
    place[2 * k + 1] = p.pole + (p.b - p.pole) * part * 0.75;
    share[2 * k + 1] = (p.b - p.pole) / width * left;
  }
}

/* What the formula says of the row of HERE with the operand at AT moved through the gap, against
   what it says of it now. That the formula goes as far at the other end is no excuse: a row that is
   unlike all others may be what the pole is for. What is not finite is no harm where rows may be
   left out for that. */
static void move(look *l, uint32_t at, eqs_gap_value here, passage p, double chance)
{
  eqs_gaps *g = l->gaps;
  const eqs_objective *o = &g->problem->objective;
  double v[PLACES + 1] = {here.v}, f[PLACES + 1], share[PLACES];
  choose_places(p, v + 1, share);
  for (size_t j = 0; j < l->n_variables; j++)
    for (size_t k = 0; k <= PLACES; k++)
      g->place[j * EQS_EVALUATED_AT_ONCE + k] = g->column[j * g->n_rows + here.row];
  eqs_nodes_evaluate_given(l->node, l->n, g->place, EQS_EVALUATED_AT_ONCE, PLACES + 1, at, v, f);
  if (!isfinite(f[0])) return; /* a row that was left out */
  for (size_t k = 0; k < PLACES; k++) {
    double to = f[k + 1], d = isnan(to) ? g->range : fmax(-g->range, fmin(g->range, to - f[0]));
    double loss = eqs_row_loss(o, d);
    if (!isfinite(to) && o->drop > 0) continue;
    if (isnan(to)) loss = fmax(loss, eqs_row_loss(o, -d));
    l->risk.error += chance * share[k] * fabs(d);
    l->risk.loss += chance * share[k] * loss;
  }
}

/* The gaps between N values in order, each on the rows at its ends; of many some stand for all. */
static void look_into_gaps(look *l, operand o, size_t n, double chance)
{
  const eqs_gap_value *v = l->gaps->value;
  size_t poles = 0, seen = 0;
  for (size_t i = 0; i + 1 < n; i++) poles += meets_pole(o.op, v[i].v, v[i + 1].v);
  if (poles == 0) return;
  size_t step = (poles + MOST_GAPS - 1) / MOST_GAPS, looks = (poles + step - 1) / step;
  chance *= (double)poles / (double)looks;
  for (size_t i = 0; i + 1 < n; i++) {
    passage p = {v[i].v, pole_below(o.op, v[i + 1].v), v[i + 1].v};
    if (!meets_pole(o.op, p.a, p.b) || seen++ % step != 0) continue;
    move(l, o.at, v[i], p, chance / 2);
    move(l, o.at, v[i + 1], p, chance / 2);
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
  if (l->n_operands == MOST_OPERANDS || was_looked_at(l, o)) return;
  l->operand[l->n_operands++] = o;
  size_t once, taken = take_values(l, o.at);
  if (taken < 2 || !may_meet_pole(o.op, l->gaps->value, taken)) return;
  size_t distinct = sort_values(l->gaps->value, taken, &once);
  double chance = (double)once / (double)l->gaps->n_rows / (double)(distinct + 1);
  if (once > 0) look_into_gaps(l, o, distinct, chance);
}

/* The parts of a divisor that are zero where it is. An inverse passes through infinity instead. */
static void look_at_factors(look *l, uint32_t at)
{
  if (eqs_op_keeps_zeros(l->node[at].op)) {
    look_at_factors(l, at + 1);
    return;
  }
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
