/* SPDX-License-Identifier: BSD-3-Clause */
/* Which free constants an expression is linear in: scales, offsets, coefficients of a sum. */
#ifndef EQS_FIT_LINEAR_H
#define EQS_FIT_LINEAR_H

#include "expr/expr.h"
#include <stdbool.h>

/* LINEAR has an entry per free constant of EXPR. With the others fixed, the expression is linear in
   all constants marked, together; of the factors of a product at most one is. */
void eqs_linear_params(const eqs_expr *expr, bool *linear);

#endif
