/* SPDX-License-Identifier: BSD-3-Clause */
/* Symmetric sums: written out with shared constants, known again, read and printed. */
#include "expr/symmetric.h"
#include "support.h"

static void check_print(const char *text, const char *infix, const char *sympy)
{
  cr_expect(eq(str, (char *)printed(text, EQS_INFIX, 0), (char *)infix), "%s", text);
  cr_expect(eq(str, (char *)printed(text, EQS_SYMPY, 0), (char *)sympy), "%s", text);
}

Test(symmetric, both_halves_share_their_constants)
{
  eqs_expr *expr = parsed("sym(x, y, 2.5*exp(1.5*x) + d_MoS1) + 0.5", 0);
  cr_expect(eq(sz, eqs_expr_params(expr), 3));
  cr_expect(eq(sz, eqs_expr_nodes(expr), 19));
  eqs_expr_set_param(expr, 1, -0.25);
  char *text = eqs_expr_print(expr, &support_names, EQS_INFIX, 0);
  cr_expect(eq(str, text, "sym(x, y, 2.5*exp(-0.25*x) + d_MoS1) + 0.5"));
  free(text);
  text = eqs_expr_print(expr, &support_names, EQS_SYMPY, 0);
  cr_expect(eq(str, text, "2.5*exp(-0.25*x) + d_MoS1 + (2.5*exp(-0.25*y) + d_MoS1) + 0.5"));
  free(text);
  eqs_expr_free(expr);
}

Test(symmetric, columns_stand_in_order)
{
  check_print("sym(y, x, 1.5*x)", "sym(x, y, 1.5*x)", "1.5*x + 1.5*y");
  check_print("3*sym(d_MoS1, x, 1.5/y^x)", "3*sym(x, d_MoS1, 1.5/y^x)",
              "3*(1.5/y**x + 1.5/y**d_MoS1)");
  check_print("sym(x, `sin`, 1.5*`sin`)^2", "sym(x, `sin`, 1.5*`sin`)^2", "(1.5*x5 + 1.5*x)**2");
}

Test(symmetric, what_shares_nothing_is_an_ordinary_sum)
{
  check_print("sym(x, y, x^2)", "x^2 + y^2", "x**2 + y**2");
  check_print("1.5*x + 1.5*y", "1.5*x + 1.5*y", "1.5*x + 1.5*y");
  check_print("c0*x + c0*y", "c0*x + c0*y", "1.0*x + 1.0*y");
  check_print("sym(x, y, c0*x) + c0", "c0*x + c0*y + c0", "1.0*x + 1.0*y + 1.0");
}

Test(symmetric, sums_nest)
{
  check_print("sym(x, y, sym(y, d_MoS1, 1.5*x*y))", "sym(x, y, sym(y, d_MoS1, 1.5*x*y))",
              "1.5*x*y + 1.5*x*d_MoS1 + (1.5*y*x + 1.5*y*d_MoS1)");
  /* The outer sum has its column only where the inner one brings it in. */
  check_print("sym(y, d_MoS1, sym(x, y, 1.5*x))", "sym(y, d_MoS1, sym(x, y, 1.5*x))",
              "1.5*x + 1.5*y + (1.5*x + 1.5*d_MoS1)");
}

static void check_complexity(const char *text, unsigned once, unsigned written_out)
{
  eqs_expr *expr = parsed(text, 0);
  cr_expect(eq(uint, eqs_expr_complexity(expr), once), "%s", text);
  cr_expect(eq(uint, eqs_expr_complexity_written_out(expr), written_out), "%s", text);
  eqs_expr_free(expr);
}

Test(symmetric, the_complexity_counts_what_is_summed_once)
{
  check_complexity("x + 1.5", 3, 3);
  check_complexity("sym(x, y, 1.5*x)", 6, 7);
  check_complexity("2 + sym(x, y, 1.5*exp(x))", 12, 17);
  check_complexity("sym(x, y, sym(y, d_MoS1, 1.5*x*y))", 11, 23);
  check_complexity("sym(x, y, x^2)", 7, 7);
}

Test(symmetric, prefix_tokens_know_them)
{
  eqs_expr *a = parsed("3*sym(x, y, 1.5*sin(x))", 0);
  char *text = eqs_expr_print(a, &support_names, EQS_PREFIX, 0);
  cr_expect(eq(str, text, "mul 3 sym x y mul 1.5 sin x"));
  eqs_expr *b = parsed(text, EQS_PARSE_PREFIX);
  cr_expect(same_expr(a, b));
  free(text);
  eqs_expr_free(a);
  eqs_expr_free(b);
}

/* The first column in the subtree at I; 8 if there is none. */
static uint32_t first_column(const eqs_node *node, uint32_t i)
{
  for (uint32_t end = eqs_nodes_end(node, i); i < end; i++)
    if (node[i].op == EQS_OP_VAR) return node[i].index;
  return 8;
}

/* A random tree with symmetric sums put in front of some of its subtrees. */
static uint32_t random_sums(eqs_rng *rng, eqs_node *node)
{
  uint32_t n = random_tree(rng, node, 0, 1 + eqs_rng_below(rng, RANDOM_NODES / 2), false);
  for (uint32_t k = 1 + eqs_rng_below(rng, 3); k > 0; k--) {
    uint32_t i = eqs_rng_below(rng, n);
    uint32_t x = first_column(node, i);
    if (x == 8) continue;
    memmove(node + i + 1, node + i, (n - i) * sizeof *node);
    node[i] = eqs_node_sym(x, (x + 1 + eqs_rng_below(rng, 7)) % 8);
    n++;
  }
  return n;
}

Test(symmetric, what_is_printed_reads_back)
{
  static const eqs_notation notation[] = {EQS_INFIX, EQS_PREFIX};
  unsigned seen = 0;
  for (uint64_t number = 0; number < 4000; number++) {
    eqs_rng rng = eqs_rng_new(31, number);
    eqs_node node[RANDOM_NODES];
    uint32_t n = random_sums(&rng, node);
    eqs_expr *expr = eqs_expr_from_nodes(node, n);
    cr_assert(eq(u32, expr->n_nodes, eqs_nodes_written_out(node, n)));
    for (int k = 0; k < 2; k++) {
      char *text = eqs_expr_print(expr, &support_names, notation[k], 0);
      eqs_expr *back = parsed(text, k == 0 ? 0 : EQS_PARSE_PREFIX);
      char *again = eqs_expr_print(back, &support_names, notation[k], 0);
      seen += strstr(text, "sym") != NULL;
      cr_assert(eq(str, again, text));
      cr_assert(eq(sz, back->n_nodes, expr->n_nodes), "%s", text);
      cr_assert(eq(sz, back->n_params, expr->n_params), "%s", text);
      cr_assert(eq(uint, eqs_expr_complexity(back), eqs_expr_complexity(expr)), "%s", text);
      free(text);
      free(again);
      eqs_expr_free(back);
    }
    eqs_expr_free(expr);
  }
  cr_expect(gt(uint, seen, 300));
}

static void fails(const char *text, unsigned flags, eqs_status want, const char *message)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr = NULL;
  cr_expect(eq(int, eqs_expr_parse(ctx, &expr, text, strlen(text), &support_names, flags), want));
  cr_expect(eq(str, (char *)eqs_ctx_message(ctx), (char *)message));
  cr_expect(expr == NULL);
  eqs_ctx_free(ctx);
}

#define WANTED                                                                                     \
  "sym takes two different columns, of the first 256, and what is summed: sym(x, y, c0*x)"

Test(symmetric, what_is_none_is_refused)
{
  fails("1 + sym(x, 2, 1.5*x)", 0, EQS_INPUT, "expression, column 5: " WANTED);
  fails("sym(x, x, 1.5*x)", 0, EQS_INPUT, "expression, column 1: " WANTED);
  fails("sym(x + y, x, 1.5*x)", 0, EQS_INPUT, "expression, column 1: " WANTED);
  fails("sym(x, y)", 0, EQS_INPUT, "expression, column 1: sym takes 3 operands, not 2");
  fails("sym(x)", 0, EQS_INPUT, "expression, column 1: sym takes 3 operands, not 1");
  fails("sym(x, y, x, y)", 0, EQS_INPUT, "expression, column 1: sym takes 3 operands, not more");
  fails("2*sym(x, y, 1.5*d_MoS1)", 0, EQS_INPUT,
        "expression, column 1: what sym sums has neither of its two columns");
  fails("sym x 2 y", EQS_PARSE_PREFIX, EQS_INPUT,
        "expression, column 7: '2' where a column is expected");
  fails("sym x x y", EQS_PARSE_PREFIX, EQS_INPUT, "expression, column 1: " WANTED);
}

Test(symmetric, too_many_are_refused)
{
  char text[2000] = "";
  for (int k = 0; k < 20; k++) strcat(text, "sym(x, y, ");
  strcat(text, "1.5*x");
  for (int k = 0; k < 20; k++) strcat(text, ")");
  fails(text, 0, EQS_LIMIT,
        "expression, column 1: more than 65535 nodes, or 155 constants, when symmetric sums are "
        "written out");
  strcpy(text, "sym(x, y, x");
  for (int k = 0; k < 156; k++) strcat(text, " + 1.5");
  strcat(text, ")");
  fails(text, 0, EQS_LIMIT,
        "expression, column 1: more than 65535 nodes, or 155 constants, when symmetric sums are "
        "written out");
}
