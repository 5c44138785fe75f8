/* SPDX-License-Identifier: BSD-3-Clause */
/* The references: three instances of the template, and the table of kernels. */
#include "scalar.h"
#include "expr/op.h"
#include <tgmath.h>

#define T double
#define NAME(name) name##_f64
#include "scalar_rows.h"
#undef T
#undef NAME

#define T float
#define NAME(name) name##_f32
#include "scalar_rows.h"
#undef T
#undef NAME

#define T long double
#define NAME(name) name##_long
#include "scalar_rows.h"
#undef T
#undef NAME

/* Operators whose value is not one correctly rounded operation after the other. */
#define INEXACT(op)                                                                                \
  ((op) == EQS_OP_POW || (op) == EQS_OP_EXP || (op) == EQS_OP_LOG || (op) == EQS_OP_SIN ||         \
   (op) == EQS_OP_COS || (op) == EQS_OP_TAN || (op) == EQS_OP_ASIN || (op) == EQS_OP_ACOS ||       \
   (op) == EQS_OP_TANH)
/* Of these, the derivatives that are. */
#define EXACT_DERIVATIVE(op)                                                                       \
  ((op) == EQS_OP_LOG || (op) == EQS_OP_TAN || (op) == EQS_OP_ASIN || (op) == EQS_OP_ACOS ||       \
   (op) == EQS_OP_TANH)

#define FUNCTIONS(name) name##_f64, name##_f32, name##_long
#define VALUE(op, name, n, pool)                                                                   \
  {#name, #op, EQS_K_##name, SCALAR_VALUE, n, pool, !INEXACT(EQS_OP_##op), FUNCTIONS(name)},
#define DERIVATIVE(op, name, form, n, pool)                                                        \
  {#name,                                                                                          \
   #op,                                                                                            \
   EQS_K_##name,                                                                                   \
   form,                                                                                           \
   n,                                                                                              \
   (pool) << 2,                                                                                    \
   !INEXACT(EQS_OP_##op) || EXACT_DERIVATIVE(EQS_OP_##op),                                         \
   FUNCTIONS(name)},

const scalar_kernel scalar_kernels[] = {
#define EQS_KERNEL_1(op, name) VALUE(op, name, 1, 0)
#define EQS_KERNEL_2(op, name, pool) VALUE(op, name, 2, pool)
#define EQS_KERNEL_3(op, name, pool) VALUE(op, name, 3, pool)
#define EQS_ADJOINT_1(op, name) DERIVATIVE(op, name, SCALAR_DX, 3, 0)
#define EQS_ADJOINT_X(op, name, pool) DERIVATIVE(op, name, SCALAR_DX, 4, pool)
#define EQS_ADJOINT_Y(op, name, pool) DERIVATIVE(op, name, SCALAR_DY, 4, pool)
#include "program/kernels.def"
};

const unsigned n_scalar_kernels = sizeof scalar_kernels / sizeof *scalar_kernels;
