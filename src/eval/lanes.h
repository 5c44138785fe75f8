/* SPDX-License-Identifier: BSD-3-Clause */
/* From the lanes in which reductions keep their sums to one number. */
#ifndef EQS_EVAL_LANES_H
#define EQS_EVAL_LANES_H

#include "program/kernel.h"
#include <eqsieve/table.h>
#include <string.h>

typedef double eqs_two_f64 __attribute__((vector_size(16)));
typedef float eqs_two_f32 __attribute__((vector_size(8)));

/* The lanes 2 I and 2 I + 1; of floats, which are twice as many, each with the one 8 after it. */
static inline eqs_two_f64 eqs_lane_pair(const char *lanes, size_t i, eqs_dtype dtype)
{
  eqs_two_f64 pair;
  eqs_two_f32 low, high;
  if (dtype == EQS_F64) {
    memcpy(&pair, lanes + i * sizeof pair, sizeof pair);
    return pair;
  }
  memcpy(&low, lanes + i * sizeof low, sizeof low);
  memcpy(&high, lanes + (i + 4) * sizeof high, sizeof high);
  return __builtin_convertvector(low, eqs_two_f64) + __builtin_convertvector(high, eqs_two_f64);
}

/* One virtual vector of lanes, added up in double: half onto half, so that additions overlap. */
static inline double eqs_lane_sum(const char *sums, size_t vector, eqs_dtype dtype)
{
  const char *lanes = sums + vector * EQS_VECTOR_BYTES;
  eqs_two_f64 a = eqs_lane_pair(lanes, 0, dtype) + eqs_lane_pair(lanes, 2, dtype);
  eqs_two_f64 b = eqs_lane_pair(lanes, 1, dtype) + eqs_lane_pair(lanes, 3, dtype);
  a += b;
  return a[0] + a[1];
}

#endif
