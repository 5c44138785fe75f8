/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of operator pairs that proposals avoid. An entry removes a way of writing a function,
   never the function: the formula that replaces it is named beside it. */
#include "search/formula/redundant.h"
#include <stddef.h>

enum { LEFT = 1, RIGHT = 2, ANY = LEFT | RIGHT, NOTHING = EQS_OP_NUM };

static const struct {
  uint8_t parent, position, child;
  uint8_t needs; /* the operator of the replacement, or NOTHING if it is there for sure */
} pair[] = {
    {EQS_OP_ADD, ANY, EQS_OP_NEG, EQS_OP_SUB},      /* y - x */
    {EQS_OP_SUB, ANY, EQS_OP_NEG, EQS_OP_ADD},      /* x + y, -(x + y) */
    {EQS_OP_MUL, ANY, EQS_OP_NEG, NOTHING},         /* -(x * y) */
    {EQS_OP_MUL, ANY, EQS_OP_INV, EQS_OP_DIV},      /* y / x */
    {EQS_OP_DIV, ANY, EQS_OP_NEG, NOTHING},         /* -(x / y) */
    {EQS_OP_DIV, ANY, EQS_OP_INV, EQS_OP_MUL},      /* x * y, inv(x * y) */
    {EQS_OP_DIV, ANY, EQS_OP_DIV, EQS_OP_MUL},      /* x * z / y, x / (y * z) */
    {EQS_OP_NEG, LEFT, EQS_OP_NEG, NOTHING},        /* x */
    {EQS_OP_NEG, LEFT, EQS_OP_SUB, NOTHING},        /* y - x */
    {EQS_OP_INV, LEFT, EQS_OP_INV, NOTHING},        /* x */
    {EQS_OP_INV, LEFT, EQS_OP_DIV, NOTHING},        /* y / x */
    {EQS_OP_INV, LEFT, EQS_OP_NEG, NOTHING},        /* -inv(x) */
    {EQS_OP_SQRT, LEFT, EQS_OP_SQUARE, EQS_OP_ABS}, /* abs(x) */
    {EQS_OP_SQRT, LEFT, EQS_OP_EXP, EQS_OP_MUL},    /* exp(c * x) */
    {EQS_OP_SQUARE, LEFT, EQS_OP_NEG, NOTHING},     /* square(x) */
    {EQS_OP_SQUARE, LEFT, EQS_OP_ABS, NOTHING},     /* square(x) */
    {EQS_OP_SQUARE, LEFT, EQS_OP_SQRT, NOTHING},    /* x */
    {EQS_OP_SQUARE, LEFT, EQS_OP_EXP, EQS_OP_MUL},  /* exp(c * x) */
    {EQS_OP_CUBE, LEFT, EQS_OP_NEG, NOTHING},       /* -cube(x) */
    {EQS_OP_CUBE, LEFT, EQS_OP_EXP, EQS_OP_MUL},    /* exp(c * x) */
    {EQS_OP_ABS, LEFT, EQS_OP_ABS, NOTHING},        /* abs(x) */
    {EQS_OP_ABS, LEFT, EQS_OP_NEG, NOTHING},        /* abs(x) */
    {EQS_OP_ABS, LEFT, EQS_OP_SQUARE, NOTHING},     /* square(x) */
    {EQS_OP_ABS, LEFT, EQS_OP_SQRT, NOTHING},       /* sqrt(x) */
    {EQS_OP_ABS, LEFT, EQS_OP_EXP, NOTHING},        /* exp(x) */
    {EQS_OP_EXP, LEFT, EQS_OP_LOG, NOTHING},        /* x */
    {EQS_OP_LOG, LEFT, EQS_OP_EXP, NOTHING},        /* x */
    {EQS_OP_LOG, LEFT, EQS_OP_INV, EQS_OP_MUL},     /* c * log(x) */
    {EQS_OP_LOG, LEFT, EQS_OP_SQRT, EQS_OP_MUL},    /* c * log(x) */
    {EQS_OP_SIN, LEFT, EQS_OP_NEG, NOTHING},        /* -sin(x) */
    {EQS_OP_COS, LEFT, EQS_OP_NEG, NOTHING},        /* cos(x) */
    {EQS_OP_COS, LEFT, EQS_OP_ABS, NOTHING},        /* cos(x) */
    {EQS_OP_TAN, LEFT, EQS_OP_NEG, NOTHING},        /* -tan(x) */
    {EQS_OP_TANH, LEFT, EQS_OP_NEG, NOTHING},       /* -tanh(x) */
    {EQS_OP_ASIN, LEFT, EQS_OP_NEG, NOTHING},       /* -asin(x) */
};

static bool at_hand(const eqs_op_set *allowed, unsigned op)
{
  return op == NOTHING || eqs_op_set_has(allowed, op);
}

/* A constant stands left of an operator that commutes, is added rather than subtracted and
   multiplies rather than divides: of all the ways to write it, proposals use that one. */
static bool constant_is_redundant(const eqs_op_set *allowed, unsigned parent, unsigned position)
{
  if (eqs_op_arity(parent) < 2) return true;
  if (position == 0) return false;
  if (parent == EQS_OP_SUB) return at_hand(allowed, EQS_OP_ADD);
  if (parent == EQS_OP_DIV) return at_hand(allowed, EQS_OP_MUL);
  return eqs_op_table[parent].commutes;
}

bool eqs_redundant(const eqs_op_set *allowed, unsigned parent, unsigned position, unsigned child)
{
  if (eqs_op_is_constant(child)) return constant_is_redundant(allowed, parent, position);
  unsigned side = position == 0 ? LEFT : RIGHT;
  for (size_t k = 0; k < sizeof pair / sizeof *pair; k++)
    if (pair[k].parent == parent && pair[k].child == child && pair[k].position & side)
      return at_hand(allowed, pair[k].needs);
  return false;
}

unsigned eqs_chain_of(unsigned parent)
{
  switch (parent) {
  case EQS_OP_ADD:
  case EQS_OP_SUB:
    return EQS_CHAIN_SUM;
  case EQS_OP_MUL:
  case EQS_OP_DIV:
    return EQS_CHAIN_PRODUCT;
  default:
    return 0;
  }
}

unsigned eqs_chains_below(unsigned parent, unsigned outer)
{
  switch (parent) {
  case EQS_OP_ADD:
  case EQS_OP_SUB:
  case EQS_OP_MUL:
  case EQS_OP_DIV:
    return outer & eqs_chain_of(parent);
  case EQS_OP_NEG:
    return outer;
  case EQS_OP_EXP:
    return EQS_CHAIN_SUM; /* exp(c + x) is c' * exp(x) */
  case EQS_OP_INV:        /* inv(c * x) is c' / x, and so on */
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
    return EQS_CHAIN_PRODUCT;
  default:
    return 0;
  }
}
