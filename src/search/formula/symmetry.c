/* SPDX-License-Identifier: BSD-3-Clause */
/* Each rule looks at one node and rewrites it in place; they are applied from the last node to the
   first until none fits. That comes to an end: every rule takes a sum away, moves one inwards, or
   brings two together that are then joined. */
#include "search/formula/symmetry.h"
#include "expr/symmetric.h"
#include <string.h>

typedef enum outcome { SAME, CHANGED, TOO_LONG } outcome;

static bool has_value(const eqs_node *node)
{
  return node->op == EQS_OP_NUM || node->op == EQS_OP_PARAM;
}

static outcome spliced(bool fits)
{
  return fits ? CHANGED : TOO_LONG;
}

static bool has_param(const eqs_node *node, uint32_t n)
{
  uint32_t i = 0;
  while (i < n && node[i].op != EQS_OP_PARAM) i++;
  return i < n;
}

/* Which of the columns of SUM occurs first in its part, of N nodes; an inner sum over other columns
   has both of its own. EQS_SYM_COLUMNS if the part stays the same when the two are exchanged. */
static unsigned first_column(const eqs_node *sum, const eqs_node *part, uint32_t n)
{
  unsigned x = eqs_sym_first(sum), y = eqs_sym_second(sum);
  for (uint32_t i = 0; i < n; i++) {
    const eqs_node *node = &part[i];
    if (node->op == EQS_OP_SYM && node->index == sum->index) {
      i = eqs_nodes_end(part, i) - 1;
      continue;
    }
    if (eqs_node_has_column(node, x)) return x;
    if (eqs_node_has_column(node, y)) return y;
  }
  return EQS_SYM_COLUMNS;
}

static outcome write_out(eqs_formula *f, uint32_t i, uint32_t end)
{
  eqs_node copy[EQS_FORMULA_NODES];
  uint32_t n = end - i - 1;
  memcpy(copy, f->node + i + 1, n * sizeof *copy);
  eqs_nodes_exchange(copy, n, eqs_sym_first(&f->node[i]), eqs_sym_second(&f->node[i]));
  if (!eqs_formula_splice(f, end, end, copy, n)) return TOO_LONG;
  f->node[i] = eqs_node_operator(EQS_OP_ADD);
  return CHANGED;
}

/* [sym] [+ or *] [c] becomes [+ or *] [c] [sym]: the part that varies alone is summed. */
static outcome move_constant_out(eqs_formula *f, uint32_t i)
{
  eqs_node sum = f->node[i];
  f->node[i] = f->node[i + 1];
  f->node[i + 1] = f->node[i + 2];
  f->node[i + 2] = sum;
  if (f->node[i].op == EQS_OP_ADD) f->node[i + 1].value *= 2;
  return CHANGED;
}

static outcome rewrite_sym(eqs_formula *f, uint32_t i)
{
  const eqs_node sum = f->node[i], *part = &f->node[i + 1];
  uint32_t end = eqs_nodes_end(f->node, i), n = end - i - 1;
  unsigned x = eqs_sym_first(&sum), y = eqs_sym_second(&sum), first = first_column(&sum, part, n);
  if (first == EQS_SYM_COLUMNS) return spliced(eqs_formula_splice(f, i, i + 1, NULL, 0));
  if ((part->op == EQS_OP_ADD || part->op == EQS_OP_MUL) && has_value(part + 1))
    return move_constant_out(f, i);
  if (part->op == EQS_OP_NEG) {
    f->node[i] = *part;
    f->node[i + 1] = sum;
    return CHANGED;
  }
  if (!has_param(part, n)) return write_out(f, i, end);
  if (first != y) return SAME;
  eqs_nodes_exchange(f->node + i + 1, n, x, y); /* the same sum, its columns in order */
  return CHANGED;
}

/* Where a term of a sum is a symmetric sum, with or without a constant factor before it: where that
   sum stands; else 0. */
static uint32_t sym_of_term(const eqs_formula *f, uint32_t i)
{
  const eqs_node *node = &f->node[i];
  if (node->op == EQS_OP_SYM) return i;
  bool scaled = node->op == EQS_OP_MUL && has_value(node + 1) && node[2].op == EQS_OP_SYM;
  return scaled ? i + 2 : 0;
}

/* [+] [a sym] [b sym] becomes [sym] [+] [a] [b]. */
static outcome join_terms(eqs_formula *f, uint32_t i, uint32_t a, uint32_t b)
{
  eqs_node sum = f->node[a];
  eqs_formula_splice(f, b, b + 1, NULL, 0);
  memmove(f->node + i + 1, f->node + i, (a - i) * sizeof *f->node);
  f->node[i] = sum;
  return CHANGED;
}

/* [+] [a] [+] [r] [b] becomes [+] [r] [+] [a] [b], where A and R may have any length. */
static void bring_together(eqs_formula *f, uint32_t i, uint32_t inner, uint32_t end_of_rest)
{
  eqs_node kept[EQS_FORMULA_NODES];
  uint32_t a = i + 1, n = inner - a, rest = inner + 1, m = end_of_rest - rest;
  memcpy(kept, f->node + a, n * sizeof *kept);
  memmove(f->node + a, f->node + rest, m * sizeof *kept);
  f->node[a + m] = eqs_node_operator(EQS_OP_ADD);
  memcpy(f->node + a + m + 1, kept, n * sizeof *kept);
}

/* [+] [a] [+] [b] [r] becomes [+] [+] [a] [b] [r]. */
static void turn(eqs_formula *f, uint32_t i, uint32_t inner)
{
  memmove(f->node + i + 2, f->node + i + 1, (inner - i - 1) * sizeof *f->node);
  f->node[i + 1] = eqs_node_operator(EQS_OP_ADD);
}

static bool same_columns(const eqs_formula *f, uint32_t a, uint32_t b)
{
  return a && b && f->node[a].index == f->node[b].index;
}

static outcome rewrite_add(eqs_formula *f, uint32_t i)
{
  uint32_t left = i + 1, right = eqs_nodes_end(f->node, left), a = sym_of_term(f, left);
  uint32_t b = sym_of_term(f, right);
  if (same_columns(f, a, b)) return join_terms(f, i, a, b);
  if (f->node[left].op == EQS_OP_ADD && b) { /* the inner sum goes to the right */
    eqs_node swapped[EQS_FORMULA_NODES];
    uint32_t end = eqs_nodes_end(f->node, right), n = end - right, m = right - left;
    uint32_t p = sym_of_term(f, left + 1), q = sym_of_term(f, eqs_nodes_end(f->node, left + 1));
    if (!same_columns(f, p, b) && !same_columns(f, q, b)) return SAME;
    memcpy(swapped, f->node + right, n * sizeof *swapped);
    memcpy(swapped + n, f->node + left, m * sizeof *swapped);
    memcpy(f->node + left, swapped, (n + m) * sizeof *swapped);
    return CHANGED;
  }
  if (!a || f->node[right].op != EQS_OP_ADD) return SAME;
  uint32_t second = eqs_nodes_end(f->node, right + 1);
  if (same_columns(f, a, sym_of_term(f, right + 1)))
    turn(f, i, right);
  else if (same_columns(f, a, sym_of_term(f, second)))
    bring_together(f, i, right, second);
  else
    return SAME;
  return CHANGED;
}

static outcome pass(eqs_formula *f)
{
  outcome all = SAME;
  for (uint32_t i = f->n; i-- > 0;) {
    unsigned op = f->node[i].op;
    outcome one = op == EQS_OP_SYM   ? rewrite_sym(f, i)
                  : op == EQS_OP_ADD ? rewrite_add(f, i)
                                     : SAME;
    if (one == TOO_LONG) return one;
    if (one == CHANGED) all = CHANGED;
  }
  return all;
}

bool eqs_symmetry_normalise(eqs_formula *f)
{
  outcome last = CHANGED;
  if (!eqs_formula_has_sym(f)) return true;
  while (last == CHANGED) last = pass(f);
  return last != TOO_LONG && eqs_nodes_written_out(f->node, f->n) <= EQS_FORMULA_NODES;
}

bool eqs_formula_write_out(const eqs_formula *f, uint32_t most, eqs_formula *plain)
{
  plain->n = eqs_nodes_written_out(f->node, f->n);
  if (plain->n > most || plain->n > EQS_FORMULA_NODES) return false;
  if (plain->n == f->n) {
    eqs_formula_copy(plain, f);
    return true;
  }
  eqs_nodes_write_out(f->node, plain->node);
  for (uint32_t i = 0; i < plain->n; i++) plain->node[i].shared = 0;
  eqs_nodes_number_params(plain->node, plain->n);
  return true;
}

uint32_t eqs_symmetry_around(const eqs_formula *f, uint32_t i)
{
  for (uint32_t k = 0; k < i; k++)
    if (f->node[k].op == EQS_OP_SYM && i < eqs_nodes_end(f->node, k)) return k;
  return i;
}
