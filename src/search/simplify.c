/* SPDX-License-Identifier: BSD-3-Clause */
/* The rewrite rules, one function for each kind of operator, applied from the leaves to the root
   until nothing changes. A rule overwrites the twig it stands on, so numbers of twigs above stay
   valid. */
#include "search/simplify.h"
#include "search/absorb.h"
#include <math.h>

typedef struct rewriter {
  eqs_tree *tree;
  const eqs_op_set *allowed;
} rewriter;

static eqs_twig *at(const rewriter *r, unsigned i)
{
  return &r->tree->twig[i];
}
static bool has(const rewriter *r, unsigned op)
{
  return eqs_op_set_has(r->allowed, op);
}
static unsigned op_of(const rewriter *r, unsigned i)
{
  return at(r, i)->op;
}
static unsigned left_of(const rewriter *r, unsigned i)
{
  return at(r, i)->child[0];
}
static unsigned right_of(const rewriter *r, unsigned i)
{
  return at(r, i)->child[1];
}

static bool is_constant(const rewriter *r, unsigned i)
{
  return eqs_op_is_constant(op_of(r, i));
}
static bool is_param(const rewriter *r, unsigned i)
{
  return op_of(r, i) == EQS_OP_PARAM;
}
static bool has_value(const rewriter *r, unsigned i)
{
  return op_of(r, i) == EQS_OP_PARAM || op_of(r, i) == EQS_OP_NUM;
}
static bool is_number(const rewriter *r, unsigned i, double value)
{
  return op_of(r, i) == EQS_OP_NUM && at(r, i)->value == value;
}

static bool become(const rewriter *r, unsigned i, unsigned j)
{
  *at(r, i) = *at(r, j);
  return true;
}

static bool become_unary(const rewriter *r, unsigned i, unsigned op, unsigned a)
{
  *at(r, i) = (eqs_twig){.op = (uint8_t)op, .child = {(uint8_t)a}};
  return true;
}

static bool become_binary(const rewriter *r, unsigned i, unsigned op, unsigned a, unsigned b)
{
  *at(r, i) = (eqs_twig){.op = (uint8_t)op, .child = {(uint8_t)a, (uint8_t)b}};
  return true;
}

/* A fixed number stays one only if it is an integer: others could not be told from free constants
   in print. */
static bool become_value(const rewriter *r, unsigned i, double value, bool fixed)
{
  if (!isfinite(value)) return false;
  bool integer = fixed && value == rint(value) && fabs(value) < 1e9;
  *at(r, i) = (eqs_twig){.op = integer ? EQS_OP_NUM : EQS_OP_PARAM, .value = value};
  return true;
}

static bool negate_value(const rewriter *r, unsigned i)
{
  return become_value(r, i, -at(r, i)->value, op_of(r, i) == EQS_OP_NUM);
}

static bool fold(const rewriter *r, unsigned i)
{
  double value[2] = {0, 0};
  bool fixed = true;
  for (unsigned k = 0; k < eqs_op_arity(op_of(r, i)); k++) {
    unsigned j = at(r, i)->child[k];
    if (!has_value(r, j)) return false;
    value[k] = at(r, j)->value;
    fixed = fixed && !is_param(r, j);
  }
  return become_value(r, i, eqs_op_value(op_of(r, i), value[0], value[1], 0), fixed);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

/* The constant factor in front of a term and what it multiplies. */
static bool split_term(const rewriter *r, unsigned i, double *factor, unsigned *base)
{
  bool split = op_of(r, i) == EQS_OP_MUL && has_value(r, left_of(r, i));
  *factor = split ? at(r, left_of(r, i))->value : 1;
  *base = split ? right_of(r, i) : i;
  return split;
}

static bool collect_terms(const rewriter *r, unsigned i, double sign)
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
static bool move_summand(const rewriter *r, unsigned from, unsigned to, double sign)
{
  double c;
  if (!eqs_strip_summand(r->tree, from, &c, false)) return false;
  if (!eqs_absorb_summand(r->tree, to, sign * c, false)) return false;
  eqs_strip_summand(r->tree, from, &c, true);
  return eqs_absorb_summand(r->tree, to, sign * c, true);
}

/* a + (c - x) is (a + c) - x. */
static bool absorb_from_difference(const rewriter *r, unsigned i, unsigned a, unsigned difference,
                                   double sign)
{
  if (op_of(r, difference) != EQS_OP_SUB || !is_param(r, left_of(r, difference))) return false;
  if (!eqs_absorb_summand(r->tree, a, sign * at(r, left_of(r, difference))->value, true))
    return false;
  return become_binary(r, i, sign > 0 ? EQS_OP_SUB : EQS_OP_ADD, a, right_of(r, difference));
}

static bool rewrite_add(const rewriter *r, unsigned i)
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

static bool rewrite_sub(const rewriter *r, unsigned i)
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

/* ---- Products -------------------------------------------------------------------------------- */

static bool move_factor(const rewriter *r, unsigned from, unsigned to, bool inverse)
{
  double c;
  if (!eqs_strip_factor(r->tree, from, &c, false)) return false;
  if (!eqs_absorb_factor(r->tree, to, inverse ? 1 / c : c, false, false)) return false;
  eqs_strip_factor(r->tree, from, &c, true);
  return eqs_absorb_factor(r->tree, to, inverse ? 1 / c : c, false, true);
}

/* a * (c / x) is (a * c) / x. */
static bool absorb_from_quotient(const rewriter *r, unsigned i, unsigned a, unsigned quotient)
{
  if (op_of(r, quotient) != EQS_OP_DIV || !is_param(r, left_of(r, quotient))) return false;
  if (!eqs_absorb_factor(r->tree, a, at(r, left_of(r, quotient))->value, false, true)) return false;
  return become_binary(r, i, EQS_OP_DIV, a, right_of(r, quotient));
}

static bool rewrite_mul_by_constant(const rewriter *r, unsigned i)
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

static bool rewrite_mul(const rewriter *r, unsigned i)
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
static bool rewrite_nested_quotient(const rewriter *r, unsigned i)
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

static bool rewrite_div(const rewriter *r, unsigned i)
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

/* ---- Operators of one operand ---------------------------------------------------------------- */

static bool rewrite_neg(const rewriter *r, unsigned i)
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

static bool rewrite_inv(const rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i);
  if (op_of(r, a) == EQS_OP_INV) return become(r, i, left_of(r, a));
  if (op_of(r, a) == EQS_OP_DIV)
    return become_binary(r, i, EQS_OP_DIV, right_of(r, a), left_of(r, a));
  if (op_of(r, a) != EQS_OP_MUL || !is_param(r, left_of(r, a)) || !has(r, EQS_OP_DIV)) return false;
  return become_value(r, left_of(r, a), 1 / at(r, left_of(r, a))->value, false) &&
         become_binary(r, i, EQS_OP_DIV, left_of(r, a), right_of(r, a));
}

/* f(c * x) is f(c) * f(x) for powers and the absolute value. */
static bool take_factor_out(const rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), op = op_of(r, i);
  if (op_of(r, a) != EQS_OP_MUL || !is_param(r, left_of(r, a))) return false;
  unsigned factor = left_of(r, a);
  double value = eqs_op_value(op, at(r, factor)->value, 0, 0);
  if (value == 0 || !become_value(r, factor, value, false)) return false;
  become_unary(r, a, op, right_of(r, a));
  return become_binary(r, i, EQS_OP_MUL, factor, a);
}

static bool rewrite_exp(const rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i);
  if (op_of(r, a) == EQS_OP_LOG) return become(r, i, left_of(r, a));
  if (op_of(r, a) != EQS_OP_ADD || !is_param(r, left_of(r, a)) || !has(r, EQS_OP_MUL)) return false;
  unsigned factor = left_of(r, a);
  double value = exp(at(r, factor)->value);
  if (value == 0 || !become_value(r, factor, value, false)) return false;
  become_unary(r, a, EQS_OP_EXP, right_of(r, a));
  return become_binary(r, i, EQS_OP_MUL, factor, a);
}

static bool rewrite_log(const rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i);
  if (op_of(r, a) == EQS_OP_EXP) return become(r, i, left_of(r, a));
  if (op_of(r, a) != EQS_OP_MUL || !is_param(r, left_of(r, a)) || !has(r, EQS_OP_ADD)) return false;
  unsigned factor = left_of(r, a);
  if (!become_value(r, factor, log(at(r, factor)->value), false)) return false;
  become_unary(r, a, EQS_OP_LOG, right_of(r, a));
  return become_binary(r, i, EQS_OP_ADD, factor, a);
}

/* Operators that drop the sign of their operand, or under which it is never negative. */
static bool rewrite_sign(const rewriter *r, unsigned i)
{
  unsigned op = op_of(r, i), a = left_of(r, i), inner = op_of(r, a);
  bool even = op == EQS_OP_SQUARE || op == EQS_OP_COS || op == EQS_OP_ABS;
  if (even && (inner == EQS_OP_NEG || inner == EQS_OP_ABS))
    return become_unary(r, i, op, left_of(r, a));
  if (op == EQS_OP_ABS && (inner == EQS_OP_SQUARE || inner == EQS_OP_SQRT || inner == EQS_OP_EXP))
    return become(r, i, a);
  if (op == EQS_OP_SQUARE && inner == EQS_OP_SQRT) return become(r, i, left_of(r, a));
  if (op == EQS_OP_SQRT && inner == EQS_OP_SQUARE && has(r, EQS_OP_ABS))
    return become_unary(r, i, EQS_OP_ABS, left_of(r, a));
  return false;
}

static bool rewrite_pow(const rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (is_number(r, b, 1)) return become(r, i, a);
  if (is_number(r, b, 2) && has(r, EQS_OP_SQUARE)) return become_unary(r, i, EQS_OP_SQUARE, a);
  if (is_number(r, b, 3) && has(r, EQS_OP_CUBE)) return become_unary(r, i, EQS_OP_CUBE, a);
  return false;
}

/* ---- All together ---------------------------------------------------------------------------- */

static bool rewrite(const rewriter *r, unsigned i)
{
  if (fold(r, i)) return true;
  switch (op_of(r, i)) {
  case EQS_OP_ADD:
    return rewrite_add(r, i);
  case EQS_OP_SUB:
    return rewrite_sub(r, i);
  case EQS_OP_MUL:
    return rewrite_mul(r, i);
  case EQS_OP_DIV:
    return rewrite_div(r, i);
  case EQS_OP_NEG:
    return rewrite_neg(r, i);
  case EQS_OP_INV:
    return rewrite_inv(r, i);
  case EQS_OP_EXP:
    return rewrite_exp(r, i);
  case EQS_OP_LOG:
    return rewrite_log(r, i);
  case EQS_OP_POW:
    return rewrite_pow(r, i);
  case EQS_OP_CUBE:
    return take_factor_out(r, i);
  case EQS_OP_SQRT:
  case EQS_OP_SQUARE:
  case EQS_OP_ABS:
    return rewrite_sign(r, i) || take_factor_out(r, i);
  case EQS_OP_COS:
    return rewrite_sign(r, i);
  case EQS_OP_MIN:
  case EQS_OP_MAX:
    return eqs_tree_equal(r->tree, left_of(r, i), right_of(r, i)) && become(r, i, left_of(r, i));
  default:
    return false;
  }
}

/* Rules that neither shorten nor lower the complexity could in principle chase each other; the two
   bounds make sure that they cannot for ever. */
enum { MAX_REWRITES = 16, MAX_PASSES = 8 };

static bool simplify_below(const rewriter *r, unsigned i)
{
  bool changed = false;
  for (unsigned k = 0; k < eqs_op_arity(op_of(r, i)); k++)
    changed |= simplify_below(r, at(r, i)->child[k]);
  for (unsigned k = 0; k < MAX_REWRITES && eqs_op_arity(op_of(r, i)) > 0 && rewrite(r, i); k++)
    changed = true;
  return changed;
}

bool eqs_simplify(eqs_formula *f, const eqs_op_set *allowed)
{
  eqs_tree tree;
  rewriter r = {&tree, allowed};
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_PARAM && f->node[i].shared) return false;
  eqs_tree_from_formula(&tree, f);
  if (!simplify_below(&r, 0)) return false;
  for (unsigned pass = 1; pass < MAX_PASSES && simplify_below(&r, 0); pass++) continue;
  unsigned before = eqs_nodes_complexity(f->node, f->n);
  eqs_formula plain;
  eqs_tree_to_formula(&tree, &plain);
  if (plain.n > f->n || eqs_nodes_complexity(plain.node, plain.n) > before) return false;
  eqs_formula_copy(f, &plain);
  return true;
}
