/* SPDX-License-Identifier: BSD-3-Clause */
/* The rewrite rules applied from the leaves to the root until nothing changes. */
#include "search/formula/simplify.h"
#include "search/formula/rewrite.h"

/* An operator of nothing but constants. */
static bool fold(const eqs_rewriter *r, unsigned i)
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

static bool rewrite(const eqs_rewriter *r, unsigned i)
{
  return fold(r, i) || eqs_rewrite_sum(r, i) || eqs_rewrite_product(r, i) ||
         eqs_rewrite_function(r, i);
}

/* Rules that neither shorten nor lower the complexity could in principle chase each other; the two
   bounds make sure that they cannot for ever. */
enum { MAX_REWRITES = 16, MAX_PASSES = 8 };

static bool simplify_below(const eqs_rewriter *r, unsigned i)
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
  eqs_rewriter r = {&tree, allowed};
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
