/* SPDX-License-Identifier: BSD-3-Clause */
/* Keys agree for functions that differ by a factor and terms, and for no others. */
#include "search/sweep/modulo.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double law(double x, double y, double z)
{
  return x + y * z;
}

static const double *variable[3];

static eqs_key key_of(const eqs_modulo *m, double (*f)(double, double, double))
{
  double v[EQS_KEY_ROWS];
  eqs_key key = {0, 0};
  for (int i = 0; i < EQS_KEY_ROWS; i++) v[i] = f(variable[0][i], variable[1][i], variable[2][i]);
  cr_assert_eq(eqs_modulo_key(m, v, &key), EQS_KEY_GOOD);
  return key;
}

static double wave(double x, double y, double z)
{
  return sin(3 * x) + y * y * z;
}
static double wave_shifted(double x, double y, double z)
{
  return 2.5 * wave(x, y, z) - 7 + 3 * x - y;
}
static double wave_bent(double x, double y, double z)
{
  return wave_shifted(x, y, z) + 0.3 * x * y;
}
static double product(double x, double y, double z)
{
  return 1.5 + x * y * y + z;
}
static double product_times(double x, double y, double z)
{
  return -3 * sqrt(fabs(product(x, y, z) / z)) * x * x * pow(fabs(y), 0.3);
}

static void check_same(eqs_key a, eqs_key b, bool same)
{
  bool ratio = fabs(a.ratio - b.ratio) < 1e-9 * (1 + fabs(a.ratio));
  bool checked = fabs(a.check - b.check) < 1e-9 * (1 + fabs(a.check));
  cr_assert_eq(ratio && checked, same);
}

Test(modulo, terms_and_factors_do_not_count)
{
  eqs_catalogue c;
  eqs_modulo m;
  test_problem p;
  eqs_rules rules = rules_of("+,-,*,/", 0);
  open_problem(&p, 60, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  for (uint32_t j = 0; j < 3; j++) variable[j] = eqs_catalogue_values(&c, 1 + j);
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_CONSTANT));
  check_same(key_of(&m, wave), key_of(&m, wave_shifted), false);
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_LINEAR));
  check_same(key_of(&m, wave), key_of(&m, wave_shifted), true);
  check_same(key_of(&m, wave), key_of(&m, wave_bent), false);
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_QUADRATIC));
  check_same(key_of(&m, wave), key_of(&m, wave_bent), true);
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_POWERS));
  check_same(key_of(&m, product), key_of(&m, product_times), true);
  check_same(key_of(&m, product), key_of(&m, wave), false);
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(modulo, nothing_but_terms_is_told_apart)
{
  eqs_catalogue c;
  eqs_modulo m;
  eqs_key key;
  test_problem p;
  double v[EQS_KEY_ROWS];
  eqs_rules rules = rules_of("+,-,*,/", 0);
  open_problem(&p, 60, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_LINEAR));
  for (int i = 0; i < EQS_KEY_ROWS; i++) v[i] = 3 - 2 * eqs_catalogue_values(&c, 1)[i];
  cr_assert_eq(eqs_modulo_key(&m, v, &key), EQS_KEY_TERMS);
  v[3] = NAN;
  cr_assert_eq(eqs_modulo_key(&m, v, &key), EQS_KEY_NONE);
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(modulo, too_few_rows_are_refused)
{
  eqs_catalogue c;
  eqs_modulo m;
  test_problem p;
  eqs_rules rules = rules_of("+,*", 0);
  open_problem(&p, 10, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  cr_assert_not(eqs_modulo_make(&m, &c, EQS_MODULO_QUADRATIC), "ten terms, eight rows");
  cr_assert(eqs_modulo_make(&m, &c, EQS_MODULO_LINEAR));
  eqs_catalogue_free(&c);
  close_problem(&p);
}
