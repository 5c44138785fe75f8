/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums, differences and negation: like terms are collected, and free summands come together. */
#include "search/formula/absorb.h"
#include "search/formula/rewrite.h"

/* The constant factor in front of a term and what it multiplies. */
static bool split_term(const eqs_rewriter *r, unsigned i, double *factor, unsigned *base)
{
  bool split = op_of(r, i) == EQS_OP_MUL && has_value(r, left_of(r, i));
  *factor = split ? at(r, left_of(r, i))->value : 1;
  *base = split ? right_of(r, i) : i;
  return split;
}

static bool collect_terms(const eqs_rewriter *r, unsigned i, double sign)
{
  unsigned a = left_of(r, i), b = right_of(r, i), base_a, base_b;
  double factor_a, factor_b;
  bool split_a = split_term(r, a, &factor_a, &base_a);
  bool split_b = split_term(r, b, &factor_b, &base_b);
  if (!has(r, EQS_OP_MUL) || !eqs_tree_equal(r->tree, base_a, base_b)) return false;
  if (is_constant(r, base_a)) return false;
  bool fixed = !(split_a && is_param(r, left_of(r, a))) && !(split_b && is_param(r, left_of(r, b)));
  unsigned factor = split_a ? left_of(r, a) : split_b ? left_of(r, b) : b;
  unsigned base = split_a ? base_a : split_b ? base_b : a;
  double sum = factor_a + sign * factor_b;
  if (!isfinite(sum)) return false;
  if (sum == 0) return become_value(r, i, 0, true);
  become_value(r, factor, sum, fixed);
  return become_binary(r, i, EQS_OP_MUL, factor, base);
}

/* One operand gives a free summand, the other takes it up. */
static bool move_summand(const eqs_rewriter *r, unsigned from, unsigned to, double sign)
{
  double c;
  if (!eqs_strip_summand(r->tree, from, &c, false)) return false;
  if (!eqs_absorb_summand(r->tree, to, sign * c, false)) return false;
  eqs_strip_summand(r->tree, from, &c, true);
  return eqs_absorb_summand(r->tree, to, sign * c, true);
}

/* a + (c - x) is (a + c) - x. */
static bool absorb_from_difference(const eqs_rewriter *r, unsigned i, unsigned a,
                                   unsigned difference, double sign)
{
  if (op_of(r, difference) != EQS_OP_SUB || !is_param(r, left_of(r, difference))) return false;
  if (!eqs_absorb_summand(r->tree, a, sign * at(r, left_of(r, difference))->value, true))
    return false;
  return become_binary(r, i, sign > 0 ? EQS_OP_SUB : EQS_OP_ADD, a, right_of(r, difference));
}

static bool rewrite_add(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (is_constant(r, b) && !is_constant(r, a)) return become_binary(r, i, EQS_OP_ADD, b, a);
  if (is_number(r, a, 0)) return become(r, i, b);
  if (op_of(r, b) == EQS_OP_NEG && has(r, EQS_OP_SUB))
    return become_binary(r, i, EQS_OP_SUB, a, left_of(r, b));
  if (op_of(r, a) == EQS_OP_NEG && has(r, EQS_OP_SUB))
    return become_binary(r, i, EQS_OP_SUB, b, left_of(r, a));
  if (collect_terms(r, i, 1)) return true;
  if (is_param(r, a)) {
    if (eqs_absorb_summand(r->tree, b, at(r, a)->value, true)) return become(r, i, b);
    return false;
  }
  return move_summand(r, b, a, 1) || move_summand(r, a, b, 1) ||
         absorb_from_difference(r, i, a, b, 1) || absorb_from_difference(r, i, b, a, 1);
}

static bool rewrite_sub(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (eqs_tree_equal(r->tree, a, b)) return become_value(r, i, 0, true);
  if (is_number(r, b, 0)) return become(r, i, a);
  if (is_number(r, a, 0) && has(r, EQS_OP_NEG)) return become_unary(r, i, EQS_OP_NEG, b);
  if (is_number(r, a, 0) && has(r, EQS_OP_MUL) && become_value(r, a, -1, true))
    return become_binary(r, i, EQS_OP_MUL, a, b);
  if (has_value(r, b) && has(r, EQS_OP_ADD) && negate_value(r, b))
    return become_binary(r, i, EQS_OP_ADD, b, a);
  if (op_of(r, b) == EQS_OP_NEG && has(r, EQS_OP_ADD))
    return become_binary(r, i, EQS_OP_ADD, a, left_of(r, b));
  if (collect_terms(r, i, -1)) return true;
  return move_summand(r, b, a, -1) || move_summand(r, a, b, -1) ||
         (has(r, EQS_OP_ADD) && absorb_from_difference(r, i, a, b, -1));
}

static bool rewrite_neg(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i);
  if (op_of(r, a) == EQS_OP_NEG) return become(r, i, left_of(r, a));
  if (op_of(r, a) == EQS_OP_SUB)
    return become_binary(r, i, EQS_OP_SUB, right_of(r, a), left_of(r, a));
  if (op_of(r, a) == EQS_OP_ADD && has_value(r, left_of(r, a)) && has(r, EQS_OP_SUB) &&
      negate_value(r, left_of(r, a)))
    return become_binary(r, i, EQS_OP_SUB, left_of(r, a), right_of(r, a));
  return eqs_absorb_factor(r->tree, a, -1, false, true) && become(r, i, a);
}

bool eqs_rewrite_sum(const eqs_rewriter *r, unsigned i)
{
  switch (op_of(r, i)) {
  case EQS_OP_ADD:
    return rewrite_add(r, i);
  case EQS_OP_SUB:
    return rewrite_sub(r, i);
  case EQS_OP_NEG:
    return rewrite_neg(r, i);
  default:
    return false;
  }
}
