/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of functions, and errors in units of the last place. */
#include "truth.h"
#include <float.h>
#include <math.h>

/* ---- Values ---------------------------------------------------------------------------------- */

#define UNARY(name, in_double, in_long_double, in_mpfr)                                            \
  static double near_##name(double x, double y)                                                    \
  {                                                                                                \
    (void)y;                                                                                       \
    return in_double;                                                                              \
  }                                                                                                \
  static long double nearer_##name(long double x, long double y)                                   \
  {                                                                                                \
    (void)y;                                                                                       \
    return in_long_double;                                                                         \
  }                                                                                                \
  static int exact_##name(mpfr_t out, const mpfr_t x, const mpfr_t y)                              \
  {                                                                                                \
    (void)y;                                                                                       \
    return in_mpfr;                                                                                \
  }
#define LIBRARY(name) UNARY(name, name(x), name##l(x), mpfr_##name(out, x, MPFR_RNDN))

LIBRARY(exp)
LIBRARY(log)
LIBRARY(sin)
LIBRARY(cos)
LIBRARY(tan)
LIBRARY(asin)
LIBRARY(acos)
LIBRARY(tanh)
LIBRARY(sqrt)
UNARY(inv, 1 / x, 1 / x, mpfr_ui_div(out, 1, x, MPFR_RNDN))
UNARY(square, x *x, x *x, mpfr_sqr(out, x, MPFR_RNDN))
UNARY(cube, x *x *x, x *x *x, mpfr_pow_ui(out, x, 3, MPFR_RNDN))

static double near_div(double x, double y)
{
  return x / y;
}
static long double nearer_div(long double x, long double y)
{
  return x / y;
}
static int exact_div(mpfr_t out, const mpfr_t x, const mpfr_t y)
{
  return mpfr_div(out, x, y, MPFR_RNDN);
}
static int exact_pow(mpfr_t out, const mpfr_t x, const mpfr_t y)
{
  return mpfr_pow(out, x, y, MPFR_RNDN);
}

#define ROW(name, draw)                                                                            \
  {                                                                                                \
#name, EQS_K_##name, false, draw, near_##name, nearer_##name, exact_##name                     \
  }

const truth_function truth_functions[] = {
    ROW(exp, truth_draw_exp),
    ROW(log, truth_draw_log),
    ROW(sin, truth_draw_trig),
    ROW(cos, truth_draw_trig),
    ROW(tan, truth_draw_trig),
    ROW(asin, truth_draw_arc),
    ROW(acos, truth_draw_arc),
    ROW(tanh, truth_draw_tanh),
    {"pow", EQS_K_pow_vv, true, truth_draw_pow, pow, powl, exact_pow},
    ROW(sqrt, truth_draw_any),
    ROW(inv, truth_draw_any),
    ROW(square, truth_draw_any),
    ROW(cube, truth_draw_any),
    {"div", EQS_K_div_vv, true, truth_draw_div, near_div, nearer_div, exact_div},
};
const unsigned n_truth_functions = sizeof truth_functions / sizeof *truth_functions;

/* ---- Errors ---------------------------------------------------------------------------------- */

/* Of a format: digits, and exponents as frexp counts them. */
typedef struct format {
  int digits, least, most;
} format;

static format format_of(eqs_dtype dtype)
{
  return dtype == EQS_F64 ? (format){DBL_MANT_DIG, DBL_MIN_EXP, DBL_MAX_EXP}
                          : (format){FLT_MANT_DIG, FLT_MIN_EXP, FLT_MAX_EXP};
}

/* The exponent of the last place of a number with EXPONENT. */
static int last_place(format f, long exponent)
{
  long clamped = exponent < f.least ? f.least : exponent > f.most ? f.most : exponent;
  return (int)clamped - f.digits;
}

double truth_error(eqs_dtype dtype, double got, const mpfr_t want)
{
  format f = format_of(dtype);
  if (mpfr_nan_p(want) || isnan(got)) return mpfr_nan_p(want) && isnan(got) ? 0 : INFINITY;
  if (!signbit(got) != !mpfr_signbit(want)) return INFINITY;
  if (mpfr_inf_p(want)) return isinf(got) ? 0 : INFINITY;
  mpfr_t difference;
  mpfr_init2(difference, TRUTH_PRECISION);
  if (isinf(got)) {
    mpfr_set_ui_2exp(difference, 1, f.most, MPFR_RNDN);
    if (mpfr_cmpabs(want, difference) >= 0)
      mpfr_set_zero(difference, 1);
    else if (got > 0)
      mpfr_sub(difference, difference, want, MPFR_RNDN);
    else
      mpfr_add(difference, difference, want, MPFR_RNDN);
  } else {
    mpfr_sub_d(difference, want, got, MPFR_RNDN);
  }
  long exponent = mpfr_zero_p(want) ? f.least : mpfr_get_exp(want);
  mpfr_mul_2si(difference, difference, -last_place(f, exponent), MPFR_RNDN);
  double ulp = fabs(mpfr_get_d(difference, MPFR_RNDN));
  mpfr_clear(difference);
  return ulp;
}

double truth_error_nearly(eqs_dtype dtype, double got, long double want)
{
  format f = format_of(dtype);
  if (isnan(want) || isnan(got)) return isnan(want) && isnan(got) ? 0 : INFINITY;
  if (!signbit(got) != !signbit(want)) return INFINITY;
  if (isinf(want)) return isinf(got) ? 0 : INFINITY;
  long double edge = ldexpl(1, f.most), difference = fabsl(want - got);
  if (isinf(got)) difference = fmaxl(0, edge - fabsl(want));
  int exponent;
  frexpl(want, &exponent);
  return (double)ldexpl(difference, -last_place(f, want == 0 ? f.least : exponent));
}
