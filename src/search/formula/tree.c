/* SPDX-License-Identifier: BSD-3-Clause */
/* Prefix order to linked nodes and back. */
#include "search/formula/tree.h"

void eqs_tree_from_formula(eqs_tree *tree, const eqs_formula *f)
{
  uint8_t stack[EQS_FORMULA_NODES];
  unsigned top = 0;
  for (uint32_t i = f->n; i-- > 0;) {
    eqs_twig *twig = &tree->twig[i];
    *twig = (eqs_twig){.op = f->node[i].op, .index = f->node[i].index, .value = f->node[i].value};
    for (unsigned k = 0; k < eqs_op_arity(twig->op); k++) twig->child[k] = stack[--top];
    stack[top++] = (uint8_t)i;
  }
}

static void write_subtree(const eqs_tree *tree, unsigned i, eqs_formula *f)
{
  const eqs_twig *twig = &tree->twig[i];
  f->node[f->n++] = (eqs_node){.op = twig->op, .index = twig->index, .value = twig->value};
  for (unsigned k = 0; k < eqs_op_arity(twig->op); k++) write_subtree(tree, twig->child[k], f);
}

void eqs_tree_to_formula(const eqs_tree *tree, eqs_formula *f)
{
  f->n = 0;
  write_subtree(tree, 0, f);
  eqs_nodes_number_params(f->node, f->n);
}

bool eqs_tree_equal(const eqs_tree *tree, unsigned i, unsigned j)
{
  const eqs_twig *a = &tree->twig[i], *b = &tree->twig[j];
  if (a->op != b->op || a->op == EQS_OP_PARAM) return false;
  if (a->op == EQS_OP_SYM && a->index != b->index) return false;
  if (a->op == EQS_OP_VAR) return a->index == b->index;
  if (a->op == EQS_OP_NUM) return a->value == b->value;
  for (unsigned k = 0; k < eqs_op_arity(a->op); k++)
    if (!eqs_tree_equal(tree, a->child[k], b->child[k])) return false;
  return true;
}
