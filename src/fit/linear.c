/* SPDX-License-Identifier: BSD-3-Clause */
/* From the root down, as long as the result is linear in what a subtree gives. */
#include "fit/linear.h"
#include <string.h>

static bool has_params(const eqs_expr *expr, uint32_t i, uint32_t end)
{
  while (i < end && expr->node[i].op != EQS_OP_PARAM) i++;
  return i < end;
}

typedef struct search {
  const eqs_expr *expr;
  eqs_linear *out;
  bool seen[EQS_MAX_PARAMS];
} search;

/* Notes that constant K, not linear here, stands in a term that is multiplied by OWNER. */
static void own(search *s, uint32_t k, int owner)
{
  bool elsewhere = s->seen[k] && (s->out->linear[k] || s->out->owner[k] != owner);
  s->out->owner[k] = (int16_t)(elsewhere ? EQS_MANY_OWNERS : owner);
  s->out->linear[k] = false;
  s->seen[k] = true;
}

static void own_all(search *s, uint32_t i, uint32_t end, int owner)
{
  for (; i < end; i++)
    if (s->expr->node[i].op == EQS_OP_PARAM) own(s, s->expr->node[i].index, owner);
}

/* Constant K is a factor or a term here. It may be one in several terms, as in a symmetric sum that
   is written out, but nothing else as well. */
static void mark(search *s, uint32_t k)
{
  bool elsewhere = s->seen[k] && !s->out->linear[k];
  s->out->linear[k] = !elsewhere;
  s->out->owner[k] = (int16_t)(elsewhere ? EQS_MANY_OWNERS : EQS_NO_OWNER);
  s->seen[k] = true;
}

static void descend(search *s, uint32_t i);

/* The place of a constant that is a factor of the product at I, however deep; 0 if none is. */
static uint32_t find_factor(const eqs_expr *expr, uint32_t i)
{
  switch (expr->node[i].op) {
  case EQS_OP_PARAM:
    return i;
  case EQS_OP_NEG:
  case EQS_OP_DIV: /* its numerator */
    return find_factor(expr, i + 1);
  case EQS_OP_MUL: {
    uint32_t left = find_factor(expr, i + 1);
    return left ? left : find_factor(expr, eqs_nodes_end(expr->node, i + 1));
  }
  default:
    return 0;
  }
}

/* A product or quotient: linear in a constant that is its factor, which then owns all others; else
   in what the only factor with constants is linear in. */
static void descend_factors(search *s, uint32_t i)
{
  uint32_t factor = find_factor(s->expr, i), x = i + 1, y = eqs_nodes_end(s->expr->node, x);
  uint32_t end = eqs_nodes_end(s->expr->node, y);
  bool in_x = has_params(s->expr, x, y), in_y = has_params(s->expr, y, end);
  if (factor) {
    mark(s, s->expr->node[factor].index);
    own_all(s, i, factor, (int)s->expr->node[factor].index);
    own_all(s, factor + 1, end, (int)s->expr->node[factor].index);
  } else if (in_x && !in_y) {
    descend(s, x);
  } else if (in_y && !in_x && s->expr->node[i].op == EQS_OP_MUL) {
    descend(s, y);
  } else {
    own_all(s, x, end, EQS_NO_OWNER);
  }
}

static void descend(search *s, uint32_t i)
{
  const eqs_node *node = s->expr->node;
  switch (node[i].op) {
  case EQS_OP_PARAM:
    mark(s, node[i].index);
    return;
  case EQS_OP_NEG:
    descend(s, i + 1);
    return;
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    descend(s, i + 1);
    descend(s, eqs_nodes_end(s->expr->node, i + 1));
    return;
  case EQS_OP_MUL:
  case EQS_OP_DIV:
    descend_factors(s, i);
    return;
  default:
    own_all(s, i, eqs_nodes_end(s->expr->node, i), EQS_NO_OWNER);
  }
}

void eqs_linear_params(const eqs_expr *expr, eqs_linear *out)
{
  search s = {.expr = expr, .out = out};
  memset(out->linear, 0, sizeof out->linear);
  descend(&s, 0);
  /* What is not linear after all does not move by itself. */
  for (uint32_t k = 0; k < expr->n_params; k++)
    if (out->owner[k] >= 0 && !out->linear[out->owner[k]]) out->owner[k] = EQS_NO_OWNER;
}
