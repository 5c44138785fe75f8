/* SPDX-License-Identifier: BSD-3-Clause */
/* Every elementwise kernel of every width against scalar references: nasty numbers, bit patterns of
   the whole range, numbers of everyday size; every row count; results written over operands. */
#include "code/native.h"
#include "scalar.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { ROWS = 256, ROUNDS = 160, MAX_ULP = 4 };

/* Among the large ones: the double and the float that are nearest to a multiple of pi/2. */
static const double nasty[] = {0.0,
                               -0.0,
                               1,
                               -1,
                               0.5,
                               -0.5,
                               2,
                               -2,
                               3,
                               -3,
                               0.1,
                               10,
                               1e-3,
                               1e3,
                               NAN,
                               INFINITY,
                               -INFINITY,
                               DBL_MIN,
                               -DBL_MIN,
                               DBL_MAX,
                               -DBL_MAX,
                               4.9e-324,
                               -4.9e-324,
                               1e-310,
                               FLT_MIN,
                               -FLT_MIN,
                               FLT_MAX,
                               -FLT_MAX,
                               1.4e-45,
                               -1.4e-45,
                               1e-40,
                               0x1p-25,
                               0x1p-54,
                               1 - 0x1p-53,
                               1 - 0x1p-24,
                               1 + 0x1p-52,
                               1 + 0x1p-23,
                               709.78,
                               709.79,
                               -745.1,
                               -745.2,
                               746,
                               -746,
                               88.72,
                               88.73,
                               -103.9,
                               -104,
                               -87.4,
                               -708.5,
                               1.5707963267948966,
                               3.141592653589793,
                               6.283185307179586,
                               1e5,
                               65536,
                               1e9,
                               0x1p30,
                               1e10,
                               1e22,
                               1e300,
                               0x1.6ac5b262ca1ffp+849,
                               0x1.f37c8ap+95,
                               22,
                               -22,
                               9.02,
                               19.1,
                               0.3465,
                               0.3466,
                               0x1p23,
                               0x1p52,
                               0x1p53 + 2,
                               8388609,
                               1e15 + 1,
                               0.7071067811865476,
                               1.4142135623730951,
                               1023,
                               1024,
                               -1074,
                               127,
                               128,
                               -149};

/* ---- One number type at a time, behind one interface ----------------------------------------- */

typedef union bits {
  double f64;
  float f32;
} bits;

static size_t size_of(eqs_dtype dtype)
{
  return dtype == EQS_F64 ? 8 : 4;
}

static double get(eqs_dtype dtype, const void *block, size_t i)
{
  return dtype == EQS_F64 ? ((const double *)block)[i] : ((const float *)block)[i];
}

static void set(eqs_dtype dtype, void *block, size_t i, double value)
{
  if (dtype == EQS_F64)
    ((double *)block)[i] = value;
  else
    ((float *)block)[i] = (float)value;
}

static double draw(eqs_rng *rng, eqs_dtype dtype)
{
  uint64_t word = eqs_rng_u64(rng);
  bits n;
  switch (eqs_rng_below(rng, 4)) {
  case 0:
    return nasty[eqs_rng_below(rng, sizeof nasty / sizeof *nasty)];
  case 1:
    memcpy(&n, &word, sizeof n);
    return dtype == EQS_F64 ? n.f64 : n.f32;
  case 2:
    return 20 * eqs_rng_uniform(rng) - 10;
  default:
    return ldexp(2 * eqs_rng_uniform(rng) - 1, (int)eqs_rng_below(rng, 24) - 12);
  }
}

/* Numbers in order, so that neighbours differ by one; both zeros are 0. */
static int64_t rank(eqs_dtype dtype, double value)
{
  int64_t wide;
  int32_t narrow;
  if (dtype == EQS_F64) {
    memcpy(&wide, &value, 8);
    return wide < 0 ? INT64_MIN - wide : wide;
  }
  float f = (float)value;
  memcpy(&narrow, &f, 4);
  return narrow < 0 ? (int64_t)INT32_MIN - narrow : narrow;
}

static double distance(eqs_dtype dtype, double a, double b)
{
  if (isnan(a) || isnan(b)) return isnan(a) && isnan(b) ? 0 : INFINITY;
  return (double)fabsl((long double)rank(dtype, a) - rank(dtype, b));
}

/* What kernel K must give; the last rounding is that of the dtype. */
static double expected(const scalar_kernel *k, eqs_dtype dtype, const double *a)
{
  long double wide[4];
  float narrow[4];
  for (int i = 0; i < 4; i++) {
    wide[i] = a[i];
    narrow[i] = (float)a[i];
  }
  if (k->exact) return dtype == EQS_F64 ? k->in_f64(a) : (double)k->in_f32(narrow);
  if (k->form == SCALAR_DX && strcmp(k->op, "POW") == 0) {
    /* The lowered exponent and the power are numbers of the dtype. */
    if (dtype == EQS_F64) return (double)(wide[0] * (wide[3] * (double)powl(wide[2], a[3] - 1)));
    return (float)(wide[0] * (wide[3] * (float)powl(wide[2], narrow[3] - 1)));
  }
  long double value = k->in_long(wide);
  return dtype == EQS_F64 ? (double)value : (double)(float)value;
}

/* ---- The machines kernels are made for ------------------------------------------------------- */

typedef struct machine {
  eqs_dtype dtype;
  const char *cpu;     /* NULL: this host */
  const char *feature; /* that the host must have, as __builtin_cpu_supports names it */
  bool has_fma;
} machine;

static bool runs_here(const machine *m)
{
  if (m->feature == NULL) return true;
#if defined(__x86_64__)
  if (strcmp(m->feature, "avx2") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
#else
  return false;
#endif
}

static eqs_native *make(const machine *m)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  eqs_jit_target target = {NULL, m->cpu, NULL};
  eqs_status status = eqs_native_new(ctx, &native, &target, m->dtype);
  cr_assert_eq(status, EQS_OK, "%s", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
  return native;
}

/* A derivative that leaves the normal range on its way to the product is rounded, or lost, there.
 */
static bool excused(const scalar_kernel *k, eqs_dtype dtype, const double *a, double want)
{
  if (k->form == SCALAR_VALUE || k->exact) return false;
  double inner = want / a[0];
  double most = dtype == EQS_F64 ? DBL_MAX : FLT_MAX, least = dtype == EQS_F64 ? DBL_MIN : FLT_MIN;
  return !(fabs(inner) < most / 8 && fabs(inner) > least * 8);
}

/* Emulated, a fused product near the ends of the range is rounded twice. */
static bool near_the_ends(const scalar_kernel *k, const machine *m, const double *a)
{
  if (m->has_fma || k->op[0] != 'F') return false;
  double product = fabs(a[0] * a[1]), big = m->dtype == EQS_F64 ? 0x1p900 : 0x1p100;
  double small = m->dtype == EQS_F64 ? 0x1p-900 : 0x1p-70;
  bool inside = a[0] == 0 || a[1] == 0 || (product > small && product < big);
  return !(inside && fabs(a[0]) < big && fabs(a[1]) < big && fabs(a[2]) < big);
}

static double test_kernel(const eqs_native *native, const machine *m, const scalar_kernel *k)
{
  static _Alignas(64) unsigned char block[5][ROWS * 8], out[ROWS * 8];
  eqs_rng rng = eqs_rng_new(7, (uint64_t)k->kernel);
  double worst = 0;
  unsigned shown = 0;
  for (unsigned round = 0; round < ROUNDS; round++) {
    size_t rows = 16 * (1 + round % (ROWS / 16));
    for (unsigned i = 0; i < 4; i++)
      for (size_t row = 0; row < ROWS; row++) set(m->dtype, block[i], row, draw(&rng, m->dtype));
    /* Every second round writes over an operand that is a block. */
    unsigned over = round % 2 ? round / 2 % k->n_args : 4;
    if (over < 4 && k->pool >> over & 1) over = 4;
    memcpy(block[4], block[over % 4], sizeof block[4]);
    memcpy(out, block[over], sizeof out);
    unsigned char *dst = over < 4 ? block[4] : out;
    const void *arg[4] = {block[0], block[1], block[2], block[3]};
    if (over < 4) arg[over] = dst;
    native->kernels.elementwise[k->kernel](dst, arg[0], arg[1], arg[2], arg[3], rows);
    for (size_t row = 0; row < rows; row++) {
      double a[4];
      for (unsigned i = 0; i < 4; i++) a[i] = get(m->dtype, block[i], k->pool >> i & 1 ? 0 : row);
      double want = expected(k, m->dtype, a), got = get(m->dtype, dst, row);
      if (excused(k, m->dtype, a, want) || near_the_ends(k, m, a)) continue;
      double ulp = distance(m->dtype, got, want);
      bool sign = want == 0 && got == 0 && !signbit(want) != !signbit(got);
      bool good = !sign && ulp <= (k->exact ? 0 : MAX_ULP);
      if (!good && shown++ < 3)
        cr_expect(false, "%s(%a, %a, %a, %a) = %a, not %a: %g ulp", k->name, a[0], a[1], a[2], a[3],
                  got, want, ulp);
      if (ulp > worst) worst = ulp;
    }
    size_t done = rows * size_of(m->dtype), all = ROWS * size_of(m->dtype);
    cr_assert_eq(memcmp(dst + done, block[over] + done, all - done), 0,
                 "%s wrote past its %zu rows", k->name, rows);
  }
  return worst;
}

/* Parameters travel to another process: numbers do, pointers do not. */
static const machine machines[] = {
    {EQS_F64, NULL, NULL, true},
    {EQS_F32, NULL, NULL, true},
    {EQS_F64, "x86-64-v4", "avx512", true},
    {EQS_F32, "x86-64-v4", "avx512", true},
    {EQS_F64, "x86-64-v3", "avx2", true},
    {EQS_F32, "x86-64-v3", "avx2", true},
    {EQS_F64, "x86-64", NULL, false},
    {EQS_F32, "x86-64", NULL, false},
};

ParameterizedTestParameters(jit_ops, kernels)
{
  static unsigned number[sizeof machines / sizeof *machines];
  for (unsigned i = 0; i < sizeof machines / sizeof *machines; i++) number[i] = i;
  return cr_make_param_array(unsigned, number, sizeof machines / sizeof *machines);
}

ParameterizedTest(unsigned *number, jit_ops, kernels)
{
  const machine *m = &machines[*number];
  if (!runs_here(m)) cr_skip_test("this machine has no %s", m->feature);
  eqs_native *native = make(m);
  for (unsigned i = 0; i < n_scalar_kernels; i++) {
    double worst = test_kernel(native, m, &scalar_kernels[i]);
    if (!scalar_kernels[i].exact)
      cr_log_info("%s %s %s: %g ulp", scalar_kernels[i].name, m->dtype == EQS_F64 ? "f64" : "f32",
                  native->cpu, worst);
  }
  eqs_native_free(native);
}

/* One result, whatever the width of the vectors: only NaN may differ in its bits. */
static void compare(const eqs_native *a, const eqs_native *b, eqs_dtype dtype, unsigned kernel)
{
  static _Alignas(64) unsigned char block[4][ROWS * 8], out[2][ROWS * 8];
  eqs_rng rng = eqs_rng_new(8, kernel);
  for (unsigned round = 0; round < 8; round++) {
    for (unsigned i = 0; i < 4; i++)
      for (size_t row = 0; row < ROWS; row++) set(dtype, block[i], row, draw(&rng, dtype));
    a->kernels.elementwise[kernel](out[0], block[0], block[1], block[2], block[3], ROWS);
    b->kernels.elementwise[kernel](out[1], block[0], block[1], block[2], block[3], ROWS);
    for (size_t row = 0; row < ROWS; row++) {
      double x = get(dtype, out[0], row), y = get(dtype, out[1], row);
      bool same = (isnan(x) && isnan(y)) || (x == y && !signbit(x) == !signbit(y));
      cr_expect(same, "%s: %a and %a", eqs_kernel_names[kernel], x, y);
    }
  }
}

Test(jit_ops, widths_agree)
{
  for (unsigned i = 0; i < 2; i++) {
    const machine *wide = &machines[2 + i], *narrow = &machines[4 + i];
    if (!runs_here(wide) || !runs_here(narrow)) cr_skip_test("this machine has one width");
    eqs_native *a = make(wide), *b = make(narrow);
    for (unsigned kernel = 0; kernel < EQS_N_KERNELS; kernel++) compare(a, b, wide->dtype, kernel);
    eqs_native_free(a);
    eqs_native_free(b);
  }
}

/* A block of one number; no rows are no work. */
Test(jit_ops, fill)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    machine m = {(eqs_dtype)dtype, NULL, NULL, true};
    eqs_native *native = make(&m);
    _Alignas(64) unsigned char block[ROWS * 8] = {0}, value[8];
    set(m.dtype, value, 0, 0.1);
    native->kernels.elementwise[EQS_K_fill](block, value, NULL, NULL, NULL, 0);
    cr_expect_eq(get(m.dtype, block, 0), 0);
    native->kernels.elementwise[EQS_K_fill](block, value, NULL, NULL, NULL, 48);
    for (size_t i = 0; i < 48; i++) cr_expect_eq(get(m.dtype, block, i), get(m.dtype, value, 0));
    cr_expect_eq(get(m.dtype, block, 48), 0);
    cr_expect_eq(block[48 * size_of(m.dtype)], 0);
    eqs_native_free(native);
  }
}
