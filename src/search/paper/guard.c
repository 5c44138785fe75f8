/* SPDX-License-Identifier: BSD-3-Clause */
/* The reference's thresholds in plain IEEE arithmetic: 0 * log(a) is zero where a > 0 and not a
   number elsewhere, so that adding it says where a formula has a value and changes nothing else.
   The engine then evaluates formula and thresholds at once. */
#include "search/paper/paper.h"
#include <math.h>
#include <string.h>

static const double LEAST_DIVISOR = 1e-3, LEAST_LOGARITHM = 1e-4;

/* The operand of node I that has a threshold; 0 if there is none. */
static uint32_t guarded_operand(const eqs_node *node, uint32_t i)
{
  switch (node[i].op) {
  case EQS_OP_DIV:
    return eqs_nodes_end(node, i + 1);
  case EQS_OP_INV:
  case EQS_OP_LOG:
  case EQS_OP_SQRT:
    return i + 1;
  default:
    return 0;
  }
}

/* What stands before the operand: ... log(operand), log(operand - least), log(abs(operand) -
   least). Writes at most 5 nodes to HEAD and the node behind the operand, if any, to TAIL. */
static uint32_t guard_head(unsigned op, eqs_node *head, eqs_node *tail, uint32_t *n_tail)
{
  uint32_t n = 0;
  head[n++] = eqs_node_operator(EQS_OP_MUL);
  head[n++] = eqs_node_number(0);
  head[n++] = eqs_node_operator(EQS_OP_LOG);
  *n_tail = 0;
  if (op == EQS_OP_SQRT) return n;
  head[n++] = eqs_node_operator(EQS_OP_SUB);
  if (op != EQS_OP_LOG) head[n++] = eqs_node_operator(EQS_OP_ABS);
  *tail = eqs_node_number(op == EQS_OP_LOG ? LEAST_LOGARITHM : LEAST_DIVISOR);
  *n_tail = 1;
  return n;
}

static bool always_kept(unsigned op, const eqs_node *operand)
{
  if (operand->op != EQS_OP_NUM) return operand->op == EQS_OP_PI || operand->op == EQS_OP_E;
  double least = op == EQS_OP_SQRT ? 0 : op == EQS_OP_LOG ? LEAST_LOGARITHM : LEAST_DIVISOR;
  double value = op == EQS_OP_DIV || op == EQS_OP_INV ? fabs(operand->value) : operand->value;
  return value > least;
}

/* Appends the guards of F to NODE unless that is NULL; returns the length and counts the guards. */
static uint32_t write_guards(const eqs_formula *f, eqs_node *node, uint32_t *guards)
{
  uint32_t length = 0;
  *guards = 0;
  for (uint32_t i = 0; i < f->n; i++) {
    eqs_node head[5], tail;
    uint32_t operand = guarded_operand(f->node, i), n_tail;
    if (operand == 0 || always_kept(f->node[i].op, &f->node[operand])) continue;
    uint32_t n = eqs_nodes_end(f->node, operand) - operand;
    uint32_t n_head = guard_head(f->node[i].op, head, &tail, &n_tail);
    if (node != NULL) {
      memcpy(node + length, head, n_head * sizeof *node);
      memcpy(node + length + n_head, f->node + operand, n * sizeof *node);
      if (n_tail > 0) node[length + n_head + n] = tail;
    }
    length += n_head + n + n_tail;
    ++*guards;
  }
  return length;
}

/* BEFORE, the formula and BEHIND, which together are complete, plus all guards. */
static eqs_expr *assemble(const eqs_formula *f, const eqs_node *before, uint32_t n_before,
                          const eqs_node *behind, uint32_t n_behind)
{
  uint32_t guards, length = write_guards(f, NULL, &guards);
  eqs_expr *expr = eqs_expr_new(guards + n_before + f->n + n_behind + length);
  if (expr == NULL) return NULL;
  eqs_node *at = expr->node;
  for (uint32_t i = 0; i < guards; i++) *at++ = eqs_node_operator(EQS_OP_ADD);
  if (n_before > 0) memcpy(at, before, n_before * sizeof *at);
  memcpy(at += n_before, f->node, f->n * sizeof *at);
  if (n_behind > 0) memcpy(at + f->n, behind, n_behind * sizeof *at);
  write_guards(f, at + f->n + n_behind, &guards);
  expr->n_params = eqs_nodes_number_params(expr->node, expr->n_nodes);
  return expr;
}

eqs_expr *eqs_paper_guard(const eqs_formula *f)
{
  return assemble(f, NULL, 0, NULL, 0);
}

/* sqrt(half - abs(f - middle)) is real where f is within half of the middle. */
eqs_expr *eqs_paper_guard_range(const eqs_formula *f, double low, double high)
{
  if (!isfinite(low) || !isfinite(high)) return eqs_paper_guard(f);
  const eqs_node before[] = {eqs_node_operator(EQS_OP_SQRT), eqs_node_operator(EQS_OP_SUB),
                             eqs_node_number((high - low) / 2), eqs_node_operator(EQS_OP_ABS),
                             eqs_node_operator(EQS_OP_SUB)};
  const eqs_node behind = eqs_node_number(low + (high - low) / 2);
  return assemble(f, before, sizeof before / sizeof before[0], &behind, 1);
}
