/* SPDX-License-Identifier: BSD-3-Clause */
/* Random arguments: everyday ones, the whole range, and the neighbourhoods where digits are lost.
 */
#include "truth.h"
#include <float.h>
#include <math.h>

static double uniform(truth_source *s, double low, double high)
{
  return low + (high - low) * eqs_rng_uniform(&s->rng);
}

static double sign(truth_source *s)
{
  return eqs_rng_u32(&s->rng) & 1 ? 1 : -1;
}

static double pick(const truth_source *s, double f64, double f32)
{
  return s->dtype == EQS_F64 ? f64 : f32;
}

/* 2^-N to 2^-(N - 1) for a random N below MOST. */
static double small(truth_source *s, unsigned most)
{
  return ldexp(uniform(s, 0.5, 1), -(int)eqs_rng_below(&s->rng, most));
}

/* A number whose logarithm is uniform over the range of the dtype, subnormals included. */
static double any_size(truth_source *s)
{
  double e = s->dtype == EQS_F64 ? uniform(s, -1074, 1024) : uniform(s, -149, 128);
  return ldexp(uniform(s, 0.5, 1), (int)ceil(e));
}

void truth_draw_any(truth_source *s, double *x, double *y)
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

void truth_draw_div(truth_source *s, double *x, double *y)
{
  truth_draw_any(s, x, NULL);
  truth_draw_any(s, y, NULL);
}

void truth_draw_exp(truth_source *s, double *x, double *y)
{
  truth_draw_any(s, x, y);
  if (eqs_rng_u32(&s->rng) & 1) *x = pick(s, uniform(s, -746, 710), uniform(s, -104, 89));
}

void truth_draw_log(truth_source *s, double *x, double *y)
{
  truth_draw_any(s, x, y);
  *x = fabs(*x);
  if (eqs_rng_u32(&s->rng) & 1) *x = 1 + sign(s) * small(s, 50);
}

/* Many of them close to a multiple of pi/2, where a poor reduction shows, and many huge. */
void truth_draw_trig(truth_source *s, double *x, double *y)
{
  truth_draw_any(s, x, y);
  double border = pick(s, 0x1p30, 0x1p16);
  switch (eqs_rng_below(&s->rng, 6)) {
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
    *x = sign(s) * ldexp(uniform(s, 0.5, 1), (int)uniform(s, 17, pick(s, 1025, 129)));
    break;
  case 4:
    *x = floor(uniform(s, 0, 32)) * (M_PI_4 / 2) + sign(s) * small(s, 30);
    break;
  }
}

void truth_draw_arc(truth_source *s, double *x, double *y)
{
  (void)y;
  *x = uniform(s, -1, 1);
  switch (eqs_rng_below(&s->rng, 4)) {
  case 0:
    *x = sign(s) * (1 - small(s, 53));
    break;
  case 1:
    *x = sign(s) * small(s, 53);
    break;
  case 2:
    *x = sign(s) * (0.5 + sign(s) * small(s, 30) / 8);
    break;
  }
}

void truth_draw_tanh(truth_source *s, double *x, double *y)
{
  truth_draw_any(s, x, y);
  if (eqs_rng_u32(&s->rng) & 1) *x = sign(s) * small(s, 20);
}

/* Results over the whole range and at its ends: bases near one with huge exponents, bases of any
   size, negative bases with integers. */
void truth_draw_pow(truth_source *s, double *x, double *y)
{
  double most = pick(s, 745, 104);
  *x = any_size(s);
  switch (eqs_rng_below(&s->rng, 5)) {
  case 0:
    *x = 1 + sign(s) * small(s, 30) / 2;
    break;
  case 1:
    *x = uniform(s, 0, 20);
    break;
  case 2:
    *x = -uniform(s, 0, 20);
    *y = (double)eqs_rng_below(&s->rng, 30) - 15;
    return;
  case 3:
    *x = uniform(s, 0.25, 4);
    *y = uniform(s, -8, 8);
    return;
  }
  if (s->dtype == EQS_F32) *x = (float)*x;
  double log_result = uniform(s, -most, most);
  if (eqs_rng_below(&s->rng, 4) == 0) {
    double edge = eqs_rng_u32(&s->rng) & 1 ? pick(s, 709.78, 88.72) : pick(s, -708.4, -87.34);
    log_result = edge * (1 + sign(s) * small(s, 20));
  }
  *y = log_result / log(*x);
}

double truth_special(unsigned i)
{
  static const double special[TRUTH_SPECIALS] = {
      0.0,           -0.0,        INFINITY,   -INFINITY,   NAN,      1,           -1,
      0.5,           -0.5,        2,          -2,          3,        -3,          1.5,
      -2.5,          0x1p-1074,   -0x1p-1074, DBL_MIN,     -DBL_MIN, DBL_MAX,     -DBL_MAX,
      0x1p-149,      -0x1p-149,   FLT_MIN,    -FLT_MIN,    FLT_MAX,  -FLT_MAX,    0x1p52 + 1,
      -(0x1p52 + 1), 0x1p53,      0x1p23 + 1, -0x1p23 - 1, 0x1p24,   1 - 0x1p-53, 1 + 0x1p-52,
      1 - 0x1p-24,   1 + 0x1p-23, 1023,       -1074,       127,      -149,        709.79,
      -745.2,        88.73,       -104,       1e-310,      1e-40,    M_PI_2};
  return special[i];
}
