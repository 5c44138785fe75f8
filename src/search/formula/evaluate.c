/* SPDX-License-Identifier: BSD-3-Clause */
/* Operators on columns of values, and a stack machine of them. */
#include "search/formula/evaluate.h"
#include <math.h>
#include <string.h>

void eqs_op_apply(unsigned op, const double *x, const double *y, size_t n, double *out)
{
  switch (op) {
  case EQS_OP_ADD:
    for (size_t i = 0; i < n; i++) out[i] = x[i] + y[i];
    break;
  case EQS_OP_SUB:
    for (size_t i = 0; i < n; i++) out[i] = x[i] - y[i];
    break;
  case EQS_OP_MUL:
    for (size_t i = 0; i < n; i++) out[i] = x[i] * y[i];
    break;
  case EQS_OP_DIV:
    for (size_t i = 0; i < n; i++) out[i] = x[i] / y[i];
    break;
  case EQS_OP_SQUARE:
    for (size_t i = 0; i < n; i++) out[i] = x[i] * x[i];
    break;
  case EQS_OP_SQRT:
    for (size_t i = 0; i < n; i++) out[i] = sqrt(x[i]);
    break;
  default:
    for (size_t i = 0; i < n; i++) out[i] = eqs_op_value(op, x[i], y ? y[i] : 0, 0);
  }
}

bool eqs_op_keeps_zeros(unsigned op)
{
  switch (op) {
  case EQS_OP_DIV:
  case EQS_OP_NEG:
  case EQS_OP_SQRT:
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
  case EQS_OP_ABS:
  case EQS_OP_POW:
    return true;
  default:
    return false;
  }
}

void eqs_nodes_evaluate(const eqs_node *node, uint32_t n_nodes, const double *column, size_t stride,
                        size_t n, double *to)
{
  eqs_nodes_evaluate_given(node, n_nodes, column, stride, n, n_nodes, NULL, to);
}

void eqs_nodes_evaluate_given(const eqs_node *node, uint32_t n_nodes, const double *column,
                              size_t stride, size_t n, uint32_t at, const double *given, double *to)
{
  double stack[EQS_FORMULA_NODES / 2 + 2][EQS_EVALUATED_AT_ONCE];
  size_t top = 0;
  uint32_t known = at < n_nodes ? eqs_nodes_end(node, at) - at : 0;
  for (uint32_t i = n_nodes; i-- > 0;) {
    unsigned arity = eqs_op_arity(node[i].op);
    if (known > 0 && i + 1 >= known && eqs_nodes_are_same(node + i + 1 - known, node + at, known)) {
      memcpy(stack[top++], given, n * sizeof *given);
      i += 1 - known;
      continue;
    }
    if (arity == 0) {
      double *v = stack[top++];
      if (node[i].op == EQS_OP_VAR)
        memcpy(v, column + node[i].index * stride, n * sizeof *v);
      else
        for (size_t k = 0; k < n; k++) v[k] = eqs_node_value(&node[i]);
      continue;
    }
    const double *x = stack[top - 1], *y = arity == 2 ? stack[top - 2] : NULL;
    top -= arity - 1;
    eqs_op_apply(node[i].op, x, y, n, stack[top - 1]);
  }
  memcpy(to, stack[0], n * sizeof *to);
}
