/* SPDX-License-Identifier: BSD-3-Clause */
/* What the rewrite rules of simplify.c are written in: looking at a twig, and overwriting it. A
   rule overwrites the twig it stands on, so numbers of twigs above stay valid. Names are short
   here, for the rules are read by the line. */
#ifndef EQS_SEARCH_REWRITE_H
#define EQS_SEARCH_REWRITE_H

#include "expr/rules.h"
#include "search/formula/tree.h"
#include <math.h>

typedef struct eqs_rewriter {
  eqs_tree *tree;
  const eqs_op_set *allowed;
} eqs_rewriter;

/* Each applies the first rule that fits twig I, if that is an operator of its kind; false if none
   does, and then the tree is as it was. */
bool eqs_rewrite_sum(const eqs_rewriter *r, unsigned i);      /* add, sub, neg */
bool eqs_rewrite_product(const eqs_rewriter *r, unsigned i);  /* mul, div, inv */
bool eqs_rewrite_function(const eqs_rewriter *r, unsigned i); /* all others */

/* ---- Looking --------------------------------------------------------------------------------- */

static inline eqs_twig *at(const eqs_rewriter *r, unsigned i)
{
  return &r->tree->twig[i];
}
static inline bool has(const eqs_rewriter *r, unsigned op)
{
  return eqs_op_set_has(r->allowed, op);
}
static inline unsigned op_of(const eqs_rewriter *r, unsigned i)
{
  return at(r, i)->op;
}
static inline unsigned left_of(const eqs_rewriter *r, unsigned i)
{
  return at(r, i)->child[0];
}
static inline unsigned right_of(const eqs_rewriter *r, unsigned i)
{
  return at(r, i)->child[1];
}

static inline bool is_constant(const eqs_rewriter *r, unsigned i)
{
  return eqs_op_is_constant(op_of(r, i));
}
static inline bool is_param(const eqs_rewriter *r, unsigned i)
{
  return op_of(r, i) == EQS_OP_PARAM;
}
static inline bool has_value(const eqs_rewriter *r, unsigned i)
{
  return op_of(r, i) == EQS_OP_PARAM || op_of(r, i) == EQS_OP_NUM;
}
static inline bool is_number(const eqs_rewriter *r, unsigned i, double value)
{
  return op_of(r, i) == EQS_OP_NUM && at(r, i)->value == value;
}

/* ---- Overwriting ----------------------------------------------------------------------------- */

/* True, for a rule to return; false, with nothing changed, where a value is not finite. */

static inline bool become(const eqs_rewriter *r, unsigned i, unsigned j)
{
  *at(r, i) = *at(r, j);
  return true;
}

static inline bool become_unary(const eqs_rewriter *r, unsigned i, unsigned op, unsigned a)
{
  *at(r, i) = (eqs_twig){.op = (uint8_t)op, .child = {(uint8_t)a}};
  return true;
}

static inline bool become_binary(const eqs_rewriter *r, unsigned i, unsigned op, unsigned a,
                                 unsigned b)
{
  *at(r, i) = (eqs_twig){.op = (uint8_t)op, .child = {(uint8_t)a, (uint8_t)b}};
  return true;
}

/* A fixed number stays one only if it is an integer: others could not be told from free constants
   in print. */
static inline bool become_value(const eqs_rewriter *r, unsigned i, double value, bool fixed)
{
  if (!isfinite(value)) return false;
  bool integer = fixed && value == rint(value) && fabs(value) < 1e9;
  *at(r, i) = (eqs_twig){.op = integer ? EQS_OP_NUM : EQS_OP_PARAM, .value = value};
  return true;
}

static inline bool negate_value(const eqs_rewriter *r, unsigned i)
{
  return become_value(r, i, -at(r, i)->value, op_of(r, i) == EQS_OP_NUM);
}

#endif
