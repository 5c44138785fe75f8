/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: reading them, and testing a finished expression. */
#include "expr/rules.h"
#include "expr/lex.h"
#include "util/fail.h"
#include "util/text.h"
#include <string.h>

void eqs_rules_init(eqs_rules *rules)
{
  *rules = (eqs_rules){0};
  for (unsigned op = 0; op < EQS_FIRST_FUSED; op++) eqs_op_set_add(&rules->allowed, op);
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* A list or rule while it is being read. */
typedef struct cursor {
  eqs_ctx *ctx;
  const char *what; /* "operators", "rule": the place in messages */
  const char *text, *at;
} cursor;

static eqs_status fail_here(const cursor *c, const char *fact)
{
  return eqs_fail(c->ctx, EQS_USAGE, "%s, column %zu: %s", c->what,
                  eqs_text_column(c->text, (size_t)(c->at - c->text)), fact);
}

static eqs_status fail_operator(const cursor *c, size_t length)
{
  eqs_text text = {0};
  eqs_text_format(&text, "unknown operator '%.*s' (there are:", (int)length, c->at);
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++)
    eqs_text_format(&text, " %s", eqs_op_table[op].token);
  eqs_text_char(&text, ')');
  eqs_status status =
      text.failed ? eqs_fail_memory(c->ctx, text.capacity) : fail_here(c, text.data);
  eqs_text_free(&text);
  return status;
}

static void skip_space(cursor *c)
{
  c->at += strspn(c->at, " \t");
}

/* Whether the next character is CHARACTER, which is then passed over. */
static bool take(cursor *c, char character)
{
  skip_space(c);
  if (*c->at != character) return false;
  c->at++;
  skip_space(c);
  return true;
}

/* Leaves may be named too. */
static unsigned find_op(const char *name, size_t length)
{
  for (unsigned op = 0; op < EQS_FIRST_OPERATOR; op++)
    if (strlen(eqs_op_table[op].token) == length && !memcmp(eqs_op_table[op].token, name, length))
      return op;
  return eqs_op_find(name, (unsigned)length);
}

/* Names between commas, up to a character of STOP or the end. */
static eqs_status read_list(cursor *c, eqs_op_set *set, const char *stop)
{
  skip_space(c);
  do {
    size_t length = strcspn(c->at, ", \t");
    size_t short_of_stop = strcspn(c->at, stop);
    if (short_of_stop < length) length = short_of_stop;
    if (length == 0)
      return fail_here(c, "an operator is missing (separate them with single commas)");
    unsigned op = find_op(c->at, length);
    if (op >= EQS_FIRST_FUSED) return fail_operator(c, length);
    eqs_op_set_add(set, op);
    c->at += length;
  } while (take(c, ','));
  return EQS_OK;
}

eqs_status eqs_rules_operators(eqs_ctx *ctx, eqs_rules *rules, const char *list)
{
  cursor c = {ctx, "operators", list, list};
  eqs_op_set set = {{0}};
  eqs_status status = read_list(&c, &set, "");
  if (status) return status;
  if (*c.at) return fail_here(&c, "a comma is missing");
  for (unsigned op = 0; op < EQS_FIRST_OPERATOR; op++) eqs_op_set_add(&set, op);
  rules->allowed = set;
  return EQS_OK;
}

eqs_status eqs_rules_forbid(eqs_ctx *ctx, eqs_rules *rules, const char *text)
{
  static const char form[] = "the form is nest(OUTER,...; INNER,...)";
  cursor c = {ctx, "rule", text, text};
  eqs_op_set outer = {{0}}, inner = {{0}};
  skip_space(&c);
  if (strncmp(c.at, "nest", 4)) return fail_here(&c, form);
  c.at += 4;
  if (!take(&c, '(')) return fail_here(&c, form);
  eqs_status status = read_list(&c, &outer, ";)");
  if (status) return status;
  if (!take(&c, ';')) return fail_here(&c, form);
  status = read_list(&c, &inner, ";)");
  if (status) return status;
  if (!take(&c, ')') || *c.at) return fail_here(&c, form);
  if (rules->n_nests == EQS_MAX_NESTS)
    return eqs_fail(ctx, EQS_LIMIT, "rule '%s': more than %d rules on nesting", text,
                    EQS_MAX_NESTS);
  rules->nest[rules->n_nests].outer = outer;
  rules->nest[rules->n_nests].inner = inner;
  rules->n_nests++;
  return EQS_OK;
}

/* ---- Testing ------------------------------------------------------------------------------- */

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
    if (i < end && eqs_op_set_has(inner, node[i].op)) return true;
    if (i >= end && eqs_op_set_has(outer, node[i].op)) end = eqs_nodes_end(node, i);
  }
  return false;
}

static bool has_variables(uint64_t required, const eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0; i < n && required; i++)
    if (node[i].op == EQS_OP_VAR && node[i].index < 64) required &= ~((uint64_t)1 << node[i].index);
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
  return NULL;
}

bool eqs_rules_check(const eqs_rules *rules, const eqs_node *node, uint32_t n, const char **broken)
{
  const char *rule = broken_rule(rules, node, n);
  if (rule && broken) *broken = rule;
  return !rule;
}
