/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants move into subtrees without changing what was asked to stay. */
#include "search/formula/absorb.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static const double X[] = {0.7, 1.9, -0.4};

static double value(const eqs_tree *tree)
{
  eqs_formula f;
  eqs_tree_to_formula(tree, &f);
  return value_of(&f, X);
}

static void factor_is_absorbed(const char *text, double c)
{
  eqs_tree tree;
  eqs_formula f = formula_of(text);
  eqs_tree_from_formula(&tree, &f);
  cr_assert(eqs_absorb_factor(&tree, 0, c, false, false), "%s", text);
  cr_assert_eq(value(&tree), value_of(&f, X), "asking changed %s", text);
  cr_assert(eqs_absorb_factor(&tree, 0, c, false, true));
  cr_assert_float_eq(value(&tree), c * value_of(&f, X), 1e-12, "%s", text);
}

Test(absorb, factors)
{
  factor_is_absorbed("1.5", -2);
  factor_is_absorbed("x*(2.5*y)", -2);
  factor_is_absorbed("1.5 + 2.0*x", -3);
  factor_is_absorbed("x/(0.5 - 2.0*y)", -3);
  factor_is_absorbed("square(1.5 + 2.0*x)", 3);
  factor_is_absorbed("sqrt(1.5 + 2.0*x)", 3);
  factor_is_absorbed("exp(0.5 - x)", 3);
  factor_is_absorbed("cube(1.0*y)", -8);
}

static bool takes_factor(const char *text, double c)
{
  eqs_tree tree;
  eqs_formula f = formula_of(text);
  eqs_tree_from_formula(&tree, &f);
  return eqs_absorb_factor(&tree, 0, c, false, false);
}

Test(absorb, factors_that_find_no_constant)
{
  cr_assert_not(takes_factor("1.5 + x", 2));
  cr_assert_not(takes_factor("sin(1.5*x)", 2));
  cr_assert_not(takes_factor("square(1.5*x)", -2));
  cr_assert_not(takes_factor("2*x", 3));
  cr_assert_not(takes_factor("1.5*x", 0));
  cr_assert_not(takes_factor("1.5*x", 1e-320));
}

Test(absorb, summands)
{
  static const char *const text[] = {"x - 1.5", "2.0*(1.0 + x)", "x - (y - 1.0)", "log(2.0*y)",
                                     "x*y + (z + 3.0)"};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    eqs_tree tree;
    eqs_formula f = formula_of(text[k]);
    eqs_tree_from_formula(&tree, &f);
    cr_assert(eqs_absorb_summand(&tree, 0, 0.75, true), "%s", text[k]);
    cr_assert_float_eq(value(&tree), value_of(&f, X) + 0.75, 1e-12, "%s", text[k]);
  }
}

Test(absorb, strip_factor_takes_two_nodes_away)
{
  static const char *const text[] = {"2.5*x", "x*(3.0*y)", "1.5 + 2.0*x", "x/(1.5 - 2.0*y)",
                                     "inv(4.0*x)"};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    eqs_tree tree;
    eqs_formula f = formula_of(text[k]), left;
    double c = 0;
    eqs_tree_from_formula(&tree, &f);
    cr_assert(eqs_strip_factor(&tree, 0, &c, true), "%s", text[k]);
    eqs_tree_to_formula(&tree, &left);
    cr_assert_eq(left.n + 2, f.n, "%s", text[k]);
    cr_assert_float_eq(c * value_of(&left, X), value_of(&f, X), 1e-12, "%s", text[k]);
  }
}

Test(absorb, strip_summand_takes_two_nodes_away)
{
  static const char *const text[] = {"2.5 + x", "y - (3.0 + x)", "x*y + (1.0 + z)"};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    eqs_tree tree;
    eqs_formula f = formula_of(text[k]), left;
    double c = 0;
    eqs_tree_from_formula(&tree, &f);
    cr_assert(eqs_strip_summand(&tree, 0, &c, true), "%s", text[k]);
    eqs_tree_to_formula(&tree, &left);
    cr_assert_eq(left.n + 2, f.n, "%s", text[k]);
    cr_assert_float_eq(c + value_of(&left, X), value_of(&f, X), 1e-12, "%s", text[k]);
  }
}
