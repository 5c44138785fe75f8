/* SPDX-License-Identifier: BSD-3-Clause */
/* Which free constants an expression is linear in: scales, offsets, coefficients of a sum. */
#ifndef EQS_FIT_LINEAR_H
#define EQS_FIT_LINEAR_H

#include "expr/expr.h"
#include <stdbool.h>

/* What becomes of the derivative by a constant when those that are linear change: it is multiplied
   as its OWNER is, a linear constant, or stays (EQS_NO_OWNER), or it is a sum of parts of which
   this cannot be said. */
enum { EQS_NO_OWNER = -1, EQS_MANY_OWNERS = -2 };

typedef struct eqs_linear {
  bool linear[EQS_MAX_PARAMS];
  int16_t owner[EQS_MAX_PARAMS]; /* of those that are not linear */
} eqs_linear;

/* With the others fixed, EXPR is linear in all constants marked, together; of the factors of a
   product at most one is. */
void eqs_linear_params(const eqs_expr *expr, eqs_linear *out);

#endif
