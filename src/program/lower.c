/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering values: prefix nodes, read from right to left, become steps. Written once and compiled
   twice, for value programs (KEEP false) and for those that adjoints follow. */
#include "program/lowering.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Operands of an active node are read again by its adjoint; all others are done with. */
INLINE void drop_operands(eqs_program *program, const eqs_lowered *e, bool keep)
{
  const eqs_lowered *entry = program->scratch->entry;
  if (keep && e->active) return;
  eqs_slot_give(program, entry[e->x].arg);
  if (e->y != e->x) eqs_slot_give(program, entry[e->y].arg);
}

INLINE eqs_arg make_block(eqs_program *program, eqs_lowered *e)
{
  if (e->arg.place == EQS_IN_POOL) e->arg = eqs_block_of(program, e->arg);
  return e->arg;
}

/* The factors of a product with a block on the left; returns 2 if the right one is a number. */
INLINE unsigned factors(eqs_program *program, const eqs_lowered *product, eqs_arg *a, eqs_arg *b)
{
  eqs_lowered *x = &program->scratch->entry[product->x], *y = &program->scratch->entry[product->y];
  if (x->arg.place != EQS_IN_POOL) {
    *a = x->arg;
    *b = y->arg;
  } else {
    *a = make_block(program, y);
    *b = x->arg;
  }
  return b->place == EQS_IN_POOL ? 2 : 0;
}

INLINE void emit(eqs_program *program, eqs_lowered *e, unsigned kernel, eqs_arg a0, eqs_arg a1,
                 eqs_arg a2)
{
  e->product = false;
  e->arg = eqs_step_add(program, (eqs_kernel)kernel, a0, a1, a2, a2);
}

/* Makes sure that the node is computed and says where it is. */
INLINE eqs_arg settle(eqs_program *program, eqs_lowered *e, bool keep)
{
  if (e->product) {
    eqs_arg a, b;
    unsigned pool = factors(program, e, &a, &b);
    drop_operands(program, e, keep);
    emit(program, e, e->x == e->y ? EQS_K_square : pool ? EQS_K_mul_vs : EQS_K_mul_vv, a, b, b);
  }
  return e->arg;
}

/* product + z, product - z or z - product in one rounding. E is the sum's own node. */
INLINE void lower_fused(eqs_program *program, eqs_lowered *e, eqs_op op, uint32_t product,
                        uint32_t z, bool keep)
{
  eqs_lowered *entry = program->scratch->entry;
  eqs_arg a, b, c = settle(program, &entry[z], keep);
  unsigned pool = factors(program, &entry[product], &a, &b) | (c.place == EQS_IN_POOL) << 2;
  drop_operands(program, &entry[product], keep);
  if (!(keep && e->active)) eqs_slot_give(program, c);
  emit(program, e, eqs_value_kernel[op][pool], a, b, c);
}

INLINE void lower_sum(eqs_program *program, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &program->scratch->entry[e->x], *y = &program->scratch->entry[e->y];
  bool sub = op == EQS_OP_SUB;
  if (x->product) {
    lower_fused(program, e, sub ? EQS_OP_FMS : EQS_OP_FMA, e->x, e->y, keep);
  } else if (y->product) {
    lower_fused(program, e, sub ? EQS_OP_FNMA : EQS_OP_FMA, e->y, e->x, keep);
  } else {
    eqs_arg a = x->arg, b = y->arg;
    if (a.place == EQS_IN_POOL && (!sub || b.place == EQS_IN_POOL)) { /* the number goes right */
      if (b.place == EQS_IN_POOL) {
        a = make_block(program, x);
      } else {
        a = b;
        b = x->arg;
      }
    }
    unsigned pool = (a.place == EQS_IN_POOL) | (b.place == EQS_IN_POOL) << 1;
    drop_operands(program, e, keep);
    emit(program, e, eqs_value_kernel[op][pool], a, b, b);
  }
}

INLINE void lower_binary(eqs_program *program, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &program->scratch->entry[e->x], *y = &program->scratch->entry[e->y];
  eqs_arg a = settle(program, x, keep), b = settle(program, y, keep);
  if (op == EQS_OP_MUL) {
    e->product = true;
    return;
  }
  if (a.place == EQS_IN_POOL && b.place == EQS_IN_POOL) a = make_block(program, x);
  unsigned pool = (a.place == EQS_IN_POOL) | (b.place == EQS_IN_POOL) << 1;
  drop_operands(program, e, keep);
  emit(program, e, eqs_value_kernel[op][pool], a, b, b);
}

INLINE void lower_unary(eqs_program *program, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &program->scratch->entry[e->x];
  settle(program, x, keep);
  eqs_arg a = make_block(program, x);
  if (op == EQS_OP_SQUARE) { /* may still be fused: x * x + z */
    e->product = true;
    return;
  }
  drop_operands(program, e, keep);
  emit(program, e, eqs_value_kernel[op][0], a, a, a);
}

/* Folds an operator whose operands are fixed numbers; false if they are not. */
INLINE bool fold(eqs_program *program, eqs_lowered *e, eqs_op op)
{
  const eqs_lowered *x = &program->scratch->entry[e->x], *y = &program->scratch->entry[e->y];
  if (x->product || y->product || !eqs_arg_is_fixed(program, x->arg) ||
      !eqs_arg_is_fixed(program, y->arg))
    return false;
  double value = eqs_op_value(op, program->pool[x->arg.index], program->pool[y->arg.index], 0);
  e->arg = eqs_pool_add(program, value);
  return true;
}

/* A leaf's place; nothing is computed. */
INLINE void lower_leaf(eqs_program *program, eqs_lowered *e, const eqs_node *node)
{
  switch (node->op) {
  case EQS_OP_VAR:
    e->arg = eqs_arg_at(EQS_IN_COLUMN, node->index);
    break;
  case EQS_OP_PARAM:
    e->active = true;
    e->arg = eqs_arg_at(EQS_IN_POOL, node->index);
    program->pool[node->index] = node->value;
    break;
  case EQS_OP_PI:
    e->arg = eqs_pool_add(program, 3.14159265358979323846);
    break;
  case EQS_OP_E:
    e->arg = eqs_pool_add(program, 2.71828182845904523536);
    break;
  default:
    e->arg = eqs_pool_add(program, node->value);
  }
}

INLINE void lower_operator(eqs_program *program, eqs_lowered *e, eqs_op op, uint32_t x, uint32_t y,
                           bool keep)
{
  const eqs_lowered *entry = program->scratch->entry;
  e->x = x;
  e->y = y;
  e->active = entry[x].active | entry[y].active;
  if (fold(program, e, op)) return;
  if (x == y)
    lower_unary(program, e, op, keep);
  else if (op == EQS_OP_ADD || op == EQS_OP_SUB)
    lower_sum(program, e, op, keep);
  else
    lower_binary(program, e, op, keep);
}

/* An empty program with all slots free, the lowest on top. Only the slots that the last program
   used can have moved. */
static void start(eqs_program *program, const eqs_node *node, uint32_t n)
{
  eqs_lowering *s = program->scratch;
  uint32_t n_params = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t end = node[i].op == EQS_OP_PARAM ? node[i].index + 1u : 0;
    n_params = end > n_params ? end : n_params;
  }
  for (uint32_t slot = 0; slot < program->n_slots; slot++)
    s->free_slot[s->all_slots - 1 - slot] = slot;
  s->n_free = s->all_slots;
  program->n_nodes = n;
  program->n_steps = program->n_slots = 0;
  program->n_params = program->n_pool = n_params;
}

INLINE void lower(eqs_program *program, const eqs_node *node, uint32_t n, bool keep)
{
  eqs_lowering *s = program->scratch;
  uint32_t top = 0;
  start(program, node, n);
  for (uint32_t i = n; i-- > 0;) {
    eqs_lowered *e = &s->entry[i];
    unsigned arity = eqs_op_arity(node[i].op);
    e->product = e->active = false;
    if (arity == 0) {
      lower_leaf(program, e, &node[i]);
    } else {
      uint32_t x = s->stack[--top], y = arity == 2 ? s->stack[--top] : x;
      lower_operator(program, e, node[i].op, x, y, keep);
    }
    s->stack[top++] = i;
  }
  settle(program, s->entry, keep);
  program->result = make_block(program, s->entry);
  program->n_values = program->n_steps;
}

void eqs_lower_value(eqs_program *program, const eqs_node *node, uint32_t n)
{
  lower(program, node, n, false);
}

void eqs_lower_kept(eqs_program *program, const eqs_node *node, uint32_t n)
{
  lower(program, node, n, true);
}
