/* SPDX-License-Identifier: BSD-3-Clause */
/* Helpers of the tests of the search. */
#include "search/support.h"
#include "search/formula/symmetry.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAME[TEST_VARIABLES] = {"x", "y", "z"};
static const eqs_names NAMES = {TEST_VARIABLES, NAME};

eqs_formula formula_of(const char *text)
{
  eqs_formula f = {0};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr = NULL;
  eqs_status status = eqs_expr_parse(ctx, &expr, text, strlen(text), &NAMES, 0);
  cr_assert(status == EQS_OK, "%s: %s", text, eqs_ctx_message(ctx));
  cr_assert(eqs_formula_splice(&f, 0, 0, expr->node, expr->n_nodes));
  eqs_expr_free(expr);
  eqs_ctx_free(ctx);
  return f;
}

char *text_of(const eqs_formula *f)
{
  eqs_expr *expr = eqs_expr_from_nodes(f->node, f->n);
  char *text = eqs_expr_print(expr, &NAMES, EQS_PREFIX, EQS_PRINT_HOLES);
  eqs_expr_free(expr);
  cr_assert(text != NULL);
  return text;
}

double value_of(const eqs_formula *f, const double *x)
{
  eqs_formula plain;
  cr_assert(eqs_formula_write_out(f, EQS_FORMULA_NODES, &plain));
  f = &plain;
  double stack[EQS_FORMULA_NODES];
  unsigned top = 0;
  for (uint32_t i = f->n; i-- > 0;) {
    const eqs_node *node = &f->node[i];
    double value = node->op == EQS_OP_VAR  ? x[node->index]
                   : node->op == EQS_OP_PI ? 0x1.921fb54442d18p1
                   : node->op == EQS_OP_E  ? 0x1.5bf0a8b145769p1
                                           : node->value;
    unsigned arity = eqs_op_arity(node->op);
    if (arity == 1) value = eqs_op_value(node->op, stack[top - 1], 0, 0);
    if (arity == 2) value = eqs_op_value(node->op, stack[top - 1], stack[top - 2], 0);
    top -= arity;
    stack[top++] = value;
  }
  return stack[0];
}

bool never(void *user)
{
  (void)user;
  return false;
}

bool at_once(void *user)
{
  (void)user;
  return true;
}

eqs_rules rules_of(const char *operators, uint32_t max_nodes)
{
  eqs_rules rules;
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules_init(&rules);
  cr_assert(eqs_rules_operators(ctx, &rules, operators) == EQS_OK, "%s", eqs_ctx_message(ctx));
  rules.max_nodes = max_nodes;
  eqs_ctx_free(ctx);
  return rules;
}

eqs_vocabulary vocabulary_of(const eqs_rules *rules)
{
  static const double NUMBER[] = {1, 2};
  eqs_vocabulary vocabulary;
  eqs_vocabulary_options options = {.number = NUMBER, .n_numbers = 2};
  cr_assert(eqs_vocabulary_init(NULL, &vocabulary, rules, TEST_VARIABLES, &options) == EQS_OK);
  return vocabulary;
}
