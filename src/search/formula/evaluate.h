/* SPDX-License-Identifier: BSD-3-Clause */
/* Values of an operator, or of a formula, on a few rows, in double and without a program: for looks
   at rows that no data set holds. */
#ifndef EQS_SEARCH_EVALUATE_H
#define EQS_SEARCH_EVALUATE_H

#include "search/formula/formula.h"
#include <stddef.h>

enum { EQS_EVALUATED_AT_ONCE = 64 };

/* OP on N rows; Y is not looked at where there is one operand. */
void eqs_op_apply(unsigned op, const double *x, const double *y, size_t n, double *out);

/* Whether OP is zero where its first operand is, and nowhere else. */
bool eqs_op_keeps_zeros(unsigned op);

/* The values of a complete expression of N_NODES, at most EQS_FORMULA_NODES and without symmetric
   sums, on N rows, at most EQS_EVALUATED_AT_ONCE. Variable J is at COLUMN + J * STRIDE. */
void eqs_nodes_evaluate(const eqs_node *node, uint32_t n_nodes, const double *column, size_t stride,
                        size_t n, double *to);

/* As eqs_nodes_evaluate, where the subexpression that begins at node AT, and every one that is the
   same, has the values GIVEN; N_NODES for AT: none has. */
void eqs_nodes_evaluate_given(const eqs_node *node, uint32_t n_nodes, const double *column,
                              size_t stride, size_t n, uint32_t at, const double *given,
                              double *to);

#endif
