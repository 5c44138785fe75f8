/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums and products from coefficients have the right values, and are short. */
#include "search/formula/compose.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static const double at[TEST_VARIABLES] = {1.7, 0.3, 2.2};

Test(compose, sums)
{
  eqs_rules rules = rules_of("+,-,*", 0);
  const eqs_formula term[] = {formula_of("x"), formula_of("y"), formula_of("z"), formula_of("x*y")};
  const double coefficient[] = {1, -1, 0, 2.5};
  eqs_formula f;
  cr_assert(eqs_compose_sum(&f, -3.5, coefficient, term, 4, &rules.allowed));
  cr_assert_float_eq(value_of(&f, at), -3.5 + 1.7 - 0.3 + 2.5 * 1.7 * 0.3, 1e-14);
  cr_assert_eq(f.n, 11);
  const double nothing[] = {0, 0, 0, 0};
  cr_assert_not(eqs_compose_sum(&f, 0, nothing, term, 4, &rules.allowed));
}

static void check_powers(const char *operators, const double *exponent, double factor)
{
  eqs_rules rules = rules_of(operators, 0);
  const eqs_formula base[] = {formula_of("x"), formula_of("y"), formula_of("z")};
  eqs_formula f;
  cr_assert(eqs_compose_powers(&f, factor, exponent, base, 3, &rules.allowed));
  double expected = factor;
  for (int j = 0; j < 3; j++) expected *= pow(at[j], exponent[j]);
  cr_assert_float_eq(value_of(&f, at) / expected, 1, 1e-12);
  for (uint32_t i = 0; i < f.n; i++) cr_assert(eqs_op_set_has(&rules.allowed, f.node[i].op));
}

Test(compose, powers)
{
  static const double exponent[][3] = {
      {1, 2, -1},  {-1, -2, -3},     {0.5, -0.5, 1}, {-0.5, -1.5, 0},
      {0.5, 0, 0}, {0.5, 1.5, -2.5}, {4, 0, 5},      {1.0 / 3, 2, -0.426},
  };
  for (size_t k = 0; k < sizeof exponent / sizeof *exponent; k++) {
    check_powers("+,-,*,/,square,sqrt,exp,log", exponent[k], 1);
    check_powers("+,-,*,/,square,sqrt,exp,log", exponent[k], -2.5);
    check_powers("*,/,sqrt,pow", exponent[k], 0.1);
  }
}

Test(compose, what_cannot_be_written_is_refused)
{
  eqs_rules rules = rules_of("+,*", 0);
  const eqs_formula base[] = {formula_of("x")};
  const double inverse[] = {-1}, root[] = {0.5}, odd[] = {0.3};
  eqs_formula f;
  cr_assert_not(eqs_compose_powers(&f, 2, inverse, base, 1, &rules.allowed));
  cr_assert_not(eqs_compose_powers(&f, 2, root, base, 1, &rules.allowed));
  cr_assert_not(eqs_compose_powers(&f, 2, odd, base, 1, &rules.allowed));
}

Test(compose, exponents_of_any_size_are_refused)
{
  static const double exponent[] = {13,       -13,        6.5e300,      0x1p31,
                                    -0x1p31,  0x1p32 + 2, 0x1p31 + 0.5, -0x1p30 - 0.5,
                                    INFINITY, -INFINITY,  NAN};
  eqs_rules rules = rules_of("*,/,square,sqrt", 0);
  const eqs_formula base[] = {formula_of("x")};
  eqs_formula f;
  for (size_t k = 0; k < sizeof exponent / sizeof *exponent; k++)
    cr_assert_not(eqs_compose_powers(&f, 2, &exponent[k], base, 1, &rules.allowed), "%g",
                  exponent[k]);
}
