/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions: inverse pairs cancel, signs that do not matter go, and constants come out of powers,
   exponentials and logarithms. */
#include "search/formula/rewrite.h"

/* f(c * x) is f(c) * f(x) for powers and the absolute value. */
static bool take_factor_out(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), op = op_of(r, i);
  if (op_of(r, a) != EQS_OP_MUL || !is_param(r, left_of(r, a))) return false;
  unsigned factor = left_of(r, a);
  double value = eqs_op_value(op, at(r, factor)->value, 0, 0);
  if (value == 0 || !become_value(r, factor, value, false)) return false;
  become_unary(r, a, op, right_of(r, a));
  return become_binary(r, i, EQS_OP_MUL, factor, a);
}

static bool rewrite_exp(const eqs_rewriter *r, unsigned i)
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

static bool rewrite_log(const eqs_rewriter *r, unsigned i)
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
static bool rewrite_sign(const eqs_rewriter *r, unsigned i)
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

static bool rewrite_pow(const eqs_rewriter *r, unsigned i)
{
  unsigned a = left_of(r, i), b = right_of(r, i);
  if (is_number(r, b, 1)) return become(r, i, a);
  if (is_number(r, b, 2) && has(r, EQS_OP_SQUARE)) return become_unary(r, i, EQS_OP_SQUARE, a);
  if (is_number(r, b, 3) && has(r, EQS_OP_CUBE)) return become_unary(r, i, EQS_OP_CUBE, a);
  return false;
}

bool eqs_rewrite_function(const eqs_rewriter *r, unsigned i)
{
  switch (op_of(r, i)) {
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
