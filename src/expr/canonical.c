/* SPDX-License-Identifier: BSD-3-Clause */
/* The hash of an expression's canonical form, and the order of operands that goes with it. */
#include "expr/expr.h"
#include "util/hash.h"
#include <stdbool.h>
#include <string.h>

/* The hash of a subtree. Sums and products also stay open: TOTAL is the sum of the hashes of their
   N members, so that neither order nor association counts; what is subtracted, or divided by, is
   subtracted from TOTAL. */
typedef enum kind { SINGLE, SUM, PRODUCT } kind;

/* Sums and products have this number instead of an operator's, so that hashes stay what they were.
 */
enum { OPEN = EQS_OP_SYM };

typedef struct partial {
  uint64_t hash, total, n, kind;
} partial;

/* How an operator joins its operands. A table and selections instead of a switch, because the
   processor cannot foretell the operators of an expression. */
typedef struct joint {
  uint8_t arity, kind;
  uint8_t minus_x, minus_y; /* the operand counts negative in TOTAL */
  uint8_t ordered;          /* SINGLE: the operands may not be exchanged */
} joint;

#define KIND(op)                                                                                   \
  ((op) == EQS_OP_ADD || (op) == EQS_OP_SUB || (op) == EQS_OP_NEG   ? SUM                          \
   : (op) == EQS_OP_MUL || (op) == EQS_OP_DIV || (op) == EQS_OP_INV ? PRODUCT                      \
                                                                    : SINGLE)

static const joint joints[EQS_N_OPS] = {
#define EQS_OP(id, token, spelling, operands, level, commutes, ...)                                \
  [EQS_OP_##id] = {operands, KIND(EQS_OP_##id),                                                    \
                   EQS_OP_##id == EQS_OP_NEG || EQS_OP_##id == EQS_OP_INV,                         \
                   EQS_OP_##id == EQS_OP_SUB || EQS_OP_##id == EQS_OP_DIV,                         \
                   KIND(EQS_OP_##id) == SINGLE && !(commutes)},
#define EQS_SHORT(id, token, operands, complexity) [EQS_OP_##id] = {operands, SINGLE, 0, 0, 0},
#include "expr/ops.def"
};

/* Multiples of an odd number far from any pattern keep the inputs of the mixer apart. */
static inline uint64_t spread(uint64_t x)
{
  return x * 0x9fb21c651e98df25u;
}

static inline uint64_t mixed(unsigned op, uint64_t content)
{
  return eqs_hash_u64(content + spread(op + 1u));
}

static inline uint64_t bits_of(double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline uint64_t negated_if(bool minus, uint64_t x)
{
  uint64_t mask = -(uint64_t)minus;
  return (x ^ mask) - mask;
}

/* What P adds to the sum or product that it stands IN: its members if it is one itself. */
static inline uint64_t total_as(uint64_t in, const partial *p)
{
  return p->kind == in ? p->total : p->hash;
}

static inline uint64_t members_as(uint64_t in, const partial *p)
{
  return p->kind == in ? p->n : 1;
}

/* Field by field, here and below: a copy of a whole struct waits for the stores that made it. */
static inline void set_leaf(partial *to, uint64_t hash)
{
  to->hash = to->total = hash;
  to->n = 1;
  to->kind = SINGLE;
}

static inline void set_open(partial *to, uint64_t total, uint64_t n, kind open)
{
  to->hash = mixed(OPEN, total + spread(4 * n + open));
  to->total = total;
  to->n = n;
  to->kind = open;
}

/* If one factor is -1, the product is the negative of the other, and *TO becomes that. */
static inline bool join_negative(partial *to, const partial *x, const partial *y)
{
  uint64_t minus_one = mixed(EQS_OP_NUM, bits_of(-1));
  const partial *rest = x->hash == minus_one ? y : y->hash == minus_one ? x : NULL;
  if (rest) set_open(to, -total_as(SUM, rest), members_as(SUM, rest), SUM);
  return rest;
}

/* Joins X and Y under OP in *TO, which may be either. Y counts for nothing under a function of one
   operand. */
static inline void join(partial *to, unsigned op, const partial *x, const partial *y)
{
  joint j = joints[op];
  if (op == EQS_OP_MUL && join_negative(to, x, y)) return;
  uint64_t binary = j.arity == 2, open = j.kind != SINGLE;
  uint64_t first = total_as(j.kind, x), second = total_as(j.kind, y);
  second = j.ordered ? spread(second) : second;
  uint64_t total = negated_if(j.minus_x, first) + binary * negated_if(j.minus_y, second);
  uint64_t n = members_as(j.kind, x) + binary * members_as(j.kind, y);
  uint64_t hash = mixed(open ? OPEN : op, total + open * spread(4 * n + j.kind));
  to->hash = hash;
  to->total = open ? total : hash;
  to->n = open ? n : 1;
  to->kind = j.kind;
}

/* How often each shared constant of an expression occurs, by its mark; counted when the first one
   is met, as most expressions have none. */
typedef struct mark_uses {
  bool counted;
  uint8_t count[UINT8_MAX + 1]; /* up to 2, meaning more than one */
} mark_uses;

static bool occurs_again(mark_uses *uses, uint8_t mark, const eqs_node *node, uint32_t n)
{
  if (!uses->counted) memset(uses->count, 0, sizeof uses->count);
  for (uint32_t i = 0; i < n && !uses->counted; i++)
    if (node[i].op == EQS_OP_PARAM && uses->count[node[i].shared] < 2)
      uses->count[node[i].shared]++;
  uses->counted = true;
  return uses->count[mark] > 1;
}

/* The hash of leaf I among N nodes. A free constant is a hole, the same for all; only one that
   comes back elsewhere has a name. */
static inline uint64_t leaf_hash(const eqs_node *node, uint32_t i, uint32_t n, mark_uses *uses)
{
  const eqs_node *leaf = &node[i];
  uint64_t number = leaf->op == EQS_OP_NUM ? bits_of(leaf->value) : 0;
  uint64_t variable = leaf->op == EQS_OP_VAR ? leaf->index : 0;
  uint64_t mark = leaf->op == EQS_OP_PARAM ? leaf->shared : 0;
  if (mark && !occurs_again(uses, leaf->shared, node, n)) mark = 0;
  return mixed(leaf->op, number | variable | mark);
}

/* Scanning from the right, the operands of a node are on top of the stack when it is reached, the
   first on top. As many entries as the tree has levels are enough, with one below for the operand
   that a function of one has not. */
uint64_t eqs_nodes_hash(const eqs_node *node, uint32_t n)
{
  partial stack[EQS_MAX_NESTING + 2], *top = stack;
  mark_uses uses;
  uses.counted = false;
  set_leaf(top, 0);
  for (uint32_t i = n; i-- > 0;) {
    unsigned op = node[i].op, arity = joints[op].arity;
    if (arity == 0)
      set_leaf(++top, leaf_hash(node, i, n, &uses));
    else {
      partial *to = top + 1 - arity;
      join(to, op, top, top - 1);
      if (op == EQS_OP_SYM) set_leaf(to, mixed(EQS_N_OPS, to->hash + node[i].index));
      top = to;
    }
  }
  return top->hash;
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

/* Which of two subtrees goes first where their hashes agree, as those of x - y and x + -y do. */
static bool goes_before(const eqs_node *a, uint32_t n, const eqs_node *b, uint32_t m)
{
  if (n != m) return n < m;
  for (uint32_t i = 0; i < n; i++) {
    if (a[i].op != b[i].op) return a[i].op < b[i].op;
    if (a[i].op == EQS_OP_VAR && a[i].index != b[i].index) return a[i].index < b[i].index;
    if (a[i].op != EQS_OP_NUM && a[i].op != EQS_OP_PARAM) continue;
    if (a[i].shared != b[i].shared) return a[i].shared < b[i].shared;
    uint64_t x = bits_of(a[i].value), y = bits_of(b[i].value);
    if (x != y) return x < y;
  }
  return false;
}

void eqs_nodes_canonical(eqs_node *node, uint32_t n)
{
  struct {
    partial part;
    uint32_t size;
  } stack[EQS_MAX_NESTING + 2], *top = stack;
  mark_uses uses;
  uses.counted = false;
  set_leaf(&top->part, 0);
  for (uint32_t i = n; i-- > 0;) {
    unsigned op = node[i].op, arity = joints[op].arity;
    if (arity == 0) {
      set_leaf(&(++top)->part, leaf_hash(node, i, n, &uses));
      top->size = 1;
      continue;
    }
    const partial *x = &top[0].part, *y = &top[-1].part;
    uint32_t x_size = top[0].size, y_size = arity == 2 ? top[-1].size : 0;
    eqs_node *first = &node[i + 1], *second = first + x_size;
    if (eqs_op_table[op].commutes &&
        (y->hash < x->hash || (y->hash == x->hash && goes_before(second, y_size, first, x_size))))
      exchange(first, x_size, y_size);
    top -= arity - 1;
    join(&top->part, op, x, y);
    top->size = 1 + x_size + y_size;
  }
}
