/* SPDX-License-Identifier: BSD-3-Clause */
/* Putting formulas together from smaller ones. Each function returns false, with the formula
   unusable, when the result is too long. */
#ifndef EQS_SEARCH_BUILD_H
#define EQS_SEARCH_BUILD_H

#include "expr/rules.h"
#include "search/formula/formula.h"

/* F = NODE. */
void eqs_build_leaf(eqs_formula *f, eqs_node node);

/* F = op(F). */
bool eqs_build_unary(eqs_formula *f, unsigned op);

/* F = op(F, WITH). */
bool eqs_build_binary(eqs_formula *f, unsigned op, const eqs_formula *with);

/* F = op(LEAF, F). */
bool eqs_build_before(eqs_formula *f, unsigned op, eqs_node leaf);

/* F = F * WITH, or WITH where F is empty. */
bool eqs_build_times(eqs_formula *f, const eqs_formula *with);

/* F = F + WITH likewise. */
bool eqs_build_plus(eqs_formula *f, const eqs_formula *with);

/* F = F^N for N >= 1, by squares and products of those ALLOWED. */
bool eqs_build_power(eqs_formula *f, unsigned n, const eqs_op_set *allowed);

/* F = scale * F, a free constant that is left out where it is 1 to rounding. */
bool eqs_build_scaled(eqs_formula *f, double scale);

#endif
