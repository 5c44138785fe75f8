/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering adjoints: from the root down, the derivative of the result by each node on the way to a
   free constant. Signs are carried along and applied once, at the constant; a factor of one is
   never multiplied. */
#include "program/lowering.h"

typedef eqs_adjoint adjoint;

static adjoint flipped(adjoint d)
{
  d.sign = (int16_t)-d.sign;
  return d;
}

/* |d| as a block. */
static eqs_arg block_of(eqs_program *program, adjoint d)
{
  return eqs_block_of(program, d.one ? eqs_pool_add(program, 1) : d.arg);
}

static void hold(eqs_program *program, adjoint d)
{
  if (!d.one) eqs_arg_hold(program, d.arg);
}

static void drop(eqs_program *program, adjoint d)
{
  if (!d.one) eqs_arg_drop(program, d.arg);
}

/* d * b, a new holding. */
static adjoint times(eqs_program *program, adjoint d, eqs_arg b)
{
  if (d.one) {
    eqs_arg_hold(program, b);
    return (adjoint){.arg = b, .sign = d.sign};
  }
  eqs_arg a = d.arg;
  if (a.place == EQS_IN_POOL) {
    a = b;
    b = d.arg;
  }
  bool filled = a.place == EQS_IN_POOL;
  a = eqs_block_of(program, a);
  eqs_kernel kernel = b.place == EQS_IN_POOL ? EQS_K_mul_vs : EQS_K_mul_vv;
  adjoint product = {.arg = eqs_step_add(program, kernel, a, b, b, b), .sign = d.sign};
  if (filled) eqs_arg_drop(program, a);
  return product;
}

/* d / b, a new holding. */
static adjoint over(eqs_program *program, adjoint d, eqs_arg b)
{
  eqs_arg a = d.one ? eqs_pool_add(program, 1) : d.arg;
  bool filled = a.place == EQS_IN_POOL && b.place == EQS_IN_POOL;
  if (filled) a = eqs_block_of(program, a);
  unsigned pool = (a.place == EQS_IN_POOL) | (b.place == EQS_IN_POOL) << 1;
  adjoint quotient = {.arg = eqs_step_add(program, eqs_value_kernel[EQS_OP_DIV][pool], a, b, b, b),
                      .sign = d.sign};
  if (filled) eqs_arg_drop(program, a);
  return quotient;
}

/* d * (dv/dx) (WHICH is 0) or d * (dv/dy) (1) by a kernel made for it. */
static adjoint by_kernel(eqs_program *program, adjoint d, eqs_op op, unsigned which, eqs_arg v,
                         eqs_arg x, eqs_arg y)
{
  eqs_arg block = block_of(program, d);
  bool binary = eqs_op_arity(op) == 2;
  unsigned pool = binary ? (unsigned)((x.place == EQS_IN_POOL) | (y.place == EQS_IN_POOL) << 1) : 0;
  eqs_kernel kernel = eqs_adjoint_kernel[which][op][pool];
  adjoint result = {.arg = eqs_step_add(program, kernel, block, v, x, y), .sign = d.sign};
  if (d.one || d.arg.place == EQS_IN_POOL) eqs_arg_drop(program, block);
  return result;
}

static void give(eqs_program *program, uint32_t child, adjoint d)
{
  program->scratch->adjoint[child] = d;
}

static void give_shared(eqs_program *program, uint32_t child, adjoint d)
{
  hold(program, d);
  give(program, child, d);
}

static adjoint adjoint_x(eqs_program *program, const eqs_lowered *e, eqs_op op, adjoint d)
{
  const eqs_lowered *entry = program->scratch->entry;
  eqs_arg x = entry[e->x].arg, y = entry[e->y].arg;
  switch (op) {
  case EQS_OP_MUL:
    return times(program, d, y);
  case EQS_OP_DIV:
    return over(program, d, y);
  case EQS_OP_EXP:
    return times(program, d, e->arg);
  case EQS_OP_SQUARE:
    return by_kernel(program, d, op, 0, x, x, x); /* v may not exist: fused */
  default:
    return by_kernel(program, d, op, 0, e->arg, x, y);
  }
}

static adjoint adjoint_y(eqs_program *program, const eqs_lowered *e, eqs_op op, adjoint d)
{
  const eqs_lowered *entry = program->scratch->entry;
  eqs_arg x = entry[e->x].arg, y = entry[e->y].arg;
  if (op == EQS_OP_MUL) return times(program, d, x);
  return by_kernel(program, d, op, 1, e->arg, x, y);
}

/* Hands the adjoint of an operator on to the operands that lead to a free constant. */
static void descend(eqs_program *program, const eqs_lowered *e, eqs_op op, adjoint d)
{
  const eqs_lowered *entry = program->scratch->entry;
  bool to_x = entry[e->x].active, to_y = e->y != e->x && entry[e->y].active;
  switch (op) {
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    if (to_x) give_shared(program, e->x, d);
    if (to_y) give_shared(program, e->y, op == EQS_OP_SUB ? flipped(d) : d);
    break;
  case EQS_OP_NEG:
    give_shared(program, e->x, flipped(d));
    break;
  default:
    if (to_x) give(program, e->x, adjoint_x(program, e, op, d));
    if (to_y) give(program, e->y, adjoint_y(program, e, op, d));
  }
}

/* The adjoint of a free constant is a column of the Jacobian; the columns of one that occurs in
   several places are added up. Columns keep what they hold to the end. */
static void arrive(eqs_program *program, eqs_arg *column, adjoint d)
{
  eqs_arg block = block_of(program, d);
  bool made = d.one || d.arg.place == EQS_IN_POOL;
  if (column->place == EQS_NOWHERE && d.sign > 0) {
    if (!made) eqs_arg_hold(program, block);
    *column = block;
    return;
  }
  if (column->place == EQS_NOWHERE) {
    *column = eqs_step_add(program, EQS_K_neg, block, block, block, block);
  } else {
    eqs_arg sum = *column;
    eqs_kernel kernel = d.sign > 0 ? EQS_K_add_vv : EQS_K_sub_vv;
    *column = eqs_step_add(program, kernel, sum, block, block, block);
    eqs_arg_drop(program, sum);
  }
  if (made) eqs_arg_drop(program, block);
}

static void drop_value(eqs_program *program, const eqs_lowered *e)
{
  if (e->arg.place != EQS_NOWHERE) eqs_arg_drop(program, e->arg);
}

int eqs_lower_gradient(eqs_program *program, const eqs_expr *expr)
{
  const eqs_node *node = expr->node;
  if (eqs_program_reserve(program, expr->n_nodes)) return -1;
  eqs_lower_kept(program, expr);
  eqs_arg_hold(program, program->result); /* the loss reads it after the adjoints */
  for (uint32_t k = 0; k < program->n_params; k++)
    program->jacobian[k] = eqs_arg_at(EQS_NOWHERE, 0);
  eqs_lowered *entry = program->scratch->entry;
  give(program, 0, (adjoint){.sign = 1, .one = true});
  for (uint32_t i = 0; i < expr->n_nodes; i++) {
    const eqs_lowered *e = &entry[i];
    if (!e->active) continue;
    adjoint d = program->scratch->adjoint[i];
    if (node[i].op == EQS_OP_PARAM) {
      arrive(program, &program->jacobian[node[i].index], d);
    } else {
      descend(program, e, node[i].op, d);
      if (!entry[e->x].active) drop_value(program, &entry[e->x]);
      if (e->y != e->x && !entry[e->y].active) drop_value(program, &entry[e->y]);
    }
    drop(program, d);
    drop_value(program, e);
  }
  return 0;
}
