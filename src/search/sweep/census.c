/* SPDX-License-Identifier: BSD-3-Clause */
/* Level after level; what has the values of a formula that is kept is left out. */
#include "search/sweep/census.h"
#include "search/formula/build.h"
#include "search/formula/evaluate.h"
#include "util/hash.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int8_t NUMBER[] = {-1, 1, 2};

/* Larger values tell more of rounding than of the formula; so do differences that are smaller. */
static const double LARGEST = 1e6, SAME = 1e-9;

typedef struct walk {
  eqs_census *c;
  eqs_census_visit *visit;
  void *user;
  double *scratch;
  uint32_t begin[EQS_CENSUS_COMPLEX + 2]; /* of each complexity, among those kept */
  bool keeping, full, over;
} walk;

/* ---- One formula ----------------------------------------------------------------------------- */

/* Their size, or 0 where they are of no use. */
static double size_of(const double *v, size_t n)
{
  double low = INFINITY, high = -INFINITY;
  bool finite = true;
  for (size_t i = 0; i < n; i++) {
    finite &= fabs(v[i]) < LARGEST;
    low = v[i] < low ? v[i] : low;
    high = v[i] > high ? v[i] : high;
  }
  double size = fmax(fabs(low), fabs(high));
  return finite && high - low > SAME * size ? size : 0;
}

static uint64_t hash_of(const double *v, size_t n, double size)
{
  uint64_t hash = 0;
  for (size_t i = 0; i < n; i++) {
    float x = fabs(v[i]) < SAME * size ? 0 : (float)v[i];
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    hash = eqs_hash_add(hash, (bits + 8) >> 4);
  }
  return hash;
}

static bool same(const double *v, const double *w, size_t n, double size)
{
  for (size_t i = 0; i < n; i++)
    if (!(fabs(v[i] - w[i]) <= SAME * size)) return false;
  return true;
}

static double *values(const eqs_census *c, uint32_t i)
{
  return c->value + (size_t)i * c->stride;
}

/* The place of values V in the table: an empty one, or that of a formula with these values. */
static uint32_t *place_of(const eqs_census *c, const double *v, double size)
{
  for (uint32_t i = (uint32_t)hash_of(v, c->rows, size);; i++) {
    uint32_t *slot = &c->slot[i & (c->slots - 1)];
    if (*slot == 0 || same(v, values(c, *slot - 1), c->rows, size)) return slot;
  }
}

/* What lies in the scratch: kept if it is new, shown if it is that or cannot be kept. */
static void settle(walk *w, unsigned complexity, eqs_made made)
{
  eqs_census *c = w->c;
  double size = size_of(w->scratch, c->rows);
  if (++c->looked >= c->most) w->over = true;
  if (size == 0) return;
  if (w->keeping) {
    uint32_t *slot = place_of(c, w->scratch, size);
    if (*slot != 0) return;
    memcpy(values(c, c->n), w->scratch, c->stride * sizeof *w->scratch);
    c->made[c->n] = made;
    *slot = ++c->n;
    w->full = c->n == c->capacity;
  }
  if (w->visit(w->user, complexity, &made, w->scratch)) w->over = true;
}

/* ---- Levels ---------------------------------------------------------------------------------- */

static bool ended(const walk *w)
{
  return w->full || w->over;
}

static void add_unary(walk *w, unsigned op, unsigned left, unsigned level)
{
  for (uint32_t a = w->begin[left]; a < w->begin[left + 1] && !ended(w); a++) {
    if (a < w->c->n_numbers) continue;
    eqs_op_apply(op, values(w->c, a), NULL, w->c->stride, w->scratch);
    settle(w, level, (eqs_made){.op = (uint8_t)op, .operand = {a, a}});
  }
}

static void add_binary(walk *w, unsigned op, unsigned k, unsigned other, unsigned level)
{
  uint32_t numbers = w->c->n_numbers;
  bool commutes = eqs_op_table[op].commutes;
  for (uint32_t a = w->begin[k]; a < w->begin[k + 1]; a++)
    for (uint32_t b = w->begin[other]; b < w->begin[other + 1] && !ended(w); b++) {
      if ((commutes && a > b) || (a < numbers && b < numbers)) continue;
      eqs_op_apply(op, values(w->c, a), values(w->c, b), w->c->stride, w->scratch);
      settle(w, level, (eqs_made){.op = (uint8_t)op, .operand = {a, b}});
    }
}

static void add_level(walk *w, unsigned level)
{
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED && !ended(w); op++) {
    unsigned weight = eqs_op_weight(op);
    if (!eqs_op_set_has(&w->c->allowed, op) || weight >= level) continue;
    unsigned left = level - weight;
    if (eqs_op_arity(op) == 1)
      add_unary(w, op, left, level);
    else
      for (unsigned k = 1; k < left && !ended(w); k++) add_binary(w, op, k, left - k, level);
  }
}

/* Numbers are kept for what is made of them, and not shown. */
static void add_leaves(walk *w)
{
  eqs_census *c = w->c;
  for (size_t k = 0; k < sizeof NUMBER && c->n < c->capacity; k++) {
    for (size_t i = 0; i < c->stride; i++) values(c, c->n)[i] = NUMBER[k];
    c->made[c->n++] = (eqs_made){.op = EQS_OP_NUM, .number = NUMBER[k]};
  }
  c->n_numbers = c->n;
  w->full = c->n == c->capacity;
  for (uint32_t j = 0; j < c->n_variables && !ended(w); j++) {
    for (size_t i = 0; i < c->stride; i++)
      w->scratch[i] = c->column[j][i < c->rows ? i : c->rows - 1];
    settle(w, 1, (eqs_made){.op = EQS_OP_VAR, .variable = c->variable[j]});
  }
}

/* Keeps all of a level, and the next, ... The first that does not fit is forgotten, so that it can
   be gone through without keeping. */
static unsigned keep_levels(walk *w)
{
  eqs_census *c = w->c;
  unsigned level = 2;
  add_leaves(w);
  w->begin[2] = c->n;
  for (; level <= c->complexity && !ended(w); level++) {
    add_level(w, level);
    w->begin[level + 1] = c->n;
  }
  if (!ended(w)) return level - 1;
  level--;
  c->n = w->begin[level];
  return level - 1;
}

/* Those of the levels after the last that is kept, as far as they are made of what is kept. */
static void show_levels(walk *w)
{
  eqs_census *c = w->c;
  w->keeping = w->full = false;
  for (unsigned k = c->kept_to + 1; k <= EQS_CENSUS_COMPLEX + 1; k++) w->begin[k] = c->n;
  /* What lacks an operand weighs at least three more than the last level kept: a leaf, the operator
     and the operand. */
  for (unsigned level = c->kept_to + 1; level <= c->complexity && !w->over; level++) {
    add_level(w, level);
    if (!w->over && level <= c->kept_to + 2) c->complete_to = level;
  }
}

int eqs_census_take(eqs_census *c, eqs_census_visit *visit, void *user)
{
  walk w = {.c = c, .visit = visit, .user = user, .keeping = true};
  c->stride = (c->rows + 7) / 8 * 8;
  for (c->slots = 64; c->slots < 2 * c->capacity;) c->slots *= 2;
  c->made = eqs_alloc((size_t)c->capacity, sizeof *c->made);
  c->value = eqs_alloc((size_t)c->capacity * c->stride, sizeof *c->value);
  c->slot = eqs_alloc_zero(c->slots, sizeof *c->slot);
  w.scratch = eqs_alloc(c->stride, sizeof *w.scratch);
  int status = c->made && c->value && c->slot && w.scratch ? 0 : -1;
  if (status == 0) {
    c->kept_to = c->complete_to = keep_levels(&w);
    if (!w.over) show_levels(&w);
  }
  free(w.scratch);
  return status;
}

void eqs_census_free(eqs_census *c)
{
  free(c->made);
  free(c->value);
  free(c->slot);
  c->made = NULL;
  c->value = NULL;
  c->slot = NULL;
}

bool eqs_census_formula(const eqs_census *c, const eqs_made *made, eqs_formula *f)
{
  eqs_formula second;
  if (made->op == EQS_OP_NUM || made->op == EQS_OP_VAR) {
    eqs_build_leaf(f, made->op == EQS_OP_NUM ? eqs_node_number(made->number)
                                             : eqs_node_variable(made->variable));
    return true;
  }
  if (!eqs_census_formula(c, &c->made[made->operand[0]], f)) return false;
  if (eqs_op_arity(made->op) == 1) return eqs_build_unary(f, made->op);
  return eqs_census_formula(c, &c->made[made->operand[1]], &second) &&
         eqs_build_binary(f, made->op, &second);
}
