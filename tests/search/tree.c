/* SPDX-License-Identifier: BSD-3-Clause */
/* Prefix order to a tree and back. */
#include "search/formula/tree.h"
#include "expr/symmetric.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <string.h>

Test(tree, there_and_back_is_the_same)
{
  eqs_formula f = formula_of("sin(x*y) - 2/(1.5 + z)"), back;
  eqs_tree tree;
  eqs_tree_from_formula(&tree, &f);
  eqs_tree_to_formula(&tree, &back);
  cr_assert_eq(f.n, back.n);
  for (uint32_t i = 0; i < f.n; i++) {
    cr_assert_eq(f.node[i].op, back.node[i].op);
    cr_assert_eq(f.node[i].index, back.node[i].index);
    cr_assert_eq(f.node[i].value, back.node[i].value);
  }
}

Test(tree, equal_means_equal_for_any_constants)
{
  eqs_tree tree;
  eqs_formula same = formula_of("sin(x*2) + sin(x*2)"),
              free = formula_of("sin(x*2.0) + sin(x*2.0)");
  eqs_tree_from_formula(&tree, &same);
  cr_assert(eqs_tree_equal(&tree, 1, 5));
  eqs_tree_from_formula(&tree, &free);
  cr_assert_not(eqs_tree_equal(&tree, 1, 5));
}

Test(tree, sums_over_other_columns_differ)
{
  eqs_tree tree;
  eqs_formula f = formula_of("sin(x) + sin(x)"); /* add sin x sin x */
  eqs_node sum = eqs_node_sym(0, 1);
  cr_assert(eqs_formula_splice(&f, 3, 3, &sum, 1));
  cr_assert(eqs_formula_splice(&f, 1, 1, &sum, 1));
  eqs_tree_from_formula(&tree, &f);
  cr_assert(eqs_tree_equal(&tree, 1, 4));
  f.node[4] = eqs_node_sym(0, 2);
  eqs_tree_from_formula(&tree, &f);
  cr_assert_not(eqs_tree_equal(&tree, 1, 4));
}
