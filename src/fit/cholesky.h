/* SPDX-License-Identifier: BSD-3-Clause */
/* Small symmetric positive definite systems, solved where they lie: with 1 to 8 unknowns a call
   into LAPACK costs more than the solution. */
#ifndef EQS_FIT_CHOLESKY_H
#define EQS_FIT_CHOLESKY_H

#include <stddef.h>

/* Place of entry (I, J), I <= J, in an upper triangle of order K stored by rows. */
static inline size_t eqs_upper(size_t i, size_t j, size_t k)
{
  return i * k - i * (i + 1) / 2 + j;
}

/* Solves A x = b. A: upper triangle by rows, K (K + 1) / 2 numbers, overwritten by its factor; B is
   overwritten by x. Returns 0, or -1 if A is not positive definite to working precision. */
int eqs_cholesky_solve(double *a, double *b, size_t k);

/* The same for another B, from the factor that is in A since. */
void eqs_cholesky_again(const double *a, double *b, size_t k);

#endif
