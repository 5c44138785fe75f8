/* SPDX-License-Identifier: BSD-3-Clause */
/* Every so manieth row, so that a table in order is seen from end to end. */
#include "search/judge/sample.h"
#include <math.h>

size_t eqs_sample_rows(const eqs_rows *rows, size_t most, size_t *row)
{
  size_t n = rows->n < most ? rows->n : most;
  for (size_t i = 0; i < n; i++) row[i] = rows->row[i * rows->n / n];
  return n;
}

void eqs_range_on_rows(const double *value, const eqs_rows *rows, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t i = 0; i < rows->n; i++) {
    *low = fmin(*low, value[rows->row[i]]);
    *high = fmax(*high, value[rows->row[i]]);
  }
}
