/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering adjoints: from the root down, the derivative of the result by each node on the way to a
   free constant. Signs and factors that are one number for all rows are carried along and applied
   once, at the constant; a factor of one is never multiplied. */
#include "program/lowering.h"

typedef eqs_adjoint adjoint;

static const eqs_arg nowhere = {.place = EQS_NOWHERE};

static bool is_one(eqs_arg factor)
{
  return factor.place == EQS_NOWHERE;
}

static bool is_number(eqs_arg arg)
{
  return arg.place == EQS_IN_POOL;
}

static adjoint flipped(adjoint d)
{
  d.sign = -d.sign;
  return d;
}

/* ROWS * SCALE as a new block. */
static eqs_arg block_of(eqs_program *program, adjoint d)
{
  eqs_arg rows = d.rows, scale = is_one(d.scale) ? eqs_pool_add(program, 1) : d.scale;
  if (is_one(rows)) return eqs_step_add(program, EQS_K_fill, scale, scale, scale, scale);
  return eqs_step_add(program, EQS_K_mul_vs, rows, scale, scale, scale);
}

static void hold(eqs_program *program, adjoint d)
{
  if (!is_one(d.rows)) eqs_arg_hold(program, d.rows);
}

static void drop(eqs_program *program, adjoint d)
{
  if (!is_one(d.rows)) eqs_arg_drop(program, d.rows);
}

static eqs_arg scaled(eqs_program *program, eqs_arg scale, eqs_arg number)
{
  if (is_one(scale)) return number;
  return eqs_uniform_add(program, EQS_K_mul_vs, scale, number, number, number);
}

/* d * b, a new holding. */
static adjoint times(eqs_program *program, adjoint d, eqs_arg b)
{
  adjoint product = d;
  if (is_number(b)) {
    hold(program, d);
    product.scale = scaled(program, d.scale, b);
  } else if (is_one(d.rows)) {
    eqs_arg_hold(program, b);
    product.rows = b;
  } else {
    product.rows = eqs_step_add(program, EQS_K_mul_vv, d.rows, b, b, b);
  }
  return product;
}

/* d / b, a new holding. */
static adjoint over(eqs_program *program, adjoint d, eqs_arg b)
{
  adjoint quotient = d;
  if (is_number(b)) {
    eqs_arg a = is_one(d.scale) ? eqs_pool_add(program, 1) : d.scale;
    hold(program, d);
    quotient.scale = eqs_uniform_add(program, EQS_K_div_vs, a, b, b, b);
  } else if (is_one(d.rows)) {
    eqs_arg a = is_one(d.scale) ? eqs_pool_add(program, 1) : d.scale;
    quotient.scale = nowhere;
    quotient.rows = eqs_step_add(program, EQS_K_div_sv, a, b, b, b);
  } else {
    quotient.rows = eqs_step_add(program, EQS_K_div_vv, d.rows, b, b, b);
  }
  return quotient;
}

/* d * (dv/dx) (WHICH is 0) or d * (dv/dy) (1) by a kernel made for it. */
static adjoint by_kernel(eqs_program *program, adjoint d, eqs_op op, unsigned which, eqs_arg v,
                         eqs_arg x, eqs_arg y)
{
  bool binary = eqs_op_arity(op) == 2, uniform = is_number(v);
  unsigned pool = binary ? (unsigned)(is_number(x) && !uniform) | (unsigned)is_number(y) << 1 : 0;
  eqs_kernel kernel = eqs_adjoint_kernel[which][op][pool];
  adjoint result = d;
  if (uniform) {
    eqs_arg one = eqs_pool_add(program, 1);
    hold(program, d);
    result.scale = scaled(program, d.scale, eqs_uniform_add(program, kernel, one, v, x, y));
  } else if (is_one(d.rows)) {
    eqs_arg block = block_of(program, d);
    result.scale = nowhere;
    result.rows = eqs_step_add(program, kernel, block, v, x, y);
    eqs_arg_drop(program, block);
  } else {
    result.rows = eqs_step_add(program, kernel, d.rows, v, x, y);
  }
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

/* BESIDE: that of x, if it is there. Of a quotient v it is d / y, and this one -d / y * v: what
   takes longest is not done twice. */
static adjoint adjoint_y(eqs_program *program, const eqs_lowered *e, eqs_op op, adjoint d,
                         const adjoint *beside)
{
  const eqs_lowered *entry = program->scratch->entry;
  eqs_arg x = entry[e->x].arg, y = entry[e->y].arg;
  if (op == EQS_OP_MUL) return times(program, d, x);
  if (op == EQS_OP_DIV && beside) return times(program, flipped(*beside), e->arg);
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
    if (to_y) {
      const adjoint *beside = to_x ? &program->scratch->adjoint[e->x] : NULL;
      give(program, e->y, adjoint_y(program, e, op, d, beside));
    }
  }
}

/* The adjoint of a free constant is a column of the Jacobian; the columns of one that occurs in
   several places are added up. Columns keep what they hold to the end. */
static void arrive(eqs_program *program, eqs_arg *column, adjoint d)
{
  bool made = is_one(d.rows) || !is_one(d.scale);
  eqs_arg block = made ? block_of(program, d) : d.rows, sum = *column;
  if (is_one(sum) && d.sign > 0) {
    if (!made) eqs_arg_hold(program, block);
    *column = block;
    return;
  }
  if (is_one(sum)) {
    *column = eqs_step_add(program, EQS_K_neg, block, block, block, block);
  } else {
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

int eqs_lower_gradient_cut(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts)
{
  const eqs_node *node = expr->node;
  if (eqs_program_reserve(program, expr->n_nodes)) return -1;
  eqs_lower_kept(program, expr, cuts);
  eqs_arg_hold(program, program->result); /* the loss reads it after the adjoints */
  for (uint32_t k = 0; k < program->n_params; k++) program->jacobian[k] = nowhere;
  eqs_lowered *entry = program->scratch->entry;
  give(program, 0, (adjoint){nowhere, nowhere, 1});
  for (uint32_t i = 0; i < expr->n_nodes; i++) {
    const eqs_lowered *e = &entry[i];
    if (!e->active) { /* nor is anything below it */
      i += e->size - 1;
      continue;
    }
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

int eqs_lower_gradient(eqs_program *program, const eqs_expr *expr)
{
  return eqs_lower_gradient_cut(program, expr, NULL);
}
