/* SPDX-License-Identifier: BSD-3-Clause */
/* A formula as a tree of linked nodes, for rewriting. */
#ifndef EQS_SEARCH_TREE_H
#define EQS_SEARCH_TREE_H

#include "search/formula/formula.h"

typedef struct eqs_twig {
  uint8_t op;
  uint8_t child[2]; /* numbers of twigs */
  uint16_t index;   /* of a variable, or the columns of a sum */
  double value;     /* of a number or free constant */
} eqs_twig;

/* The root is twig 0. Twigs that a rewrite has cut off stay where they are. */
typedef struct eqs_tree {
  eqs_twig twig[EQS_FORMULA_NODES];
} eqs_tree;

void eqs_tree_from_formula(eqs_tree *tree, const eqs_formula *f);

/* Writes the tree back in prefix order and numbers its free constants. */
void eqs_tree_to_formula(const eqs_tree *tree, eqs_formula *f);

/* Whether the subtrees at I and J are the same function for any values of the free constants: so
   only if they have none. */
bool eqs_tree_equal(const eqs_tree *tree, unsigned i, unsigned j);

#endif
