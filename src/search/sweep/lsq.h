/* SPDX-License-Identifier: BSD-3-Clause */
/* Small dense least squares for the systematic sources, in double. */
#ifndef EQS_SEARCH_LSQ_H
#define EQS_SEARCH_LSQ_H

#include <stdbool.h>
#include <stddef.h>

/* Solves A x = y for the least squares, A being P columns of N rows, STRIDE numbers apart. A is
   overwritten by an orthonormal basis and y by the residual. False if a column depends on those
   before it, to rounding. */
bool eqs_lsq(double *a, size_t stride, size_t n, size_t p, double *y, double *x);

double eqs_dot(const double *x, const double *y, size_t n);

/* Writes V less its mean to TO and returns that mean. */
double eqs_centre(const double *v, size_t n, double *to);

/* The sum of squares of Y around its mean. */
double eqs_spread(const double *y, size_t n);

#endif
