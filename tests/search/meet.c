/* SPDX-License-Identifier: BSD-3-Clause */
/* Laws twice as large as the catalogue's entries are found, and are what they were. */
#include "search/sweep/meet.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static const eqs_meet_size SMALL = {150, 0, 1000, 400, 60};

/* The largest error of F over the training rows, relative to the largest target. */
static double error_of(const test_problem *p, const eqs_formula *f)
{
  double most = 0, size = 0;
  for (size_t i = 0; i < p->train.n; i++) {
    double at[3];
    for (size_t j = 0; j < 3; j++) at[j] = eqs_table_numbers(p->table, j)[p->train.row[i]];
    double target = eqs_table_numbers(p->table, 3)[p->train.row[i]];
    double error = fabs(value_of(f, at) - target);
    most = error > most || isnan(error) ? error : most;
    size = fmax(size, fabs(target));
  }
  return most / size;
}

/* The least complexity of an exact find; 0 if there is none. */
static unsigned simplest(double (*law)(double, double, double), eqs_modulo_kind kind,
                         bool (*stop)(void *))
{
  eqs_catalogue c;
  test_problem p;
  unsigned least = 0;
  eqs_finds finds = {.most = 50};
  eqs_rules rules = rules_of("+,-,*,/,square,sqrt,exp,log,sin,cos", 0);
  open_problem(&p, 100, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 1000), 0);
  cr_assert_eq(eqs_meet(&c, kind, &SMALL, stop, NULL, &finds), 0);
  for (size_t i = 0; i < finds.n; i++) {
    unsigned complexity = eqs_nodes_complexity(finds.f[i].node, finds.f[i].n);
    if (error_of(&p, &finds.f[i]) < 1e-9 && (least == 0 || complexity < least)) least = complexity;
  }
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
  return least;
}

static double sum_law(double x, double y, double z)
{
  return 1.25 + 3 * x - 0.5 * x * y + 2.5 * sin(y) * exp(z);
}
static double peeled_law(double x, double y, double z)
{
  return exp(-0.5 * y * y / (1 + z * z)) / (1 + x * x);
}
static double power_law(double x, double y, double z)
{
  return 0.3 * x * x * sqrt(1 + y * y) * z;
}
static double no_law(double x, double y, double z)
{
  return sin(7.1 * x) + 0.3 * sin(12.7 * y + 5 * z * z);
}

Test(meet, sums_of_terms_and_a_product_of_functions)
{
  unsigned complexity = simplest(sum_law, EQS_MODULO_QUADRATIC, never);
  cr_assert_gt(complexity, 0);
  cr_assert_leq(complexity, 40);
}

Test(meet, a_function_around_a_quotient)
{
  cr_assert_gt(simplest(peeled_law, EQS_MODULO_LINEAR, never), 0);
}

Test(meet, powers_of_variables_around_a_sum)
{
  cr_assert_gt(simplest(power_law, EQS_MODULO_POWERS, never), 0);
}

Test(meet, what_is_not_there_is_not_found)
{
  cr_assert_eq(simplest(no_law, EQS_MODULO_QUADRATIC, never), 0);
  cr_assert_eq(simplest(no_law, EQS_MODULO_POWERS, never), 0);
}

Test(meet, it_stops_when_told)
{
  /* The law is found among targets made before the first question, or not at all. */
  eqs_catalogue c;
  test_problem p;
  eqs_finds finds = {.most = 50};
  eqs_rules rules = rules_of("+,-,*,/,square,sqrt,exp,log,sin,cos", 0);
  open_problem(&p, 100, no_law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 3000), 0);
  const eqs_meet_size large = {3000, 100, 3000, 3000, 3000};
  cr_assert_eq(eqs_meet(&c, EQS_MODULO_LINEAR, &large, at_once, NULL, &finds), 0);
  cr_assert_lt(finds.tried, 1000000);
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
}
