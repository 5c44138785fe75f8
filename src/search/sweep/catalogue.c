/* SPDX-License-Identifier: BSD-3-Clause */
/* Enumeration by complexity, level after level; what has the values of an earlier entry, up to a
   factor, is left out. */
#include "search/sweep/catalogue.h"
#include "search/formula/evaluate.h"
#include "search/judge/sample.h"
#include "search/sweep/lsq.h"
#include "util/hash.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COMPLEX = 24 };

/* Larger and smaller values tell more of rounding than of the formula. */
static const double LARGEST = 1e6, FLATTEST = 1e-3, SAME = 1e-8, DOUBTFUL = 1e-12;

/* ---- The sample ------------------------------------------------------------------------------ */

/* Whether ROW differs from the first N of PICKED in every feature and in the target. */
static bool differs(const eqs_problem *p, const size_t *picked, size_t n, size_t row)
{
  const eqs_roles *r = p->roles;
  for (size_t k = 0; k < n; k++) {
    for (size_t j = 0; j < r->n_features; j++) {
      const double *x = eqs_table_numbers(p->table, r->feature[j]);
      if (x[row] == x[picked[k]]) return false;
    }
    const double *y = eqs_table_numbers(p->table, r->target);
    if (y[row] == y[picked[k]]) return false;
  }
  return true;
}

/* A prime that N rows have no factor in common with, and that goes through them neither in the
   order of the file nor against it: the file may be sorted. */
static size_t step_through(size_t n)
{
  return n % 37 == 0 || 36 % n == 0 || 38 % n == 0 ? 31 : 37;
}

/* Rows spread evenly over the training rows; first those that differ from each other in everything,
   so that no difference of key rows vanishes. */
static size_t pick_rows(const eqs_problem *p, size_t *picked)
{
  size_t row[EQS_SAMPLE_ROWS], most = eqs_sample_rows(p->train, EQS_SAMPLE_ROWS, row), count = 0;
  bool taken[EQS_SAMPLE_ROWS] = {false};
  size_t step = step_through(most);
  for (size_t i = 0; i < most && count < EQS_KEY_ROWS; i++) {
    size_t k = i * step % most;
    if (taken[k] || !differs(p, picked, count, row[k])) continue;
    taken[k] = true;
    picked[count++] = row[k];
  }
  for (size_t k = 0; k < most; k++)
    if (!taken[k]) picked[count++] = row[k];
  return count;
}

static void copy_column(const eqs_catalogue *c, const double *from, const size_t *picked,
                        double *to)
{
  for (size_t i = 0; i < c->stride; i++) to[i] = from[picked[i < c->rows ? i : c->rows - 1]];
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* Whether the values are finite, of a sane size, and not all the same. */
static bool is_sane(const double *v, size_t n)
{
  double low = INFINITY, high = -INFINITY, size = 0;
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(v[i])) return false;
    low = v[i] < low ? v[i] : low;
    high = v[i] > high ? v[i] : high;
    size = fabs(v[i]) > size ? fabs(v[i]) : size;
  }
  return size < LARGEST && high - low > FLATTEST * size;
}

/* The value that the others are measured by. */
static double unit_of(const double *v, size_t n)
{
  double size = 0;
  for (size_t i = 0; i < n; i++) size = fabs(v[i]) > size ? fabs(v[i]) : size;
  for (size_t i = 0; i < n; i++)
    if (fabs(v[i]) > 1e-3 * size) return v[i];
  return 1;
}

static uint64_t hash_values(const double *v, size_t n)
{
  double unit = unit_of(v, n);
  uint64_t hash = 0;
  for (size_t i = 0; i < n; i++) {
    float ratio = (float)(v[i] / unit);
    uint32_t bits;
    if (fabsf(ratio) < 1e-6f) ratio = 0;
    memcpy(&bits, &ratio, sizeof bits);
    hash = eqs_hash_add(hash, (bits + 8) >> 4);
  }
  return hash;
}

static bool proportional(const double *v, const double *w, size_t n)
{
  double a = unit_of(v, n), b = unit_of(w, n);
  for (size_t i = 0; i < n; i++)
    if (!(fabs(v[i] / a - w[i] / b) <= SAME * (1 + fabs(v[i] / a)))) return false;
  return true;
}

/* The place of values V in the table: an empty one, or that of an entry in proportion to it. */
static uint32_t *place_of(const eqs_catalogue *c, const double *v)
{
  uint32_t i = (uint32_t)hash_values(v, c->rows < EQS_KEY_ROWS ? c->rows : EQS_KEY_ROWS);
  for (;; i++) {
    uint32_t *slot = &c->slot[i & (c->slots - 1)];
    if (*slot == 0 || proportional(v, eqs_catalogue_values(c, *slot - 1), c->rows)) return slot;
  }
}

/* ---- Enumeration ----------------------------------------------------------------------------- */

/* Takes what lies at the end of the values as an entry, if it is new. */
static void settle(eqs_catalogue *c, eqs_entry entry)
{
  double *v = c->value + (size_t)c->n * c->stride;
  if (!is_sane(v, c->rows)) return;
  uint32_t *slot = place_of(c, v);
  if (*slot != 0) return;
  c->entry[c->n] = entry;
  *slot = ++c->n;
}

static bool full(const eqs_catalogue *c)
{
  return c->n == c->capacity;
}

static bool is_transcendental(unsigned op)
{
  return eqs_op_arity(op) == 1 && op >= EQS_OP_EXP;
}

static void add_unary(eqs_catalogue *c, unsigned op, uint32_t a, unsigned complexity)
{
  const eqs_entry *below = &c->entry[a];
  bool bends = is_transcendental(op);
  if (below->op == EQS_OP_NUM || (bends && below->bends)) return;
  eqs_op_apply(op, eqs_catalogue_values(c, a), NULL, c->stride,
               c->value + (size_t)c->n * c->stride);
  settle(c, (eqs_entry){.op = (uint8_t)op,
                        .complexity = (uint8_t)complexity,
                        .bends = bends || below->bends,
                        .operand = {a, a}});
}

/* A difference is written so that it is positive on the first row. */
static void add_binary(eqs_catalogue *c, unsigned op, uint32_t a, uint32_t b, unsigned complexity)
{
  const double *x = eqs_catalogue_values(c, a), *y = eqs_catalogue_values(c, b);
  if (op == EQS_OP_SUB && x[0] < y[0]) {
    add_binary(c, op, b, a, complexity);
    return;
  }
  eqs_op_apply(op, x, y, c->stride, c->value + (size_t)c->n * c->stride);
  settle(c, (eqs_entry){.op = (uint8_t)op,
                        .complexity = (uint8_t)complexity,
                        .bends = c->entry[a].bends || c->entry[b].bends,
                        .operand = {a, b}});
}

/* Entries begin[k]..begin[k+1]-1 have complexity k. */
static void add_level(eqs_catalogue *c, const uint32_t *begin, unsigned level)
{
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++) {
    unsigned weight = eqs_op_weight(op);
    if (!eqs_op_set_has(&c->allowed, op) || weight >= level) continue;
    unsigned left = level - weight;
    if (eqs_op_arity(op) == 1) {
      if (op == EQS_OP_NEG) continue; /* the same up to a factor */
      for (uint32_t a = begin[left]; a < begin[left + 1] && !full(c); a++)
        add_unary(c, op, a, level);
      continue;
    }
    bool symmetric = eqs_op_table[op].commutes || op == EQS_OP_SUB;
    for (unsigned k = 1; k < left; k++)
      for (uint32_t a = begin[k]; a < begin[k + 1]; a++)
        for (uint32_t b = begin[left - k]; b < begin[left - k + 1] && !full(c); b++)
          if (!symmetric || a <= b) add_binary(c, op, a, b, level);
  }
}

static void add_leaves(eqs_catalogue *c, const eqs_problem *p, const size_t *picked)
{
  for (size_t i = 0; i < c->stride; i++) c->value[i] = 1;
  c->entry[c->n++] = (eqs_entry){.op = EQS_OP_NUM, .complexity = 1};
  for (uint32_t j = 0; j < c->n_variables && !full(c); j++) {
    const double *x = eqs_table_numbers(p->table, p->roles->feature[j]);
    copy_column(c, x, picked, c->value + (size_t)c->n * c->stride);
    settle(c, (eqs_entry){.op = EQS_OP_VAR, .complexity = 1, .variable = (uint16_t)j});
  }
}

int eqs_catalogue_make(eqs_catalogue *c, const eqs_problem *p, const eqs_op_set *allowed,
                       uint32_t capacity)
{
  size_t picked[EQS_SAMPLE_ROWS];
  uint32_t begin[MOST_COMPLEX + 2] = {0};
  *c = (eqs_catalogue){.allowed = *allowed, .capacity = capacity, .slots = 64};
  c->n_variables = (uint32_t)p->roles->n_features;
  c->rows = pick_rows(p, picked);
  c->stride = (c->rows + EQS_KEY_ROWS - 1) / EQS_KEY_ROWS * EQS_KEY_ROWS;
  while (c->slots < 2 * capacity) c->slots *= 2;
  c->target = eqs_alloc(c->stride, sizeof *c->target);
  c->entry = eqs_alloc((size_t)capacity + 1, sizeof *c->entry);
  c->value = eqs_alloc(((size_t)capacity + 1) * c->stride, sizeof *c->value);
  c->slot = eqs_alloc_zero(c->slots, sizeof *c->slot);
  if (!c->target || !c->entry || !c->value || !c->slot) {
    eqs_catalogue_free(c);
    return -1;
  }
  copy_column(c, eqs_table_numbers(p->table, p->roles->target), picked, c->target);
  add_leaves(c, p, picked);
  begin[2] = c->n;
  for (unsigned level = 2; level <= MOST_COMPLEX && !full(c); level++) {
    add_level(c, begin, level);
    begin[level + 1] = c->n;
  }
  return 0;
}

void eqs_catalogue_free(eqs_catalogue *c)
{
  free(c->target);
  free(c->entry);
  free(c->value);
  free(c->slot);
  *c = (eqs_catalogue){0};
}

bool eqs_catalogue_formula(const eqs_catalogue *c, uint32_t i, eqs_formula *f)
{
  const eqs_entry *e = &c->entry[i];
  eqs_formula second;
  if (e->op == EQS_OP_NUM || e->op == EQS_OP_VAR) {
    eqs_build_leaf(f, e->op == EQS_OP_NUM ? eqs_node_number(1) : eqs_node_variable(e->variable));
    return true;
  }
  if (!eqs_catalogue_formula(c, e->operand[0], f)) return false;
  if (eqs_op_arity(e->op) == 1) return eqs_build_unary(f, e->op);
  return eqs_catalogue_formula(c, e->operand[1], &second) && eqs_build_binary(f, e->op, &second);
}

/* A leaf with a variable's entry for its number. There is none if another entry is in proportion to
   it, but then no formula made of entries holds it. */
static eqs_node column_of(const eqs_catalogue *c, uint32_t variable)
{
  for (uint32_t i = 1; i < c->n && c->entry[i].op == EQS_OP_VAR; i++)
    if (c->entry[i].variable == variable) return eqs_node_variable(i);
  return eqs_node_number(NAN);
}

/* The values of any formula over the catalogue's variables on the rows of the sample. */
static void evaluate(const eqs_catalogue *c, const eqs_formula *f, double *to)
{
  eqs_node node[EQS_FORMULA_NODES];
  for (uint32_t i = 0; i < f->n; i++)
    node[i] = f->node[i].op == EQS_OP_VAR ? column_of(c, f->node[i].index) : f->node[i];
  for (size_t row = 0; row < c->rows; row += EQS_EVALUATED_AT_ONCE) {
    size_t left = c->rows - row, n = left < EQS_EVALUATED_AT_ONCE ? left : EQS_EVALUATED_AT_ONCE;
    eqs_nodes_evaluate(node, f->n, c->value + row, c->stride, n, to + row);
  }
}

bool eqs_catalogue_exact(const eqs_catalogue *c, const eqs_formula *f, double *doubt)
{
  double v[EQS_SAMPLE_ROWS], left = 0;
  evaluate(c, f, v);
  for (size_t i = 0; i < c->rows; i++) left += (v[i] - c->target[i]) * (v[i] - c->target[i]);
  *doubt = left / eqs_spread(c->target, c->rows);
  return *doubt <= DOUBTFUL;
}
