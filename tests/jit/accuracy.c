/* SPDX-License-Identifier: BSD-3-Clause */
/* How far the functions are from the exact values, in units of the last place, against MPFR on
   random arguments: everyday ones, the whole range, and the neighbourhoods where digits are lost.
   $EQSIEVE_SAMPLES sets their number per function. The largest errors of 100000 each, f64 and f32:
   exp 1.08 1.12, log 1.91 1.54, sin 2.08 2.11, cos 2.06 2.19, tan 2.88 2.74, asin 2.07 2.19, acos
   1.13 1.05, tanh 2.35 2.33, pow 1.90 1.26. */
#include "code/native.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <float.h>
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 256, PRECISION = 160, DEFAULT_SAMPLES = 20000 };
static const double max_ulp = 4;

/* ---- Arguments ------------------------------------------------------------------------------- */

typedef struct source {
  eqs_rng rng;
  eqs_dtype dtype;
} source;

static double uniform(source *s, double low, double high)
{
  return low + (high - low) * eqs_rng_uniform(&s->rng);
}

/* A number whose logarithm is uniform over the range of the dtype, subnormals included. */
static double any_size(source *s)
{
  double e = s->dtype == EQS_F64 ? uniform(s, -1074, 1024) : uniform(s, -149, 128);
  return ldexp(uniform(s, 0.5, 1), (int)ceil(e));
}

static double sign(source *s)
{
  return eqs_rng_u32(&s->rng) & 1 ? 1 : -1;
}

static void everywhere(source *s, double *x, double *y)
{
  (void)y;
  switch (eqs_rng_below(&s->rng, 3)) {
  case 0:
    *x = sign(s) * any_size(s);
    break;
  case 1:
    *x = uniform(s, -1, 1);
    break;
  default:
    *x = uniform(s, -20, 20);
  }
}

static void for_exp(source *s, double *x, double *y)
{
  everywhere(s, x, y);
  if (eqs_rng_u32(&s->rng) & 1)
    *x = s->dtype == EQS_F64 ? uniform(s, -746, 710) : uniform(s, -104, 89);
}

static void for_log(source *s, double *x, double *y)
{
  everywhere(s, x, y);
  *x = fabs(*x);
  if (eqs_rng_u32(&s->rng) & 1)
    *x = 1 + sign(s) * ldexp(uniform(s, 0.5, 1), -(int)eqs_rng_below(&s->rng, 50));
}

/* Many of them close to a multiple of pi/2, where a poor reduction shows, and many huge. */
static void for_trig(source *s, double *x, double *y)
{
  everywhere(s, x, y);
  double border = s->dtype == EQS_F64 ? 0x1p30 : 0x1p16;
  switch (eqs_rng_below(&s->rng, 5)) {
  case 0:
    *x = uniform(s, -border, border);
    break;
  case 1:
    *x = floor(uniform(s, 0, border)) * M_PI_2;
    break;
  case 2:
    *x = floor(uniform(s, 0, 1000)) * M_PI_2;
    break;
  case 3:
    *x = sign(s) * ldexp(uniform(s, 0.5, 1), (int)uniform(s, 17, s->dtype == EQS_F64 ? 1025 : 129));
    break;
  }
}

static void for_arc(source *s, double *x, double *y)
{
  (void)y;
  *x = uniform(s, -1, 1);
  double small = ldexp(uniform(s, 0.5, 1), -(int)eqs_rng_below(&s->rng, 53));
  switch (eqs_rng_below(&s->rng, 3)) {
  case 0:
    *x = sign(s) * (1 - small);
    break;
  case 1:
    *x = sign(s) * small;
    break;
  }
}

static void for_tanh(source *s, double *x, double *y)
{
  everywhere(s, x, y);
  if (eqs_rng_u32(&s->rng) & 1)
    *x = sign(s) * ldexp(uniform(s, 0.5, 1), -(int)eqs_rng_below(&s->rng, 20));
}

/* Results over the whole range: near one, with huge exponents, and negative bases. */
static void for_pow(source *s, double *x, double *y)
{
  double most = s->dtype == EQS_F64 ? 745 : 104;
  *x = any_size(s);
  switch (eqs_rng_below(&s->rng, 4)) {
  case 0:
    *x = 1 + sign(s) * ldexp(uniform(s, 0.5, 1), -1 - (int)eqs_rng_below(&s->rng, 30));
    break;
  case 1:
    *x = uniform(s, 0, 20);
    break;
  case 2:
    *x = -uniform(s, 0, 20);
    *y = (double)eqs_rng_below(&s->rng, 30) - 15;
    return;
  }
  if (s->dtype == EQS_F32) *x = (float)*x;
  *y = uniform(s, -most, most) / log(*x);
}

/* ---- Functions ------------------------------------------------------------------------------- */

typedef struct function {
  eqs_kernel kernel;
  void (*draw)(source *s, double *x, double *y);
  int (*exact)(mpfr_t out, const mpfr_t x, mpfr_rnd_t round); /* NULL: pow */
} function;

static const function functions[] = {
    {EQS_K_exp, for_exp, mpfr_exp},   {EQS_K_log, for_log, mpfr_log},
    {EQS_K_sin, for_trig, mpfr_sin},  {EQS_K_cos, for_trig, mpfr_cos},
    {EQS_K_tan, for_trig, mpfr_tan},  {EQS_K_asin, for_arc, mpfr_asin},
    {EQS_K_acos, for_arc, mpfr_acos}, {EQS_K_tanh, for_tanh, mpfr_tanh},
    {EQS_K_pow_vv, for_pow, NULL},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

/* |GOT - EXACT| in units of the last place of EXACT. */
static double error_ulp(eqs_dtype dtype, double got, const mpfr_t exact)
{
  double near = mpfr_get_d(exact, MPFR_RNDN), most = dtype == EQS_F64 ? DBL_MAX : FLT_MAX;
  if (isnan(near) || isnan(got)) return isnan(near) && isnan(got) ? 0 : INFINITY;
  int digits = dtype == EQS_F64 ? 53 : 24, least = dtype == EQS_F64 ? -1074 : -149;
  int exponent = (int)mpfr_get_exp(exact) - digits;
  if (mpfr_zero_p(exact) || exponent < least) exponent = least;
  /* Past the largest number, infinity is right, and so is nothing else. */
  if (fabs(near) > most || isinf(got)) {
    double edge = dtype == EQS_F64 ? 0x1p970 : 0x1p103;
    return isinf(got) && (fabs(near) > most - 4 * edge) && signbit(got) == signbit(near) ? 0
                                                                                         : INFINITY;
  }
  mpfr_t difference;
  mpfr_init2(difference, PRECISION);
  mpfr_sub_d(difference, exact, got, MPFR_RNDN);
  mpfr_mul_2si(difference, difference, -exponent, MPFR_RNDN);
  double ulp = fabs(mpfr_get_d(difference, MPFR_RNDN));
  mpfr_clear(difference);
  return ulp;
}

static void put(eqs_dtype dtype, void *block, size_t i, double value)
{
  if (dtype == EQS_F64)
    ((double *)block)[i] = value;
  else
    ((float *)block)[i] = (float)value;
}

static double get(eqs_dtype dtype, const void *block, size_t i)
{
  return dtype == EQS_F64 ? ((const double *)block)[i] : ((const float *)block)[i];
}

static size_t samples(void)
{
  const char *text = getenv("EQSIEVE_SAMPLES");
  return text ? strtoul(text, NULL, 10) : DEFAULT_SAMPLES;
}

static void measure(const eqs_native *native, eqs_dtype dtype, const function *f)
{
  _Alignas(64) double x[ROWS], y[ROWS], out[ROWS];
  source s = {eqs_rng_new(11, (uint64_t)f->kernel), dtype};
  double worst = 0, total = 0, at_x = 0, at_y = 0;
  size_t n = samples();
  mpfr_t mx, my, exact;
  mpfr_inits2(PRECISION, mx, my, exact, (mpfr_ptr)0);
  for (size_t done = 0; done < n; done += ROWS) {
    for (size_t i = 0; i < ROWS; i++) {
      double a = 0, b = 1;
      f->draw(&s, &a, &b);
      put(dtype, x, i, a);
      put(dtype, y, i, b);
    }
    native->kernels.elementwise[f->kernel](out, x, y, x, x, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
      mpfr_set_d(mx, get(dtype, x, i), MPFR_RNDN);
      mpfr_set_d(my, get(dtype, y, i), MPFR_RNDN);
      if (f->exact)
        f->exact(exact, mx, MPFR_RNDN);
      else
        mpfr_pow(exact, mx, my, MPFR_RNDN);
      double ulp = error_ulp(dtype, get(dtype, out, i), exact);
      total += ulp;
      if (!(ulp > worst)) continue;
      worst = ulp;
      at_x = get(dtype, x, i);
      at_y = get(dtype, y, i);
    }
  }
  mpfr_clears(mx, my, exact, (mpfr_ptr)0);
  cr_log_info("%-6s %s %s: %.2f ulp at (%a, %a), mean %.3f", eqs_kernel_names[f->kernel],
              dtype == EQS_F64 ? "f64" : "f32", native->cpu, worst, at_x, at_y, total / (double)n);
  cr_expect(worst <= max_ulp, "%s %s: %g ulp at (%a, %a)", eqs_kernel_names[f->kernel],
            dtype == EQS_F64 ? "f64" : "f32", worst, at_x, at_y);
}

ParameterizedTestParameters(jit_accuracy, functions)
{
  static unsigned number[] = {0, 1, 2, 3};
  return cr_make_param_array(unsigned, number, 4);
}

/* This host, and hardware without fused multiply-add, where the polynomials round more often. */
ParameterizedTest(unsigned *number, jit_accuracy, functions)
{
  eqs_dtype dtype = *number & 1 ? EQS_F32 : EQS_F64;
  eqs_jit_target target = {NULL, *number & 2 ? "x86-64" : NULL, NULL};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  cr_assert_eq(eqs_native_new(ctx, &native, &target, dtype), EQS_OK, "%s", eqs_ctx_message(ctx));
  for (unsigned i = 0; i < N_FUNCTIONS; i++) measure(native, dtype, &functions[i]);
  mpfr_free_cache();
  eqs_native_free(native);
  eqs_ctx_free(ctx);
}
