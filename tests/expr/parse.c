/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading: what each text means, and what is said where a text means nothing. */
#include "support.h"

/* ---- Meaning: infix text against its prefix tokens ------------------------------------------ */

static void check_meaning(const char *infix, const char *prefix)
{
  eqs_expr *a = parsed(infix, 0), *b = parsed(prefix, EQS_PARSE_PREFIX);
  char *text = eqs_expr_print(a, &support_names, EQS_PREFIX, 0);
  cr_expect(same_expr(a, b), "%s reads as %s, not %s", infix, text, prefix);
  free(text);
  eqs_expr_free(a);
  eqs_expr_free(b);
}

Test(parse, operators_bind_as_in_mathematics)
{
  check_meaning("x + y*2", "add x mul y 2");
  check_meaning("x - y - 2", "sub sub x y 2");
  check_meaning("x/y/2*x", "mul div div x y 2 x");
  check_meaning("x^y^x", "pow x pow y x");
  check_meaning("(x + y)*2", "mul add x y 2");
  check_meaning("x*y^x", "mul x pow y x");
  check_meaning("x - y + 2", "add sub x y 2");
  check_meaning("min(x, y + 1)*max(x,y)", "mul min x add y 1 max x y");
  check_meaning("  sin ( x )\t+\r\n cos(y)", "add sin x cos y");
}

Test(parse, power_binds_tighter_than_minus)
{
  check_meaning("-x^2", "neg square x");
  check_meaning("-2^2", "neg square 2");
  check_meaning("-2.5^x", "neg pow 2.5 x");
  check_meaning("(-2)^2", "square -2");
  check_meaning("x^-2^2", "pow x neg square 2");
  check_meaning("2^-x*y", "mul pow 2 neg x y");
  check_meaning("-x*y", "mul neg x y");
  check_meaning("-x^y^x*y", "mul neg pow x pow y x y");
}

Test(parse, a_minus_before_a_number_belongs_to_it_where_an_operand_is_expected)
{
  check_meaning("-0.5", "-0.5");
  check_meaning("- 0.5", "-0.5");
  check_meaning("x - 0.5", "sub x 0.5");
  check_meaning("2 -0.5", "sub 2 0.5");
  check_meaning("2-3", "sub 2 3");
  check_meaning("x - -3", "sub x -3");
  check_meaning("x*-3", "mul x -3");
  check_meaning("--3", "neg -3");
  check_meaning("-(3)", "neg 3");
  check_meaning("(-0.5987)", "-0.5987");
  check_meaning("x^-1", "pow x -1");
  check_meaning("+x - +2", "sub x 2");
}

Test(parse, small_powers_have_operators_of_their_own)
{
  check_meaning("x^2", "square x");
  check_meaning("x**3", "cube x");
  check_meaning("(x + 1)^(2)", "square add x 1");
  check_meaning("x^2^3", "pow x cube 2");
  check_meaning("x^4", "pow x 4");
  check_meaning("x^2.0", "pow x 2.0");
  check_meaning("pow(x, 2)", "pow x 2");
  check_meaning("x^-2", "pow x -2");
}

Test(parse, functions_have_several_names)
{
  check_meaning("ln(x)", "log x");
  check_meaning("sqr(x)", "square x");
  check_meaning("arcsin(x) + arccos(x)", "add asin x acos x");
  check_meaning("inv(x)/neg(y)", "div inv x neg y");
  check_meaning("add(x, sub(y, 1))", "add x sub y 1");
}

Test(parse, signs_serve_as_prefix_tokens)
{
  eqs_expr *a = parsed("+ - x -3 ** y / 2 x", EQS_PARSE_PREFIX);
  eqs_expr *b = parsed("(x - -3) + y^(2/x)", 0);
  cr_expect(same_expr(a, b));
  eqs_expr_free(a);
  eqs_expr_free(b);
}

static const eqs_node *leaf_of(const char *text, unsigned flags)
{
  static eqs_node node;
  eqs_expr *expr = parsed(text, flags);
  cr_assert(eq(u32, expr->n_nodes, 1));
  node = expr->node[0];
  eqs_expr_free(expr);
  return &node;
}

Test(parse, columns_win_over_constants_and_backquotes_name_any)
{
  cr_expect(eq(int, leaf_of("pi", 0)->op, EQS_OP_PI));
  cr_expect(eq(int, leaf_of("e", 0)->op, EQS_OP_VAR));
  cr_expect(eq(int, leaf_of("e()", 0)->op, EQS_OP_E));
  cr_expect(eq(int, leaf_of("c3", 0)->op, EQS_OP_VAR));
  cr_expect(eq(int, leaf_of("c4", 0)->op, EQS_OP_PARAM));
  cr_expect(eq(int, leaf_of("sin", 0)->index, 5));
  cr_expect(eq(int, leaf_of("`two words`", 0)->index, 6));
  cr_expect(eq(int, leaf_of("`a``b`", 0)->index, 7));
  cr_expect(eq(int, leaf_of("`x`", 0)->index, 0));
  check_meaning("sin(sin)", "sin `sin`");
}

Test(parse, a_point_or_exponent_makes_a_free_constant)
{
  cr_expect(eq(int, leaf_of("2", 0)->op, EQS_OP_NUM));
  cr_expect(eq(int, leaf_of("2.", 0)->op, EQS_OP_PARAM));
  cr_expect(eq(int, leaf_of(".5", 0)->op, EQS_OP_PARAM));
  cr_expect(eq(int, leaf_of("2e0", 0)->op, EQS_OP_PARAM));
  cr_expect(eq(dbl, leaf_of("-1.25E-2", 0)->value, -1.25e-2));
  cr_expect(eq(int, leaf_of("2.5", EQS_PARSE_FIXED)->op, EQS_OP_NUM));
  cr_expect(eq(int, leaf_of("c", EQS_PARSE_FIXED)->op, EQS_OP_PARAM));
}

Test(parse, shared_constants_are_one_and_others_are_not)
{
  eqs_expr *expr = parsed("c7*x + c*y + c7 + c + 1.5 + c99", 0);
  cr_expect(eq(sz, eqs_expr_params(expr), 5));
  static const double start[] = {1, 1, 1, 1.5, 1};
  for (size_t k = 0; k < 5; k++) cr_expect(eq(dbl, eqs_expr_param(expr, k), start[k]));
  eqs_expr_set_param(expr, 0, 4);
  char *text = eqs_expr_print(expr, &support_names, EQS_INFIX, 0);
  cr_expect(eq(str, text, "4.0*x + 1.0*y + 4.0 + 1.0 + 1.5 + c99"));
  free(text);
  eqs_expr_free(expr);
}

/* ---- Failures ------------------------------------------------------------------------------- */

static void check_failure(const char *text, size_t length, unsigned flags, eqs_status want,
                          const char *message)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *untouched = (eqs_expr *)ctx, *expr = untouched;
  eqs_status status = eqs_expr_parse(ctx, &expr, text, length, &support_names, flags);
  cr_expect(eq(int, status, want), "%.60s", text);
  cr_expect(expr == untouched);
  cr_expect(eq(str, (char *)eqs_ctx_message(ctx), (char *)message));
  eqs_ctx_free(ctx);
}

static void fails(const char *text, const char *message)
{
  char whole[512];
  snprintf(whole, sizeof whole, "expression, column %s", message);
  check_failure(text, strlen(text), 0, EQS_INPUT, whole);
}

Test(parse, failures_of_infix_name_the_column)
{
  fails("", "1: there is no expression (write one such as 2.5*x + c)");
  fails("  ", "1: there is no expression (write one such as 2.5*x + c)");
  fails("x +", "4: the text ends where an operand is expected");
  fails("x + * y", "5: '*' where an operand is expected");
  fails("x y", "3: 'y' where an operator such as + or * is expected");
  fails("2x", "2: 'x' where an operator such as + or * is expected");
  fails("x (y)", "3: '(' where an operator such as + or * is expected");
  fails("(x + 2*(y - 1)", "15: the '(' of column 1 is never closed (add a ')')");
  fails("2*sin(x", "8: the 'sin(' of column 3 is never closed (add a ')')");
  fails("x + y)", "6: this ')' closes nothing (leave it out or add a '(')");
  fails("sin()", "5: ')' where an operand is expected");
  fails("()", "2: ')' where an operand is expected");
  fails("x + sin(x, y)", "5: sin takes 1 operand, not more");
  fails("pow(x)", "1: pow takes 2 operands, not 1");
  fails("min(x, y, 2)", "1: min takes 2 operands, not more");
  fails("x, y",
        "2: this ',' is not between the operands of a function "
        "(decimals are written with a point)");
  fails("min((x, y), 2)",
        "7: this ',' is not between the operands of a function "
        "(decimals are written with a point)");
  fails("x $ y", "3: unexpected $ (put a name that holds it in backquotes)");
  fails("x + \x01", "5: unexpected byte 0x01 (put a name that holds it in backquotes)");
  fails("x + .", "5: unexpected . (put a name that holds it in backquotes)");
  fails("x + `y", "5: the backquote is never closed (add a `)");
  fails("x + 1e999", "5: the number 1e999 is too large");
  fails("cos + 1", "1: 'cos' is a function without its operand (write cos(...))");
  fails("e(x)", "3: 'x' where ')' is expected");
}

Test(parse, columns_count_characters_not_bytes)
{
  fails("`two words` + \xc3\xa4",
        "15: unexpected byte 0xc3 (put a name that holds it in backquotes)");
  check_failure("`\xc3\xa4\xc3\xb6` + 1", 10, 0, EQS_UNKNOWN,
                "expression, column 1: unknown name '\xc3\xa4\xc3\xb6' (columns: x, y, d_MoS1, e, "
                "c3, sin, two words, a`b; quote unusual names with backquotes)");
  check_failure("x + `\xc3\xa4` $", 11, 0, EQS_UNKNOWN,
                "expression, column 5: unknown name '\xc3\xa4' (columns: x, y, d_MoS1, e, "
                "c3, sin, two words, a`b; quote unusual names with backquotes)");
}

Test(parse, unknown_names_are_told_apart)
{
  check_failure("x + foo", 7, 0, EQS_UNKNOWN,
                "expression, column 5: unknown name 'foo' (columns: x, y, d_MoS1, e, c3, sin, two "
                "words, a`b; quote unusual names with backquotes)");
  check_failure("foo(x)", 6, 0, EQS_UNKNOWN,
                "expression, column 1: unknown function 'foo' (see the table of operators; "
                "products are written with *)");
  check_failure("c100", 4, 0, EQS_UNKNOWN,
                "expression, column 1: unknown name 'c100' (columns: x, y, d_MoS1, e, c3, sin, two "
                "words, a`b; quote unusual names with backquotes)");
}

Test(parse, a_near_name_is_suggested)
{
  check_failure("x + d_MoS2", 10, 0, EQS_UNKNOWN,
                "expression, column 5: unknown name 'd_MoS2' (is it 'd_MoS1'?)");
}

Test(parse, only_the_first_columns_are_listed)
{
  static const char *const name[] = {"a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"};
  eqs_names names = {9, name};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr;
  cr_expect(eq(int, eqs_expr_parse(ctx, &expr, "foo", 3, &names, 0), EQS_UNKNOWN));
  cr_expect(eq(str, (char *)eqs_ctx_message(ctx),
               "expression, column 1: unknown name 'foo' (columns: a1, a2, a3, a4, a5, a6, a7, a8, "
               "...; quote unusual names with backquotes)"));
  cr_expect(eq(int, eqs_expr_parse(ctx, &expr, "x", 1, NULL, 0), EQS_UNKNOWN));
  cr_expect(eq(str, (char *)eqs_ctx_message(ctx),
               "expression, column 1: unknown name 'x' (there are no columns; quote unusual names "
               "with backquotes)"));
  eqs_ctx_free(ctx);
}

Test(parse, failures_of_prefix_name_the_column)
{
  static const struct {
    const char *text, *message;
  } row[] = {
      {"", "1: there is no expression (write one such as add x 2)"},
      {"add x", "6: the text ends, but 'add' of column 1 needs 1 operand more"},
      {"mul add", "8: the text ends, but 'add' of column 5 needs 2 operands more"},
      {"add x y z", "9: 'z' where the end of a complete expression is expected"},
      {"sin ( x )", "5: '(' where an operator or operand is expected"},
      {"add 2x y", "6: 'x' where a space is expected"},
      {"add 1.2.3", "8: '.3' where a space is expected"},
      {"add x, y", "6: ',' where a space is expected"},
      {"neg #", "5: unexpected # (put a name that holds it in backquotes)"},
  };
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    char whole[256];
    snprintf(whole, sizeof whole, "expression, column %s", row[i].message);
    check_failure(row[i].text, strlen(row[i].text), EQS_PARSE_PREFIX, EQS_INPUT, whole);
  }
}

Test(parse, a_zero_byte_is_a_stray_byte)
{
  check_failure("x\0+ y", 5, 0, EQS_INPUT,
                "expression, column 2: unexpected byte 0x00 (put a name that holds it in "
                "backquotes)");
}

/* ---- Limits --------------------------------------------------------------------------------- */

/* BEFORE n times, MIDDLE, AFTER n times. */
static char *nested(const char *before, const char *middle, const char *after, size_t n)
{
  size_t b = strlen(before), a = strlen(after), m = strlen(middle);
  char *text = malloc(n * (a + b) + m + 1), *end = text;
  for (size_t i = 0; i < n; i++, end += b) memcpy(end, before, b);
  memcpy(end, middle, m);
  end += m;
  for (size_t i = 0; i < n; i++, end += a) memcpy(end, after, a);
  *end = '\0';
  return text;
}

static eqs_status status_of(char *text, unsigned flags)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr = NULL;
  eqs_status status = eqs_expr_parse(ctx, &expr, text, strlen(text), &support_names, flags);
  cr_expect(eq(int, status == EQS_OK, expr != NULL));
  cr_expect(status == EQS_OK || strlen(eqs_ctx_message(ctx)) > strlen("expression, column "));
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
  free(text);
  return status;
}

/* LEVELS of the tree or of parentheses are fine, one more is not, nor are ten thousand. */
static void check_nesting(const char *before, const char *middle, const char *after, size_t levels,
                          unsigned flags)
{
  cr_expect(eq(int, status_of(nested(before, middle, after, levels), flags), EQS_OK), "%s", before);
  cr_expect(eq(int, status_of(nested(before, middle, after, levels + 1), flags), EQS_LIMIT), "%s",
            before);
  cr_expect(eq(int, status_of(nested(before, middle, after, 10000), flags), EQS_LIMIT), "%s",
            before);
  cr_expect(eq(int, status_of(nested(before, "", "", 10000), flags), EQS_LIMIT), "%s", before);
}

Test(parse, nesting_is_limited)
{
  check_nesting("(", "x", ")", EQS_MAX_NESTING, 0);
  check_nesting("-", "x", "", EQS_MAX_NESTING - 1, 0);
  check_nesting("sin(", "x", ")", EQS_MAX_NESTING - 1, 0);
  check_nesting("x^", "x", "", EQS_MAX_NESTING - 1, 0);
  check_nesting("min(x,", "x", ")", EQS_MAX_NESTING - 1, 0);
  check_nesting("x+(", "x", ")", EQS_MAX_NESTING - 1, 0);
  check_nesting("sin ", "x", "", EQS_MAX_NESTING - 1, EQS_PARSE_PREFIX);
  check_nesting("add x ", "x", "", EQS_MAX_NESTING - 1, EQS_PARSE_PREFIX);
  cr_expect(eq(int, status_of(nested("x+", "x", "", EQS_MAX_NESTING - 1), 0), EQS_OK));
  cr_expect(eq(int, status_of(nested("x+", "x", "", EQS_MAX_NESTING), 0), EQS_LIMIT));
  cr_expect(eq(int, status_of(nested("(x+-2*sin(", "x", "))", EQS_MAX_NESTING), 0), EQS_LIMIT));
}

Test(parse, the_deepest_expressions_can_be_used)
{
  static const char *const before[] = {"-", "sin(", "x^", "x+(", "min(2,", "x-"};
  static const char *const after[] = {"", ")", "", ")", ")", ""};
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    char *text = nested(before[i], "y", after[i], EQS_MAX_NESTING - 1);
    eqs_expr *expr = parsed(text, 0);
    cr_expect(eq(sz, eqs_expr_depth(expr), EQS_MAX_NESTING));
    cr_expect(ne(u64, eqs_expr_hash(expr), 0));
    for (int notation = EQS_INFIX; notation <= EQS_C; notation++)
      free(eqs_expr_print(expr, &support_names, (eqs_notation)notation, 0));
    eqs_nodes_canonical(expr->node, expr->n_nodes);
    eqs_expr_free(expr);
    free(text);
  }
}

Test(parse, the_message_of_a_limit_has_its_place)
{
  char *text = nested("(", "x", ")", 1001);
  check_failure(text, strlen(text), 0, EQS_LIMIT,
                "expression, column 1001: nested deeper than 1000 levels");
  free(text);
}

/* A balanced sum of 2^LEVELS copies of LEAF. */
static char *balanced(const char *leaf, unsigned levels)
{
  size_t n = (size_t)1 << levels;
  char *text = malloc(n * (strlen(leaf) + 8)), *end = text;
  for (size_t i = 0; i < n; i++) {
    for (size_t k = i ? i : n; k % 2 == 0; k /= 2) *end++ = '(';
    end += sprintf(end, "%s", leaf);
    for (size_t k = i + 1; k % 2 == 0; k /= 2) *end++ = ')';
    *end++ = '+';
  }
  end[-1] = '\0';
  return text;
}

Test(parse, nodes_and_free_constants_are_limited)
{
  cr_expect(eq(int, status_of(balanced("x", 15), 0), EQS_OK)); /* 65535 nodes */
  cr_expect(eq(int, status_of(balanced("-x", 15), 0), EQS_LIMIT));
  cr_expect(eq(int, status_of(balanced("1.5", 8), 0), EQS_OK)); /* 256 constants */
  cr_expect(eq(int, status_of(balanced("1.5", 9), 0), EQS_LIMIT));
  cr_expect(eq(int, status_of(balanced("1.5", 9), EQS_PARSE_FIXED), EQS_OK));
  cr_expect(eq(int, status_of(balanced("c9", 9), 0), EQS_OK));
}
