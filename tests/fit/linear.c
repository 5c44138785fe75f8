/* SPDX-License-Identifier: BSD-3-Clause */
/* Which constants an expression is linear in. */
#include "fit/linear.h"
#include <criterion/criterion.h>
#include <string.h>

/* Constants are numbered as they come; a mark per constant: l linear, - without an owner, ? with
   many, else the number of the owner. */
static const struct {
  const char *text, *marks;
} cases[] = {
    {"c", "l"},
    {"c*sin(c*x) + c", "l0l"},
    {"c - x*c/exp(x)", "ll"},
    {"c/(x + c)", "l0"},
    {"x/c", "-"},
    {"(c + x)*(c + x)", "--"},
    {"c*(c + x)", "l0"},
    {"(c + x)*c", "1l"},
    {"-(c + c*x)*x", "ll"},
    {"sqrt(c*x + c)", "--"},
    {"c0*x + sin(c0)", "?"},
    {"sin(c0) + c0*x", "?"},
    {"c0*x + c0", "l"},
    {"c0*x + c0*sin(c1*x) + c2*cos(x) + c2", "l0l"},
    {"c0*x + c1*sin(c0) + c0", "?l"},
    {"c0*x + c0*(c0 + x)", "?"},
    {"c0*sin(c1*x) + c0*exp(c1*x) + c1", "l?"},
    {"exp(c*x)*x + c*log(x + c)", "-l1"},
    {"c^x + c*x^c", "-l1"},
    {"c0*sin(c1*x) + c2*cos(c1*x)", "l?l"},
    {"c0*sin(c1*x)*exp(c1*x) + c2", "l0l"},
    {"c0*sin(c1*x) + c0*c1", "l0"},
    {"c*tanh(c*x)/(c + x)", "l00"},
    {"x*(-(sin(c*x)*c)/(c + x))*exp(c)", "1l11"},
    {"c*x*c", "l0"},
    {"(c*x + c)*exp(c*x)", "---"},
    {"(c*x + c)/x - x/(c*x)", "ll-"},
    {"x + 1", ""},
};

static char mark_of(const eqs_linear *found, size_t k)
{
  if (found->linear[k]) return 'l';
  if (found->owner[k] == EQS_NO_OWNER) return '-';
  return found->owner[k] == EQS_MANY_OWNERS ? '?' : (char)('0' + found->owner[k]);
}

Test(linear, scales_offsets_and_coefficients_are_found)
{
  static const char *const variables[] = {"x"};
  static const eqs_names names = {1, variables};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    eqs_expr *expr;
    eqs_linear found;
    const char *text = cases[i].text;
    cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
    eqs_linear_params(expr, &found);
    cr_assert_eq(expr->n_params, strlen(cases[i].marks), "%s", text);
    for (size_t k = 0; k < expr->n_params; k++)
      cr_assert_eq(mark_of(&found, k), cases[i].marks[k], "%s: constant %zu", text, k);
    eqs_expr_free(expr);
  }
}
