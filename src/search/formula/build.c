/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas from smaller ones, in their fixed buffers. */
#include "search/formula/build.h"
#include <math.h>

/* A factor this close to 1 is 1. */
static const double ONE = 1e-9;

void eqs_build_leaf(eqs_formula *f, eqs_node node)
{
  f->n = 1;
  f->node[0] = node;
}

bool eqs_build_unary(eqs_formula *f, unsigned op)
{
  eqs_node node = eqs_node_operator(op);
  return eqs_formula_splice(f, 0, 0, &node, 1);
}

bool eqs_build_binary(eqs_formula *f, unsigned op, const eqs_formula *with)
{
  return eqs_build_unary(f, op) && eqs_formula_splice(f, f->n, f->n, with->node, with->n);
}

bool eqs_build_before(eqs_formula *f, unsigned op, eqs_node leaf)
{
  const eqs_node head[] = {eqs_node_operator(op), leaf};
  return eqs_formula_splice(f, 0, 0, head, 2);
}

static bool join(eqs_formula *f, unsigned op, const eqs_formula *with)
{
  if (f->n > 0) return eqs_build_binary(f, op, with);
  eqs_formula_copy(f, with);
  return true;
}

bool eqs_build_times(eqs_formula *f, const eqs_formula *with)
{
  return join(f, EQS_OP_MUL, with);
}

bool eqs_build_plus(eqs_formula *f, const eqs_formula *with)
{
  return join(f, EQS_OP_ADD, with);
}

bool eqs_build_power(eqs_formula *f, unsigned n, const eqs_op_set *allowed)
{
  eqs_formula base, half;
  if (n == 1) return true;
  eqs_formula_copy(&base, f);
  if (n == 3 && eqs_op_set_has(allowed, EQS_OP_CUBE)) return eqs_build_unary(f, EQS_OP_CUBE);
  if (!eqs_build_power(f, n / 2, allowed)) return false;
  if (eqs_op_set_has(allowed, EQS_OP_SQUARE)) {
    if (!eqs_build_unary(f, EQS_OP_SQUARE)) return false;
  } else {
    eqs_formula_copy(&half, f);
    if (!eqs_build_binary(f, EQS_OP_MUL, &half)) return false;
  }
  return n % 2 == 0 || eqs_build_binary(f, EQS_OP_MUL, &base);
}

bool eqs_build_scaled(eqs_formula *f, double scale)
{
  if (fabs(scale - 1) <= ONE) return true;
  return eqs_build_before(f, EQS_OP_MUL, eqs_node_param(scale));
}
