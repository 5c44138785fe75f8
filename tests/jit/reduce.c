/* SPDX-License-Identifier: BSD-3-Clause */
/* Loss, Gram and panel kernels to the bit against plain loops, for every tail length, on every
   width: the sums must not depend on the machine. */
#include "code/native.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <string.h>

enum { MAX_ROWS = 256, COLUMNS = 8, SUMS = 45 };

/* ---- References, one per dtype, from a template ---------------------------------------------- */

#define REFERENCE(T, S, FMA, LANES)                                                                \
  static void loss_##S(T *acc, const T *value, const T *target, size_t n)                          \
  {                                                                                                \
    for (size_t i = 0; i < n; i++) {                                                               \
      T *a = acc + i % LANES, r = value[i] - target[i];                                            \
      if (isfinite(value[i])) {                                                                    \
        a[0] = FMA(r, r, a[0]);                                                                    \
        a[LANES] += r < 0 ? -r : r;                                                                \
      } else {                                                                                     \
        a[2 * LANES] += 1;                                                                         \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
  static void gram_##S(T *acc, T(*column)[MAX_ROWS], unsigned k, const T *value, const T *target,  \
                       size_t n)                                                                   \
  {                                                                                                \
    for (size_t i = 0; i < n; i++) {                                                               \
      T v[COLUMNS + 1] = {value[i] - target[i]}, *a = acc + i % LANES;                             \
      for (unsigned j = 0; j < k; j++) v[j + 1] = column[j][i];                                    \
      for (unsigned p = 0; p <= k; p++)                                                            \
        for (unsigned q = p; q <= k; q++, a += LANES) *a = FMA(v[p], v[q], *a);                    \
    }                                                                                              \
  }                                                                                                \
  static void panel_##S(T *acc, T(*column)[MAX_ROWS], size_t n)                                    \
  {                                                                                                \
    for (size_t i = 0; i < n; i++)                                                                 \
      for (unsigned j = 0; j < 16; j++) {                                                          \
        T *a = acc + j * LANES + i % LANES;                                                        \
        *a = FMA(column[j / 4][i], column[4 + j % 4][i], *a);                                      \
      }                                                                                            \
  }                                                                                                \
  static void fill_##S(eqs_rng *rng, T *block, size_t n, size_t rows)                              \
  {                                                                                                \
    for (size_t i = 0; i < rows; i++)                                                              \
      block[i] = i < n ? (T)(2 * eqs_rng_uniform(rng) - 1) : (T)NAN;                               \
  }                                                                                                \
  typedef struct data_##S {                                                                        \
    _Alignas(64) T value[MAX_ROWS], target[MAX_ROWS], column[COLUMNS][MAX_ROWS];                   \
    _Alignas(64) T want[SUMS * LANES], got[SUMS * LANES];                                          \
  } data_##S;                                                                                      \
  static data_##S d_##S;                                                                           \
  /* Rows past N are NaN: a kernel that lets one in shows it. Sums start at numbers. */            \
  static void prepare_##S(size_t n)                                                                \
  {                                                                                                \
    data_##S *d = &d_##S;                                                                          \
    eqs_rng rng = eqs_rng_new(3, n);                                                               \
    fill_##S(&rng, d->value, n, MAX_ROWS);                                                         \
    fill_##S(&rng, d->target, n, MAX_ROWS);                                                        \
    for (unsigned j = 0; j < COLUMNS; j++) fill_##S(&rng, d->column[j], n, MAX_ROWS);              \
    fill_##S(&rng, d->want, SUMS *LANES, SUMS *LANES);                                             \
    memcpy(d->got, d->want, sizeof d->got);                                                        \
  }                                                                                                \
  static void expect_same_##S(const char *name, size_t n)                                          \
  {                                                                                                \
    cr_expect_eq(memcmp(d_##S.want, d_##S.got, sizeof d_##S.want), 0, "%s of %zu rows", name, n);  \
  }                                                                                                \
  static void test_##S(const eqs_kernels *kernels, size_t n)                                       \
  {                                                                                                \
    data_##S *d = &d_##S;                                                                          \
    const void *column[COLUMNS];                                                                   \
    for (unsigned j = 0; j < COLUMNS; j++) column[j] = d->column[j];                               \
    prepare_##S(n);                                                                                \
    for (size_t i = 0; i < n; i += 5)                                                              \
      d->value[i] = i % 15 == 0 ? (T)NAN : i % 15 == 5 ? (T)INFINITY : (T)-INFINITY;               \
    loss_##S(d->want, d->value, d->target, n);                                                     \
    kernels->loss(d->got, d->value, d->target, n);                                                 \
    expect_same_##S("loss", n);                                                                    \
    for (unsigned k = 1; k <= EQS_MAX_FUSED_K; k++) {                                              \
      prepare_##S(n);                                                                              \
      gram_##S(d->want, d->column, k, d->value, d->target, n);                                     \
      kernels->gram[k](d->got, column, d->value, d->target, n);                                    \
      expect_same_##S("gram", n);                                                                  \
    }                                                                                              \
    prepare_##S(n);                                                                                \
    panel_##S(d->want, d->column, n);                                                              \
    kernels->panel(d->got, column, column + 4, n);                                                 \
    expect_same_##S("panel", n);                                                                   \
  }

REFERENCE(double, f64, fma, 8)
REFERENCE(float, f32, fmaf, 16)

/* ---- Machines -------------------------------------------------------------------------------- */

static const char *const cpus[] = {NULL, "x86-64-v4", "x86-64-v3", "x86-64"};

static bool runs_here(const char *cpu)
{
#if defined(__x86_64__)
  if (cpu && strcmp(cpu, "x86-64-v4") == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
  if (cpu && strcmp(cpu, "x86-64-v3") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return true;
#else
  return cpu == NULL;
#endif
}

ParameterizedTestParameters(jit_reduce, kernels)
{
  static unsigned number[] = {0, 1, 2, 3, 4, 5, 6, 7};
  return cr_make_param_array(unsigned, number, 8);
}

ParameterizedTest(unsigned *number, jit_reduce, kernels)
{
  eqs_dtype dtype = *number & 1 ? EQS_F32 : EQS_F64;
  eqs_jit_target target = {NULL, cpus[*number / 2], NULL};
  if (!runs_here(target.cpu)) cr_skip_test("this machine is no %s", target.cpu);
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  cr_assert_eq(eqs_native_new(ctx, &native, &target, dtype), EQS_OK, "%s", eqs_ctx_message(ctx));
  for (size_t n = 0; n <= MAX_ROWS; n += n < 40 ? 1 : 27)
    if (dtype == EQS_F64)
      test_f64(&native->kernels, n);
    else
      test_f32(&native->kernels, n);
  eqs_native_free(native);
  eqs_ctx_free(ctx);
}
