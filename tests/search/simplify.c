/* SPDX-License-Identifier: BSD-3-Clause */
/* Simplification keeps values, never grows, and finds what it should. */
#include "search/formula/simplify.h"
#include "search/formula/generate.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char ALL[] = "+,-,*,/,neg,inv,sqrt,square,cube,abs,exp,log,sin,cos,pow,min,max";

static void simplifies(const char *from, const char *to)
{
  eqs_rules rules = rules_of(ALL, 0);
  eqs_formula f = formula_of(from), expected = formula_of(to);
  eqs_simplify(&f, &rules.allowed);
  char *got = text_of(&f), *want = text_of(&expected);
  cr_expect_str_eq(got, want, "%s became %s, not %s", from, got, want);
  free(got);
  free(want);
}

Test(simplify, neutral_elements)
{
  simplifies("x + 0", "x");
  simplifies("0 + x", "x");
  simplifies("x - 0", "x");
  simplifies("x*1", "x");
  simplifies("x/1", "x");
  simplifies("0*x + y", "y");
  simplifies("x^1", "x");
  simplifies("x - x + y", "y");
  simplifies("x/x*y", "y");
}

Test(simplify, constants_fold)
{
  simplifies("2 + 3*x", "2 + 3*x");
  simplifies("(2 + 3)*x", "5*x");
  simplifies("sin(1.5)*x", "1.0*x");
  simplifies("(1.5 + 2)*x", "1.0*x");
  simplifies("exp(2)*x", "1.0*x");
}

Test(simplify, free_constants_come_together)
{
  simplifies("1.5 + (x + 2.5)", "1.0 + x");
  simplifies("2.0*(3.0*x)", "1.0*x");
  simplifies("2.0*(1.5 + 3.0*x)", "1.0 + 1.0*x");
  simplifies("2.0*x/3.0", "1.0*x");
  simplifies("(1.0 + x) - (2.0 + y)", "1.0 + x - y");
  simplifies("2.0*square(1.0 + 3.0*x)", "square(1.0 + 1.0*x)");
  simplifies("2.0*exp(1.0 + x)", "1.0*exp(x)");
  simplifies("1.0/(2.0*x)", "1.0/x");
  simplifies("2.0*x/(1.0 + 3.0*y)", "1.0*x/(1.0 + y)");
  simplifies("1.5 + log(2.0*y)", "1.0 + log(y)");
}

Test(simplify, inverse_pairs_cancel)
{
  simplifies("exp(log(x))", "x");
  simplifies("log(exp(x))", "x");
  simplifies("--x", "x");
  simplifies("inv(inv(x))", "x");
  simplifies("sqrt(square(x))", "abs(x)");
  simplifies("square(-x)", "square(x)");
  simplifies("x*inv(y)", "x/y");
  simplifies("x/(y/z)", "x*z/y");
}

Test(simplify, like_terms_are_collected)
{
  simplifies("x + x", "2*x");
  simplifies("2*x + 3*x", "5*x");
  simplifies("1.5*x - x", "1.0*x");
  simplifies("x*x", "square(x)");
  simplifies("sin(x) + 2*sin(x)", "3*sin(x)");
}

Test(simplify, uses_only_operators_that_are_allowed)
{
  eqs_rules rules = rules_of("+,*,sin", 20);
  eqs_formula f = formula_of("x*x"), g = formula_of("sin(x) + sin(x)");
  cr_assert_not(eqs_simplify(&f, &rules.allowed));
  cr_assert(eqs_simplify(&g, &rules.allowed));
  for (uint32_t i = 0; i < g.n; i++) cr_assert(eqs_op_set_has(&rules.allowed, g.node[i].op));
}

Test(simplify, constants_that_share_a_name_are_left_alone)
{
  eqs_rules rules = rules_of(ALL, 0);
  eqs_formula f = formula_of("c0*(c0*x)");
  cr_assert_not(eqs_simplify(&f, &rules.allowed));
}

/* Formulas without the care that the mask takes: joined from pieces at random. */
static void draw_clumsy(eqs_rng *rng, const eqs_vocabulary *v, unsigned depth, eqs_formula *f)
{
  bool leaf = depth == 0 || eqs_rng_below(rng, 4) == 0;
  uint32_t t = leaf ? v->first_number + eqs_rng_below(rng, v->n_tokens - v->first_number)
                    : eqs_rng_below(rng, v->n_operators);
  eqs_node node = v->node[t];
  if (node.op == EQS_OP_PARAM) node.value = eqs_random_constant(rng);
  f->node[f->n++] = node;
  for (unsigned k = 0; k < eqs_op_arity(node.op); k++) draw_clumsy(rng, v, depth - 1, f);
}

static double distance(double a, double b)
{
  return fabs(a - b) / (1 + fabs(a) + fabs(b));
}

/* How much the value moves when the variables move by a few rounding errors. */
static double sensitivity(const eqs_formula *f, const double *x)
{
  double moved[TEST_VARIABLES], value = value_of(f, x), most = 0;
  for (int k = -1; k <= 1; k += 2) {
    for (int j = 0; j < TEST_VARIABLES; j++) moved[j] = x[j] * (1 + k * 1e-12 * (j + 1));
    double d = distance(value_of(f, moved), value);
    if (!(d <= most)) most = d;
  }
  return most;
}

Test(simplify, values_stay_and_nothing_grows)
{
  eqs_rules rules = rules_of(ALL, 0);
  eqs_vocabulary v = vocabulary_of(&rules);
  unsigned compared = 0, changed = 0;
  for (unsigned k = 0; k < 20000; k++) {
    eqs_rng rng = eqs_rng_new(21, k);
    eqs_formula f = {0}, plain;
    draw_clumsy(&rng, &v, 6, &f);
    eqs_nodes_number_params(f.node, f.n);
    eqs_formula_copy(&plain, &f);
    changed += eqs_simplify(&plain, &rules.allowed);
    cr_assert(eqs_nodes_complete(plain.node, plain.n));
    cr_assert_leq(plain.n, f.n);
    cr_assert_leq(eqs_nodes_complexity(plain.node, plain.n), eqs_nodes_complexity(f.node, f.n));
    for (int row = 0; row < 4; row++) {
      double x[TEST_VARIABLES];
      for (int j = 0; j < TEST_VARIABLES; j++) x[j] = 0.2 + 2.5 * eqs_rng_uniform(&rng);
      double before = value_of(&f, x), after = value_of(&plain, x);
      if (!isfinite(before) || fabs(before) > 1e9 || !(sensitivity(&f, x) < 1e-9)) continue;
      compared++;
      if (distance(before, after) < 1e-7) continue;
      char *a = text_of(&f), *b = text_of(&plain);
      cr_assert(false, "%s = %g became %s = %g", a, before, b, after);
    }
  }
  cr_assert_gt(compared, 20000);
  cr_assert_gt(changed, 10000);
}

Test(simplify, what_is_simple_stays)
{
  eqs_rules rules = rules_of(ALL, 0);
  eqs_vocabulary v = vocabulary_of(&rules);
  for (unsigned k = 0; k < 5000; k++) {
    eqs_rng rng = eqs_rng_new(22, k);
    eqs_formula f = {0}, once;
    draw_clumsy(&rng, &v, 4, &f);
    eqs_nodes_number_params(f.node, f.n);
    eqs_simplify(&f, &rules.allowed);
    eqs_formula_copy(&once, &f);
    eqs_simplify(&f, &rules.allowed);
    cr_assert_leq(f.n, once.n);
  }
}
