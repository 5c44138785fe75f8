/* SPDX-License-Identifier: BSD-3-Clause */
/* Which constants an expression is linear in. */
#include "fit/linear.h"
#include <criterion/criterion.h>
#include <string.h>

/* Constants are numbered as they come; a mark per constant. */
static const struct {
  const char *text, *marks;
} cases[] = {
    {"c", "l"},
    {"c*sin(c*x) + c", "l-l"},
    {"c - x*c/exp(x)", "ll"},
    {"c/(x + c)", "l-"},
    {"x/c", "-"},
    {"(c + x)*(c + x)", "--"},
    {"c*(c + x)", "l-"},
    {"(c + x)*c", "-l"},
    {"-(c + c*x)*x", "ll"},
    {"sqrt(c*x + c)", "--"},
    {"c0*x + sin(c0)", "-"},
    {"c0*x + c0", "-"},
    {"exp(c*x)*x + c*log(x + c)", "-l-"},
    {"c^x + c*x^c", "-l-"},
    {"x + 1", ""},
};

Test(linear, scales_offsets_and_coefficients_are_found)
{
  static const char *const variables[] = {"x"};
  static const eqs_names names = {1, variables};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    eqs_expr *expr;
    bool linear[EQS_MAX_PARAMS];
    const char *text = cases[i].text;
    cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
    eqs_linear_params(expr, linear);
    cr_assert_eq(expr->n_params, strlen(cases[i].marks), "%s", text);
    for (size_t k = 0; k < expr->n_params; k++)
      cr_assert_eq(linear[k], cases[i].marks[k] == 'l', "%s: constant %zu", text, k);
    eqs_expr_free(expr);
  }
}
