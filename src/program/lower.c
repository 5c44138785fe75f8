/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering values: prefix nodes, read from right to left, become steps. */
#include "program/lowering.h"

static double leaf_number(const eqs_node *node)
{
  switch (node->op) {
  case EQS_OP_PI:
    return 3.14159265358979323846;
  case EQS_OP_E:
    return 2.71828182845904523536;
  default:
    return node->value;
  }
}

static void lower_leaf(eqs_program *program, eqs_lowered *e, const eqs_node *node)
{
  *e = (eqs_lowered){.form = EQS_FORM_ARG};
  if (node->op == EQS_OP_VAR) {
    e->arg = eqs_arg_at(EQS_IN_COLUMN, node->index);
  } else if (node->op == EQS_OP_PARAM) {
    e->active = true;
    e->arg = eqs_arg_at(EQS_IN_POOL, node->index);
    program->pool[node->index] = node->value;
  } else {
    e->form = EQS_FORM_NUMBER;
    e->number = leaf_number(node);
  }
}

/* Operands of an active node are read again by its adjoint; all others are done with. */
static void drop_operands(eqs_program *program, const eqs_lowered *e)
{
  eqs_lowering *s = program->scratch;
  if (s->keep && e->active) return;
  eqs_arg_drop(program, s->entry[e->x].arg);
  if (e->y != e->x) eqs_arg_drop(program, s->entry[e->y].arg);
}

static eqs_arg make_block(eqs_program *program, uint32_t i)
{
  eqs_lowered *e = &program->scratch->entry[i];
  return e->arg = eqs_block_of(program, e->arg);
}

/* The factors of a product with a block on the left; POOL bit 1 if the right one is a number. */
static unsigned factors(eqs_program *program, const eqs_lowered *product, eqs_arg *a, eqs_arg *b)
{
  eqs_lowered *entry = program->scratch->entry;
  *a = entry[product->x].arg;
  *b = entry[product->y].arg;
  if (a->place == EQS_IN_POOL) {
    eqs_arg number = *a;
    if (b->place == EQS_IN_POOL) *b = make_block(program, product->y);
    *a = *b;
    *b = product->x == product->y ? *a : number;
  }
  return b->place == EQS_IN_POOL ? 2 : 0;
}

static void emit(eqs_program *program, eqs_lowered *e, eqs_kernel kernel, eqs_arg a0, eqs_arg a1,
                 eqs_arg a2)
{
  e->form = EQS_FORM_ARG;
  e->arg = eqs_step_add(program, kernel, a0, a1, a2, a2);
}

/* Makes sure that node I is computed and says where it is. */
static eqs_arg settle(eqs_program *program, uint32_t i)
{
  eqs_lowered *e = &program->scratch->entry[i];
  if (e->form == EQS_FORM_NUMBER) {
    e->form = EQS_FORM_ARG;
    e->arg = eqs_pool_add(program, e->number);
  } else if (e->form == EQS_FORM_PRODUCT) {
    eqs_arg a, b;
    unsigned pool = factors(program, e, &a, &b);
    drop_operands(program, e);
    eqs_kernel kernel = e->x == e->y ? EQS_K_square : pool ? EQS_K_mul_vs : EQS_K_mul_vv;
    emit(program, e, kernel, a, b, b);
  }
  return e->arg;
}

/* product + z, product - z or z - product in one rounding. E's own node is the sum. */
static void lower_fused(eqs_program *program, eqs_lowered *e, eqs_op op, uint32_t product,
                        uint32_t z)
{
  eqs_lowered *entry = program->scratch->entry;
  eqs_arg a, b, c = settle(program, z);
  unsigned pool = factors(program, &entry[product], &a, &b);
  if (c.place == EQS_IN_POOL) pool |= 4;
  drop_operands(program, &entry[product]);
  if (!(program->scratch->keep && e->active)) eqs_arg_drop(program, c);
  emit(program, e, eqs_value_kernel[op][pool], a, b, c);
}

static void lower_binary(eqs_program *program, eqs_lowered *e, eqs_op op)
{
  eqs_lowered *x = &program->scratch->entry[e->x], *y = &program->scratch->entry[e->y];
  if (op == EQS_OP_ADD || op == EQS_OP_SUB) {
    bool sub = op == EQS_OP_SUB;
    if (x->form == EQS_FORM_PRODUCT) {
      lower_fused(program, e, sub ? EQS_OP_FMS : EQS_OP_FMA, e->x, e->y);
      return;
    }
    if (y->form == EQS_FORM_PRODUCT) {
      lower_fused(program, e, sub ? EQS_OP_FNMA : EQS_OP_FMA, e->y, e->x);
      return;
    }
  }
  eqs_arg a = settle(program, e->x), b = settle(program, e->y);
  if (op == EQS_OP_MUL) {
    e->form = EQS_FORM_PRODUCT;
    return;
  }
  if (a.place == EQS_IN_POOL && b.place == EQS_IN_POOL) a = make_block(program, e->x);
  unsigned pool = (a.place == EQS_IN_POOL) | (b.place == EQS_IN_POOL) << 1;
  if (pool == 1 && !eqs_value_kernel[op][pool]) { /* commutes: the number goes right */
    eqs_arg number = a;
    a = b;
    b = number;
    pool = 2;
  }
  drop_operands(program, e);
  emit(program, e, eqs_value_kernel[op][pool], a, b, b);
}

static void lower_unary(eqs_program *program, eqs_lowered *e, eqs_op op)
{
  settle(program, e->x);
  eqs_arg a = make_block(program, e->x);
  if (op == EQS_OP_SQUARE) { /* may still be fused: x * x + z */
    e->form = EQS_FORM_PRODUCT;
    return;
  }
  drop_operands(program, e);
  emit(program, e, eqs_value_kernel[op][0], a, a, a);
}

static void lower_operator(eqs_program *program, uint32_t i, eqs_op op, uint32_t x, uint32_t y)
{
  const eqs_lowered *entry = program->scratch->entry;
  eqs_lowered *e = &program->scratch->entry[i];
  if (entry[x].form == EQS_FORM_NUMBER && entry[y].form == EQS_FORM_NUMBER) {
    *e = (eqs_lowered){.form = EQS_FORM_NUMBER,
                       .number = eqs_op_value(op, entry[x].number, entry[y].number, 0)};
    return;
  }
  *e = (eqs_lowered){.x = x, .y = y, .active = entry[x].active || entry[y].active};
  if (eqs_op_arity(op) == 1) {
    lower_unary(program, e, op);
  } else {
    lower_binary(program, e, op);
  }
}

void eqs_lower_steps(eqs_program *program, const eqs_node *node, uint32_t n, bool keep)
{
  eqs_lowering *s = program->scratch;
  uint32_t top = 0, n_params = 0;
  for (uint32_t i = 0; i < n; i++)
    if (node[i].op == EQS_OP_PARAM && node[i].index >= n_params) n_params = node[i].index + 1u;
  program->n_nodes = n;
  program->n_steps = program->n_slots = 0;
  program->n_params = program->n_pool = n_params;
  s->n_free = 0;
  s->keep = keep;
  for (uint32_t i = n; i-- > 0;) {
    unsigned arity = eqs_op_arity(node[i].op);
    if (arity == 0) {
      lower_leaf(program, &s->entry[i], &node[i]);
    } else {
      uint32_t x = s->stack[--top], y = arity == 2 ? s->stack[--top] : x;
      lower_operator(program, i, node[i].op, x, y);
    }
    s->stack[top++] = i;
  }
  settle(program, 0);
  program->result = make_block(program, 0);
  program->n_values = program->n_steps;
}

void eqs_lower_value(eqs_program *program, const eqs_node *node, uint32_t n)
{
  eqs_lower_steps(program, node, n, false);
}
