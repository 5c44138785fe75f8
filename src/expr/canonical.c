/* SPDX-License-Identifier: BSD-3-Clause */
/* The hash of an expression's canonical form, and the order of operands that goes with it. */
#include "expr/expr.h"
#include "util/hash.h"
#include <stdbool.h>
#include <string.h>

/* A subtree as far as its hash is known. Sums and products stay open: TOTAL is the sum of the
   hashes of their N members, so that neither order nor association matters; what is subtracted, or
   divided by, is subtracted from TOTAL. */
typedef enum kind { SINGLE, SUM, PRODUCT } kind;

typedef struct partial {
  uint64_t total; /* SINGLE: the hash itself */
  uint32_t n;
  uint32_t kind;
} partial;

/* Odd multipliers far apart keep the inputs of the mixer apart. */
#define SPREAD(x) ((uint64_t)(x)*0x9fb21c651e98df25u)

static inline uint64_t closed(partial p)
{
  if (p.kind == SINGLE) return p.total;
  return eqs_hash_u64(p.total + SPREAD(2 * p.n + p.kind));
}

static inline partial opened(partial p, kind as)
{
  if (p.kind == as) return p;
  return (partial){closed(p), 1, as};
}

static inline partial single(unsigned op, uint64_t content)
{
  return (partial){eqs_hash_u64(content ^ SPREAD(op + 1)), 1, SINGLE};
}

static inline partial number(double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return single(EQS_OP_NUM, bits);
}

static inline partial minus(partial p)
{
  p = opened(p, SUM);
  p.total = -p.total;
  return p;
}

static inline bool is_minus_one(partial p)
{
  return p.kind == SINGLE && p.total == number(-1).total;
}

static partial joined(unsigned op, partial x, partial y)
{
  switch (op) {
  case EQS_OP_SUB:
    y = minus(y); /* fall through */
  case EQS_OP_ADD:
    x = opened(x, SUM);
    y = opened(y, SUM);
    return (partial){x.total + y.total, x.n + y.n, SUM};
  case EQS_OP_MUL:
    if (is_minus_one(x)) return minus(y);
    if (is_minus_one(y)) return minus(x);
    x = opened(x, PRODUCT);
    y = opened(y, PRODUCT);
    return (partial){x.total + y.total, x.n + y.n, PRODUCT};
  case EQS_OP_DIV:
    x = opened(x, PRODUCT);
    y = opened(y, PRODUCT);
    return (partial){x.total - y.total, x.n + y.n, PRODUCT};
  default:
    if (eqs_op_table[op].commutes) return single(op, closed(x) + closed(y));
    return single(op, eqs_hash_add(closed(x), closed(y)));
  }
}

static partial applied(unsigned op, partial x)
{
  if (op == EQS_OP_NEG) return minus(x);
  if (op == EQS_OP_INV) {
    x = opened(x, PRODUCT);
    x.total = -x.total;
    return x;
  }
  return single(op, closed(x));
}

/* How often each shared constant occurs, by its mark; all zero if none does. */
typedef struct uses {
  uint8_t count[UINT8_MAX + 1]; /* up to 2, meaning more than one */
} mark_uses;

/* Returns false, leaving USES as it is, when there are no shared constants. */
static bool count_uses(mark_uses *uses, const eqs_node *node, uint32_t n)
{
  bool any = false;
  for (uint32_t i = 0; i < n; i++) any |= node[i].op == EQS_OP_PARAM && node[i].shared;
  if (!any) return false;
  memset(uses, 0, sizeof *uses);
  for (uint32_t i = 0; i < n; i++)
    if (node[i].op == EQS_OP_PARAM && uses->count[node[i].shared] < 2)
      uses->count[node[i].shared]++;
  return true;
}

/* A free constant is a hole, the same for all; only one that comes back elsewhere has a name. */
static inline partial leaf(const eqs_node *node, const mark_uses *uses)
{
  switch (node->op) {
  case EQS_OP_NUM:
    return number(node->value);
  case EQS_OP_VAR:
    return single(EQS_OP_VAR, node->index);
  case EQS_OP_PARAM: {
    bool named = uses && node->shared && uses->count[node->shared] > 1;
    return single(EQS_OP_PARAM, named ? node->shared : 0);
  }
  default:
    return single(node->op, 0);
  }
}

/* Scanning from the right, the operands of a node are on top of the stack when it is reached, the
   first on top. As many entries as the tree has levels are enough. */
uint64_t eqs_nodes_hash(const eqs_node *node, uint32_t n)
{
  partial stack[EQS_MAX_NESTING + 1], *top = stack;
  mark_uses marks;
  const mark_uses *uses = count_uses(&marks, node, n) ? &marks : NULL;
  for (uint32_t i = n; i-- > 0;) {
    unsigned op = node[i].op, arity = eqs_op_arity(op);
    if (arity == 0)
      *top++ = leaf(&node[i], uses);
    else if (arity == 1)
      top[-1] = applied(op, top[-1]);
    else {
      top[-2] = joined(op, top[-1], top[-2]);
      top--;
    }
  }
  return closed(stack[0]);
}

static void reverse(eqs_node *node, uint32_t n)
{
  for (uint32_t i = 0, j = n; i + 1 < j; i++) {
    eqs_node swap = node[i];
    node[i] = node[--j];
    node[j] = swap;
  }
}

/* The first N of N + M nodes change places with the others. */
static void exchange(eqs_node *node, uint32_t n, uint32_t m)
{
  reverse(node, n);
  reverse(node + n, m);
  reverse(node, n + m);
}

void eqs_nodes_canonical(eqs_node *node, uint32_t n)
{
  struct {
    partial part;
    uint32_t size;
  } stack[EQS_MAX_NESTING + 1], *top = stack;
  mark_uses marks;
  const mark_uses *uses = count_uses(&marks, node, n) ? &marks : NULL;
  for (uint32_t i = n; i-- > 0;) {
    unsigned op = node[i].op, arity = eqs_op_arity(op);
    if (arity == 0) {
      top->part = leaf(&node[i], uses);
      top->size = 1;
      top++;
    } else if (arity == 1) {
      top[-1].part = applied(op, top[-1].part);
      top[-1].size++;
    } else {
      if (eqs_op_table[op].commutes && closed(top[-2].part) < closed(top[-1].part))
        exchange(&node[i + 1], top[-1].size, top[-2].size);
      top[-2].part = joined(op, top[-1].part, top[-2].part);
      top[-2].size += top[-1].size + 1;
      top--;
    }
  }
}
