/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: testing a finished expression. */
#include "expr/rules.h"
#include "expr/symmetric.h"

void eqs_rules_init(eqs_rules *rules)
{
  *rules = (eqs_rules){0};
  for (unsigned op = 0; op < EQS_FIRST_FUSED; op++) eqs_op_set_add(&rules->allowed, op);
  eqs_op_set_add(&rules->allowed, EQS_OP_SYM);
  rules->root = rules->exponent = rules->allowed;
}

/* Whether SET names the operator of NODE. A symmetric sum is also a sum. */
static bool names_it(const eqs_op_set *set, const eqs_node *node)
{
  return eqs_op_set_has(set, node->op) ||
         (node->op == EQS_OP_SYM && eqs_op_set_has(set, EQS_OP_ADD));
}

static bool all_allowed(const eqs_op_set *allowed, const eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!eqs_op_set_has(allowed, node[i].op)) return false;
  return true;
}

/* Below the outermost node of OUTER lies all that lies below another within it. */
static bool has_nest(const eqs_op_set *outer, const eqs_op_set *inner, const eqs_node *node,
                     uint32_t n)
{
  uint32_t end = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (i < end && names_it(inner, &node[i])) return true;
    if (i >= end && names_it(outer, &node[i])) end = eqs_nodes_end(node, i);
  }
  return false;
}

static uint64_t variable(unsigned index)
{
  return index < 64 ? (uint64_t)1 << index : 0;
}

static bool has_variables(uint64_t required, const eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0; i < n && required; i++) {
    if (node[i].op == EQS_OP_VAR) required &= ~variable(node[i].index);
    if (node[i].op == EQS_OP_SYM) /* with the one, the other occurs, too */
      required &= ~(variable(eqs_sym_first(&node[i])) | variable(eqs_sym_second(&node[i])));
  }
  return !required;
}

/* Distinct free constants: all that are not shared, and each mark once. */
static uint32_t count_params(const eqs_node *node, uint32_t n)
{
  bool seen[UINT8_MAX + 1] = {false};
  uint32_t count = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (node[i].op != EQS_OP_PARAM) continue;
    count += !seen[node[i].shared];
    seen[node[i].shared] = node[i].shared > 0;
  }
  return count;
}

static void remove_op(eqs_op_set *set, unsigned op)
{
  set->word[op / 64] &= ~((uint64_t)1 << op % 64);
  if (op == EQS_OP_SYM) remove_op(set, EQS_OP_ADD);
}

static bool has_operators(const eqs_op_set *needed, const eqs_node *node, uint32_t n)
{
  eqs_op_set missing = *needed;
  for (uint32_t i = 0; i < n; i++) remove_op(&missing, node[i].op);
  for (int w = 0; w < EQS_RULES_WORDS; w++)
    if (missing.word[w]) return false;
  return true;
}

static bool obeys_under(const eqs_rule_under *rule, const eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    if (!names_it(&rule->outer, &node[i])) continue;
    const eqs_node *below = node + i + 1;
    uint32_t count = eqs_nodes_end(node, i) - i - 1;
    if (!has_operators(&rule->needed, below, count)) return false;
    if (!has_variables(rule->required, below, count)) return false;
  }
  return true;
}

static bool exponents_in(const eqs_op_set *exponent, const eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (node[i].op == EQS_OP_POW && !names_it(exponent, &node[eqs_nodes_end(node, i + 1)]))
      return false;
  return true;
}

static const char *broken_rule(const eqs_rules *rules, const eqs_node *node, uint32_t n)
{
  if (rules->max_nodes && n > rules->max_nodes) return "too many nodes";
  if (!all_allowed(&rules->allowed, node, n)) return "an operator that is not allowed";
  if (rules->max_depth && eqs_nodes_depth(node, n) > rules->max_depth) return "too deep";
  if (rules->max_complexity && eqs_nodes_complexity(node, n) > rules->max_complexity)
    return "too complex";
  if (rules->max_params && count_params(node, n) > rules->max_params)
    return "too many free constants";
  for (uint32_t i = 0; i < rules->n_nests; i++)
    if (has_nest(&rules->nest[i].outer, &rules->nest[i].inner, node, n))
      return "a function inside another that may not hold it";
  if (rules->required && !has_variables(rules->required, node, n))
    return "a required variable is missing";
  if (!has_operators(&rules->needed, node, n)) return "a required operator is missing";
  if (!names_it(&rules->root, &node[0])) return "an outermost operator that is not allowed";
  if (!exponents_in(&rules->exponent, node, n)) return "an exponent that is not allowed";
  for (uint32_t i = 0; i < rules->n_unders; i++)
    if (!obeys_under(&rules->under[i], node, n)) return "a function without what must be below it";
  return NULL;
}

bool eqs_rules_check(const eqs_rules *rules, const eqs_node *node, uint32_t n, const char **broken)
{
  const char *rule = broken_rule(rules, node, n);
  if (rule && broken) *broken = rule;
  return !rule;
}
