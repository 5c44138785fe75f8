/* SPDX-License-Identifier: BSD-3-Clause */
/* Node arrays: where a subtree ends, how deep and how complex it is, and the expression that owns
   one. */
#include "expr/symmetric.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

uint32_t eqs_nodes_end(const eqs_node *node, uint32_t i)
{
  for (uint32_t open = 1; open; i++) open += eqs_op_arity(node[i].op) - 1;
  return i;
}

static int are_same(const eqs_node *a, const eqs_node *b)
{
  if (a->op != b->op) return 0;
  if (a->op == EQS_OP_NUM || a->op == EQS_OP_PARAM) return a->value == b->value;
  return (a->op != EQS_OP_VAR && a->op != EQS_OP_SYM) || a->index == b->index;
}

int eqs_nodes_are_same(const eqs_node *a, const eqs_node *b, uint32_t n)
{
  uint32_t i = 0;
  while (i < n && are_same(&a[i], &b[i])) i++;
  return i == n;
}

int eqs_nodes_complete(const eqs_node *node, uint32_t n)
{
  uint32_t open = 1;
  for (uint32_t i = 0; i < n; i++) {
    if (open == 0) return 0;
    open += eqs_op_arity(node[i].op) - 1;
  }
  return open == 0;
}

/* From left to right; operands[d] counts those that level d still waits for. */
uint32_t eqs_nodes_depth(const eqs_node *node, uint32_t n)
{
  uint8_t operands[EQS_MAX_NESTING + 1];
  uint32_t level = 0, depth = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (level + 1 > depth) depth = level + 1;
    unsigned arity = eqs_op_arity(node[i].op);
    if (arity > 0) {
      if (level == EQS_MAX_NESTING) return EQS_MAX_NESTING + 1;
      operands[level++] = arity;
    } else {
      while (level > 0 && --operands[level - 1] == 0) level--;
    }
  }
  return depth;
}

unsigned eqs_nodes_complexity(const eqs_node *node, uint32_t n)
{
  unsigned sum = 0;
  for (uint32_t i = 0; i < n; i++) sum += eqs_op_table[node[i].op].complexity;
  return sum;
}

uint32_t eqs_nodes_number_params(eqs_node *node, uint32_t n)
{
  uint16_t number[UINT8_MAX + 1]; /* of a shared constant, plus one; by its mark */
  memset(number, 0, sizeof number);
  uint32_t n_params = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (node[i].op != EQS_OP_PARAM) continue;
    uint16_t *known = &number[node[i].shared];
    if (!node[i].shared || !*known) *known = ++n_params;
    node[i].index = *known - 1;
  }
  return n_params;
}

eqs_expr *eqs_expr_new(uint32_t n)
{
  struct { /* one block, so that one free() ends it */
    eqs_expr expr;
    eqs_node node[];
  } *block = malloc(sizeof *block + n * sizeof *block->node);
  if (!block) return NULL;
  block->expr = (eqs_expr){.node = block->node, .n_nodes = n};
  return &block->expr;
}

eqs_expr *eqs_expr_from_nodes(const eqs_node *node, uint32_t n)
{
  uint32_t size = eqs_nodes_written_out(node, n);
  eqs_expr *expr = eqs_expr_new(size);
  if (!expr) return NULL;
  if (size == n)
    memcpy(expr->node, node, n * sizeof *node);
  else
    eqs_nodes_write_out(node, expr->node);
  expr->n_params = eqs_nodes_number_params(expr->node, size);
  return expr;
}

void eqs_expr_free(eqs_expr *expr)
{
  free(expr);
}

size_t eqs_expr_nodes(const eqs_expr *expr)
{
  return expr->n_nodes;
}

size_t eqs_expr_depth(const eqs_expr *expr)
{
  return eqs_nodes_depth(expr->node, expr->n_nodes);
}

int eqs_expr_uses(const eqs_expr *expr, size_t j)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_VAR && expr->node[i].index == j) return 1;
  return 0;
}

unsigned eqs_expr_complexity_written_out(const eqs_expr *expr)
{
  return eqs_nodes_complexity(expr->node, expr->n_nodes);
}

/* Adds what the subtree at I weighs, a symmetric sum once; returns where it ends. */
static uint32_t weigh(const eqs_node *node, uint32_t i, unsigned *sum)
{
  eqs_node sym;
  if (eqs_nodes_sym_at(node, i, &sym)) {
    *sum += eqs_op_table[EQS_OP_SYM].complexity;
    uint32_t second = weigh(node, i + 1, sum);
    return second + (second - i - 1);
  }
  *sum += eqs_op_table[node[i].op].complexity;
  unsigned arity = eqs_op_arity(node[i++].op);
  for (unsigned k = 0; k < arity; k++) i = weigh(node, i, sum);
  return i;
}

unsigned eqs_expr_complexity(const eqs_expr *expr)
{
  unsigned sum = 0;
  weigh(expr->node, 0, &sum);
  return sum;
}

size_t eqs_expr_params(const eqs_expr *expr)
{
  return expr->n_params;
}

double eqs_expr_param(const eqs_expr *expr, size_t k)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_PARAM && expr->node[i].index == k) return expr->node[i].value;
  return NAN;
}

void eqs_expr_set_param(eqs_expr *expr, size_t k, double value)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_PARAM && expr->node[i].index == k) expr->node[i].value = value;
}

uint64_t eqs_expr_hash(const eqs_expr *expr)
{
  return eqs_nodes_hash(expr->node, expr->n_nodes);
}
