/* SPDX-License-Identifier: BSD-3-Clause */
/* Template of the reference kernels, included once per dtype with T (the type), NAME (the suffix of
   function names) and FMA (its fused multiply-add) defined. No include guard. */

#define ARGS                                                                                       \
  void *dst, UNUSED const void *a0, UNUSED const void *a1, UNUSED const void *a2,                  \
      UNUSED const void *a3, size_t n
#define ROW(a, i) ((const T *)(a))[i]
/* Operand I of an argument that is one number for all rows if BIT is set in POOL. */
#define OPERAND(a, pool, bit, i) ROW(a, (pool) & (bit) ? 0 : (i))
#define EACH_ROW(expression)                                                                       \
  for (size_t i = 0; i < n; i++) ((T *)dst)[i] = (T)(expression)

static void NAME(fill)(ARGS)
{
  EACH_ROW(ROW(a0, 0));
}

#define EQS_KERNEL_1(op, name)                                                                     \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(value_##op(ROW(a0, i), 0, 0));                                                        \
  }
#define EQS_KERNEL_2(op, name, pool)                                                               \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(value_##op(OPERAND(a0, pool, 1, i), OPERAND(a1, pool, 2, i), 0));                     \
  }
#define EQS_KERNEL_3(op, name, pool)                                                               \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(                                                                                      \
        value_##op(OPERAND(a0, pool, 1, i), OPERAND(a1, pool, 2, i), OPERAND(a2, pool, 4, i)));    \
  }
#define EQS_ADJOINT_1(op, name)                                                                    \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(ROW(a0, i) * dx_##op(ROW(a2, i), 0, ROW(a1, i)));                                     \
  }
#define EQS_ADJOINT_X(op, name, pool)                                                              \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(ROW(a0, i) * dx_##op(OPERAND(a2, pool, 1, i), OPERAND(a3, pool, 2, i), ROW(a1, i)));  \
  }
#define EQS_ADJOINT_Y(op, name, pool)                                                              \
  static void NAME(name)(ARGS)                                                                     \
  {                                                                                                \
    EACH_ROW(ROW(a0, i) * dy_##op(OPERAND(a2, pool, 1, i), OPERAND(a3, pool, 2, i), ROW(a1, i)));  \
  }
#include "program/kernels.def"

enum { NAME(LANES) = EQS_VECTOR_BYTES / sizeof(T) };

static void NAME(loss)(void *acc, const void *value, const void *target, size_t n)
{
  T *sse = acc, *sae = sse + NAME(LANES), *bad = sae + NAME(LANES);
  for (size_t i = 0; i < n; i++) {
    size_t lane = i % NAME(LANES);
    T v = ROW(value, i), r = v - ROW(target, i);
    if (!isfinite(v)) {
      bad[lane] += 1;
      continue;
    }
    sse[lane] = FMA(r, r, sse[lane]);
    sae[lane] += r < 0 ? -r : r;
  }
}

static void NAME(gram)(void *acc, const void *const *jacobian, const void *value,
                       const void *target, size_t n, size_t k)
{
  for (size_t i = 0; i < n; i++) {
    T *a = (T *)acc + i % NAME(LANES);
    T r = ROW(value, i) - ROW(target, i);
    *a = FMA(r, r, *a);
    for (size_t p = 0; p < k; p++) {
      a += NAME(LANES);
      *a = FMA(ROW(jacobian[p], i), r, *a);
    }
    for (size_t p = 0; p < k; p++) {
      for (size_t q = p; q < k; q++) {
        a += NAME(LANES);
        *a = FMA(ROW(jacobian[p], i), ROW(jacobian[q], i), *a);
      }
    }
  }
}

static void NAME(weighted_gram)(void *acc, const void *const *jacobian, const void *slope,
                                const void *curve, size_t n, size_t k)
{
  for (size_t i = 0; i < n; i++) {
    T *a = (T *)acc + i % NAME(LANES);
    T g = ROW(slope, i), w = ROW(curve, i);
    for (size_t p = 0; p < k; p++) {
      a += NAME(LANES);
      if (w != 0) *a = FMA(ROW(jacobian[p], i), g, *a);
    }
    for (size_t p = 0; p < k; p++) {
      T scaled = w * ROW(jacobian[p], i);
      for (size_t q = p; q < k; q++) {
        a += NAME(LANES);
        if (w != 0) *a = FMA(scaled, ROW(jacobian[q], i), *a);
      }
    }
  }
}

#define GRAM(k)                                                                                    \
  static void NAME(gram##k)(void *acc, const void *const *jacobian, const void *value,             \
                            const void *target, size_t n)                                          \
  {                                                                                                \
    NAME(gram)(acc, jacobian, value, target, n, k);                                                \
  }                                                                                                \
  static void NAME(weighted_gram##k)(void *acc, const void *const *jacobian, const void *slope,    \
                                     const void *curve, size_t n)                                  \
  {                                                                                                \
    NAME(weighted_gram)(acc, jacobian, slope, curve, n, k);                                        \
  }
GRAM(1)
GRAM(2)
GRAM(3)
GRAM(4)
GRAM(5)
GRAM(6)
GRAM(7)
GRAM(8)

/* A residual's loss, and rho'(r) / (2 r). */
typedef struct NAME(shape) {
  T rho, curve;
} NAME(shape);

static inline NAME(shape) NAME(shape_square)(T r, UNUSED const T *param)
{
  return (NAME(shape)){r * r, 1};
}

static inline NAME(shape) NAME(shape_corner)(T r, const T *param)
{
  T size = r < 0 ? -r : r, half = r < 0 ? param[2] : param[3];
  bool beyond = size > param[0];
  T curve = half / (beyond ? size : param[0]);
  return (NAME(shape)){beyond ? (half + half) * (size - param[1]) : curve * r * r, curve};
}

static inline NAME(shape) NAME(shape_logcosh)(T r, UNUSED const T *param)
{
  return (NAME(shape)){(T)logcosh(r), (T)logcosh_curve(r)};
}

#define RHO(loss)                                                                                  \
  static void NAME(rho_##loss)(void *acc, void *slope, void *curve, const void *value,             \
                               const void *target, const void *weight, const void *param,          \
                               size_t n)                                                           \
  {                                                                                                \
    T *sum = acc, *count = sum + NAME(LANES), *bad = count + NAME(LANES);                          \
    for (size_t i = 0; i < n; i++) {                                                               \
      size_t lane = i % NAME(LANES);                                                               \
      bool finite = isfinite(ROW(value, i));                                                       \
      T r = finite ? ROW(value, i) - ROW(target, i) : 0, v = finite ? ROW(weight, i) : 0;          \
      NAME(shape) at = NAME(shape_##loss)(r, param);                                               \
      T w = v * at.curve;                                                                          \
      ((T *)curve)[i] = w;                                                                         \
      ((T *)slope)[i] = w * r;                                                                     \
      sum[lane] = FMA(v, at.rho, sum[lane]);                                                       \
      count[lane] += v;                                                                            \
      bad[lane] += !finite;                                                                        \
    }                                                                                              \
  }
RHO(square)
RHO(corner)
RHO(logcosh)

static void NAME(panel)(void *acc, const void *const p[4], const void *const q[4], size_t n)
{
  for (size_t i = 0; i < n; i++) {
    T *a = (T *)acc + i % NAME(LANES);
    for (int row = 0; row < 4; row++)
      for (int col = 0; col < 4; col++, a += NAME(LANES))
        *a = FMA(ROW(p[row], i), ROW(q[col], i), *a);
  }
}

#undef ARGS
#undef ROW
#undef OPERAND
#undef EACH_ROW
#undef GRAM
#undef RHO
