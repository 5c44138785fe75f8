/* SPDX-License-Identifier: BSD-3-Clause */
/* Comparing results to the bit. */
#ifndef TESTS_SUPPORT_BITS_H
#define TESTS_SUPPORT_BITS_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* True for the same bits, but for the sign of a NaN, which is that of either operand. */
static inline bool bits_same(const double *a, const double *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (memcmp(&a[i], &b[i], sizeof *a) != 0 && !(isnan(a[i]) && isnan(b[i]))) return false;
  return true;
}

#endif
