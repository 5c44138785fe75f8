/* SPDX-License-Identifier: BSD-3-Clause */
/* Template: one function per kernel for the type T, named NAME(kernel). Included once per type; no
   include guard. Fixed numbers of the table are of type T by promotion. */
#define UNUSED __attribute__((unused))
#define EQS_OP(id, token, spelling, arity, level, commutes, complexity, units, domain, latex,      \
               sympy, c, value, dx, dy)                                                            \
  static inline UNUSED T NAME(value_##id)(UNUSED T x, UNUSED T y, UNUSED T z)                      \
  {                                                                                                \
    return (T)(value);                                                                             \
  }                                                                                                \
  static inline UNUSED T NAME(dx_##id)(UNUSED T x, UNUSED T y, UNUSED T v)                         \
  {                                                                                                \
    return (T)(dx);                                                                                \
  }                                                                                                \
  static inline UNUSED T NAME(dy_##id)(UNUSED T x, UNUSED T y, UNUSED T v)                         \
  {                                                                                                \
    return (T)(dy);                                                                                \
  }
#define EQS_FUSED(id, token, value)                                                                \
  static inline T NAME(value_##id)(T x, T y, T z)                                                  \
  {                                                                                                \
    return (T)(value);                                                                             \
  }
#include "expr/ops.def"

#define EQS_KERNEL_1(op, name)                                                                     \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return NAME(value_##op)(a[0], 0, 0);                                                           \
  }
#define EQS_KERNEL_2(op, name, pool)                                                               \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return NAME(value_##op)(a[0], a[1], 0);                                                        \
  }
#define EQS_KERNEL_3(op, name, pool)                                                               \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return NAME(value_##op)(a[0], a[1], a[2]);                                                     \
  }
#define EQS_ADJOINT_1(op, name)                                                                    \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return a[0] * NAME(dx_##op)(a[2], 0, a[1]);                                                    \
  }
#define EQS_ADJOINT_X(op, name, pool)                                                              \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return a[0] * NAME(dx_##op)(a[2], a[3], a[1]);                                                 \
  }
#define EQS_ADJOINT_Y(op, name, pool)                                                              \
  static T NAME(name)(const T *a)                                                                  \
  {                                                                                                \
    return a[0] * NAME(dy_##op)(a[2], a[3], a[1]);                                                 \
  }
#include "program/kernels.def"

#undef UNUSED
