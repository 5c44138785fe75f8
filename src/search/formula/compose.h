/* SPDX-License-Identifier: BSD-3-Clause */
/* From coefficients to formulas: sums of terms, products of powers. */
#ifndef EQS_SEARCH_COMPOSE_H
#define EQS_SEARCH_COMPOSE_H

#include "search/formula/build.h"

/* F = offset + sum of coefficient[k] * term[k]. An offset or coefficient of 0 is left out, a
   coefficient of 1 or -1 not written. */
bool eqs_compose_sum(eqs_formula *f, double offset, const double *coefficient,
                     const eqs_formula *term, size_t n, const eqs_op_set *allowed);

/* F = factor * product of base[k]^exponent[k]. Exponents near a multiple of a half are taken as
   such, written with roots and squares; others through exp and log. */
bool eqs_compose_powers(eqs_formula *f, double factor, const double *exponent,
                        const eqs_formula *base, size_t n, const eqs_op_set *allowed);

#endif
