/* SPDX-License-Identifier: BSD-3-Clause */
/* LaTeX, SymPy and C from the templates of the operator table. */
#include "expr/sympy.h"
#include "support.h"

static void check(eqs_notation notation, const char *text, const char *want)
{
  cr_expect(eq(str, (char *)printed(text, notation, 0), (char *)want), "%s", text);
}

Test(print_template, latex)
{
  check(EQS_LATEX, "2*d_MoS1", "2 \\cdot d_{MoS1}");
  check(EQS_LATEX, "x/(y + 1)", "\\frac{x}{y + 1}");
  check(EQS_LATEX, "(x/y)^2", "{\\left(\\frac{x}{y}\\right)}^{2}");
  check(EQS_LATEX, "(x + y)^(x - 1)", "{\\left(x + y\\right)}^{x - 1}");
  check(EQS_LATEX, "x^2*y^3", "{x}^{2} \\cdot {y}^{3}");
  check(EQS_LATEX, "-(x + y)", "-\\left(x + y\\right)");
  check(EQS_LATEX, "-(x*y)", "-\\left(x \\cdot y\\right)");
  check(EQS_LATEX, "x - -0.5", "x - \\left(-0.5\\right)");
  check(EQS_LATEX, "sqrt(x + y)*abs(x - y)", "\\sqrt{x + y} \\cdot \\left|x - y\\right|");
  check(EQS_LATEX, "exp(-x/2.5)", "\\exp\\left(\\frac{-x}{2.5}\\right)");
  check(EQS_LATEX, "sin(x)^2", "{\\sin\\left(x\\right)}^{2}");
  check(EQS_LATEX, "inv(x)", "\\frac{1}{x}");
  check(EQS_LATEX, "pi*e()", "\\pi \\cdot e");
  check(EQS_LATEX, "1.5e-7*x", "1.5 \\cdot 10^{-7} \\cdot x");
  check(EQS_LATEX, "1.5e-7^x", "{\\left(1.5 \\cdot 10^{-7}\\right)}^{x}");
  check(EQS_LATEX, "x - (y - 1)", "x - \\left(y - 1\\right)");
  check(EQS_LATEX, "(x*y)*(x*y)", "x \\cdot y \\cdot \\left(x \\cdot y\\right)");
}

Test(print_template, latex_names)
{
  static const char *const name[] = {"x12", "gap", "E_f_s", "a%b", "_", "two words", "q_"};
  static const char *const want[] = {"x_{12}",          "\\mathrm{gap}", "E_{f\\_s}",
                                     "\\mathrm{a\\%b}", "\\_",           "\\mathrm{two\\ words}",
                                     "\\mathrm{q\\_}"};
  eqs_names names = {7, name};
  for (uint16_t j = 0; j < 7; j++) {
    eqs_node node = {.op = EQS_OP_VAR, .index = j};
    eqs_expr *expr = eqs_expr_from_nodes(&node, 1);
    char *text = eqs_expr_print(expr, &names, EQS_LATEX, 0);
    cr_expect(eq(str, text, (char *)want[j]));
    free(text);
    eqs_expr_free(expr);
  }
}

Test(print_template, sympy)
{
  check(EQS_SYMPY, "x^2 + y^3", "x**2 + y**3");
  check(EQS_SYMPY, "-x^2", "-x**2");
  check(EQS_SYMPY, "(-x)^2", "(-x)**2");
  check(EQS_SYMPY, "x^-1", "x**(-1)");
  check(EQS_SYMPY, "(x^y)^x^y", "(x**y)**(x**y)");
  check(EQS_SYMPY, "2*d_MoS1/3", "2*d_MoS1/3");
  check(EQS_SYMPY, "x/(y/2)", "x/(y/2)");
  check(EQS_SYMPY, "inv(x + 1)/inv(y)", "1/(x + 1)/(1/y)");
  check(EQS_SYMPY, "inv(x)^2", "(1/x)**2");
  check(EQS_SYMPY, "min(x, max(y, 2.0))", "Min(x, Max(y, 2.0))");
  check(EQS_SYMPY, "abs(ln(x))*e()*pi", "Abs(log(x))*E*pi");
  check(EQS_SYMPY, "x*-2", "x*(-2)");
  check(EQS_SYMPY, "-2*x", "-2*x");
  check(EQS_SYMPY, "x - -y", "x - (-y)");
}

Test(print_template, what_sympy_reads_as_something_else)
{
  static const char *const table[] = {
#include "expr/sympy_names.def"
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    cr_expect_not(eqs_sympy_takes(table[i]), "%s", table[i]);
  static const char *const no[] = {"", "d 1", "a.b", "2x", "a-b", "\xc3\xa9", "E", "lambda", "sin"};
  static const char *const yes[] = {"x", "_", "e", "x_1", "Q1", "d_MoS1", "zzz", "AAA", "c"};
  for (size_t i = 0; i < sizeof no / sizeof *no; i++)
    cr_expect_not(eqs_sympy_takes(no[i]), "%s", no[i]);
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
    cr_expect(eqs_sympy_takes(yes[i]), "%s", yes[i]);
}

/* A name instead is no other variable's. */
Test(print_template, sympy_names)
{
  static const char *const name[] = {"I", "x0", "x0_1", "two words", "x4", "x"};
  const eqs_names names = {6, name};
  static const eqs_node node[] = {{.op = EQS_OP_ADD},
                                  {.op = EQS_OP_MUL},
                                  {.op = EQS_OP_VAR, .index = 0},
                                  {.op = EQS_OP_VAR, .index = 3},
                                  {.op = EQS_OP_VAR, .index = 4}};
  eqs_expr *expr = eqs_expr_from_nodes(node, 5);
  char *text = eqs_expr_print(expr, &names, EQS_SYMPY, 0), symbol[EQS_SYMBOL_BYTES];
  cr_expect(eq(str, text, (char *)"x0_2*x3 + x4"));
  cr_expect_not(eqs_sympy_symbol(&names, 4, symbol));
  cr_expect_not(eqs_sympy_symbol(&names, 6, symbol));
  cr_expect_not(eqs_sympy_symbol(NULL, 0, symbol));
  cr_expect(eqs_sympy_symbol(&names, 0, symbol));
  cr_expect(eq(str, symbol, (char *)"x0_2"));
  free(text);
  eqs_expr_free(expr);
}

Test(print_template, c)
{
  check(EQS_C, "2/3*d_MoS1", "2.0 / 3.0 * x[2]");
  check(EQS_C, "x + 0.1", "x[0] + 0.1");
  check(EQS_C, "1e300*x", "1e300 * x[0]");
  check(EQS_C, "(x + y)^2", "(x[0] + x[1]) * (x[0] + x[1])");
  check(EQS_C, "x*y^2", "x[0] * (x[1] * x[1])");
  check(EQS_C, "(-x)^3", "-x[0] * (-x[0]) * (-x[0])");
  check(EQS_C, "x^0.5", "pow(x[0], 0.5)");
  check(EQS_C, "-(-x)", "-(-x[0])");
  check(EQS_C, "-(-2)", "-(-2.0)");
  check(EQS_C, "inv(x)", "1 / x[0]");
  check(EQS_C, "abs(x) + pi + e()", "fabs(x[0]) + 3.141592653589793 + 2.718281828459045");
  check(EQS_C, "min(x, y)", "(x[0] < x[1] || x[0] != x[0] ? x[0] : x[1])");
  check(EQS_C, "max(x, y + 1)", "(x[0] > x[1] + 1.0 || x[0] != x[0] ? x[0] : x[1] + 1.0)");
}

/* Naming operands twice on every level would double the text with each. */
Test(print_template, nested_forms_do_not_explode)
{
  check(EQS_C, "((x^2)^2)^3", "pow(pow(x[0] * x[0], 2.0), 3.0)");
  check(EQS_C, "min(x, max(y, 2))", "fmin(x[0], (x[1] > 2.0 || x[1] != x[1] ? x[1] : 2.0))");
  eqs_node node[EQS_MAX_NESTING];
  for (int i = 0; i < EQS_MAX_NESTING; i++) node[i] = (eqs_node){.op = EQS_OP_CUBE};
  node[EQS_MAX_NESTING - 1].op = EQS_OP_VAR;
  eqs_expr *expr = eqs_expr_from_nodes(node, EQS_MAX_NESTING);
  char *text = eqs_expr_print(expr, NULL, EQS_C, 0);
  cr_expect(lt(sz, strlen(text), 20000));
  free(text);
  eqs_expr_free(expr);
}
