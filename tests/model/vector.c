/* SPDX-License-Identifier: BSD-3-Clause */
/* The elementary functions against libm in double. */
#include "model/vector.h"
#include <criterion/criterion.h>
#include <math.h>

enum { POINTS = 200000 };

static float point(int i, float low, float high)
{
  return low + (high - low) * (float)i / POINTS;
}

Test(vector, exponential)
{
  for (int i = 0; i <= POINTS; i++) {
    float x = point(i, -87, 87);
    double expected = exp((double)x);
    cr_assert(fabs((double)eqs_expf(x) - expected) <= 2e-7 * expected, "%g", (double)x);
  }
  cr_expect(eqs_expf(0) == 1);
  cr_expect(eqs_expf(1e30f) == eqs_expf(87) && isfinite(eqs_expf(87)));
  cr_expect(eqs_expf(-INFINITY) == eqs_expf(-87) && eqs_expf(-87) > 0);
  cr_expect(isnan(eqs_expf(NAN)));
}

Test(vector, logistic_and_tanh)
{
  for (int i = 0; i <= POINTS; i++) {
    float x = point(i, -30, 30);
    cr_assert(fabs((double)eqs_logisticf(x) - 1 / (1 + exp(-(double)x))) <= 2e-7, "%g", (double)x);
    cr_assert(fabs((double)eqs_tanhf(x) - tanh((double)x)) <= 2e-7, "%g", (double)x);
  }
  cr_expect(eqs_tanhf(1e30f) == 1 && eqs_tanhf(-1e30f) == -1);
  cr_expect(eqs_logisticf(1e30f) == 1 && eqs_logisticf(-1e30f) < 1e-37f);
  cr_expect(isnan(eqs_tanhf(NAN)) && isnan(eqs_logisticf(NAN)));
}

Test(vector, logarithm)
{
  for (int i = 1; i <= POINTS; i++) {
    float x = point(i, 0, 1), large = point(i, 1, 1e6f);
    cr_assert(fabs((double)eqs_logf(x) - log((double)x)) <= 1e-7 * (1 + fabs(log((double)x))));
    cr_assert(fabs((double)eqs_logf(large) - log((double)large)) <=
              1e-7 * (1 + log((double)large)));
  }
  cr_expect(eqs_logf(1) == 0);
}

Test(vector, sine_and_cosine_of_turns)
{
  const double turn = 2 * acos(-1.0);
  for (int i = 0; i <= POINTS; i++) {
    float t = point(i, -0.5f, 0.5f), sine, cosine;
    eqs_sincos_turns(t, &sine, &cosine);
    cr_assert(fabs((double)sine - sin(turn * (double)t)) <= 5e-7, "%g", (double)t);
    cr_assert(fabs((double)cosine - cos(turn * (double)t)) <= 5e-7, "%g", (double)t);
  }
}
