/* SPDX-License-Identifier: BSD-3-Clause */
/* Printing as infix text and prefix tokens, and reading it back. */
#include "support.h"

static void check_round_trip(const eqs_expr *expr, eqs_notation notation, unsigned flags)
{
  char *text = eqs_expr_print(expr, &support_names, notation, 0);
  eqs_expr *back = parsed(text, flags | (notation == EQS_PREFIX ? EQS_PARSE_PREFIX : 0));
  char *again = eqs_expr_print(back, &support_names, notation, 0);
  cr_assert(same_expr(expr, back), "%s\nreads as\n%s", text, again);
  free(again);
  free(text);
  eqs_expr_free(back);
}

Test(print, random_expressions_read_back_to_the_same_nodes_and_bits)
{
  for (unsigned i = 0; i < 20000; i++) {
    eqs_expr *expr = random_expr(i, false);
    check_round_trip(expr, EQS_INFIX, 0);
    check_round_trip(expr, EQS_PREFIX, 0);
    eqs_expr_free(expr);
  }
}

Test(print, fixed_numbers_of_any_value_read_back_with_the_flag)
{
  for (unsigned i = 0; i < 20000; i++) {
    eqs_expr *expr = random_expr(i, true);
    check_round_trip(expr, EQS_INFIX, EQS_PARSE_FIXED);
    check_round_trip(expr, EQS_PREFIX, EQS_PARSE_FIXED);
    eqs_expr_free(expr);
  }
}

/* The shipped work set, which writes parentheses wherever it can. */
Test(print, the_work_set_reads_back)
{
  static const char *const column[] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"};
  static const eqs_names names = {10, column};
  const char *top = getenv("top_srcdir");
  char path[1024], line[4096];
  snprintf(path, sizeof path, "%s/data/workset/expressions.txt", top ? top : "..");
  FILE *file = fopen(path, "r");
  cr_assert(ne(ptr, file, NULL), "%s", path);
  eqs_ctx *ctx = eqs_ctx_new();
  unsigned n = 0;
  for (; fgets(line, sizeof line, file); n++) {
    eqs_expr *expr, *back;
    cr_assert(eq(int, eqs_expr_parse(ctx, &expr, line, strlen(line), &names, 0), EQS_OK), "%s",
              eqs_ctx_message(ctx));
    char *text = eqs_expr_print(expr, &names, EQS_INFIX, 0);
    cr_assert(lt(sz, strlen(text), strlen(line)));
    cr_assert(eq(int, eqs_expr_parse(ctx, &back, text, strlen(text), &names, 0), EQS_OK));
    cr_assert(same_expr(expr, back), "%s", text);
    free(text);
    eqs_expr_free(expr);
    eqs_expr_free(back);
  }
  cr_expect(eq(uint, n, 1000));
  eqs_ctx_free(ctx);
  fclose(file);
}

/* What is read and printed again looks the same: no parentheses too many, none too few. */
Test(print, infix_has_parentheses_exactly_where_needed)
{
  static const char *const text[] = {
      "x + y - 2*x/y",
      "x - (y - x)",
      "x - (y + x)",
      "x + (y + x)",
      "x*(y*x)",
      "x/(y/x)",
      "x/(y*x)",
      "(x + y)*(x - y)",
      "-x^2",
      "(-x)^2",
      "-2^2",
      "(-2)^2",
      "-(2)",
      "-(-2)",
      "-(-x)",
      "-(x + y)",
      "-(x*y)",
      "-x*y",
      "-sin(x)",
      "x - -0.5",
      "x - 0.5",
      "-0.5*x",
      "x*-y",
      "x^y^x",
      "(x^y)^x",
      "(x^2)^2",
      "(x^3)^2",
      "x^y^2",
      "x^-1",
      "x^-y",
      "x^(-2)^y",
      "x^-2^y",
      "x^0.5",
      "x^2.0",
      "pow(x, 2)",
      "pow(x, 3)",
      "1/x",
      "inv(x)",
      "2*x^2 + x^3",
      "(x*y)^2",
      "sin(x)^2",
      "min(x, y + 1)",
      "max(x, min(y, x))",
      "2*c7 + c7",
      "2.5*d_MoS1",
      "exp(-(x/2.5))",
      "(-2)^2*x",
      "pi*e()",
      "`e` + `two words`*`a``b`",
      "`sin` + sin(`sin`)",
      "tanh(x)*abs(y)",
      "x + 1e-7",
      "x + 1e300",
      "x + 5e-324",
  };
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    cr_expect(eq(str, (char *)printed(text[i], EQS_INFIX, 0), (char *)text[i]));
}

Test(print, numbers_keep_their_kind)
{
  cr_expect(eq(str, (char *)printed("2 + 2.0*x + 1.50", EQS_INFIX, 0), "2 + 2.0*x + 1.5"));
  cr_expect(eq(str, (char *)printed("100000000000000000000000", EQS_INFIX, 0),
               "99999999999999991611392"));
  cr_expect(eq(str, (char *)printed("1E+2*x", EQS_INFIX, 0), "100.0*x"));
}

Test(print, other_spellings_are_printed_in_one_way)
{
  cr_expect(eq(str, (char *)printed("ln(x)+sqr(y)", EQS_INFIX, 0), "log(x) + y^2"));
  cr_expect(eq(str, (char *)printed("arcsin(x)-arccos(y)", EQS_INFIX, 0), "asin(x) - acos(y)"));
  cr_expect(eq(str, (char *)printed("x**2+add(x,y)", EQS_INFIX, 0), "x^2 + (x + y)"));
}

Test(print, prefix_tokens)
{
  cr_expect(
      eq(str, (char *)printed("x + 2*y^3 - -1.5", EQS_PREFIX, 0), "sub add x mul 2 cube y -1.5"));
  cr_expect(eq(str, (char *)printed("`sin`*`e`/e()", EQS_PREFIX, 0), "div mul `sin` `e` e()"));
}

Test(print, holes_are_numbered_from_left_to_right)
{
  cr_expect(eq(str, (char *)printed("1.5*x + c7*y - c7^-2.5", EQS_INFIX, EQS_PRINT_HOLES),
               "c0*x + c1*y - c1^c2"));
  cr_expect(eq(str, (char *)printed("-1.5*x", EQS_LATEX, EQS_PRINT_HOLES), "c_{0} \\cdot x"));
  cr_expect(eq(str, (char *)printed("-1.5*x", EQS_C, EQS_PRINT_HOLES), "c0 * x[0]"));
}

/* After a fit the value counts, not the name. */
Test(print, a_shared_constant_is_printed_by_value_unless_it_is_one)
{
  eqs_expr *expr = parsed("c7*x + c7", 0);
  eqs_expr_set_param(expr, 0, 2.5);
  char *text = eqs_expr_print(expr, &support_names, EQS_INFIX, 0);
  cr_expect(eq(str, text, "2.5*x + 2.5"));
  free(text);
  eqs_expr_free(expr);
}

Test(print, without_names_variables_are_numbered)
{
  eqs_expr *expr = parsed("x + y", 0);
  char *text = eqs_expr_print(expr, NULL, EQS_INFIX, 0);
  cr_expect(eq(str, text, "x0 + x1"));
  free(text);
  eqs_expr_free(expr);
}

Test(print, values_that_are_not_finite_are_words)
{
  eqs_node node[] = {{.op = EQS_OP_ADD},
                     {.op = EQS_OP_PARAM, .value = NAN},
                     {.op = EQS_OP_PARAM, .value = -INFINITY}};
  static const char *const want[] = {"nan + -inf", "add nan -inf",
                                     "\\mathrm{NaN} + \\left(-\\infty\\right)", "nan + (-oo)",
                                     "NAN + (-INFINITY)"};
  eqs_expr *expr = eqs_expr_from_nodes(node, 3);
  for (int notation = EQS_INFIX; notation <= EQS_C; notation++) {
    char *text = eqs_expr_print(expr, NULL, (eqs_notation)notation, 0);
    cr_expect(eq(str, text, (char *)want[notation]));
    free(text);
  }
  eqs_expr_free(expr);
}
