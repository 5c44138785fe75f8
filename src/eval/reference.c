/* SPDX-License-Identifier: BSD-3-Clause */
/* The reference kernels: the rows of the operator table as inline functions, and one template of
   loops instantiated for each dtype. */
#include "eval/reference.h"
#include <math.h>
#include <stdbool.h>

#define UNUSED __attribute__((unused))
#define EQS_OP(id, token, spelling, arity, level, commutes, complexity, units, domain, latex,      \
               sympy, c, value, dx, dy)                                                            \
  static inline double value_##id(UNUSED double x, UNUSED double y, UNUSED double z)               \
  {                                                                                                \
    return value;                                                                                  \
  }                                                                                                \
  static inline double dx_##id(UNUSED double x, UNUSED double y, UNUSED double v)                  \
  {                                                                                                \
    return dx;                                                                                     \
  }                                                                                                \
  static inline double dy_##id(UNUSED double x, UNUSED double y, UNUSED double v)                  \
  {                                                                                                \
    return dy;                                                                                     \
  }
#define EQS_FUSED(id, token, value)                                                                \
  static inline double value_##id(double x, double y, double z)                                    \
  {                                                                                                \
    return value;                                                                                  \
  }
#include "expr/ops.def"

/* log cosh r = -log(1 - tanh(r)^2) / 2 where that loses no digits, else |r| - log 2 and the rest.
 */
static double logcosh(double r)
{
  double size = fabs(r), t = tanh(r);
  return size <= 1 ? -0.5 * log1p(-t * t) : size - M_LN2 + log1p(exp(-2 * size));
}

static double logcosh_curve(double r)
{
  return r == 0 ? 0.5 : tanh(r) / (2 * r);
}

#define T double
#define NAME(name) name##_f64
#define FMA fma
#include "eval/reference_loops.h"
#undef T
#undef NAME
#undef FMA

#define T float
#define NAME(name) name##_f32
#define FMA fmaf
#include "eval/reference_loops.h"
#undef T
#undef NAME
#undef FMA

const eqs_kernels eqs_reference_kernels[2] = {
    [EQS_F64] =
        {
            .elementwise =
                {
                    fill_f64,
#define EQS_KERNEL_1(op, name) name##_f64,
#define EQS_KERNEL_2(op, name, pool) name##_f64,
#define EQS_KERNEL_3(op, name, pool) name##_f64,
#define EQS_ADJOINT_1(op, name) name##_f64,
#define EQS_ADJOINT_X(op, name, pool) name##_f64,
#define EQS_ADJOINT_Y(op, name, pool) name##_f64,
#include "program/kernels.def"
                },
            .loss = loss_f64,
            .gram = {0, gram1_f64, gram2_f64, gram3_f64, gram4_f64, gram5_f64, gram6_f64, gram7_f64,
                     gram8_f64},
            .panel = panel_f64,
            .rho = {rho_square_f64, rho_corner_f64, rho_logcosh_f64},
            .weighted_gram = {0, weighted_gram1_f64, weighted_gram2_f64, weighted_gram3_f64,
                              weighted_gram4_f64, weighted_gram5_f64, weighted_gram6_f64,
                              weighted_gram7_f64, weighted_gram8_f64},
        },
    [EQS_F32] =
        {
            .elementwise =
                {
                    fill_f32,
#define EQS_KERNEL_1(op, name) name##_f32,
#define EQS_KERNEL_2(op, name, pool) name##_f32,
#define EQS_KERNEL_3(op, name, pool) name##_f32,
#define EQS_ADJOINT_1(op, name) name##_f32,
#define EQS_ADJOINT_X(op, name, pool) name##_f32,
#define EQS_ADJOINT_Y(op, name, pool) name##_f32,
#include "program/kernels.def"
                },
            .loss = loss_f32,
            .gram = {0, gram1_f32, gram2_f32, gram3_f32, gram4_f32, gram5_f32, gram6_f32, gram7_f32,
                     gram8_f32},
            .panel = panel_f32,
            .rho = {rho_square_f32, rho_corner_f32, rho_logcosh_f32},
            .weighted_gram = {0, weighted_gram1_f32, weighted_gram2_f32, weighted_gram3_f32,
                              weighted_gram4_f32, weighted_gram5_f32, weighted_gram6_f32,
                              weighted_gram7_f32, weighted_gram8_f32},
        },
};
