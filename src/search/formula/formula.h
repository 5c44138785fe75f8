/* SPDX-License-Identifier: BSD-3-Clause */
/* A formula while the search works on it: nodes in prefix order in a buffer of fixed size, so that
   proposing, mutating and comparing allocate nothing. */
#ifndef EQS_SEARCH_FORMULA_H
#define EQS_SEARCH_FORMULA_H

#include "expr/expr.h"
#include <stdbool.h>

enum { EQS_FORMULA_NODES = 255 }; /* a length fits a byte, as in the model's samples */

typedef struct eqs_formula {
  uint32_t n; /* 0: none */
  eqs_node node[EQS_FORMULA_NODES];
} eqs_formula;

static inline eqs_node eqs_node_operator(eqs_op op)
{
  return (eqs_node){.op = (uint8_t)op};
}
static inline eqs_node eqs_node_number(double value)
{
  return (eqs_node){.op = EQS_OP_NUM, .value = value};
}
static inline eqs_node eqs_node_param(double value)
{
  return (eqs_node){.op = EQS_OP_PARAM, .value = value};
}
static inline eqs_node eqs_node_variable(uint32_t index)
{
  return (eqs_node){.op = EQS_OP_VAR, .index = (uint16_t)index};
}

static inline bool eqs_op_is_constant(unsigned op)
{
  return op == EQS_OP_NUM || op == EQS_OP_PARAM || op == EQS_OP_PI || op == EQS_OP_E;
}

/* The weight of one node in the complexity. */
static inline unsigned eqs_op_weight(unsigned op)
{
  return eqs_op_table[op].arity == 0 ? 1 : eqs_op_table[op].complexity;
}

void eqs_formula_copy(eqs_formula *to, const eqs_formula *from);

/* Replaces the nodes BEGIN..END-1 by the N nodes of WITH, which may not lie in F and is nothing if
   N is 0. False, with F untouched, when the result is too long. */
bool eqs_formula_splice(eqs_formula *f, uint32_t begin, uint32_t end, const eqs_node *with,
                        uint32_t n);

/* How many free constants F has, each of which stands at one place. */
uint32_t eqs_formula_params(const eqs_formula *f);

/* Whether a variable occurs. */
bool eqs_formula_varies(const eqs_formula *f);

#endif
