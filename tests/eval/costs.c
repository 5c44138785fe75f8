/* SPDX-License-Identifier: BSD-3-Clause */
/* What tiers cost: measured where it can be kept, found again, never believed blindly, and what
   follows from it. */
#include "eval/costs.h"
#include "support/engine.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Test(costs, are_the_default_where_nothing_is_kept)
{
  setenv("EQSIEVE_CACHE", "", 1);
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  eqs_choice choice;
  if (eqs_engine_choice(engine, &choice)) {
    eqs_costs usual = eqs_costs_default(EQS_F64);
    cr_expect_eq(choice.source, EQS_COSTS_DEFAULT);
    cr_expect_eq(memcmp(&engine->costs, &usual, sizeof usual), 0);
  }
  eqs_engine_free(engine);
}

/* An empty folder for the cache; it goes with what is in it. */
static void remove_folder(const char *path)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", path);
  cr_assert_eq(system(command), 0);
}

Test(costs, are_measured_once_and_kept)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    char path[] = "/tmp/eqsieve-costs.XXXXXX";
    cr_assert_not_null(mkdtemp(path));
    setenv("EQSIEVE_CACHE", path, 1);
    eqs_engine *first = engine_new(EQS_TIER_AUTO, (eqs_dtype)dtype);
    eqs_engine *second = engine_new(EQS_TIER_AUTO, (eqs_dtype)dtype);
    eqs_choice a, b;
    if (eqs_engine_choice(first, &a) && a.source == EQS_COSTS_MEASURED) {
      cr_expect(eqs_costs_plausible(&first->costs));
      cr_assert(eqs_engine_choice(second, &b));
      cr_expect_eq(b.source, EQS_COSTS_KEPT);
      first->costs.source = second->costs.source;
      cr_expect_eq(memcmp(&first->costs, &second->costs, sizeof(eqs_costs)), 0);
      /* A kernel on a row costs something, and stitched code less. */
      cr_expect_gt(a.step_ns, 0);
      cr_expect_lt(a.stitched_ns, a.step_ns);
      cr_expect_gt(a.fuse_ms[0], 0.01);
      cr_expect_gt(a.fuse_ms[1], a.fuse_ms[0]);
    }
    eqs_engine_free(first);
    eqs_engine_free(second);
    remove_folder(path);
  }
}

Test(costs, silly_numbers_are_not_plausible)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_costs c = eqs_costs_default((eqs_dtype)dtype);
    double *number = (double *)&c;
    cr_expect(eqs_costs_plausible(&c));
    for (size_t i = 0; i < offsetof(eqs_costs, source) / sizeof(double); i++) {
      double was = number[i];
      static const double silly[] = {NAN, INFINITY, -INFINITY, -1e12, 1e12};
      for (size_t j = 0; j < sizeof silly / sizeof *silly; j++) {
        number[i] = silly[j];
        cr_expect_not(eqs_costs_plausible(&c), "number %zu: %g", i, silly[j]);
      }
      number[i] = was;
    }
  }
}

Test(costs, decide)
{
  const eqs_costs c = {.joined = 0.1,
                       .make = 500,
                       .make_step = 50,
                       .fuse_cheap = 1e5,
                       .fuse_dear = 1e6,
                       .gain_cheap = 0.01,
                       .gain_dear = -0.02};
  cr_expect_float_eq(eqs_costs_stitch_rows(&c, 10, 5), 4000, 1e-9); /* cold code costs twice */
  cr_expect_eq(eqs_costs_stitch_rows(&c, 10, 0), INFINITY);
  cr_expect_float_eq(eqs_costs_fuse_rows(&c, 10, 0), 1e7, 1e-3);
  cr_expect_float_eq(eqs_costs_fuse_rows(&c, 4, 1), 1.4e6 / 0.02, 1e-3);
  cr_expect_eq(eqs_costs_fuse_rows(&c, 1, 1), INFINITY, "what never gains is never made");
}

/* No choice where there is none. */
Test(costs, reference_has_no_choice)
{
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_choice choice;
  cr_expect_not(eqs_engine_choice(engine, &choice));
  eqs_engine_free(engine);
}
