/* SPDX-License-Identifier: BSD-3-Clause */
/* Node arrays and the expressions that own them. */
#include "support.h"

Test(nodes, a_subtree_ends_where_its_operands_do)
{
  eqs_expr *expr = parsed("sub mul x sin y neg 2", EQS_PARSE_PREFIX);
  static const uint32_t end[] = {7, 5, 3, 5, 5, 7, 7};
  for (uint32_t i = 0; i < 7; i++) cr_expect(eq(u32, eqs_nodes_end(expr->node, i), end[i]));
  eqs_expr_free(expr);
}

Test(nodes, complete_means_one_expression_and_no_more)
{
  eqs_expr *expr = parsed("add x mul y 2", EQS_PARSE_PREFIX);
  for (uint32_t n = 0; n < 5; n++) cr_expect(eq(int, eqs_nodes_complete(expr->node, n), 0));
  cr_expect(eqs_nodes_complete(expr->node, 5));
  eqs_expr_free(expr);
  eqs_node two[] = {{.op = EQS_OP_PI}, {.op = EQS_OP_PI}, {.op = EQS_OP_NEG}};
  cr_expect(eq(int, eqs_nodes_complete(two, 2), 0));
  cr_expect(eq(int, eqs_nodes_complete(two + 1, 2), 0));
}

static uint32_t depth_by_definition(const eqs_node *node, uint32_t i)
{
  uint32_t deepest = 0, at = i + 1;
  for (unsigned k = 0; k < eqs_op_arity(node[i].op); k++) {
    uint32_t depth = depth_by_definition(node, at);
    if (depth > deepest) deepest = depth;
    at = eqs_nodes_end(node, at);
  }
  return deepest + 1;
}

Test(nodes, depth_and_complexity_of_random_expressions)
{
  for (unsigned k = 0; k < 1000; k++) {
    eqs_expr *expr = random_expr(k, false);
    unsigned complexity = 0;
    for (uint32_t i = 0; i < expr->n_nodes; i++)
      complexity += eqs_op_table[expr->node[i].op].complexity;
    cr_assert(eq(sz, eqs_expr_depth(expr), depth_by_definition(expr->node, 0)));
    cr_assert(eq(uint, eqs_expr_complexity(expr), complexity));
    eqs_expr_free(expr);
  }
}

Test(nodes, complexity_is_the_sum_of_the_weights)
{
  eqs_expr *expr = parsed("exp(-x/2.5) + sin(x)^2*pi", 0);
  /* add exp div neg x 2.5 mul square sin x pi */
  cr_expect(eq(uint, eqs_expr_complexity(expr), 1 + 4 + 2 + 1 + 1 + 1 + 1 + 2 + 3 + 1 + 1));
  eqs_expr_free(expr);
}

Test(nodes, what_is_too_deep_is_one_more_than_the_limit)
{
  enum { N = 5000 };
  static eqs_node node[2 * N + 1];
  for (int i = 0; i < N; i++) node[i].op = EQS_OP_NEG;
  node[N].op = EQS_OP_PI;
  cr_expect(eq(u32, eqs_nodes_depth(node, N + 1), EQS_MAX_NESTING + 1));
  cr_expect(
      eq(u32, eqs_nodes_depth(node + N - EQS_MAX_NESTING + 1, EQS_MAX_NESTING), EQS_MAX_NESTING));
  for (int i = 0; i < N; i++) node[i].op = EQS_OP_ADD;
  for (int i = N; i <= 2 * N; i++) node[i].op = EQS_OP_PI;
  cr_expect(eq(u32, eqs_nodes_depth(node, 2 * N + 1), EQS_MAX_NESTING + 1));
}

Test(nodes, free_constants_are_numbered_by_first_appearance)
{
  eqs_expr *expr = parsed("c7 + 2.5*c9 + c7*c + c9", 0);
  unsigned seen = 0;
  static const uint16_t want[] = {0, 1, 2, 0, 3, 2};
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_PARAM) cr_expect(eq(u16, expr->node[i].index, want[seen++]));
  cr_expect(eq(uint, seen, 6));
  cr_expect(eq(sz, eqs_expr_params(expr), 4));
  eqs_expr_free(expr);
}

Test(nodes, setting_a_constant_sets_it_everywhere)
{
  eqs_expr *expr = parsed("c7*x + c7^2.5", 0);
  eqs_expr_set_param(expr, 0, -3);
  eqs_expr_set_param(expr, 9, 8);
  cr_expect(eq(dbl, eqs_expr_param(expr, 0), -3));
  cr_expect(eq(dbl, eqs_expr_param(expr, 1), 2.5));
  cr_expect(isnan(eqs_expr_param(expr, 2)));
  unsigned set = 0;
  for (uint32_t i = 0; i < expr->n_nodes; i++) set += expr->node[i].value == -3;
  cr_expect(eq(uint, set, 2));
  eqs_expr_free(expr);
}

Test(nodes, uses_tells_which_variables_occur)
{
  eqs_expr *expr = parsed("y*2 + 1.5", 0);
  cr_expect(eq(int, eqs_expr_uses(expr, 0), 0));
  cr_expect(eq(int, eqs_expr_uses(expr, 1), 1));
  eqs_expr_free(expr);
}

Test(nodes, freeing_nothing_is_allowed)
{
  eqs_expr_free(NULL);
}
