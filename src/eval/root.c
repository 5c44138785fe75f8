/* SPDX-License-Identifier: BSD-3-Clause */
/* The loops, in either dtype. */
#include "eval/root.h"
#include <math.h>

#define TIMES(T)                                                                                   \
  for (size_t i = 0; i < n; i++) {                                                                 \
    T r = ((const T *)root)[i];                                                                    \
    ((T *)to)[i] = r > 0 ? r * ((const T *)from)[i] : 0;                                           \
  }
#define ROOT(T, SQRT)                                                                              \
  for (size_t i = 0; i < n; i++) {                                                                 \
    T r = SQRT(((const T *)curve)[i]);                                                             \
    ((T *)root)[i] = r;                                                                            \
    ((T *)residual)[i] = r > 0 ? ((const T *)slope)[i] / r : 0;                                    \
  }

void eqs_root_times(eqs_dtype dtype, void *to, const void *root, const void *from, size_t n)
{
  if (dtype == EQS_F32)
    TIMES(float)
  else
    TIMES(double)
}

void eqs_root_of(eqs_dtype dtype, void *root, void *residual, const void *curve, const void *slope,
                 size_t n)
{
  if (dtype == EQS_F32)
    ROOT(float, sqrtf)
  else
    ROOT(double, sqrt)
}
