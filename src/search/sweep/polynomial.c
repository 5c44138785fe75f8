/* SPDX-License-Identifier: BSD-3-Clause */
/* P(x) = y and P(x) = y Q(x) are linear in the coefficients; degrees grow until one is exact. */
#include "search/sweep/polynomial.h"
#include "search/sweep/lsq.h"
#include <math.h>
#include <string.h>

enum { MOST_DEGREE = 10, MOST_TERMS = 16, SPARE_ROWS = 3 };
static const double LEFT_OVER = 1e-14, NONE = 1e-7, INTEGER = 1e-7;

/* ---- Writing --------------------------------------------------------------------------------- */

/* The variable in most of the terms; SIZE_MAX if none occurs. */
static size_t commonest(const eqs_monomial *term, size_t n)
{
  size_t best = SIZE_MAX, most = 0;
  for (size_t j = 0; j < EQS_POLYNOMIAL_VARIABLES; j++) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += term[i].power[j] > 0;
    if (count <= most) continue;
    most = count;
    best = j;
  }
  return best;
}

/* Puts the terms with variable J first and returns how many; *POWER is the lowest of theirs. */
static size_t part(eqs_monomial *term, size_t n, size_t j, unsigned *power)
{
  size_t with = 0;
  *power = 255;
  for (size_t i = 0; i < n; i++) {
    if (term[i].power[j] == 0) continue;
    if (term[i].power[j] < *power) *power = term[i].power[j];
    eqs_monomial moved = term[i];
    term[i] = term[with];
    term[with++] = moved;
  }
  return with;
}

/* x^power * (the terms, divided by it). */
static bool write_factored(const eqs_catalogue *c, eqs_monomial *term, size_t n, size_t j,
                           unsigned power, eqs_formula *f)
{
  eqs_formula rest;
  for (size_t i = 0; i < n; i++) term[i].power[j] = (uint8_t)(term[i].power[j] - power);
  eqs_build_leaf(f, eqs_node_variable(c->entry[1 + j].variable));
  if (!eqs_build_power(f, power, &c->allowed)) return false;
  if (!eqs_polynomial_formula(c, term, n, &rest)) return false;
  if (rest.n == 1 && rest.node[0].op == EQS_OP_NUM && rest.node[0].value == 1) return true;
  if (rest.n > 1 || rest.node[0].op == EQS_OP_VAR) return eqs_build_times(f, &rest);
  return eqs_build_times(&rest, f) && (eqs_formula_copy(f, &rest), true);
}

bool eqs_polynomial_formula(const eqs_catalogue *c, eqs_monomial *term, size_t n, eqs_formula *f)
{
  if (n == 0) return false;
  size_t j = commonest(term, n);
  if (j == SIZE_MAX) { /* one constant is left */
    double value = term[0].coefficient;
    bool integer = value == rint(value);
    eqs_build_leaf(f, integer ? eqs_node_number(value) : eqs_node_param(value));
    return true;
  }
  unsigned power;
  size_t with = part(term, n, j, &power);
  eqs_formula rest;
  if (!write_factored(c, term, with, j, power, f)) return false;
  if (with == n) return true;
  return eqs_polynomial_formula(c, term + with, n - with, &rest) && eqs_build_plus(f, &rest);
}

/* ---- Fitting --------------------------------------------------------------------------------- */

typedef struct basis {
  size_t n;
  eqs_monomial term[EQS_MAX_MONOMIALS];
} basis;

/* All monomials of total degree DEGREE or less, from the lowest degree up; false if too many. */
static bool make_basis(basis *b, size_t variables, unsigned degree)
{
  size_t from = 0;
  *b = (basis){.n = 1};
  for (unsigned d = 1; d <= degree; d++) {
    size_t end = b->n;
    for (size_t i = from; i < end; i++) {
      size_t last = 0; /* variables in order, so that each monomial is made once */
      for (size_t j = 0; j < variables; j++)
        if (b->term[i].power[j] > 0) last = j;
      for (size_t j = last; j < variables; j++) {
        if (b->n == EQS_MAX_MONOMIALS) return false;
        b->term[b->n] = b->term[i];
        b->term[b->n++].power[j]++;
      }
    }
    from = end;
  }
  return true;
}

static void monomial_values(const eqs_catalogue *c, const eqs_monomial *term, double *to)
{
  for (size_t i = 0; i < c->rows; i++) to[i] = 1;
  for (uint32_t j = 0; j < EQS_POLYNOMIAL_VARIABLES; j++)
    for (unsigned k = 0; k < term->power[j]; k++) {
      const double *x = eqs_catalogue_values(c, 1 + j);
      for (size_t i = 0; i < c->rows; i++) to[i] *= x[i];
    }
}

/* Keeps the terms that count beside SCALE, and takes coefficients near an integer for it where that
   does not. */
static void tidy(basis *b, const double *x, const double *size, double scale)
{
  size_t n = 0;
  for (size_t t = 0; t < b->n; t++) {
    double value = x[t], off = fabs(value - rint(value));
    if (fabs(value) * size[t] <= NONE * scale) continue;
    bool integer = off <= INTEGER * fmax(1, fabs(value)) && off * size[t] <= NONE * scale;
    b->term[n] = b->term[t];
    b->term[n++].coefficient = integer ? rint(value) : value;
  }
  b->n = n;
}

static double size_of(const double *v, size_t n)
{
  return sqrt(eqs_dot(v, v, n) / (double)n);
}

/* Solves P = y Q for the coefficients; Q begins with 1, or is that. False unless exact. */
static bool solve(const eqs_catalogue *c, const double *y, basis *p, basis *q)
{
  static const size_t MOST = 60;
  double a[60 * EQS_SAMPLE_ROWS], left[EQS_SAMPLE_ROWS], x[60], size[60];
  size_t n = c->rows, columns = p->n + q->n - 1;
  if (columns > MOST || columns + SPARE_ROWS > n) return false;
  for (size_t t = 0; t < columns; t++) {
    double *column = a + t * EQS_SAMPLE_ROWS;
    monomial_values(c, t < p->n ? &p->term[t] : &q->term[t - p->n + 1], column);
    for (size_t i = 0; t >= p->n && i < n; i++) column[i] *= -y[i];
    size[t] = size_of(column, n);
  }
  memcpy(left, y, n * sizeof *left);
  double spread = eqs_spread(y, n), scale = sqrt(spread / (double)n);
  if (!eqs_lsq(a, EQS_SAMPLE_ROWS, n, columns, left, x)) return false;
  if (!(eqs_dot(left, left, n) <= LEFT_OVER * spread)) return false;
  tidy(p, x, size, scale);
  /* The constant of Q was not fitted. */
  double xq[EQS_MAX_MONOMIALS] = {1}, sq[EQS_MAX_MONOMIALS] = {size_of(y, n)};
  for (size_t t = 1; t < q->n; t++) {
    xq[t] = x[columns - q->n + t];
    sq[t] = size[columns - q->n + t];
  }
  tidy(q, xq, sq, scale);
  return p->n > 0 && p->n + q->n <= MOST_TERMS;
}

static int add(const eqs_catalogue *c, const eqs_peeling *peeling, basis *p, basis *q,
               eqs_finds *finds)
{
  eqs_formula f, below;
  double doubt;
  if (!eqs_polynomial_formula(c, p->term, p->n, &f)) return 0;
  if (q->n > 1) {
    if (!eqs_op_set_has(&c->allowed, EQS_OP_DIV)) return 0;
    if (!eqs_polynomial_formula(c, q->term, q->n, &below)) return 0;
    if (!eqs_build_binary(&f, EQS_OP_DIV, &below)) return 0;
  }
  if (!eqs_peel_back(c, peeling, &f) || !eqs_catalogue_exact(c, &f, &doubt)) return 0;
  return eqs_finds_add(finds, &f, doubt);
}

static size_t variables_of(const eqs_catalogue *c)
{
  size_t n = 0;
  while (1 + n < c->n && c->entry[1 + n].op == EQS_OP_VAR) n++;
  return n;
}

/* The quotient of lowest degree, counted over both its parts. */
static int fit_lowest(const eqs_catalogue *c, const eqs_peeling *peeling, const double *y,
                      eqs_finds *finds)
{
  basis p, q;
  size_t variables = variables_of(c);
  for (unsigned total = 1; total <= 2 * MOST_DEGREE; total++)
    for (unsigned below = 0; below <= total / 2; below++) {
      finds->tried++;
      if (total - below > MOST_DEGREE || !make_basis(&p, variables, total - below)) continue;
      if (!make_basis(&q, variables, below) || !solve(c, y, &p, &q)) continue;
      return add(c, peeling, &p, &q, finds);
    }
  return 0;
}

int eqs_polynomials(const eqs_catalogue *c, eqs_finds *finds)
{
  double y[EQS_SAMPLE_ROWS];
  size_t variables = variables_of(c);
  if (variables == 0 || variables > EQS_POLYNOMIAL_VARIABLES) return 0;
  if (!eqs_op_set_has(&c->allowed, EQS_OP_ADD) || !eqs_op_set_has(&c->allowed, EQS_OP_MUL))
    return 0;
  for (unsigned peel = 0; peel < EQS_N_UNARY_PEELS; peel++) {
    eqs_peeling peeling = {.step = {{.peel = peel & 15}}};
    if (!eqs_peel_allowed(&c->allowed, (eqs_peel)peel)) continue;
    eqs_peel_target(c, &peeling, c->rows, y);
    bool finite = true;
    for (size_t i = 0; i < c->rows; i++) finite = finite && isfinite(y[i]);
    if (finite && fit_lowest(c, &peeling, y, finds) != 0) return -1;
  }
  return 0;
}
