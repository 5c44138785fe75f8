/* SPDX-License-Identifier: BSD-3-Clause */
/* Products, quotients and reciprocals: free factors come together, and one division is enough. */
#include "search/formula/absorb.h"
#include "search/formula/rewrite.h"

static bool move_factor(const eqs_rewriter *r, unsigned from, unsigned to, bool inverse)
{
  double c;
  if (!eqs_strip_factor(r->tree, from, &c, false)) return false;
  if (!eqs_absorb_factor(r->tree, to, inverse ? 1 / c : c, false, false)) return false;
  eqs_strip_factor(r->tree, from, &c, true);
  return eqs_absorb_factor(r->tree, to, inverse ? 1 / c : c, false, true);
}

/* a * (c / x) is (a * c) / x. */
static bool absorb_from_quotient(const eqs_rewriter *r, unsigned i, unsigned a, unsigned quotient)
{
  if (op_of(r, quotient) != EQS_OP_DIV || !is_param(r, left_of(r, quotient))) return false;
  if (!eqs_absorb_factor(r->tree, a, at(r, left_of(r, quotient))->value, false, true)) return false;
  return become_binary(r, i, EQS_OP_DIV, a, right_of(r, quotient));
}

static bool rewrite_mul_by_constant(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (is_number(r, a, 0)) return become_value(r, i, 0, true);
  if (is_number(r, a, 1)) return become(r, i, b);
  if (is_number(r, a, -1) && has(r, EQS_OP_NEG)) return become_unary(r, i, EQS_OP_NEG, b);
  if (has_value(r, a) && op_of(r, b) == EQS_OP_NEG && negate_value(r, a))
    return become_binary(r, i, EQS_OP_MUL, a, left_of(r, b));
  if (op_of(r, b) == EQS_OP_INV && has(r, EQS_OP_DIV))
    return become_binary(r, i, EQS_OP_DIV, a, left_of(r, b));
  if (is_param(r, a) && eqs_absorb_factor(r->tree, b, at(r, a)->value, true, true))
    return become(r, i, b);
  return false;
}

static bool rewrite_mul(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (is_constant(r, b) && !is_constant(r, a)) return become_binary(r, i, EQS_OP_MUL, b, a);
  if (is_constant(r, a)) return rewrite_mul_by_constant(r, i);
  if (op_of(r, a) == EQS_OP_NEG && op_of(r, b) == EQS_OP_NEG)
    return become_binary(r, i, EQS_OP_MUL, left_of(r, a), left_of(r, b));
  if (op_of(r, b) == EQS_OP_INV && has(r, EQS_OP_DIV))
    return become_binary(r, i, EQS_OP_DIV, a, left_of(r, b));
  if (op_of(r, a) == EQS_OP_INV && has(r, EQS_OP_DIV))
    return become_binary(r, i, EQS_OP_DIV, b, left_of(r, a));
  if (has(r, EQS_OP_SQUARE) && eqs_tree_equal(r->tree, a, b))
    return become_unary(r, i, EQS_OP_SQUARE, a);
  return move_factor(r, b, a, false) || move_factor(r, a, b, false) ||
         absorb_from_quotient(r, i, a, b) || absorb_from_quotient(r, i, b, a);
}

/* A quotient in a quotient costs more than a product. */
static bool rewrite_nested_quotient(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (!has(r, EQS_OP_MUL)) return false;
  if (op_of(r, b) == EQS_OP_DIV) {
    unsigned numerator = left_of(r, b), denominator = right_of(r, b);
    if (is_constant(r, a)) {
      become_binary(r, b, EQS_OP_DIV, denominator, numerator);
      return become_binary(r, i, EQS_OP_MUL, a, b);
    }
    become_binary(r, b, EQS_OP_MUL, a, denominator);
    return become_binary(r, i, EQS_OP_DIV, b, numerator);
  }
  if (op_of(r, a) == EQS_OP_DIV) {
    unsigned numerator = left_of(r, a), denominator = right_of(r, a);
    become_binary(r, a, EQS_OP_MUL, denominator, b);
    return become_binary(r, i, EQS_OP_DIV, numerator, a);
  }
  return false;
}

static bool rewrite_div(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (eqs_tree_equal(r->tree, a, b)) return become_value(r, i, 1, true);
  if (is_number(r, b, 1)) return become(r, i, a);
  if (is_number(r, a, 0) && !is_number(r, b, 0)) return become_value(r, i, 0, true);
  if (is_number(r, a, 1) && has(r, EQS_OP_INV)) return become_unary(r, i, EQS_OP_INV, b);
  if (is_param(r, b) && has(r, EQS_OP_MUL) && become_value(r, b, 1 / at(r, b)->value, false))
    return become_binary(r, i, EQS_OP_MUL, b, a);
  if (op_of(r, b) == EQS_OP_INV && has(r, EQS_OP_MUL))
    return become_binary(r, i, EQS_OP_MUL, a, left_of(r, b));
  if (op_of(r, a) == EQS_OP_NEG && op_of(r, b) == EQS_OP_NEG)
    return become_binary(r, i, EQS_OP_DIV, left_of(r, a), left_of(r, b));
  if (has_value(r, a) && op_of(r, b) == EQS_OP_NEG && negate_value(r, a))
    return become_binary(r, i, EQS_OP_DIV, a, left_of(r, b));
  if (rewrite_nested_quotient(r, i)) return true;
  return move_factor(r, b, a, true) || move_factor(r, a, b, true);
}

static bool rewrite_inv(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i);
  if (op_of(r, a) == EQS_OP_INV) return become(r, i, left_of(r, a));
  if (op_of(r, a) == EQS_OP_DIV)
    return become_binary(r, i, EQS_OP_DIV, right_of(r, a), left_of(r, a));
  if (op_of(r, a) != EQS_OP_MUL || !is_param(r, left_of(r, a)) || !has(r, EQS_OP_DIV)) return false;
  return become_value(r, left_of(r, a), 1 / at(r, left_of(r, a))->value, false) &&
         become_binary(r, i, EQS_OP_DIV, left_of(r, a), right_of(r, a));
}

bool eqs_rewrite_product(const eqs_rewriter *r, unsigned i)
{
  switch (op_of(r, i)) {
  case EQS_OP_MUL:
    return rewrite_mul(r, i);
  case EQS_OP_DIV:
    return rewrite_div(r, i);
  case EQS_OP_INV:
    return rewrite_inv(r, i);
  default:
    return false;
  }
}
