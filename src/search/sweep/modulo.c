/* SPDX-License-Identifier: BSD-3-Clause */
/* Weights: fixed pseudo-random vectors made orthogonal to the terms. */
#include "search/sweep/modulo.h"
#include "search/sweep/lsq.h"
#include "util/random.h"
#include <math.h>
#include <string.h>

/* Values of which one row has so great a share say nothing of the others. */
static const double ALL_IN_ONE = 0.98;

/* Smaller shares of the values than these are rounding, or too near to it. */
static const double NOTHING = 1e-11, LITTLE = 1e-6;

static void add_term(eqs_modulo *m, uint32_t a, uint32_t b)
{
  if (m->n_terms < EQS_MAX_TERMS) {
    m->term[m->n_terms].entry[0] = a;
    m->term[m->n_terms].entry[1] = b;
  }
  m->n_terms++;
}

static uint32_t leaves(const eqs_catalogue *c)
{
  uint32_t n = 0;
  while (n < c->n && (c->entry[n].op == EQS_OP_NUM || c->entry[n].op == EQS_OP_VAR)) n++;
  return n;
}

static bool never_zero(const eqs_catalogue *c, uint32_t entry)
{
  const double *v = eqs_catalogue_values(c, entry);
  for (size_t i = 0; i < c->rows; i++)
    if (v[i] == 0) return false;
  return true;
}

/* Entry 0 is the number 1. */
static void choose_terms(eqs_modulo *m, const eqs_catalogue *c)
{
  uint32_t n = leaves(c);
  add_term(m, 0, 0);
  if (m->kind == EQS_MODULO_CONSTANT) return;
  for (uint32_t a = 1; a < n; a++)
    if (m->kind != EQS_MODULO_POWERS || never_zero(c, a)) add_term(m, a, 0);
  if (m->kind != EQS_MODULO_QUADRATIC) return;
  for (uint32_t a = 1; a < n; a++)
    for (uint32_t b = a; b < n; b++) add_term(m, a, b);
}

void eqs_modulo_terms(const eqs_modulo *m, const eqs_catalogue *c, size_t n, size_t stride,
                      double *to)
{
  for (unsigned t = 0; t < m->n_terms; t++, to += stride) {
    const double *a = eqs_catalogue_values(c, m->term[t].entry[0]);
    const double *b = eqs_catalogue_values(c, m->term[t].entry[1]);
    bool logarithm = m->kind == EQS_MODULO_POWERS && t > 0;
    for (size_t i = 0; i < n; i++) to[i] = logarithm ? log(fabs(a[i])) : a[i] * b[i];
  }
}

bool eqs_modulo_make(eqs_modulo *m, const eqs_catalogue *c, eqs_modulo_kind kind)
{
  double terms[EQS_MAX_TERMS * EQS_KEY_ROWS], x[EQS_MAX_TERMS];
  size_t n = c->rows < EQS_KEY_ROWS ? c->rows : EQS_KEY_ROWS;
  eqs_rng rng = eqs_rng_new(0, kind);
  *m = (eqs_modulo){.kind = kind};
  choose_terms(m, c);
  if (m->n_terms > EQS_MAX_TERMS - 1 || m->n_terms + EQS_WEIGHTS > n) return false;
  for (int k = 0; k < EQS_WEIGHTS; k++) {
    double *w = m->weight[k];
    for (size_t i = 0; i < n; i++) w[i] = eqs_rng_normal(&rng);
    eqs_modulo_terms(m, c, n, EQS_KEY_ROWS, terms);
    if (!eqs_lsq(terms, EQS_KEY_ROWS, n, m->n_terms, w, x)) return false;
    for (unsigned t = 0; t < m->n_terms; t++) { /* once more, for the last bits */
      double share = eqs_dot(terms + (size_t)t * EQS_KEY_ROWS, w, n);
      for (size_t i = 0; i < n; i++) w[i] -= share * terms[t * EQS_KEY_ROWS + i];
    }
  }
  return true;
}

eqs_key_kind eqs_modulo_key(const eqs_modulo *m, const double *value, eqs_key *key)
{
  double logarithm[EQS_KEY_ROWS], dot[EQS_WEIGHTS], size = 0;
  const double *v = value;
  if (m->kind == EQS_MODULO_POWERS) {
    for (int i = 0; i < EQS_KEY_ROWS; i++) logarithm[i] = log(fabs(value[i]));
    v = logarithm;
  }
  for (int k = 0; k < EQS_WEIGHTS; k++) dot[k] = eqs_dot(m->weight[k], v, EQS_KEY_ROWS);
  double largest = 0;
  for (int i = 0; i < EQS_KEY_ROWS; i++) {
    size += fabs(v[i]);
    largest = fmax(largest, fabs(v[i]));
  }
  if (!isfinite(size) || largest > ALL_IN_ONE * size) return EQS_KEY_NONE;
  size /= EQS_KEY_ROWS;
  double most = fmax(fabs(dot[0]), fmax(fabs(dot[1]), fabs(dot[2])));
  if (most <= NOTHING * size) return EQS_KEY_TERMS;
  if (fabs(dot[0]) <= LITTLE * size) return EQS_KEY_NONE;
  *key = (eqs_key){dot[1] / dot[0], dot[2] / dot[0]};
  return EQS_KEY_GOOD;
}
