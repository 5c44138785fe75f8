/* SPDX-License-Identifier: BSD-3-Clause */
/* The operator table in memory, its scalar reference functions, and the search by name. */
#include "expr/op.h"
#include <math.h>
#include <string.h>

const eqs_op_info eqs_op_table[EQS_N_OPS] = {
#define EQS_LEAF(id, token_)                                                                       \
  [EQS_OP_##id] = {.token = token_, .level = EQS_LEVEL_CALL, .complexity = 1},
#define EQS_OP(id, token_, spelling_, arity_, level_, commutes_, complexity_, units_, domain_,     \
               latex_, sympy_, c_, ...)                                                            \
  [EQS_OP_##id] = {.token = token_,                                                                \
                   .spelling = spelling_,                                                          \
                   .arity = arity_,                                                                \
                   .level = EQS_LEVEL_##level_,                                                    \
                   .commutes = commutes_,                                                          \
                   .complexity = complexity_,                                                      \
                   .units = EQS_UNITS_##units_,                                                    \
                   .domain = EQS_DOMAIN_##domain_,                                                 \
                   .latex = latex_,                                                                \
                   .sympy = sympy_,                                                                \
                   .c = c_},
#define EQS_FUSED(id, token_, ...)                                                                 \
  [EQS_OP_##id] = {.token = token_, .arity = 3, .level = EQS_LEVEL_CALL},
#define EQS_SHORT(id, token_, arity_, complexity_)                                                 \
  [EQS_OP_##id] = {                                                                                \
      .token = token_, .arity = arity_, .level = EQS_LEVEL_CALL, .complexity = complexity_},
#include "expr/ops.def"
};

double eqs_op_value(eqs_op op, double x, double y, double z)
{
  switch (op) {
#define EQS_OP(id, token, spelling, arity, level, commutes, complexity, units, domain, latex,      \
               sympy, c, value, dx, dy)                                                            \
  case EQS_OP_##id:                                                                                \
    return value;
#define EQS_FUSED(id, token, value)                                                                \
  case EQS_OP_##id:                                                                                \
    return value;
#include "expr/ops.def"
  default:
    return NAN;
  }
}

double eqs_op_dx(eqs_op op, double x, double y, double v)
{
  switch (op) {
#define EQS_OP(id, token, spelling, arity, level, commutes, complexity, units, domain, latex,      \
               sympy, c, value, dx, dy)                                                            \
  case EQS_OP_##id:                                                                                \
    return dx;
#include "expr/ops.def"
  default:
    return NAN;
  }
}

double eqs_op_dy(eqs_op op, double x, double y, double v)
{
  switch (op) {
#define EQS_OP(id, token, spelling, arity, level, commutes, complexity, units, domain, latex,      \
               sympy, c, value, dx, dy)                                                            \
  case EQS_OP_##id:                                                                                \
    return dy;
#include "expr/ops.def"
  default:
    return NAN;
  }
}

typedef struct name {
  const char *text;
  uint8_t length, op;
} name;

/* Tokens first, so that most searches end early; "-" is the subtraction, which stands before the
   sign in the table. */
static const name names[] = {
#define EQS_OP(id, token, ...) {token, sizeof token - 1, EQS_OP_##id},
#include "expr/ops.def"
#define EQS_OP(id, token, spelling, ...) {spelling, sizeof spelling - 1, EQS_OP_##id},
#define EQS_SHORT(id, token, ...) {token, sizeof token - 1, EQS_OP_##id},
#include "expr/ops.def"
    {"ln", 2, EQS_OP_LOG},      {"sqr", 3, EQS_OP_SQUARE}, {"arcsin", 6, EQS_OP_ASIN},
    {"arccos", 6, EQS_OP_ACOS}, {"**", 2, EQS_OP_POW},
};

eqs_op eqs_op_find(const char *text, unsigned length)
{
  if (length == 0) return EQS_N_OPS;
  for (const name *n = names; n < names + sizeof names / sizeof *names; n++)
    if (n->length == length && n->text[0] == text[0] && !memcmp(n->text, text, length))
      return n->op;
  return EQS_N_OPS;
}
