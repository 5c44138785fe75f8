/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering values: prefix nodes, read from right to left, become steps. Written once and compiled
   twice, for value programs (KEEP false) and for those that adjoints follow. */
#include "program/lowering.h"

#define INLINE static inline __attribute__((always_inline))

INLINE bool is_pending(eqs_arg arg)
{
  return arg.place == EQS_NOWHERE;
}
INLINE bool is_number(eqs_arg arg)
{
  return arg.place == EQS_IN_POOL;
}

/* Operands of an active node are read again by its adjoint; all others are done with. */
INLINE void drop_operands(eqs_program *program, const eqs_lowered *e, bool keep)
{
  const eqs_lowered *entry = program->scratch->entry;
  if (keep && e->active) return;
  eqs_slot_give(program, entry[e->x].arg);
  if (e->y != e->x) eqs_slot_give(program, entry[e->y].arg);
}

/* The factors of a pending product, a block on the left; returns 2 if the right one is a number. */
INLINE unsigned factors(eqs_program *program, const eqs_lowered *product, eqs_arg *a, eqs_arg *b)
{
  const eqs_lowered *entry = program->scratch->entry;
  *a = entry[product->x].arg;
  *b = entry[product->y].arg;
  if (is_number(*a)) {
    eqs_arg number = *a;
    *a = *b;
    *b = number;
  }
  return is_number(*b) << 1;
}

INLINE void emit(eqs_program *program, eqs_lowered *e, unsigned kernel, eqs_arg a0, eqs_arg a1,
                 eqs_arg a2)
{
  e->arg = eqs_step_add(program, (eqs_kernel)kernel, a0, a1, a2, a2);
}

/* An operator on numbers: folded if they are fixed, else a uniform step. */
INLINE void lower_numbers(eqs_program *program, eqs_lowered *e, eqs_op op, eqs_arg x, eqs_arg y)
{
  if (e->active)
    e->arg = eqs_uniform_add(
        program, (eqs_kernel)eqs_value_kernel[op][eqs_op_arity(op) == 2 ? 2 : 0], x, y, y, y);
  else
    e->arg =
        eqs_pool_add(program, eqs_op_value(op, program->pool[x.index], program->pool[y.index], 0));
}

/* Makes sure that the node is computed and says where it is. */
INLINE eqs_arg settle(eqs_program *program, eqs_lowered *e, bool keep)
{
  if (is_pending(e->arg)) {
    eqs_arg a, b;
    unsigned pool = factors(program, e, &a, &b);
    drop_operands(program, e, keep);
    emit(program, e, e->x == e->y ? EQS_K_square : pool ? EQS_K_mul_vs : EQS_K_mul_vv, a, b, b);
  }
  return e->arg;
}

/* product + z, product - z or z - product in one rounding. E is the sum's own node. */
INLINE void lower_fused(eqs_program *program, eqs_lowered *e, eqs_op op, eqs_lowered *product,
                        eqs_lowered *z, bool keep)
{
  eqs_arg a, b, c = settle(program, z, keep);
  unsigned pool = factors(program, product, &a, &b) | (unsigned)is_number(c) << 2;
  drop_operands(program, product, keep);
  if (!(keep && e->active)) eqs_slot_give(program, c);
  emit(program, e, eqs_value_kernel[op][pool], a, b, c);
}

/* An operator on two settled operands. */
INLINE void lower_plain(eqs_program *program, eqs_lowered *e, eqs_op op, eqs_lowered *x,
                        eqs_lowered *y, bool keep)
{
  eqs_arg a = x->arg, b = y->arg;
  if (is_number(a) && eqs_value_kernel[op][1] == 0) { /* it commutes: the number goes right */
    a = b;
    b = x->arg;
  }
  unsigned pool = (unsigned)is_number(a) | (unsigned)is_number(b) << 1;
  drop_operands(program, e, keep);
  emit(program, e, eqs_value_kernel[op][pool], a, b, b);
}

INLINE void lower_binary(eqs_program *program, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &program->scratch->entry[e->x], *y = &program->scratch->entry[e->y];
  if (is_number(x->arg) && is_number(y->arg)) {
    lower_numbers(program, e, op, x->arg, y->arg);
    return;
  }
  switch (op) {
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    if (is_pending(x->arg))
      lower_fused(program, e, op == EQS_OP_SUB ? EQS_OP_FMS : EQS_OP_FMA, x, y, keep);
    else if (is_pending(y->arg))
      lower_fused(program, e, op == EQS_OP_SUB ? EQS_OP_FNMA : EQS_OP_FMA, y, x, keep);
    else
      lower_plain(program, e, op, x, y, keep);
    return;
  case EQS_OP_MUL:
    settle(program, x, keep);
    settle(program, y, keep);
    e->arg = eqs_arg_at(EQS_NOWHERE, 0);
    return;
  default:
    settle(program, x, keep);
    settle(program, y, keep);
    lower_plain(program, e, op, x, y, keep);
  }
}

INLINE void lower_unary(eqs_program *program, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &program->scratch->entry[e->x];
  if (is_number(x->arg)) {
    lower_numbers(program, e, op, x->arg, x->arg);
    return;
  }
  eqs_arg a = settle(program, x, keep);
  if (op == EQS_OP_SQUARE) { /* may still be fused: x * x + z */
    e->arg = eqs_arg_at(EQS_NOWHERE, 0);
    return;
  }
  drop_operands(program, e, keep);
  emit(program, e, eqs_value_kernel[op][0], a, a, a);
}

/* A leaf's place; nothing is computed. */
INLINE void lower_leaf(eqs_program *program, eqs_lowered *e, const eqs_node *node)
{
  e->active = node->op == EQS_OP_PARAM;
  switch (node->op) {
  case EQS_OP_VAR:
    e->arg = eqs_arg_at(EQS_IN_COLUMN, node->index);
    break;
  case EQS_OP_PARAM:
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

/* An empty program with all slots free, the lowest on top. Only the slots that the last program
   used can have moved. */
INLINE void start(eqs_program *program, const eqs_expr *expr)
{
  eqs_lowering *s = program->scratch;
  for (uint32_t slot = 0; slot < program->n_slots; slot++)
    s->free_slot[s->all_slots - 1 - slot] = slot;
  s->n_free = s->all_slots;
  program->n_nodes = expr->n_nodes;
  program->n_steps = program->n_slots = program->n_uniform = 0;
  program->n_params = program->n_pool = expr->n_params;
}

INLINE void lower(eqs_program *program, const eqs_expr *expr, bool keep)
{
  eqs_lowering *s = program->scratch;
  uint32_t *top = s->stack;
  start(program, expr);
  for (uint32_t i = expr->n_nodes; i-- > 0; *top++ = i) {
    eqs_lowered *e = &s->entry[i];
    eqs_op op = expr->node[i].op;
    switch (eqs_op_arity(op)) {
    case 0:
      lower_leaf(program, e, &expr->node[i]);
      break;
    case 1:
      e->x = e->y = *--top;
      e->active = s->entry[e->x].active;
      lower_unary(program, e, op, keep);
      break;
    default:
      e->x = *--top;
      e->y = *--top;
      e->active = s->entry[e->x].active | s->entry[e->y].active;
      lower_binary(program, e, op, keep);
    }
  }
  program->result = eqs_block_of(program, settle(program, s->entry, keep));
  program->n_values = program->n_steps;
}

int eqs_lower_value(eqs_program *program, const eqs_expr *expr)
{
  if (eqs_program_reserve(program, expr->n_nodes)) return -1;
  lower(program, expr, false);
  return 0;
}

void eqs_lower_kept(eqs_program *program, const eqs_expr *expr)
{
  lower(program, expr, true);
}
