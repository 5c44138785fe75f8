/* SPDX-License-Identifier: BSD-3-Clause */
/* Guarded formulas keep their values and have none where the reference has none. */
#include "search/paper/paper.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

/* The value of the guarded F at x = X. */
static double guarded(const char *text, double x)
{
  eqs_formula f = formula_of(text), g = {0};
  eqs_expr *expr = eqs_paper_guard(&f);
  cr_assert(eqs_formula_splice(&g, 0, 0, expr->node, expr->n_nodes));
  cr_assert(eqs_nodes_complete(g.node, g.n));
  eqs_expr_free(expr);
  const double at[TEST_VARIABLES] = {x, 2, 3};
  return value_of(&g, at);
}

Test(paper_guard, thresholds_are_those_of_the_reference)
{
  static const struct {
    const char *text;
    double last_without, first_with;
  } row[] = {{"y/x", 0.001, 0.0010001},       {"inv(x)", -0.001, -0.0010001},
             {"y/(x - 5)", 5.0005, 5.0011},   {"log(x)", 0.0001, 0.00010001},
             {"log(x - 1)", 1.0001, 1.00011}, {"sqrt(x)", 0, 1e-300},
             {"sqrt(x - 1)", 1, 1.0000001}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    eqs_formula f = formula_of(row[i].text);
    const double at[TEST_VARIABLES] = {row[i].first_with, 2, 3};
    cr_expect(isnan(guarded(row[i].text, row[i].last_without)), "%s", row[i].text);
    cr_expect_eq(guarded(row[i].text, row[i].first_with), value_of(&f, at), "%s", row[i].text);
  }
}

Test(paper_guard, an_inner_operand_counts_too)
{
  cr_expect(isnan(guarded("exp(log(x))", -1)));
  cr_expect(isnan(guarded("1/(1/x)", 0.0005)));
  cr_expect(isnan(guarded("1/(1/x)", 5000)));
  cr_expect_eq(guarded("1/(1/x)", 4), 4);
}

Test(paper_guard, what_cannot_fail_is_left_alone)
{
  eqs_formula f = formula_of("x/2 + log(3)*sqrt(2) + sin(x)/pi - 1/e");
  eqs_expr *expr = eqs_paper_guard(&f);
  cr_expect_eq(expr->n_nodes, f.n);
  eqs_expr_free(expr);
}

Test(paper_guard, a_range_includes_its_ends)
{
  eqs_formula f = formula_of("x + 1");
  static const struct {
    double x;
    bool inside;
  } row[] = {{-1.5, false}, {-1, true}, {0, true}, {3, true}, {3.01, false}, {INFINITY, false}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    eqs_formula g = {0};
    eqs_expr *expr = eqs_paper_guard_range(&f, 0, 4);
    cr_assert(eqs_formula_splice(&g, 0, 0, expr->node, expr->n_nodes));
    eqs_expr_free(expr);
    const double at[TEST_VARIABLES] = {row[i].x, 2, 3};
    cr_expect_eq(isfinite(value_of(&g, at)) != 0, row[i].inside, "%g", row[i].x);
  }
}

Test(paper_guard, an_endless_range_is_none)
{
  eqs_formula f = formula_of("x + 1");
  eqs_expr *expr = eqs_paper_guard_range(&f, -INFINITY, INFINITY);
  cr_expect_eq(expr->n_nodes, f.n);
  eqs_expr_free(expr);
}
