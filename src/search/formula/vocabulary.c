/* SPDX-License-Identifier: BSD-3-Clause */
/* Tokens to nodes and back. */
#include "search/formula/vocabulary.h"
#include "util/fail.h"

static void append(eqs_vocabulary *v, eqs_node node)
{
  v->node[v->n_tokens++] = node;
}

eqs_status eqs_vocabulary_init(eqs_ctx *ctx, eqs_vocabulary *v, const eqs_rules *rules,
                               uint32_t n_variables, const eqs_vocabulary_options *options)
{
  const uint32_t limit = EQS_VAE_MAX_TOKENS - EQS_N_OPS - 1;
  if (options->n_numbers > limit || n_variables > limit - options->n_numbers)
    return eqs_fail(ctx, EQS_LIMIT,
                    "features: a search takes at most %u columns, here are %u "
                    "(choose some with --features)",
                    limit - options->n_numbers, n_variables);
  *v = (eqs_vocabulary){.n_variables = n_variables, .n_numbers = options->n_numbers};
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++)
    if (eqs_op_set_has(&rules->allowed, op)) append(v, eqs_node_operator(op));
  if (v->n_tokens == 0)
    return eqs_fail(ctx, EQS_USAGE, "operators: none is allowed (name some with --operators)");
  eqs_status status = eqs_rules_possible(ctx, rules);
  if (status != EQS_OK) return status;
  v->n_operators = v->first_number = v->n_tokens;
  for (uint32_t i = 0; i < options->n_numbers; i++) append(v, eqs_node_number(options->number[i]));
  if (options->pi) append(v, eqs_node_operator(EQS_OP_PI));
  if (options->e) append(v, eqs_node_operator(EQS_OP_E));
  v->constant = options->no_constant ? EQS_VAE_MAX_TOKENS : v->n_tokens;
  if (!options->no_constant) append(v, eqs_node_param(1));
  v->first_variable = v->n_tokens;
  for (uint32_t j = 0; j < n_variables; j++) append(v, eqs_node_variable(j));
  return EQS_OK;
}

eqs_op_set eqs_vocabulary_ops(const eqs_vocabulary *v)
{
  eqs_op_set set = {{0}};
  for (uint32_t t = 0; t < v->n_tokens; t++) eqs_op_set_add(&set, v->node[t].op);
  return set;
}

/* The fixed leaf with OP, and with VALUE if it is a number; a free constant if there is none. */
static uint32_t fixed_token(const eqs_vocabulary *v, unsigned op, double value)
{
  for (uint32_t t = v->first_number; t < v->first_variable; t++)
    if (v->node[t].op == op && (op != EQS_OP_NUM || v->node[t].value == value)) return t;
  return v->constant;
}

uint32_t eqs_vocabulary_token(const eqs_vocabulary *v, const eqs_node *node)
{
  switch (node->op) {
  case EQS_OP_VAR:
    return node->index < v->n_variables ? v->first_variable + node->index : EQS_VAE_MAX_TOKENS;
  case EQS_OP_PARAM:
    return v->constant;
  case EQS_OP_NUM:
  case EQS_OP_PI:
  case EQS_OP_E:
    return fixed_token(v, node->op, node->value);
  default:
    for (uint32_t t = 0; t < v->n_operators; t++)
      if (v->node[t].op == node->op) return t;
    return EQS_VAE_MAX_TOKENS;
  }
}

bool eqs_vocabulary_encode(const eqs_vocabulary *v, const eqs_formula *f, uint8_t *token)
{
  for (uint32_t i = 0; i < f->n; i++) {
    uint32_t t = eqs_vocabulary_token(v, &f->node[i]);
    if (t == EQS_VAE_MAX_TOKENS) return false;
    token[i] = (uint8_t)t;
  }
  return true;
}

bool eqs_vocabulary_decode(const eqs_vocabulary *v, const uint8_t *token, uint32_t n,
                           eqs_formula *f)
{
  if (n > EQS_FORMULA_NODES) return false;
  for (uint32_t i = 0; i < n; i++) {
    if (token[i] >= v->n_tokens) return false;
    f->node[i] = v->node[token[i]];
  }
  f->n = n;
  if (!eqs_nodes_complete(f->node, n)) return false;
  eqs_nodes_number_params(f->node, n);
  return true;
}
