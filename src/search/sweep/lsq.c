/* SPDX-License-Identifier: BSD-3-Clause */
/* Modified Gram-Schmidt, each column projected twice (Golub, Van Loan, "Matrix Computations", 4th
   edition, section 5.2). */
#include "search/sweep/lsq.h"
#include <math.h>

enum { MOST_COLUMNS = 64 };
static const double DEPENDENT = 1e-11;

double eqs_dot(const double *x, const double *y, size_t n)
{
  double lane[8] = {0}, sum = 0;
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (size_t k = 0; k < 8; k++) lane[k] += x[i + k] * y[i + k];
  for (; i < n; i++) sum += x[i] * y[i];
  for (size_t k = 0; k < 8; k++) sum += lane[k];
  return sum;
}

double eqs_centre(const double *v, size_t n, double *to)
{
  double lane[8] = {0}, mean = 0;
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (size_t k = 0; k < 8; k++) lane[k] += v[i + k];
  for (; i < n; i++) mean += v[i];
  for (size_t k = 0; k < 8; k++) mean += lane[k];
  mean /= (double)n;
  for (i = 0; i < n; i++) to[i] = v[i] - mean;
  return mean;
}

double eqs_spread(const double *y, size_t n)
{
  double mean = 0, sum = 0;
  for (size_t i = 0; i < n; i++) mean += y[i];
  mean /= (double)n;
  for (size_t i = 0; i < n; i++) sum += (y[i] - mean) * (y[i] - mean);
  return sum;
}

/* Takes SHARE times Q off Y. */
static void take_off(double *y, const double *q, double share, size_t n)
{
  for (size_t i = 0; i < n; i++) y[i] -= share * q[i];
}

bool eqs_lsq(double *a, size_t stride, size_t n, size_t p, double *y, double *x)
{
  double r[MOST_COLUMNS][MOST_COLUMNS] = {{0}};
  if (p > MOST_COLUMNS || p > n) return false;
  for (size_t j = 0; j < p; j++) {
    double *column = a + j * stride, before = sqrt(eqs_dot(column, column, n));
    for (int pass = 0; pass < 2; pass++)
      for (size_t k = 0; k < j; k++) {
        double share = eqs_dot(a + k * stride, column, n);
        take_off(column, a + k * stride, share, n);
        r[k][j] += share;
      }
    r[j][j] = sqrt(eqs_dot(column, column, n));
    if (!(r[j][j] > DEPENDENT * before)) return false;
    for (size_t i = 0; i < n; i++) column[i] /= r[j][j];
  }
  for (size_t j = 0; j < p; j++) {
    x[j] = eqs_dot(a + j * stride, y, n);
    take_off(y, a + j * stride, x[j], n);
  }
  for (size_t j = p; j-- > 0;) {
    for (size_t k = j + 1; k < p; k++) x[j] -= r[j][k] * x[k];
    x[j] /= r[j][j];
  }
  return true;
}
