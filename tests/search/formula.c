/* SPDX-License-Identifier: BSD-3-Clause */
/* Splicing of formulas. */
#include "search/formula/formula.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <string.h>

Test(formula, splice_replaces_a_subtree)
{
  eqs_formula f = formula_of("x + sin(y)"), with = formula_of("x*z");
  cr_assert(eqs_formula_splice(&f, 2, 4, with.node, with.n));
  eqs_formula expected = formula_of("x + x*z");
  cr_assert_eq(f.n, expected.n);
  cr_assert_eq(eqs_nodes_hash(f.node, f.n), eqs_nodes_hash(expected.node, expected.n));
}

Test(formula, splice_refuses_what_is_too_long)
{
  eqs_formula f = {.n = EQS_FORMULA_NODES - 1};
  for (uint32_t i = 0; i + 1 < f.n; i++) f.node[i] = eqs_node_operator(EQS_OP_SIN);
  f.node[f.n - 1] = eqs_node_variable(0);
  eqs_node two[] = {eqs_node_operator(EQS_OP_COS), eqs_node_operator(EQS_OP_COS)};
  cr_assert_not(eqs_formula_splice(&f, 0, 0, two, 2));
  cr_assert_eq(f.n, EQS_FORMULA_NODES - 1);
  cr_assert(eqs_formula_splice(&f, 0, 0, two, 1));
  cr_assert(eqs_nodes_complete(f.node, f.n));
}

Test(formula, varies_only_with_a_variable)
{
  eqs_formula constant = formula_of("sin(1.5) + 2"), variable = formula_of("1.5*y");
  cr_assert_not(eqs_formula_varies(&constant));
  cr_assert(eqs_formula_varies(&variable));
}
