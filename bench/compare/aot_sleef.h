/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas on whole vectors, with SLEEF's functions of 3.5 ulp where it has them and of 1 ulp where
   not. Included by aot.c. */
#include <sleef.h>

#if defined(__AVX512F__)
enum { BYTES = 64 };
#define F32(name, ulp) Sleef_##name##f16_##ulp
#define F64(name, ulp) Sleef_##name##d8_##ulp
#else
enum { BYTES = 32 };
#define F32(name, ulp) Sleef_##name##f8_##ulp
#define F64(name, ulp) Sleef_##name##d4_##ulp
#endif
typedef T V __attribute__((vector_size(BYTES)));
enum { LANES = BYTES / sizeof(T) };

#ifdef T_IS_FLOAT
#define CALL(name, ulp) F32(name, ulp)
#else
#define CALL(name, ulp) F64(name, ulp)
#endif
#define sin(a) ((V)CALL(sin, u35)(a))
#define cos(a) ((V)CALL(cos, u35)(a))
#define tan(a) ((V)CALL(tan, u35)(a))
#define log(a) ((V)CALL(log, u35)(a))
#define exp(a) ((V)CALL(exp, u10)(a))
#define tanh(a) ((V)CALL(tanh, u35)(a))
#define sqrt(a) ((V)CALL(sqrt, u35)(a))

#define K(number) ((V){0} + (T)(number))
static inline V square(V a)
{
  return a * a;
}

#define F(i, ...)                                                                                  \
  static double f##i(const T *const *x, const T *y, long n)                                        \
  {                                                                                                \
    V sum = {0};                                                                                   \
    for (long r = 0; r < n; r += LANES) {                                                          \
      V x0 = *(const V *)(x[0] + r), x1 = *(const V *)(x[1] + r), x2 = *(const V *)(x[2] + r);     \
      V x3 = *(const V *)(x[3] + r), x4 = *(const V *)(x[4] + r), x5 = *(const V *)(x[5] + r);     \
      V x6 = *(const V *)(x[6] + r), x7 = *(const V *)(x[7] + r), x8 = *(const V *)(x[8] + r);     \
      V x9 = *(const V *)(x[9] + r);                                                               \
      (void)x0, (void)x1, (void)x2, (void)x3, (void)x4;                                            \
      (void)x5, (void)x6, (void)x7, (void)x8, (void)x9;                                            \
      V d = (__VA_ARGS__) - *(const V *)(y + r);                                                   \
      for (long l = n - r; l < LANES; l++) d[l] = 0;                                               \
      sum += d * d;                                                                                \
    }                                                                                              \
    double total = 0;                                                                              \
    for (int l = 0; l < LANES; l++) total += (double)sum[l];                                       \
    return total / (double)n;                                                                      \
  }
