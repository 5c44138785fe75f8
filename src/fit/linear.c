/* SPDX-License-Identifier: BSD-3-Clause */
/* From the root down, as long as the result is linear in what a subtree gives. */
#include "fit/linear.h"
#include <string.h>

/* The node after the subtree at I. */
static uint32_t end_of(const eqs_expr *expr, uint32_t i)
{
  for (unsigned open = 1; open > 0; i++) open += eqs_op_arity(expr->node[i].op) - 1;
  return i;
}

static bool has_params(const eqs_expr *expr, uint32_t i, uint32_t end)
{
  while (i < end && expr->node[i].op != EQS_OP_PARAM) i++;
  return i < end;
}

static void descend(const eqs_expr *expr, uint32_t i, bool *linear)
{
  const eqs_node *node = expr->node;
  uint32_t x = i + 1, y;
  bool in_x, in_y;
  switch (node[i].op) {
  case EQS_OP_PARAM:
    linear[node[i].index] = true;
    return;
  case EQS_OP_NEG:
    descend(expr, x, linear);
    return;
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    descend(expr, x, linear);
    descend(expr, end_of(expr, x), linear);
    return;
  case EQS_OP_MUL:
  case EQS_OP_DIV:
    y = end_of(expr, x);
    in_x = has_params(expr, x, y);
    in_y = has_params(expr, y, end_of(expr, y));
    if (in_x && (!in_y || node[x].op == EQS_OP_PARAM))
      descend(expr, x, linear);
    else if (in_y && node[i].op == EQS_OP_MUL && (!in_x || node[y].op == EQS_OP_PARAM))
      descend(expr, y, linear);
    return;
  default:
    return;
  }
}

void eqs_linear_params(const eqs_expr *expr, bool *linear)
{
  bool seen[EQS_MAX_PARAMS] = {false};
  memset(linear, 0, expr->n_params * sizeof *linear);
  descend(expr, 0, linear);
  /* One that occurs again may be a factor or an argument there. */
  for (uint32_t i = 0; i < expr->n_nodes; i++) {
    if (expr->node[i].op != EQS_OP_PARAM) continue;
    uint32_t k = expr->node[i].index;
    if (seen[k]) linear[k] = false;
    seen[k] = true;
  }
}
