/* SPDX-License-Identifier: BSD-3-Clause */
/* How far the functions are from the exact values, in units of the last place, against MPFR: floats
   of the whole range at even steps, random doubles and pairs. The program in bench/accuracy takes
   all floats and more of the others; what it found stands in the manual. */
#include "sweep.h"
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>

enum { STRIDE = 4099, SAMPLES = 100000 };
static const double max_ulp = 4;

static void measure(const eqs_native *native, eqs_dtype dtype, const truth_function *f)
{
  bool floats = dtype == EQS_F32 && !f->binary;
  double margin = dtype == EQS_F64 ? SWEEP_MARGIN_F64 : SWEEP_MARGIN_F32;
  sweep_result r =
      floats ? sweep_floats(native, f, STRIDE) : sweep_random(native, dtype, f, SAMPLES);
  const char *name = dtype == EQS_F64 ? "f64" : "f32";
  cr_log_info("%-6s %s %s: %.2f ulp at (%a, %a), mean %.3f", f->name, name, native->cpu, r.worst,
              r.x, r.y, r.mean);
  cr_expect(r.worst <= max_ulp, "%s %s: %g ulp at (%a, %a)", f->name, name, r.worst, r.x, r.y);
  cr_expect(r.worst >= 0.45, "%s %s: %g ulp, less than rounding alone", f->name, name, r.worst);
  cr_expect(r.doubt < margin / 2, "%s %s: the reference errs by %g", f->name, name, r.doubt);
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
  for (unsigned i = 0; i < n_truth_functions; i++) measure(native, dtype, &truth_functions[i]);
  eqs_native_free(native);
  eqs_ctx_free(ctx);
}

/* Where an error in the logarithm of the base is magnified most. */
static void draw_near_one(truth_source *s, double *x, double *y)
{
  double most = s->dtype == EQS_F64 ? 700 : 87;
  *x = 0.95 + 0.1 * eqs_rng_uniform(&s->rng);
  if (s->dtype == EQS_F32) *x = (float)*x;
  *y = (eqs_rng_u32(&s->rng) & 1 ? most : -most) / log(*x);
}

ParameterizedTestParameters(jit_accuracy, bases_near_one)
{
  static unsigned number[] = {0, 1, 2, 3};
  return cr_make_param_array(unsigned, number, 4);
}

ParameterizedTest(unsigned *number, jit_accuracy, bases_near_one)
{
  eqs_dtype dtype = *number & 1 ? EQS_F32 : EQS_F64;
  eqs_jit_target target = {NULL, *number & 2 ? "x86-64" : NULL, NULL};
  eqs_native *native;
  cr_assert_eq(eqs_native_new(NULL, &native, &target, dtype), EQS_OK);
  truth_function power = {.kernel = EQS_K_exp};
  for (unsigned i = 0; i < n_truth_functions; i++)
    if (truth_functions[i].kernel == EQS_K_pow_vv) power = truth_functions[i];
  power.draw = draw_near_one;
  sweep_result r = sweep_random(native, dtype, &power, SAMPLES);
  cr_expect_leq(r.worst, 2.5, "%s: %g ulp at (%a, %a)", native->cpu, r.worst, r.x, r.y);
  eqs_native_free(native);
}

/* The ruler itself: errors of values that are known. */
Test(jit_accuracy, ruler)
{
  static const struct {
    eqs_dtype dtype;
    double got;
    const char *want;
    double ulp;
  } cases[] = {
      {EQS_F64, 1, "1", 0},
      {EQS_F64, 1, "0x1.00000000000008p0", 0.5},
      {EQS_F64, 1 + 0x1p-52, "1", 1},
      {EQS_F32, 1, "0x1.000003p0", 1.5},
      {EQS_F32, 0x1p-149, "0x1.8p-149", 0.5},
      {EQS_F64, 0, "0x1p-1080", 0x1p-6},
      {EQS_F32, INFINITY, "0x1.ffffff8p127", 0.25},
      {EQS_F32, INFINITY, "1e60", 0},
      {EQS_F32, 0x1.fffffep127, "0x1p128", 1},
      {EQS_F64, INFINITY, "@Inf@", 0},
      {EQS_F64, -INFINITY, "@Inf@", INFINITY},
      {EQS_F64, -0.0, "0", INFINITY},
      {EQS_F64, 0.0, "-1e-400", INFINITY},
      {EQS_F64, NAN, "@NaN@", 0},
      {EQS_F64, NAN, "1", INFINITY},
      {EQS_F64, 1, "@NaN@", INFINITY},
  };
  mpfr_t want;
  mpfr_init2(want, TRUTH_PRECISION);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_assert_eq(mpfr_set_str(want, cases[i].want, 0, MPFR_RNDN), 0, "%s", cases[i].want);
    double exact = truth_error(cases[i].dtype, cases[i].got, want);
    double nearly = truth_error_nearly(cases[i].dtype, cases[i].got, mpfr_get_ld(want, MPFR_RNDN));
    cr_expect_eq(exact, cases[i].ulp, "%a for %s: %g", cases[i].got, cases[i].want, exact);
    cr_expect_eq(nearly, cases[i].ulp, "%a for %s: %g", cases[i].got, cases[i].want, nearly);
  }
  mpfr_clear(want);
  mpfr_free_cache();
}
