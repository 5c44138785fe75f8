/* SPDX-License-Identifier: BSD-3-Clause */
/* Symmetric sums. sym(x, y, e) is e plus e with the columns x and y exchanged, where the free
   constants of both are the same ones: what does not change when two alike things are exchanged is
   made of such sums. Formulas of a search hold them as EQS_OP_SYM and readers and printers know
   them; expressions have them written out, with constants marked as shared. */
#ifndef EQS_EXPR_SYMMETRIC_H
#define EQS_EXPR_SYMMETRIC_H

#include "expr/expr.h"
#include <stdbool.h>

/* Columns of a symmetric sum are among the first so many, as both stand in one index. */
enum { EQS_SYM_COLUMNS = 256 };

/* As many constants can be shared in all symmetric sums of an expression. */
enum { EQS_SYM_CONSTANTS = 155 };

static inline eqs_node eqs_node_sym(unsigned x, unsigned y)
{
  return (eqs_node){.op = EQS_OP_SYM, .index = (uint16_t)(x < y ? x | y << 8 : y | x << 8)};
}
/* The two columns, the first being the smaller number. */
static inline unsigned eqs_sym_first(const eqs_node *node)
{
  return node->index & 0xff;
}
static inline unsigned eqs_sym_second(const eqs_node *node)
{
  return node->index >> 8;
}

static inline bool eqs_sym_has(const eqs_node *sum, unsigned column)
{
  return column == eqs_sym_first(sum) || column == eqs_sym_second(sum);
}

/* Whether COLUMN stands at NODE: as a variable, or as one of the two that a sum brings in. */
static inline bool eqs_node_has_column(const eqs_node *node, unsigned column)
{
  return node->op == EQS_OP_SYM ? eqs_sym_has(node, column)
                                : node->op == EQS_OP_VAR && node->index == column;
}

/* While an expression is read, the index of an operator is wanted for other things: the columns are
   then in the value. */
static inline uint16_t eqs_sym_columns(const eqs_node *node)
{
  return node->op == EQS_OP_SYM ? (uint16_t)node->value : 0;
}

/* Makes SUM one over the columns X and Y; false if they are not two columns for it. */
bool eqs_sym_of_columns(eqs_node *sum, const eqs_node *x, const eqs_node *y);
#define EQS_SYM_COLUMNS_WANTED                                                                     \
  "sym takes two different columns, of the first 256, and what is summed: sym(x, y, c0*x)"

/* Exchanges the columns X and Y in N nodes, also those of sums. */
void eqs_nodes_exchange(eqs_node *node, uint32_t n, unsigned x, unsigned y);

/* How many nodes there are when symmetric sums are written out: N if there are none; more than
   EQS_MAX_NODES, but not by how many, where it is too much or shares too many constants. */
uint32_t eqs_nodes_written_out(const eqs_node *node, uint32_t n);

/* Writes the expression at NODE into TO with its sums written out; TO has that much room and does
   not overlap. Constants of a sum get marks of its own, but for those that have names. */
void eqs_nodes_write_out(const eqs_node *node, eqs_node *to);

/* Whether a shared constant with this mark is one of c0..c99. */
static inline bool eqs_mark_has_name(uint8_t mark)
{
  return mark > 0 && mark <= UINT8_MAX - EQS_SYM_CONSTANTS;
}

/* Whether the sum at node I is a symmetric one, written out, that shares constants: then *SUM is
   what it is short for, over its first operand. Others are as well written as they stand. */
bool eqs_nodes_sym_at(const eqs_node *node, uint32_t i, eqs_node *sum);

#endif
