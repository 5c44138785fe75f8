/* SPDX-License-Identifier: BSD-3-Clause */
/* Scalar references for kernels, made from the operator table: arithmetic in the kernel's own type,
   which kernels must match to the bit, and everything in long double, which they must approach. */
#ifndef TESTS_JIT_SCALAR_H
#define TESTS_JIT_SCALAR_H

#include "program/kernel.h"
#include <stdbool.h>

typedef enum scalar_form { SCALAR_VALUE, SCALAR_DX, SCALAR_DY } scalar_form;

/* A kernel as the tests see it. */
typedef struct scalar_kernel {
  const char *name;
  const char *op; /* its row of ops.def */
  eqs_kernel kernel;
  scalar_form form;
  unsigned n_args;
  unsigned pool; /* bit i: argument i is one number for all rows */
  bool exact;    /* made of correctly rounded operations alone */
  /* From A = {x, y, z}, or {d, v, x, y} for adjoints. */
  double (*in_f64)(const double *a);
  float (*in_f32)(const float *a);
  long double (*in_long)(const long double *a);
} scalar_kernel;

extern const scalar_kernel scalar_kernels[];
extern const unsigned n_scalar_kernels;

#endif
