/* SPDX-License-Identifier: BSD-3-Clause */
/* The operator table as C: an enumeration, and what is known of each operator. */
#ifndef EQS_EXPR_OP_H
#define EQS_EXPR_OP_H

#include <stdint.h>

typedef enum eqs_op {
#define EQS_LEAF(id, ...) EQS_OP_##id,
#define EQS_OP(id, ...) EQS_OP_##id,
#define EQS_FUSED(id, ...) EQS_OP_##id,
#define EQS_SHORT(id, ...) EQS_OP_##id,
#include "expr/ops.def"
  EQS_N_OPS,
  EQS_FIRST_OPERATOR = EQS_OP_ADD,
  EQS_FIRST_FUSED = EQS_OP_FMA,
} eqs_op;

/* Tighter binding is larger. */
typedef enum eqs_level {
  EQS_LEVEL_SUM = 1,
  EQS_LEVEL_PRODUCT,
  EQS_LEVEL_MINUS,
  EQS_LEVEL_POWER,
  EQS_LEVEL_CALL,
} eqs_level;

typedef enum eqs_units_rule {
  EQS_UNITS_SAME,
  EQS_UNITS_KEEP,
  EQS_UNITS_TIMES,
  EQS_UNITS_OVER,
  EQS_UNITS_INVERSE,
  EQS_UNITS_ROOT,
  EQS_UNITS_TWICE,
  EQS_UNITS_THRICE,
  EQS_UNITS_PURE,
  EQS_UNITS_RAISE,
} eqs_units_rule;

typedef enum eqs_domain {
  EQS_DOMAIN_ALL,
  EQS_DOMAIN_NONZERO,
  EQS_DOMAIN_NONNEGATIVE,
  EQS_DOMAIN_POSITIVE,
  EQS_DOMAIN_UNIT,
  EQS_DOMAIN_RAISE,
} eqs_domain;

typedef struct eqs_op_info {
  const char *token;
  const char *spelling; /* NULL for leaves and fused operators */
  uint8_t arity;
  uint8_t level; /* eqs_level */
  uint8_t commutes;
  uint8_t complexity; /* default; leaves weigh 1 */
  uint8_t units;      /* eqs_units_rule */
  uint8_t domain;     /* eqs_domain */
  const char *latex, *sympy, *c;
} eqs_op_info;

extern const eqs_op_info eqs_op_table[EQS_N_OPS];

static inline unsigned eqs_op_arity(eqs_op op)
{
  return eqs_op_table[op].arity;
}

/* The scalar reference in double: the value, and the partial derivatives where VALUE is the value.
   Operands beyond the arity are ignored. Leaves are not operators: not allowed here. */
double eqs_op_value(eqs_op op, double x, double y, double z);
double eqs_op_dx(eqs_op op, double x, double y, double value);
double eqs_op_dy(eqs_op op, double x, double y, double value);

/* The operator with this prefix token or infix function name of LENGTH bytes; EQS_N_OPS if none. */
eqs_op eqs_op_find(const char *name, unsigned length);

#endif
