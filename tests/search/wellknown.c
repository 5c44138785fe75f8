/* SPDX-License-Identifier: BSD-3-Clause */
/* Well-known numbers are seen, and none where there is none, or where chance explains it. */
#include "search/formula/wellknown.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

Test(wellknown, are_found_and_written)
{
  static const char *const text[] = {"2/7",  "1/3",     "-5/6",    "17/9", "pi",     "pi/3",
                                     "2*pi", "-3*pi/4", "5*pi/12", "1/12", "-1*pi/6"};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
    eqs_formula f = formula_of(text[i]), written;
    double value = value_of(&f, (double[]){0, 0, 0}), off = 1e-5 * value;
    eqs_wellknown w;
    cr_assert(eqs_wellknown_near(value + off, 2 * fabs(off), &w), "%s", text[i]);
    cr_assert_float_eq(eqs_wellknown_value(&w), value, 1e-15 * fabs(value), "%s", text[i]);
    written.n = eqs_wellknown_write(&w, written.node);
    cr_assert_leq(written.n, EQS_WELLKNOWN_NODES);
    cr_assert(eqs_nodes_complete(written.node, written.n));
    cr_assert_float_eq(value_of(&written, (double[]){0, 0, 0}), value, 1e-15 * fabs(value));
  }
}

Test(wellknown, others_stay)
{
  static const struct {
    double value, error;
  } other[] = {
      {0.28123, 1e-5},     /* nothing is so near */
      {2.0 / 7, 0.05},     /* much is as near */
      {0.37, 1e-12},       /* reads well as it is */
      {1.25, 1e-12},       /* that, too */
      {3, 1e-12},          /* an integer */
      {100.0 / 7, 1e-9},   /* no small one */
      {1.0 / 17, 1e-9},    /* nor this */
      {2.0 / 7, INFINITY}, /* not known at all */
      {2.0 / 7, NAN},      {INFINITY, 1}, {0, 1e-9},
  };
  eqs_wellknown w;
  for (size_t i = 0; i < sizeof other / sizeof *other; i++)
    cr_assert_not(eqs_wellknown_near(other[i].value, other[i].error, &w), "%g within %g: %d/%d",
                  other[i].value, other[i].error, w.over, w.under);
}

/* Of constants drawn at random and known to some precision, how many are named. */
Test(wellknown, chance_names_few)
{
  static const double precision[] = {1e-2, 3e-3, 1e-3, 1e-4};
  for (int k = 0; k < 4; k++) {
    unsigned named = 0;
    for (int i = 0; i < 10000; i++) {
      eqs_wellknown w;
      double share = 0.5 + 0.5 * sin(1e3 * i + 0.5), value = 0.05 * pow(400, share);
      named += eqs_wellknown_near(value, precision[k] * value, &w);
    }
    cr_assert(named > 20 && named < 600, "%u of 10000 at %g", named, precision[k]);
  }
}
