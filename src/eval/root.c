/* SPDX-License-Identifier: BSD-3-Clause */
/* The loops, in either dtype, on vectors: a condition of plain numbers would become a branch. */
#include "eval/root.h"
#include "program/kernel.h"
#include "util/clones.h"
#include <math.h>
#include <string.h>

typedef double vector_f64 __attribute__((vector_size(EQS_VECTOR_BYTES)));
typedef float vector_f32 __attribute__((vector_size(EQS_VECTOR_BYTES)));
typedef int64_t mask_f64 __attribute__((vector_size(EQS_VECTOR_BYTES)));
typedef int32_t mask_f32 __attribute__((vector_size(EQS_VECTOR_BYTES)));

#define TIMES(T)                                                                                   \
  EQS_CLONES static void times_##T(char *to, const char *root, const char *from, size_t bytes)     \
  {                                                                                                \
    for (size_t i = 0; i < bytes; i += EQS_VECTOR_BYTES) {                                         \
      vector_##T r, x;                                                                             \
      memcpy(&r, root + i, sizeof r);                                                              \
      memcpy(&x, from + i, sizeof x);                                                              \
      x = (vector_##T)((mask_##T)(r * x) & (r > 0));                                               \
      memcpy(to + i, &x, sizeof x);                                                                \
    }                                                                                              \
  }
TIMES(f32)
TIMES(f64)

#define ROOT(T, NUMBER, SQRT)                                                                      \
  EQS_CLONES static void root_##T(NUMBER *restrict root, const NUMBER *restrict curve, size_t n)   \
  {                                                                                                \
    for (size_t i = 0; i < n; i += EQS_LANES)                                                      \
      for (size_t k = 0; k < EQS_LANES; k++) root[i + k] = SQRT(curve[i + k]);                     \
  }                                                                                                \
  EQS_CLONES static void over_##T(char *residual, const char *slope, const char *root,             \
                                  size_t bytes)                                                    \
  {                                                                                                \
    for (size_t i = 0; i < bytes; i += EQS_VECTOR_BYTES) {                                         \
      vector_##T r, x;                                                                             \
      memcpy(&r, root + i, sizeof r);                                                              \
      memcpy(&x, slope + i, sizeof x);                                                             \
      x = (vector_##T)((mask_##T)(x / r) & (r > 0));                                               \
      memcpy(residual + i, &x, sizeof x);                                                          \
    }                                                                                              \
  }
ROOT(f32, float, sqrtf)
ROOT(f64, double, sqrt)

void eqs_root_times(eqs_dtype dtype, void *to, const void *root, const void *from, size_t n)
{
  if (dtype == EQS_F32)
    times_f32(to, root, from, n * sizeof(float));
  else
    times_f64(to, root, from, n * sizeof(double));
}

void eqs_root_of(eqs_dtype dtype, void *root, void *residual, const void *curve, const void *slope,
                 size_t n)
{
  if (dtype == EQS_F32) {
    root_f32(root, curve, n);
    over_f32(residual, slope, root, n * sizeof(float));
  } else {
    root_f64(root, curve, n);
    over_f64(residual, slope, root, n * sizeof(double));
  }
}
