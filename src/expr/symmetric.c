/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing symmetric sums out, and knowing them again. */
#include "expr/symmetric.h"
#include <string.h>

/* Marks up to this are those of c0..c99, which share the byte. */
enum { LAST_NAMED = UINT8_MAX - EQS_SYM_CONSTANTS };
_Static_assert(LAST_NAMED == 100, "c0..c99");

bool eqs_sym_of_columns(eqs_node *sum, const eqs_node *x, const eqs_node *y)
{
  if (x->op != EQS_OP_VAR || y->op != EQS_OP_VAR || x->index == y->index) return false;
  if (x->index >= EQS_SYM_COLUMNS || y->index >= EQS_SYM_COLUMNS) return false;
  *sum = eqs_node_sym(x->index, y->index);
  sum->value = sum->index;
  return true;
}

static unsigned other(unsigned column, unsigned x, unsigned y)
{
  return column == x ? y : column == y ? x : column;
}

void eqs_nodes_exchange(eqs_node *node, uint32_t n, unsigned x, unsigned y)
{
  for (uint32_t i = 0; i < n; i++) {
    if (node[i].op == EQS_OP_VAR)
      node[i].index = (uint16_t)other(node[i].index, x, y);
    else if (node[i].op == EQS_OP_SYM)
      node[i] =
          eqs_node_sym(other(eqs_sym_first(&node[i]), x, y), other(eqs_sym_second(&node[i]), x, y));
  }
}

/* From right to left: the sizes of operands are on top of the stack when their operator is met. */
uint32_t eqs_nodes_written_out(const eqs_node *node, uint32_t n)
{
  uint32_t size[EQS_MAX_NESTING + 2], top = 0, i = 0, params = 0;
  while (i < n && node[i].op != EQS_OP_SYM) i++;
  if (i == n) return n;
  for (i = n; i-- > 0;) {
    uint32_t sum = 1;
    params += node[i].op == EQS_OP_PARAM;
    for (unsigned k = eqs_op_arity(node[i].op); k > 0; k--) sum += size[--top];
    if (node[i].op == EQS_OP_SYM) sum = 2 * sum - 1;
    size[top++] = sum <= EQS_MAX_NODES ? sum : EQS_MAX_NODES + 1;
  }
  return params <= EQS_SYM_CONSTANTS ? size[0] : EQS_MAX_NODES + 1;
}

typedef struct writer {
  const eqs_node *node;
  eqs_node *to;
  uint32_t n;
  uint8_t last_mark;
} writer;

static void mark(writer *w, uint32_t begin, uint32_t end)
{
  for (uint32_t i = begin; i < end; i++)
    if (w->to[i].op == EQS_OP_PARAM && !w->to[i].shared) w->to[i].shared = ++w->last_mark;
}

/* The subtree at I; returns where it ends. */
static uint32_t write(writer *w, uint32_t i)
{
  const eqs_node *node = &w->node[i++];
  if (node->op != EQS_OP_SYM) {
    w->to[w->n++] = *node;
    for (unsigned k = eqs_op_arity(node->op); k > 0; k--) i = write(w, i);
    return i;
  }
  w->to[w->n++] = (eqs_node){.op = EQS_OP_ADD};
  uint32_t begin = w->n;
  i = write(w, i);
  uint32_t size = w->n - begin;
  mark(w, begin, w->n);
  memcpy(w->to + w->n, w->to + begin, size * sizeof *w->to);
  eqs_nodes_exchange(w->to + w->n, size, eqs_sym_first(node), eqs_sym_second(node));
  w->n += size;
  return i;
}

void eqs_nodes_write_out(const eqs_node *node, eqs_node *to)
{
  writer w = {.node = node, .to = to, .last_mark = LAST_NAMED};
  write(&w, 0);
}

/* ---- And back -------------------------------------------------------------------------------- */

/* Whether leaf B is leaf A, or the other column of the sum. The first two that differ are the
   columns of the sum if it has none yet, which *KNOWN says. */
static bool is_counterpart(const eqs_node *a, const eqs_node *b, eqs_node *sum, bool *known)
{
  if (a->op != EQS_OP_VAR) return a->shared == b->shared && a->value == b->value;
  unsigned x = a->index, y = b->index;
  if (!*known && x == y) return true; /* checked against the columns later */
  if (!*known && (x >= EQS_SYM_COLUMNS || y >= EQS_SYM_COLUMNS)) return false;
  if (!*known) *sum = eqs_node_sym(x, y);
  *known = true;
  unsigned first = eqs_sym_first(sum), second = eqs_sym_second(sum);
  return y == other(x, first, second);
}

bool eqs_nodes_sym_at(const eqs_node *node, uint32_t i, eqs_node *sum)
{
  bool known = false, shares = false;
  if (node[i].op != EQS_OP_ADD) return false;
  const eqs_node *a = node + i + 1, *b = node + eqs_nodes_end(node, i + 1);
  uint32_t n = (uint32_t)(b - a), columns = 0;
  for (uint32_t k = 0; k < n; k++) {
    if (a[k].op != b[k].op) return false;
    if (eqs_op_arity(a[k].op) > 0) continue;
    bool before = known;
    if (!is_counterpart(&a[k], &b[k], sum, &known)) return false;
    if (!before && known) columns = k;
    shares |= a[k].op == EQS_OP_PARAM && a[k].shared > LAST_NAMED;
  }
  /* What was passed over before the columns were known was neither of them. */
  for (uint32_t k = 0; k < columns; k++)
    if (a[k].op == EQS_OP_VAR && eqs_sym_has(sum, a[k].index)) return false;
  return known && shares;
}
