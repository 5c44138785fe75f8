/* SPDX-License-Identifier: BSD-3-Clause */
/* Random expressions and a plain recursive evaluation of them, for tests that compare. */
#ifndef TESTS_SUPPORT_FORMULA_H
#define TESTS_SUPPORT_FORMULA_H

#include "expr/expr.h"
#include "util/random.h"

enum { FORMULA_NODES = 128 };

typedef struct formula {
  eqs_node node[FORMULA_NODES];
  uint32_t n, n_params;
  eqs_expr expr; /* set by formula_expr */
} formula;

/* The formula as an expression that lives as long as it does. */
static inline const eqs_expr *formula_expr(const formula *f)
{
  formula *own = (formula *)(uintptr_t)f;
  own->expr = (eqs_expr){.node = own->node, .n_nodes = f->n, .n_params = f->n_params};
  return &own->expr;
}

static inline void formula_leaf(formula *f, eqs_rng *rng, uint32_t n_vars)
{
  eqs_node *node = &f->node[f->n++];
  *node = (eqs_node){0};
  switch (eqs_rng_below(rng, 4)) {
  case 0:
    *node = (eqs_node){.op = EQS_OP_NUM, .value = (double)eqs_rng_below(rng, 9) - 4};
    break;
  case 1:
    *node = (eqs_node){
        .op = EQS_OP_PARAM, .index = (uint16_t)f->n_params++, .value = 0.3 + eqs_rng_uniform(rng)};
    break;
  default:
    *node = (eqs_node){.op = EQS_OP_VAR, .index = (uint16_t)eqs_rng_below(rng, n_vars)};
  }
}

/* A tree with about ROOM nodes below the next place, any operator of the table. */
static inline void formula_grow(formula *f, eqs_rng *rng, uint32_t n_vars, uint32_t room)
{
  if (room < 2) {
    formula_leaf(f, rng, n_vars);
    return;
  }
  eqs_op op = EQS_FIRST_OPERATOR + eqs_rng_below(rng, EQS_FIRST_FUSED - EQS_FIRST_OPERATOR);
  if (eqs_rng_below(rng, 2)) op = EQS_OP_ADD + eqs_rng_below(rng, 3); /* + - * as often as all */
  f->node[f->n++] = (eqs_node){.op = (uint8_t)op};
  if (eqs_op_arity(op) == 1) {
    formula_grow(f, rng, n_vars, room - 1);
  } else {
    uint32_t left = 1 + eqs_rng_below(rng, room - 1);
    formula_grow(f, rng, n_vars, left);
    formula_grow(f, rng, n_vars, room - left);
  }
}

static inline formula formula_random(uint64_t seed, uint32_t n_vars, uint32_t room)
{
  formula f = {.n = 0};
  eqs_rng rng = eqs_rng_new(seed, 0);
  formula_grow(&f, &rng, n_vars, room);
  return f;
}

/* The value of the subtree at *AT, which moves past it. X: one row of variables, each multiplied by
   SCALE; PARAM: the free constants, or NULL for the values in the nodes. */
static inline double formula_value(const eqs_node *node, uint32_t *at, const double *x,
                                   double scale, const double *param)
{
  const eqs_node *e = &node[(*at)++];
  switch (e->op) {
  case EQS_OP_NUM:
    return e->value;
  case EQS_OP_PARAM:
    return param ? param[e->index] : e->value;
  case EQS_OP_VAR:
    return x[e->index] * scale;
  case EQS_OP_PI:
    return 3.14159265358979323846;
  case EQS_OP_E:
    return 2.71828182845904523536;
  default:
    break;
  }
  double a = formula_value(node, at, x, scale, param);
  double b = eqs_op_arity(e->op) == 2 ? formula_value(node, at, x, scale, param) : 0;
  return eqs_op_value(e->op, a, b, 0);
}

static inline double formula_at(const formula *f, const double *x, double scale,
                                const double *param)
{
  uint32_t at = 0;
  return formula_value(f->node, &at, x, scale, param);
}

#endif
