/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums with signs, products over quotients, roots around products. */
#include "search/formula/compose.h"
#include <math.h>

static const double ROUND = 1e-6, ONE = 1e-9;
enum { MOST_POWER = 12 };

static bool has(const eqs_op_set *allowed, unsigned op)
{
  return eqs_op_set_has(allowed, op);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

/* F + COEFFICIENT * TERM, as a difference where that is shorter. */
static bool add_term(eqs_formula *f, double coefficient, const eqs_formula *term,
                     const eqs_op_set *allowed)
{
  eqs_formula scaled;
  eqs_formula_copy(&scaled, term);
  bool minus = fabs(coefficient + 1) <= ONE && f->n > 0 && has(allowed, EQS_OP_SUB);
  if (minus) return eqs_build_binary(f, EQS_OP_SUB, &scaled);
  return eqs_build_scaled(&scaled, coefficient) && eqs_build_plus(f, &scaled);
}

bool eqs_compose_sum(eqs_formula *f, double offset, const double *coefficient,
                     const eqs_formula *term, size_t n, const eqs_op_set *allowed)
{
  f->n = 0;
  if (offset != 0) eqs_build_leaf(f, eqs_node_param(offset));
  for (size_t k = 0; k < n; k++)
    if (coefficient[k] != 0 && !add_term(f, coefficient[k], &term[k], allowed)) return false;
  return f->n > 0;
}

/* ---- Products -------------------------------------------------------------------------------- */

/* A product under construction: what stands above and below the line. */
typedef struct fraction {
  eqs_formula above, below;
} fraction;

/* POWER is a whole number of any size, or none at all where a fit went astray. */
static bool multiply(fraction *to, const eqs_formula *base, double power, const eqs_op_set *allowed)
{
  eqs_formula f;
  if (power == 0) return true;
  if (!(fabs(power) <= MOST_POWER)) return false;
  eqs_formula_copy(&f, base);
  return eqs_build_power(&f, (unsigned)fabs(power), allowed) &&
         eqs_build_times(power > 0 ? &to->above : &to->below, &f);
}

/* base^exponent through exp and log, or pow. */
static bool multiply_any(fraction *to, const eqs_formula *base, double exponent,
                         const eqs_op_set *allowed)
{
  eqs_formula f;
  eqs_formula_copy(&f, base);
  if (has(allowed, EQS_OP_POW)) {
    eqs_formula power = {.n = 1, .node = {eqs_node_param(exponent)}};
    return eqs_build_binary(&f, EQS_OP_POW, &power) && eqs_build_times(&to->above, &f);
  }
  if (!has(allowed, EQS_OP_EXP) || !has(allowed, EQS_OP_LOG)) return false;
  return eqs_build_unary(&f, EQS_OP_LOG) && eqs_build_scaled(&f, exponent) &&
         eqs_build_unary(&f, EQS_OP_EXP) && eqs_build_times(&to->above, &f);
}

/* A fraction as a formula; a lone denominator is divided into ABOVE. */
static bool close(fraction *from, eqs_node above, const eqs_op_set *allowed)
{
  if (from->below.n == 0) return from->above.n > 0;
  if (!has(allowed, EQS_OP_DIV)) return false;
  if (from->above.n == 0) eqs_build_leaf(&from->above, above);
  return eqs_build_binary(&from->above, EQS_OP_DIV, &from->below);
}

bool eqs_compose_powers(eqs_formula *f, double factor, const double *exponent,
                        const eqs_formula *base, size_t n, const eqs_op_set *allowed)
{
  fraction whole = {.above.n = 0}, rooted = {.above.n = 0};
  for (size_t k = 0; k < n; k++) {
    double twice = rint(2 * exponent[k]);
    if (fabs(2 * exponent[k] - twice) > ROUND) {
      if (!multiply_any(&whole, &base[k], exponent[k], allowed)) return false;
    } else if (fmod(twice, 2) == 0) {
      if (!multiply(&whole, &base[k], twice / 2, allowed)) return false;
    } else if (!multiply(&rooted, &base[k], twice, allowed)) {
      return false;
    }
  }
  if (rooted.above.n + rooted.below.n > 0) {
    bool over = rooted.above.n == 0; /* 1 / sqrt(x), not sqrt(1 / x) */
    if (over) eqs_formula_copy(&rooted.above, &rooted.below);
    if (over) rooted.below.n = 0;
    if (!has(allowed, EQS_OP_SQRT) || !close(&rooted, eqs_node_number(1), allowed) ||
        !eqs_build_unary(&rooted.above, EQS_OP_SQRT) ||
        !eqs_build_times(over ? &whole.below : &whole.above, &rooted.above))
      return false;
  }
  bool bare = fabs(factor - 1) <= ONE;
  bool lone = whole.above.n == 0;
  if (!close(&whole, lone && !bare ? eqs_node_param(factor) : eqs_node_number(1), allowed))
    return false;
  eqs_formula_copy(f, &whole.above);
  return (lone && !bare) || eqs_build_scaled(f, factor);
}
