/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of peeled targets, and the stream of expressions that is looked up in it. */
#include "search/meet.h"
#include "search/compose.h"
#include "search/evaluate.h"
#include "search/lsq.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_BITS = 28, PROBES_BETWEEN_STOPS = 1 << 14, MOST_VERIFIED = 1 << 14 };

/* A fit by the terms alone counts as so much more doubtful: all squares are given to it. */
static const double TERMS_ALONE = 1e6;

/* Keys that differ by less are the same; of the squares that the terms leave of a peeled target, at
   most LEFT_OVER may remain. */
static const double SAME = 1e-8, TWIN = 1e-11, LEFT_OVER = 1e-14, NONE = 1e-9;

typedef struct peeled {
  eqs_key key;
  eqs_peeling peeling;
} peeled;

/* An expression of the stream: bend(op(a, b)), either operator possibly absent (0). */
typedef struct probe {
  uint32_t a, b;
  uint8_t op, bend;
} probe;

typedef struct meeting {
  const eqs_catalogue *catalogue;
  eqs_modulo modulo;
  peeled *target;
  uint32_t n, capacity;
  uint32_t *slot; /* numbers of targets + 1, by cell of the key */
  uint32_t slots;
  eqs_finds *finds;
  bool (*stop)(void *user);
  void *user;
  uint32_t since_stop, verified;
  bool over;
  int failed;
} meeting;

/* ---- From a match to a formula --------------------------------------------------------------- */

static bool probe_formula(const eqs_catalogue *c, const probe *p, eqs_formula *f)
{
  eqs_formula second;
  if (!eqs_catalogue_formula(c, p->a, f)) return false;
  if (p->op != 0 &&
      (!eqs_catalogue_formula(c, p->b, &second) || !eqs_build_binary(f, p->op, &second)))
    return false;
  return p->bend == 0 || eqs_build_unary(f, p->bend);
}

static void probe_values(const eqs_catalogue *c, const probe *p, size_t n, double *to)
{
  const double *a = eqs_catalogue_values(c, p->a), *b = eqs_catalogue_values(c, p->b);
  if (p->op != 0)
    eqs_op_apply(p->op, a, b, n, to);
  else
    memcpy(to, a, n * sizeof *to);
  if (p->bend != 0) eqs_op_apply(p->bend, to, NULL, n, to);
}

static bool term_formula(const meeting *m, unsigned t, eqs_formula *f)
{
  eqs_formula second;
  const uint32_t *entry = m->modulo.term[t].entry;
  if (!eqs_catalogue_formula(m->catalogue, entry[0], f)) return false;
  if (entry[1] == 0) return true;
  if (entry[0] == entry[1]) return eqs_build_power(f, 2, &m->catalogue->allowed);
  return eqs_catalogue_formula(m->catalogue, entry[1], &second) && eqs_build_times(f, &second);
}

/* X are the coefficients of the terms and, if P is there, of the probe. */
static bool compose(const meeting *m, const probe *p, const double *x, bool negative,
                    eqs_formula *f)
{
  eqs_formula part[EQS_MAX_TERMS];
  unsigned n = 0;
  for (unsigned t = 1; t < m->modulo.n_terms; t++)
    if (!term_formula(m, t, &part[n++])) return false;
  if (p != NULL && !probe_formula(m->catalogue, p, &part[n++])) return false;
  const eqs_op_set *allowed = &m->catalogue->allowed;
  if (m->modulo.kind == EQS_MODULO_POWERS)
    return eqs_compose_powers(f, negative ? -exp(x[0]) : exp(x[0]), x + 1, part, n, allowed);
  return eqs_compose_sum(f, x[0], x + 1, part, n, allowed);
}

/* Coefficients that add nothing to the values become zero, others that are integers to rounding
   integers. */
static void tidy(double *x, const double *size, unsigned n, double scale)
{
  for (unsigned t = 0; t < n; t++) {
    if (fabs(x[t]) * size[t] <= NONE * scale) x[t] = 0;
    if (fabs(x[t] - rint(x[t])) <= NONE * fabs(x[t])) x[t] = rint(x[t]);
  }
}

static double largest(const double *v, size_t n)
{
  double most = 0;
  for (size_t i = 0; i < n; i++) most = fabs(v[i]) > most ? fabs(v[i]) : most;
  return most;
}

static bool odd(double exponent)
{
  return fabs(fmod(rint(exponent), 2)) == 1;
}

/* Whether the product of the variables' powers is negative on the first row. */
static bool product_below(const meeting *m, const double *x)
{
  bool below = false;
  for (unsigned t = 1; t < m->modulo.n_terms; t++)
    below ^= odd(x[t]) && eqs_catalogue_values(m->catalogue, m->modulo.term[t].entry[0])[0] < 0;
  return below;
}

/* Solves for the coefficients X and returns the share of squares that is left: by the probe of what
   the terms leave, or by the terms alone of all. */
static double fit(double *a, size_t n, unsigned terms, unsigned columns, double *y, double *x)
{
  double given[EQS_SAMPLE_ROWS];
  memcpy(given, y, n * sizeof *given);
  if (!eqs_lsq(a, EQS_SAMPLE_ROWS, n, columns, y, x)) return INFINITY;
  double after = eqs_dot(y, y, n), last = eqs_dot(a + terms * (size_t)EQS_SAMPLE_ROWS, given, n);
  if (columns == terms) return after / eqs_dot(given, given, n) * TERMS_ALONE;
  return after / (after + last * last);
}

/* Fits the peeled target by the terms and P on the whole sample; a formula if that is exact. */
static void verify(meeting *m, const eqs_peeling *peeling, const probe *p)
{
  const eqs_catalogue *c = m->catalogue;
  double a[(EQS_MAX_TERMS + 1) * EQS_SAMPLE_ROWS], y[EQS_SAMPLE_ROWS], x[EQS_MAX_TERMS + 1];
  double size[EQS_MAX_TERMS + 1];
  size_t n = c->rows;
  unsigned k = m->modulo.n_terms, columns = k + (p != NULL);
  bool powers = m->modulo.kind == EQS_MODULO_POWERS;
  if (m->verified++ >= MOST_VERIFIED) return;
  eqs_peel_target(c, peeling, n, y);
  eqs_modulo_terms(&m->modulo, c, n, EQS_SAMPLE_ROWS, a);
  if (p != NULL) probe_values(c, p, n, a + (size_t)k * EQS_SAMPLE_ROWS);
  bool below = y[0] < 0, probe_below = p != NULL && a[k * EQS_SAMPLE_ROWS] < 0;
  for (size_t i = 0; i < n && powers; i++) {
    y[i] = log(fabs(y[i]));
    if (p != NULL) a[k * EQS_SAMPLE_ROWS + i] = log(fabs(a[k * EQS_SAMPLE_ROWS + i]));
  }
  double scale = largest(y, n);
  for (unsigned t = 0; t < columns; t++) size[t] = largest(a + (size_t)t * EQS_SAMPLE_ROWS, n);
  if (!isfinite(scale) || n < columns + 2) return;
  double doubt = fit(a, n, k, columns, y, x);
  if (!(doubt <= LEFT_OVER)) return;
  eqs_formula f;
  tidy(x, size, columns, powers ? 1 : scale);
  bool negative = powers && below != (product_below(m, x) != (probe_below && odd(x[columns - 1])));
  if (!compose(m, p, x, negative, &f) || !eqs_peel_back(c, peeling, &f)) return;
  if (eqs_catalogue_exact(c, &f, &doubt)) m->failed |= eqs_finds_add(m->finds, &f, doubt);
}

/* ---- The table ------------------------------------------------------------------------------- */

static uint64_t cell_of(double ratio)
{
  uint64_t bits;
  memcpy(&bits, &ratio, sizeof bits);
  return bits >> CELL_BITS;
}

static uint32_t place(const meeting *m, uint64_t cell)
{
  return (uint32_t)(cell * 0x9fb21c651e98df25u >> 32) & (m->slots - 1);
}

static bool near(double a, double b, double tolerance)
{
  return fabs(a - b) <= tolerance * (1 + fabs(b));
}

static void add_target(meeting *m, const eqs_peeling *peeling, const double *value)
{
  eqs_key key;
  m->finds->tried++;
  eqs_key_kind kind = eqs_modulo_key(&m->modulo, value, &key);
  if (kind == EQS_KEY_TERMS) verify(m, peeling, NULL);
  if (kind != EQS_KEY_GOOD || m->n == m->capacity) return;
  uint32_t i = place(m, cell_of(key.ratio));
  for (; m->slot[i] != 0; i = (i + 1) & (m->slots - 1)) {
    const eqs_key *other = &m->target[m->slot[i] - 1].key;
    if (near(key.ratio, other->ratio, TWIN) && near(key.check, other->check, TWIN)) return;
  }
  m->target[m->n] = (peeled){key, *peeling};
  m->slot[i] = ++m->n;
}

/* Peels of one operand on top of PEELING, whose values are VALUE. */
static void add_unary_peels(meeting *m, eqs_peeling peeling, unsigned at, const double *value)
{
  double v[EQS_KEY_ROWS];
  for (unsigned peel = 0; peel < EQS_N_UNARY_PEELS; peel++) {
    if (!eqs_peel_allowed(&m->catalogue->allowed, (eqs_peel)peel)) continue;
    peeling.step[at] = (eqs_peel_step){.peel = peel & 15};
    eqs_peel_apply((eqs_peel)peel, NULL, value, EQS_KEY_ROWS, v);
    if (isfinite(v[0])) add_target(m, &peeling, v);
  }
}

static bool asked_to_stop(meeting *m)
{
  if (++m->since_stop < PROBES_BETWEEN_STOPS) return m->over;
  m->since_stop = 0;
  m->over = m->over || m->failed || m->verified > MOST_VERIFIED || m->stop(m->user);
  return m->over;
}

/* Peels of an entry among the first N, each followed by one of one operand, or by another entry
   among the first TWICE. */
static void add_entry_peels(meeting *m, eqs_peeling peeling, unsigned at, const double *value,
                            uint32_t n, uint32_t twice)
{
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (unsigned peel = EQS_PEEL_OVER; peel < EQS_N_PEELS; peel++) {
    if (!eqs_peel_allowed(&c->allowed, (eqs_peel)peel)) continue;
    bool factor = peel == EQS_PEEL_OVER || peel == EQS_PEEL_TIMES;
    for (uint32_t g = factor; g < n && g < c->n && !m->over; g++) {
      peeling.step[at] = (eqs_peel_step){.peel = peel & 15, .entry = g & 0xfffffff};
      eqs_peel_apply((eqs_peel)peel, eqs_catalogue_values(c, g), value, EQS_KEY_ROWS, v);
      peeling.step[at + 1] = (eqs_peel_step){0};
      add_unary_peels(m, peeling, at + 1, v);
      if (g < twice) {
        peeling.step[at + 1] = (eqs_peel_step){0};
        add_entry_peels(m, peeling, at + 1, v, twice, 0);
      }
      for (unsigned k = at; k + 1 < EQS_MAX_PEELS; k++) peeling.step[k + 1] = (eqs_peel_step){0};
      for (unsigned k = 0; k < 8; k++) asked_to_stop(m);
    }
  }
}

static void add_targets(meeting *m, const eqs_meet_size *size)
{
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (unsigned peel = 0; peel < EQS_N_UNARY_PEELS; peel++) {
    eqs_peeling peeling = {{{0}}};
    if (!eqs_peel_allowed(&c->allowed, (eqs_peel)peel)) continue;
    peeling.step[0].peel = peel & 15;
    eqs_peel_apply((eqs_peel)peel, NULL, c->target, EQS_KEY_ROWS, v);
    if (!isfinite(v[0])) continue;
    add_unary_peels(m, peeling, 1, v);
    peeling.step[1] = (eqs_peel_step){0};
    add_entry_peels(m, peeling, 1, v, size->peels, size->peels_twice);
  }
}

/* ---- The stream ------------------------------------------------------------------------------ */

static void look_up(meeting *m, const eqs_key *key, uint64_t cell, const probe *p)
{
  for (uint32_t i = place(m, cell); m->slot[i] != 0; i = (i + 1) & (m->slots - 1)) {
    const peeled *t = &m->target[m->slot[i] - 1];
    if (near(key->ratio, t->key.ratio, SAME) && near(key->check, t->key.check, SAME))
      verify(m, &t->peeling, p);
  }
}

static void try_values(meeting *m, const probe *p, const double *value)
{
  eqs_key key;
  m->finds->tried++;
  if (eqs_modulo_key(&m->modulo, value, &key) != EQS_KEY_GOOD) return;
  uint64_t low = cell_of(key.ratio * (1 - SAME)), high = cell_of(key.ratio * (1 + SAME));
  look_up(m, &key, low, p);
  if (high != low) look_up(m, &key, high, p);
}

static void try_bent(meeting *m, probe p, const double *value)
{
  static const uint8_t bend[] = {EQS_OP_SQRT, EQS_OP_SQUARE, EQS_OP_EXP, EQS_OP_LOG,
                                 EQS_OP_SIN,  EQS_OP_COS,    EQS_OP_TANH};
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  bool bent = c->entry[p.a].bends || c->entry[p.b].bends;
  for (size_t k = 0; k < sizeof bend; k++) {
    if (!eqs_op_set_has(&c->allowed, bend[k]) || (bent && bend[k] >= EQS_OP_EXP)) continue;
    p.bend = bend[k];
    eqs_op_apply(p.bend, value, NULL, EQS_KEY_ROWS, v);
    if (isfinite(v[0])) try_values(m, &p, v);
  }
}

static void try_pair(meeting *m, uint32_t a, uint32_t b, const eqs_meet_size *size)
{
  static const uint8_t join[] = {EQS_OP_ADD, EQS_OP_SUB, EQS_OP_MUL, EQS_OP_DIV, EQS_OP_DIV};
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (size_t k = 0; k < sizeof join; k++) {
    if (!eqs_op_set_has(&c->allowed, join[k])) continue;
    probe p = {k == 4 ? b : a, k == 4 ? a : b, join[k], 0};
    eqs_op_apply(p.op, eqs_catalogue_values(c, p.a), eqs_catalogue_values(c, p.b), EQS_KEY_ROWS, v);
    try_values(m, &p, v);
    if (b < size->bent_pairs) try_bent(m, p, v);
  }
}

static void stream(meeting *m, const eqs_meet_size *size)
{
  const eqs_catalogue *c = m->catalogue;
  for (uint32_t a = 1; a < c->n && a < size->singles && !asked_to_stop(m); a++) {
    probe p = {.a = a};
    try_values(m, &p, eqs_catalogue_values(c, a));
    try_bent(m, p, eqs_catalogue_values(c, a));
  }
  uint32_t most = size->pairs < c->n ? size->pairs : c->n;
  for (uint32_t b = 1; b < most; b++)
    for (uint32_t a = 0; a < b && !asked_to_stop(m); a++) try_pair(m, a, b, size);
}

/* Targets that there can be at most. */
static uint32_t room_for(const eqs_meet_size *size)
{
  uint64_t n = EQS_N_UNARY_PEELS, one = 4 * n * n * size->peels;
  uint64_t two = 16 * n * n * (uint64_t)size->peels_twice * size->peels_twice;
  uint64_t room = one + two + n * n;
  return room < 1 << 22 ? (uint32_t)room : 1 << 22;
}

int eqs_meet(const eqs_catalogue *c, eqs_modulo_kind kind, const eqs_meet_size *size,
             bool (*stop)(void *user), void *user, eqs_finds *finds)
{
  meeting m = {.catalogue = c, .finds = finds, .stop = stop, .user = user, .slots = 64};
  if (!eqs_modulo_make(&m.modulo, c, kind)) return 0;
  m.capacity = room_for(size);
  while (m.slots < 2 * m.capacity) m.slots *= 2;
  m.target = eqs_alloc(m.capacity, sizeof *m.target);
  m.slot = eqs_alloc_zero(m.slots, sizeof *m.slot);
  if (m.target != NULL && m.slot != NULL) {
    add_targets(&m, size);
    stream(&m, size);
  } else {
    m.failed = -1;
  }
  free(m.target);
  free(m.slot);
  return m.failed ? -1 : 0;
}
