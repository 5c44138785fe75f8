/* SPDX-License-Identifier: BSD-3-Clause */
/* Polynomials and quotients of polynomials that are exact: found by linear least squares, written
   as short as nested products make them. */
#ifndef EQS_SEARCH_POLYNOMIAL_H
#define EQS_SEARCH_POLYNOMIAL_H

#include "search/judge/finds.h"
#include "search/sweep/peel.h"

enum { EQS_MAX_MONOMIALS = 48, EQS_POLYNOMIAL_VARIABLES = 8 };

typedef struct eqs_monomial {
  double coefficient;
  uint8_t power[EQS_POLYNOMIAL_VARIABLES]; /* of each variable of the catalogue, in its order */
} eqs_monomial;

/* The sum of N monomials as a formula in nested products; false if that is too long, or N is 0.
   Uses TERM as scratch. */
bool eqs_polynomial_formula(const eqs_catalogue *catalogue, eqs_monomial *term, size_t n,
                            eqs_formula *f);

/* Adds the polynomials, and quotients of two, that the target, peeled by one function of one
   operand, is equal to. -1 when memory is short. */
int eqs_polynomials(const eqs_catalogue *catalogue, eqs_finds *finds);

#endif
