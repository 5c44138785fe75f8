/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas that are put together have the values that they should. */
#include "search/formula/build.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static const double at[TEST_VARIABLES] = {1.7, -0.3, 2.2};

Test(build, operators_take_their_operands_in_order)
{
  eqs_formula f = formula_of("x - y"), g = formula_of("z");
  cr_assert(eqs_build_binary(&f, EQS_OP_DIV, &g));
  cr_assert_float_eq(value_of(&f, at), 2.0 / 2.2, 1e-15);
  cr_assert(eqs_build_before(&f, EQS_OP_SUB, eqs_node_number(3)));
  cr_assert_float_eq(value_of(&f, at), 3 - 2.0 / 2.2, 1e-15);
  cr_assert(eqs_build_unary(&f, EQS_OP_EXP));
  cr_assert_float_eq(value_of(&f, at), exp(3 - 2.0 / 2.2), 1e-13);
}

Test(build, sums_and_products_begin_with_nothing)
{
  eqs_formula f = {.n = 0}, x = formula_of("x"), y = formula_of("y");
  cr_assert(eqs_build_plus(&f, &x));
  cr_assert_eq(f.n, 1);
  cr_assert(eqs_build_times(&f, &y));
  cr_assert_float_eq(value_of(&f, at), 1.7 * -0.3, 1e-15);
}

Test(build, powers_are_right_with_and_without_squares)
{
  eqs_rules with = rules_of("+,*,square", 0), without = rules_of("+,*", 0);
  const eqs_op_set *sets[] = {&with.allowed, &without.allowed};
  for (int k = 0; k < 2; k++)
    for (unsigned n = 1; n <= 12; n++) {
      eqs_formula f = formula_of("x");
      cr_assert(eqs_build_power(&f, n, sets[k]));
      cr_assert_float_eq(value_of(&f, at) / pow(1.7, n), 1, 1e-13, "power %u", n);
      for (uint32_t i = 0; i < f.n; i++) cr_assert(eqs_op_set_has(sets[k], f.node[i].op));
    }
}

Test(build, what_is_too_long_is_refused)
{
  eqs_formula f = formula_of("x"), g;
  bool fits = true;
  for (int k = 0; k < 8 && fits; k++) {
    eqs_formula_copy(&g, &f);
    fits = eqs_build_plus(&f, &g);
  }
  cr_assert_not(fits);
  cr_assert_leq(f.n, EQS_FORMULA_NODES);
}

Test(build, a_scale_of_one_is_not_written)
{
  eqs_formula f = formula_of("x");
  cr_assert(eqs_build_scaled(&f, 1 + 1e-12));
  cr_assert_eq(f.n, 1);
  cr_assert(eqs_build_scaled(&f, 2.5));
  cr_assert_float_eq(value_of(&f, at), 2.5 * 1.7, 1e-15);
}
