/* SPDX-License-Identifier: BSD-3-Clause */
/* From the lanes in which reductions keep their sums to one number. */
#ifndef EQS_EVAL_LANES_H
#define EQS_EVAL_LANES_H

#include "program/kernel.h"
#include <eqsieve/table.h>
#include <string.h>

/* One virtual vector of lanes, added up in double: half onto half, so that additions overlap. */
static inline double eqs_lane_sum(const char *sums, size_t vector, eqs_dtype dtype)
{
  enum { HALF = EQS_VECTOR_BYTES / sizeof(double) };
  const char *lanes = sums + vector * EQS_VECTOR_BYTES;
  double sum[HALF];
  if (dtype == EQS_F32)
    for (size_t l = 0; l < HALF; l++)
      sum[l] = (double)((const float *)lanes)[l] + (double)((const float *)lanes)[l + HALF];
  else
    memcpy(sum, lanes, sizeof sum);
  for (size_t half = HALF / 2; half > 0; half /= 2)
    for (size_t l = 0; l < half; l++) sum[l] += sum[l + half];
  return sum[0];
}

#endif
