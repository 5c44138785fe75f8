/* SPDX-License-Identifier: BSD-3-Clause */
/* Under noise the nearest formula of its complexity is the law, with as many constants as it has.
 */
#include "search/sweep/nearest.h"
#include "search/problem.h"
#include "search/support.h"
#include "search/sweep/lsq.h"
#include <criterion/criterion.h>
#include <math.h>

static double noise(double x, double y)
{
  return 0.02 * sin(1e4 * x + 3e3 * y);
}
static double plain(double x, double y, double z)
{
  return z + x * sin(y) + noise(x, y);
}
static double scaled(double x, double y, double z)
{
  (void)z;
  return 3.7 * (y + 2) * exp(x) + noise(x, y);
}
static double shifted(double x, double y, double z)
{
  return 12 - 4.4 * sin(y) * exp(z) + noise(x, y);
}

/* Whether TEXT is found, and nearer than all else of its complexity that has as many constants. */
static bool finds_best(double (*law)(double, double, double), const char *text)
{
  static const eqs_nearest_size SIZE = {2 << 20, 1 << 20};
  eqs_catalogue c;
  test_problem p;
  eqs_finds finds = {.most = 4000};
  eqs_formula wanted = formula_of(text);
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin", 0);
  uint64_t hash = eqs_nodes_hash(wanted.node, wanted.n);
  unsigned complexity = eqs_nodes_complexity(wanted.node, wanted.n);
  double doubt = INFINITY, least = INFINITY;
  open_problem(&p, 80, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 20), 0);
  cr_assert_eq(eqs_nearest(&c, &SIZE, never, NULL, &finds), 0);
  cr_assert_gt(finds.tried, 100000);
  for (size_t i = 0; i < finds.n; i++) {
    const eqs_formula *f = &finds.f[i];
    if (eqs_nodes_hash(f->node, f->n) == hash) doubt = finds.doubt[i];
    if (eqs_nodes_complexity(f->node, f->n) == complexity) least = fmin(least, finds.doubt[i]);
  }
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
  return isfinite(doubt) && doubt <= least * (1 + 1e-9);
}

Test(nearest, a_law_without_constants)
{
  cr_assert(finds_best(plain, "z + x*sin(y)"));
}

Test(nearest, a_law_with_a_factor)
{
  cr_assert(finds_best(scaled, "0.5*((2 + y)*exp(x))"));
}

Test(nearest, a_law_with_a_factor_and_an_offset)
{
  cr_assert(finds_best(shifted, "0.5 + 0.5*(sin(y)*exp(z))"));
}

/* The least share of the target's squares that a find with at most PARAMS constants leaves. */
static double least_left(const eqs_catalogue *c, uint32_t params)
{
  static const eqs_nearest_size SIZE = {1 << 20, 3000};
  eqs_finds finds = {.most = 4000};
  double least = INFINITY;
  cr_assert_eq(eqs_nearest(c, &SIZE, never, NULL, &finds), 0);
  for (size_t i = 0; i < finds.n; i++)
    if (eqs_formula_params(&finds.f[i]) <= params) least = fmin(least, finds.doubt[i]);
  eqs_finds_free(&finds);
  return least / eqs_spread(c->target, c->rows);
}

Test(nearest, an_exact_law_is_kept_whichever_way_it_is_rounded)
{
  static const double FACTOR[] = {1, 3, 3, 1e-2}, OFFSET[] = {0, 0, -0.7, 1e6};
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin", 0);
  open_problem(&p, 80, plain);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 20), 0);
  for (uint32_t a = 1; a < c.n; a++)
    for (uint32_t k = 0; k < 4; k++) {
      for (size_t i = 0; i < c.stride; i++)
        c.target[i] = FACTOR[k] * eqs_catalogue_values(&c, a)[i] + OFFSET[k];
      double left = least_left(&c, k < 2 ? k : 2);
      cr_expect(left < 1e-13, "entry %u, case %u leaves %g", a, k, left);
    }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(nearest, without_sums_and_products_nothing_is_fitted)
{
  static const eqs_nearest_size SIZE = {1 << 20, 100000};
  eqs_catalogue c;
  test_problem p;
  eqs_finds finds = {.most = 4000};
  eqs_rules rules = rules_of("-,sin", 0);
  open_problem(&p, 80, plain);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 20), 0);
  cr_assert_eq(eqs_nearest(&c, &SIZE, never, NULL, &finds), 0);
  cr_assert_gt(finds.n, 0);
  for (size_t i = 0; i < finds.n; i++)
    for (uint32_t k = 0; k < finds.f[i].n; k++) {
      unsigned op = finds.f[i].node[k].op;
      cr_assert(op == EQS_OP_SUB || op == EQS_OP_SIN || op == EQS_OP_VAR || op == EQS_OP_NUM);
    }
  uint64_t tried = finds.tried;
  cr_assert_eq(eqs_nearest(&c, &SIZE, at_once, NULL, &finds), 0);
  cr_assert_lt(finds.tried - tried, tried, "ends when told");
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
}
