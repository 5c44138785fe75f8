/* SPDX-License-Identifier: BSD-3-Clause */
/* Polynomials and their quotients are found exactly and written short. */
#include "search/sweep/polynomial.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

/* The least complexity of a find that agrees with LAW everywhere; 0 if none does. Variables are
   times SCALE. */
static unsigned simplest_scaled(double (*law)(double, double, double), const double *scale)
{
  eqs_catalogue c;
  test_problem p;
  unsigned least = 0;
  eqs_finds finds = {.most = 50};
  eqs_rules rules = rules_of("+,-,*,/,square,sqrt,exp,log", 0);
  open_scaled_problem(&p, 100, scale, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  cr_assert_eq(eqs_polynomials(&c, &finds), 0);
  for (size_t i = 0; i < finds.n; i++) {
    static const double at[][3] = {{0.7, 0.2, -0.3}, {-1.1, 0.9, 0.8}, {2.1, -1.4, 0.5}};
    bool same = true;
    for (int k = 0; k < 3; k++) {
      double x[3];
      for (int j = 0; j < 3; j++) x[j] = at[k][j] * scale[j];
      double expected = law(x[0], x[1], x[2]);
      same = same && fabs(value_of(&finds.f[i], x) - expected) < 1e-8 * (1 + fabs(expected));
    }
    unsigned complexity = eqs_nodes_complexity(finds.f[i].node, finds.f[i].n);
    if (same && (least == 0 || complexity < least)) least = complexity;
  }
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
  return least;
}

static unsigned simplest(double (*law)(double, double, double))
{
  return simplest_scaled(law, (double[]){1, 1, 1});
}

static double sparse(double x, double y, double z)
{
  return x * x * x * x - 2 * x * x * x + 0.5 * y * y - z;
}
static double quotient(double x, double y, double z)
{
  return (x * y - 3) / (2 + z * z);
}
static double rooted(double x, double y, double z)
{
  return sqrt(5 + x * y + z);
}
static double none(double x, double y, double z)
{
  return sin(5 * x) * cos(4 * y) + z;
}

Test(polynomial, laws)
{
  unsigned complexity = simplest(sparse);
  cr_assert_gt(complexity, 0);
  cr_assert_leq(complexity, 22);
  cr_assert_gt(simplest(quotient), 0);
  cr_assert_leq(simplest(quotient), 16);
  cr_assert_gt(simplest(rooted), 0);
  cr_assert_eq(simplest(none), 0);
}

static double small_coefficient(double x, double y, double z)
{
  (void)y;
  return x * x + 3e-8 * z * z;
}
static double far_from_zero(double x, double y, double z)
{
  return 1e6 + x * x + 0.05 * y * z;
}

Test(polynomial, coefficients_count_by_what_they_change)
{
  cr_expect_gt(simplest_scaled(small_coefficient, (double[]){1, 1, 2e5}), 0);
  cr_expect_gt(simplest(far_from_zero), 0);
}

Test(polynomial, nested_products_have_the_right_values)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,*,square", 0);
  open_problem(&p, 40, sparse);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  const double x = 1.3, y = -0.4, z = 0.6;
  eqs_monomial term[] = {
      {1, {3, 1, 0}}, {-2, {1, 0, 0}}, {0.5, {0, 0, 2}}, {4, {0, 0, 0}}, {1, {5, 0, 0}}};
  double expected = x * x * x * y - 2 * x + 0.5 * z * z + 4 + x * x * x * x * x;
  eqs_formula f;
  cr_assert(eqs_polynomial_formula(&c, term, 5, &f));
  cr_assert_float_eq(value_of(&f, (double[]){x, y, z}), expected, 1e-13);
  eqs_catalogue_free(&c);
  close_problem(&p);
}
