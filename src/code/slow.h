/* SPDX-License-Identifier: BSD-3-Clause */
/* Slow paths: what kernels call for the few lanes their polynomials do not cover (huge arguments of
   trigonometric functions, the corners of pow). Scalar, through libm in double. Symbols
   "eqs_slow_NAME_f64" and "_f32". */
#ifndef EQS_CODE_SLOW_H
#define EQS_CODE_SLOW_H

#include <stdint.h>

/* For every bit i of MASK: OUT[i] = f(X[i], Y[i]); other lanes are left alone. Unary functions
   ignore Y. */
typedef void eqs_slow_f64(double *out, const double *x, const double *y, uint64_t mask);
typedef void eqs_slow_f32(float *out, const float *x, const float *y, uint64_t mask);

typedef struct eqs_slow_symbol {
  const char *name;
  void (*function)(void);
} eqs_slow_symbol;

/* Ends with a NULL name. */
extern const eqs_slow_symbol eqs_slow_symbols[];

#endif
