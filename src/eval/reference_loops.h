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

#define GRAM(k)                                                                                    \
  static void NAME(gram##k)(void *acc, const void *const *jacobian, const void *value,             \
                            const void *target, size_t n)                                          \
  {                                                                                                \
    NAME(gram)(acc, jacobian, value, target, n, k);                                                \
  }
GRAM(1)
GRAM(2)
GRAM(3)
GRAM(4)
GRAM(5)
GRAM(6)
GRAM(7)
GRAM(8)

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
