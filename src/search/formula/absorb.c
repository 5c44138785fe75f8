/* SPDX-License-Identifier: BSD-3-Clause */
/* Absorbing and stripping constants, by recursion along sums and products. */
#include "search/formula/absorb.h"
#include <math.h>

static bool usable(double factor)
{
  return isfinite(factor) && factor != 0 && isfinite(1 / factor);
}

/* ---- Absorbing ------------------------------------------------------------------------------- */

static bool set_param(eqs_twig *twig, double value, bool commit)
{
  if (!isfinite(value)) return false;
  if (commit) *twig = (eqs_twig){.op = EQS_OP_PARAM, .value = value};
  return true;
}

static bool absorb_factor_in_both(eqs_tree *t, const eqs_twig *twig, double c, bool commit)
{
  unsigned a = twig->child[0], b = twig->child[1];
  if (!eqs_absorb_factor(t, a, c, false, false) || !eqs_absorb_factor(t, b, c, false, false))
    return false;
  if (commit) {
    eqs_absorb_factor(t, a, c, false, true);
    eqs_absorb_factor(t, b, c, false, true);
  }
  return true;
}

bool eqs_absorb_factor(eqs_tree *t, unsigned i, double c, bool fixed, bool commit)
{
  eqs_twig *twig = &t->twig[i];
  unsigned a = twig->child[0], b = twig->child[1];
  if (!usable(c)) return false;
  switch (twig->op) {
  case EQS_OP_PARAM:
    return set_param(twig, twig->value * c, commit);
  case EQS_OP_NUM:
    return fixed && set_param(twig, twig->value * c, commit);
  case EQS_OP_NEG:
    return eqs_absorb_factor(t, a, c, fixed, commit);
  case EQS_OP_INV:
    return eqs_absorb_factor(t, a, 1 / c, fixed, commit);
  case EQS_OP_MUL:
    return eqs_absorb_factor(t, a, c, fixed, commit) || eqs_absorb_factor(t, b, c, fixed, commit);
  case EQS_OP_DIV:
    return eqs_absorb_factor(t, a, c, fixed, commit) ||
           eqs_absorb_factor(t, b, 1 / c, fixed, commit);
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    return absorb_factor_in_both(t, twig, c, commit);
  case EQS_OP_CUBE:
    return eqs_absorb_factor(t, a, cbrt(c), false, commit);
  case EQS_OP_SQUARE:
    return c > 0 && eqs_absorb_factor(t, a, sqrt(c), false, commit);
  case EQS_OP_SQRT:
    return c > 0 && eqs_absorb_factor(t, a, c * c, false, commit);
  case EQS_OP_ABS:
    return c > 0 && eqs_absorb_factor(t, a, c, false, commit);
  case EQS_OP_EXP:
    return c > 0 && eqs_absorb_summand(t, a, log(c), commit);
  default:
    return false;
  }
}

bool eqs_absorb_summand(eqs_tree *t, unsigned i, double c, bool commit)
{
  eqs_twig *twig = &t->twig[i];
  unsigned a = twig->child[0], b = twig->child[1];
  if (!isfinite(c)) return false;
  switch (twig->op) {
  case EQS_OP_PARAM:
  case EQS_OP_NUM:
    return set_param(twig, twig->value + c, commit);
  case EQS_OP_NEG:
    return eqs_absorb_summand(t, a, -c, commit);
  case EQS_OP_ADD:
    return eqs_absorb_summand(t, a, c, commit) || eqs_absorb_summand(t, b, c, commit);
  case EQS_OP_SUB:
    return eqs_absorb_summand(t, a, c, commit) || eqs_absorb_summand(t, b, -c, commit);
  case EQS_OP_MUL:
    return t->twig[a].op == EQS_OP_PARAM && usable(t->twig[a].value) &&
           eqs_absorb_summand(t, b, c / t->twig[a].value, commit);
  case EQS_OP_LOG:
    return eqs_absorb_factor(t, a, exp(c), false, commit);
  default:
    return false;
  }
}

/* ---- Stripping ------------------------------------------------------------------------------- */

/* Takes a factor out of subtree FROM of a sum and divides the other operand by it. */
static bool strip_factor_of_sum(eqs_tree *t, unsigned from, unsigned other, double *c, bool commit)
{
  if (!eqs_strip_factor(t, from, c, false)) return false;
  if (!eqs_absorb_factor(t, other, 1 / *c, false, false)) return false;
  if (commit) {
    eqs_strip_factor(t, from, c, true);
    eqs_absorb_factor(t, other, 1 / *c, false, true);
  }
  return true;
}

bool eqs_strip_factor(eqs_tree *t, unsigned i, double *c, bool commit)
{
  eqs_twig *twig = &t->twig[i];
  unsigned a = twig->child[0], b = twig->child[1];
  switch (twig->op) {
  case EQS_OP_NEG:
    return eqs_strip_factor(t, a, c, commit);
  case EQS_OP_MUL:
    if (t->twig[a].op != EQS_OP_PARAM)
      return eqs_strip_factor(t, a, c, commit) || eqs_strip_factor(t, b, c, commit);
    *c = t->twig[a].value;
    if (!usable(*c)) return false;
    if (commit) *twig = t->twig[b];
    return true;
  case EQS_OP_DIV:
    if (eqs_strip_factor(t, a, c, commit)) return true;
    if (!eqs_strip_factor(t, b, c, commit)) return false;
    *c = 1 / *c;
    return true;
  case EQS_OP_INV:
    if (!eqs_strip_factor(t, a, c, commit)) return false;
    *c = 1 / *c;
    return true;
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    return strip_factor_of_sum(t, a, b, c, commit) || strip_factor_of_sum(t, b, a, c, commit);
  default:
    return false;
  }
}

bool eqs_strip_summand(eqs_tree *t, unsigned i, double *c, bool commit)
{
  eqs_twig *twig = &t->twig[i];
  unsigned a = twig->child[0], b = twig->child[1];
  switch (twig->op) {
  case EQS_OP_NEG:
    if (!eqs_strip_summand(t, a, c, commit)) return false;
    *c = -*c;
    return true;
  case EQS_OP_ADD:
    if (t->twig[a].op != EQS_OP_PARAM)
      return eqs_strip_summand(t, a, c, commit) || eqs_strip_summand(t, b, c, commit);
    *c = t->twig[a].value;
    if (commit) *twig = t->twig[b];
    return true;
  case EQS_OP_SUB:
    if (eqs_strip_summand(t, a, c, commit)) return true;
    if (!eqs_strip_summand(t, b, c, commit)) return false;
    *c = -*c;
    return true;
  default:
    return false;
  }
}
