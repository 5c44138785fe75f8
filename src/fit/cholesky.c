/* SPDX-License-Identifier: BSD-3-Clause */
/* A = U'U by rows of U, then two triangular solutions (Golub, Van Loan, "Matrix Computations", 4th
   edition, section 4.2). */
#include "fit/cholesky.h"
#include <math.h>

static int factor(double *a, size_t k)
{
  for (size_t i = 0; i < k; i++) {
    double *row = a + eqs_upper(i, i, k);
    if (!(row[0] > 0) || !isfinite(row[0])) return -1;
    double pivot = sqrt(row[0]);
    for (size_t j = 0; j < k - i; j++) row[j] /= pivot;
    for (size_t p = i + 1; p < k; p++) {
      double *below = a + eqs_upper(p, p, k), scale = row[p - i];
      for (size_t j = p; j < k; j++) below[j - p] -= scale * row[j - i];
    }
  }
  return 0;
}

void eqs_cholesky_again(const double *a, double *b, size_t k)
{
  for (size_t i = 0; i < k; i++) {
    const double *row = a + eqs_upper(i, i, k);
    b[i] /= row[0];
    for (size_t j = i + 1; j < k; j++) b[j] -= row[j - i] * b[i];
  }
  for (size_t i = k; i-- > 0;) {
    const double *row = a + eqs_upper(i, i, k);
    for (size_t j = i + 1; j < k; j++) b[i] -= row[j - i] * b[j];
    b[i] /= row[0];
  }
}

int eqs_cholesky_solve(double *a, double *b, size_t k)
{
  if (factor(a, k)) return -1;
  eqs_cholesky_again(a, b, k);
  return 0;
}
