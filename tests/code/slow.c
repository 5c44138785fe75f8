/* SPDX-License-Identifier: BSD-3-Clause */
/* The slow functions: the lanes that were asked for, and no others. */
#include "code/slow.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { LANES = 16 };

static void (*find(const char *name))(void)
{
  const eqs_slow_symbol *s = eqs_slow_symbols;
  while (s->name && strcmp(s->name, name) != 0) s++;
  cr_assert_not_null(s->name, "%s is not there", name);
  return s->function;
}

#define IGNORING_Y(name)                                                                           \
  static double name##_of(double x, double y)                                                      \
  {                                                                                                \
    (void)y;                                                                                       \
    return name(x);                                                                                \
  }
IGNORING_Y(sin)
IGNORING_Y(cos)
IGNORING_Y(tan)

static const struct {
  const char *f64, *f32;
  double (*reference)(double x, double y);
} rows[] = {{"eqs_slow_sin_f64", "eqs_slow_sin_f32", sin_of},
            {"eqs_slow_cos_f64", "eqs_slow_cos_f32", cos_of},
            {"eqs_slow_tan_f64", "eqs_slow_tan_f32", tan_of},
            {"eqs_slow_pow_f64", "eqs_slow_pow_f32", pow}};

Test(code_slow, lanes)
{
  double x[LANES], y[LANES], out[LANES];
  float xf[LANES], yf[LANES], outf[LANES];
  for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++) {
    eqs_slow_f64 *f64 = (eqs_slow_f64 *)find(rows[r].f64);
    eqs_slow_f32 *f32 = (eqs_slow_f32 *)find(rows[r].f32);
    for (uint64_t mask = 0; mask < 1 << LANES; mask = 2 * mask + 5) {
      for (int i = 0; i < LANES; i++) {
        xf[i] = (float)(x[i] = ldexp(1.5, i));
        yf[i] = (float)(y[i] = i - 8);
        outf[i] = (float)(out[i] = -77);
      }
      f64(out, x, y, mask);
      f32(outf, xf, yf, mask);
      for (int i = 0; i < LANES; i++) {
        double want = mask >> i & 1 ? rows[r].reference(x[i], y[i]) : -77;
        cr_expect_eq(out[i], want, "%s lane %d of %x", rows[r].f64, i, (unsigned)mask);
        cr_expect_eq(outf[i], (float)want, "%s lane %d of %x", rows[r].f32, i, (unsigned)mask);
      }
    }
  }
}
