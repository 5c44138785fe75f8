/* SPDX-License-Identifier: BSD-3-Clause */
/* What an expression is inside the library: its nodes in prefix order, in one flat array. The
   operands of node i follow it; scanning from right to left gives a stack machine. */
#ifndef EQS_EXPR_EXPR_H
#define EQS_EXPR_EXPR_H

#include "expr/op.h"
#include <eqsieve/expr.h>

typedef struct eqs_node {
  uint8_t op;     /* eqs_op, never a fused one */
  uint8_t shared; /* EQS_OP_PARAM: 0, or its mark, 1 + K for cK: equal marks are one constant */
  uint16_t index; /* EQS_OP_VAR: the variable; EQS_OP_PARAM: which free constant, 0..;
                     EQS_OP_SYM: which two variables (expr/symmetric.h) */
  double value;   /* EQS_OP_NUM: the number; EQS_OP_PARAM: its (starting) value */
} eqs_node;

/* The number that a leaf stands for; of a variable it means nothing. Named constants are rare. */
static inline double eqs_node_value(const eqs_node *node)
{
  if (__builtin_expect((node->op == EQS_OP_PI) | (node->op == EQS_OP_E), 0))
    return node->op == EQS_OP_PI ? 3.14159265358979323846 : 2.71828182845904523536;
  return node->value;
}

struct eqs_expr {
  eqs_node *node; /* prefix order, owned */
  uint32_t n_nodes;
  uint32_t n_params; /* free constants, numbered by first appearance from left to right */
};

/* Room for N nodes, which the caller writes, and then n_params; NULL when memory is short. */
eqs_expr *eqs_expr_new(uint32_t n);

/* A copy of N nodes in prefix order as an expression, symmetric sums written out; NULL when memory
   is short. The nodes must be one complete expression, at most EQS_MAX_NODES and nested at most
   EQS_MAX_NESTING deep. */
eqs_expr *eqs_expr_from_nodes(const eqs_node *node, uint32_t n);

/* The functions below work on bare node arrays so that a search need not allocate. */

/* One past the last node of the subtree that starts at I. */
uint32_t eqs_nodes_end(const eqs_node *node, uint32_t i);

/* True if the N nodes are exactly one complete expression. */
int eqs_nodes_complete(const eqs_node *node, uint32_t n);

/* Whether N nodes are the same as N others: operators, variables, and the values of constants. */
int eqs_nodes_are_same(const eqs_node *a, const eqs_node *b, uint32_t n);

/* Levels of the tree, a leaf being one; EQS_MAX_NESTING + 1 for all that is deeper than allowed. */
uint32_t eqs_nodes_depth(const eqs_node *node, uint32_t n);
unsigned eqs_nodes_complexity(const eqs_node *node, uint32_t n);

/* Numbers the free constants 0.. by first appearance (every EQS_OP_PARAM gets its own number
   unless SHARED, equal marks getting the same) and returns how many there are. */
uint32_t eqs_nodes_number_params(eqs_node *node, uint32_t n);

/* The hash of the canonical form: operands of commutative operators in a fixed order, sums and
   products regardless of association, differences and quotients among them, free constants as holes
   (a shared one that occurs more than once is told apart by its mark). Allocates nothing; N is at
   most EQS_MAX_NODES, nesting at most EQS_MAX_NESTING. */
uint64_t eqs_nodes_hash(const eqs_node *node, uint32_t n);

/* Puts the nodes into canonical order in place: operands of commutative operators sorted by hash.
   Free constants keep their numbers and values. */
void eqs_nodes_canonical(eqs_node *node, uint32_t n);

#endif
