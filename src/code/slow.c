/* SPDX-License-Identifier: BSD-3-Clause */
/* The slow functions: one lane at a time through libm, in double whatever the dtype. */
#include "code/slow.h"

#include <math.h>
#include <stddef.h>

#define EACH_LANE(expression)                                                                      \
  for (; mask; mask &= mask - 1) {                                                                 \
    int i = __builtin_ctzll(mask);                                                                 \
    out[i] = (expression);                                                                         \
  }

#define UNARY(name)                                                                                \
  static void name##_f64(double *out, const double *x, const double *y, uint64_t mask)             \
  {                                                                                                \
    (void)y;                                                                                       \
    EACH_LANE(name(x[i]))                                                                          \
  }                                                                                                \
  static void name##_f32(float *out, const float *x, const float *y, uint64_t mask)                \
  {                                                                                                \
    (void)y;                                                                                       \
    EACH_LANE((float)name((double)x[i]))                                                           \
  }

#define BINARY(name)                                                                               \
  static void name##_f64(double *out, const double *x, const double *y, uint64_t mask)             \
  {                                                                                                \
    EACH_LANE(name(x[i], y[i]))                                                                    \
  }                                                                                                \
  static void name##_f32(float *out, const float *x, const float *y, uint64_t mask)                \
  {                                                                                                \
    EACH_LANE((float)name((double)x[i], (double)y[i]))                                             \
  }

UNARY(sin)
UNARY(cos)
UNARY(tan)
BINARY(pow)

#define SYMBOLS(name)                                                                              \
  {"eqs_slow_" #name "_f64", (void (*)(void))name##_f64},                                          \
  {                                                                                                \
    "eqs_slow_" #name "_f32", (void (*)(void))name##_f32                                           \
  }

const eqs_slow_symbol eqs_slow_symbols[] = {
    SYMBOLS(sin), SYMBOLS(cos), SYMBOLS(tan), SYMBOLS(pow), {NULL, NULL},
};
