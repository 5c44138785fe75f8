/* SPDX-License-Identifier: BSD-3-Clause */
/* From a match of keys to a formula: a fit on the whole sample decides, and gives the constants. */
#include "search/formula/compose.h"
#include "search/formula/evaluate.h"
#include "search/sweep/lsq.h"
#include "search/sweep/meeting.h"
#include <math.h>
#include <string.h>

/* A fit by the terms alone counts as so much more doubtful: all squares are given to it. */
static const double TERMS_ALONE = 1e6;

/* Of the squares that the terms leave of a peeled target, at most LEFT_OVER may remain. What is
   below NONE of the whole is rounding. */
static const double LEFT_OVER = 1e-14, NONE = 1e-9;

/* ---- The formula ----------------------------------------------------------------------------- */

static bool probe_formula(const eqs_catalogue *c, const eqs_probe *p, eqs_formula *f)
{
  eqs_formula second;
  if (!eqs_catalogue_formula(c, p->a, f)) return false;
  if (p->op != 0 &&
      (!eqs_catalogue_formula(c, p->b, &second) || !eqs_build_binary(f, p->op, &second)))
    return false;
  return p->bend == 0 || eqs_build_unary(f, p->bend);
}

static bool term_formula(const eqs_meeting *m, unsigned t, eqs_formula *f)
{
  eqs_formula second;
  const uint32_t *entry = m->modulo.term[t].entry;
  if (!eqs_catalogue_formula(m->catalogue, entry[0], f)) return false;
  if (entry[1] == 0) return true;
  if (entry[0] == entry[1]) return eqs_build_power(f, 2, &m->catalogue->allowed);
  return eqs_catalogue_formula(m->catalogue, entry[1], &second) && eqs_build_times(f, &second);
}

/* X are the coefficients of the terms and, if P is there, of the probe. */
static bool compose(const eqs_meeting *m, const eqs_probe *p, const double *x, bool negative,
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

/* ---- The fit --------------------------------------------------------------------------------- */

/* A peeled target and the columns it is fitted by, the probe last; of powers, the logarithms. */
typedef struct matched {
  double y[EQS_SAMPLE_ROWS], column[EQS_MAX_TERMS + 1][EQS_SAMPLE_ROWS];
  size_t n;
  unsigned terms, columns;
  bool below, probe_below; /* negative on the first row */
} matched;

static void probe_values(const eqs_catalogue *c, const eqs_probe *p, size_t n, double *to)
{
  const double *a = eqs_catalogue_values(c, p->a), *b = eqs_catalogue_values(c, p->b);
  if (p->op != 0)
    eqs_op_apply(p->op, a, b, n, to);
  else
    memcpy(to, a, n * sizeof *to);
  if (p->bend != 0) eqs_op_apply(p->bend, to, NULL, n, to);
}

static void take_logarithms(double *v, size_t n)
{
  for (size_t i = 0; i < n; i++) v[i] = log(fabs(v[i]));
}

static void match(const eqs_meeting *m, const eqs_peeling *peeling, const eqs_probe *p, matched *t)
{
  const eqs_catalogue *c = m->catalogue;
  bool powers = m->modulo.kind == EQS_MODULO_POWERS;
  t->n = c->rows;
  t->terms = m->modulo.n_terms;
  t->columns = t->terms + (p != NULL);
  eqs_peel_target(c, peeling, t->n, t->y);
  t->below = t->y[0] < 0;
  if (powers) take_logarithms(t->y, t->n);
  eqs_modulo_terms(&m->modulo, c, t->n, EQS_SAMPLE_ROWS, t->column[0]);
  t->probe_below = false;
  if (p == NULL) return;
  double *last = t->column[t->terms];
  probe_values(c, p, t->n, last);
  t->probe_below = last[0] < 0;
  if (powers) take_logarithms(last, t->n);
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

/* Whether the factor before the powers is negative, by the signs on the first row. */
static bool factor_below(const eqs_meeting *m, const matched *t, const double *x)
{
  bool below = t->below != (t->probe_below && odd(x[t->columns - 1]));
  for (unsigned k = 1; k < t->terms; k++)
    below ^= odd(x[k]) && eqs_catalogue_values(m->catalogue, m->modulo.term[k].entry[0])[0] < 0;
  return below;
}

/* Solves for the coefficients X and returns the share of squares that is left: by the probe of what
   the terms leave, or by the terms alone of all. The columns are lost. */
static double fit(matched *t, double *x)
{
  double given[EQS_SAMPLE_ROWS];
  memcpy(given, t->y, t->n * sizeof *given);
  if (!eqs_lsq(t->column[0], EQS_SAMPLE_ROWS, t->n, t->columns, t->y, x)) return INFINITY;
  double after = eqs_dot(t->y, t->y, t->n);
  if (t->columns == t->terms) return after / eqs_dot(given, given, t->n) * TERMS_ALONE;
  double last = eqs_dot(t->column[t->terms], given, t->n);
  return after / (after + last * last);
}

void eqs_meeting_verify(eqs_meeting *m, const eqs_peeling *peeling, const eqs_probe *p)
{
  matched t;
  eqs_formula f;
  double x[EQS_MAX_TERMS + 1], size[EQS_MAX_TERMS + 1], doubt;
  bool powers = m->modulo.kind == EQS_MODULO_POWERS;
  if (m->verified++ >= EQS_MOST_VERIFIED) return;
  match(m, peeling, p, &t);
  double scale = largest(t.y, t.n);
  for (unsigned k = 0; k < t.columns; k++) size[k] = largest(t.column[k], t.n);
  if (!isfinite(scale) || t.n < t.columns + 2 || !(fit(&t, x) <= LEFT_OVER)) return;
  tidy(x, size, t.columns, powers ? 1 : scale);
  if (!compose(m, p, x, powers && factor_below(m, &t, x), &f)) return;
  if (!eqs_peel_back(m->catalogue, peeling, &f)) return;
  if (eqs_catalogue_exact(m->catalogue, &f, &doubt))
    m->failed |= eqs_finds_add(m->finds, &f, doubt);
}
