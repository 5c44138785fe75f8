/* SPDX-License-Identifier: BSD-3-Clause */
/* What is peeled off a target and put back gives the target again. */
#include "search/sweep/peel.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double law(double x, double y, double z)
{
  return 0.5 + 0.2 * x + 0.1 * y * z;
}

static void check(const eqs_catalogue *c, eqs_peeling peeling)
{
  double left[EQS_SAMPLE_ROWS];
  eqs_formula f = {.n = 1, .node = {eqs_node_variable(0)}}; /* stands for what is left */
  eqs_peel_target(c, &peeling, c->rows, left);
  cr_assert(eqs_peel_back(c, &peeling, &f));
  for (size_t k = 0; k < c->rows; k += 5) {
    /* All entries peeled here are functions of y alone. */
    double at[TEST_VARIABLES] = {left[k], eqs_catalogue_values(c, 2)[k], 0};
    if (!isfinite(left[k])) continue;
    cr_assert_float_eq(value_of(&f, at), c->target[k], 1e-12, "peels %u %u %u",
                       peeling.step[0].peel, peeling.step[1].peel, peeling.step[2].peel);
  }
}

Test(peel, every_peel_is_undone)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,-,*,/,square,sqrt,exp,log,sin,cos", 0);
  open_problem(&p, 60, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 50), 0);
  cr_assert_eq(c.entry[2].variable, 1);
  for (unsigned a = 0; a < EQS_N_UNARY_PEELS; a++)
    for (unsigned g = EQS_PEEL_OVER; g < EQS_N_PEELS; g++)
      for (unsigned b = 0; b < EQS_N_UNARY_PEELS; b++) {
        eqs_peeling peeling = {
            .step = {{.peel = a & 15}, {.peel = g & 15, .entry = 2}, {.peel = b & 15}}};
        cr_assert(eqs_peel_allowed(&rules.allowed, (eqs_peel)a));
        check(&c, peeling);
      }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(peel, an_operator_that_is_not_there_cannot_be_peeled)
{
  eqs_rules rules = rules_of("+,*", 0);
  cr_assert(eqs_peel_allowed(&rules.allowed, EQS_PEEL_LESS));
  cr_assert(eqs_peel_allowed(&rules.allowed, EQS_PEEL_OVER));
  cr_assert_not(eqs_peel_allowed(&rules.allowed, EQS_PEEL_TIMES));
  cr_assert_not(eqs_peel_allowed(&rules.allowed, EQS_PEEL_LOG));
}
