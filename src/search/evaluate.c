/* SPDX-License-Identifier: BSD-3-Clause */
/* A stack machine over short columns. */
#include "search/evaluate.h"
#include "search/catalogue.h"
#include <string.h>

void eqs_nodes_evaluate(const eqs_node *node, uint32_t n_nodes, const double *column, size_t stride,
                        size_t n, double *to)
{
  double stack[EQS_FORMULA_NODES / 2 + 2][EQS_EVALUATED_AT_ONCE];
  size_t top = 0;
  for (uint32_t i = n_nodes; i-- > 0;) {
    unsigned arity = eqs_op_arity(node[i].op);
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
    eqs_catalogue_apply(node[i].op, x, y, n, stack[top - 1]);
  }
  memcpy(to, stack[0], n * sizeof *to);
}
