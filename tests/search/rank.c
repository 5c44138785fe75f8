/* SPDX-License-Identifier: BSD-3-Clause */
/* Under noise the best of a complexity come first, the law among them. */
#include "search/sweep/rank.h"
#include "search/problem.h"
#include "search/support.h"
#include "util/hash.h"
#include <criterion/criterion.h>
#include <math.h>

/* A disturbance that repeats nowhere, a tenth of what the laws vary by. */
static double noise(double x, double y)
{
  return 0.1 * sin(1e4 * x + 3e3 * y);
}
static double product(double x, double y, double z)
{
  return 1 + 2 * x * exp(z) + noise(x, y);
}
static double sum(double x, double y, double z)
{
  return 1 + 3 * sin(y) - 2 * x * z + noise(x, y);
}

/* Whether a find is the same formula as TEXT, and the least doubt of all those of its complexity.
 */
static bool finds_best(double (*law)(double, double, double), const char *text)
{
  static const eqs_rank_size SIZE = {250, 250};
  eqs_catalogue c;
  test_problem p;
  eqs_finds finds = {.most = 2000};
  eqs_formula wanted = formula_of(text);
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin,cos", 0);
  uint64_t hash = eqs_nodes_hash(wanted.node, wanted.n);
  unsigned complexity = eqs_nodes_complexity(wanted.node, wanted.n);
  double doubt = INFINITY, least = INFINITY;
  open_problem(&p, 200, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 300), 0);
  cr_assert_eq(eqs_rank(&c, &SIZE, 1, never, NULL, &finds), 0);
  for (size_t i = 0; i < finds.n; i++) {
    const eqs_formula *f = &finds.f[i];
    if (eqs_nodes_complexity(f->node, f->n) != complexity) continue;
    least = fmin(least, finds.doubt[i]);
    if (eqs_nodes_hash(f->node, f->n) == hash) doubt = finds.doubt[i];
  }
  eqs_finds_free(&finds);
  eqs_catalogue_free(&c);
  close_problem(&p);
  return isfinite(doubt) && doubt == least;
}

Test(rank, a_product_of_functions)
{
  cr_assert(finds_best(product, "0.5 + 0.5*(x*exp(z))"));
}

Test(rank, two_functions_with_coefficients)
{
  cr_assert(finds_best(sum, "0.5 + (0.5*sin(y) + 0.5*(x*z))"));
}

/* The least that is left of a target that the catalogue holds, up to two coefficients. */
static double least_left(eqs_catalogue *c, uint32_t entry)
{
  static const eqs_rank_size SIZE = {1, 1};
  eqs_finds finds = {.most = 2000};
  double least = INFINITY;
  for (size_t i = 0; i < c->stride; i++) c->target[i] = 3 * eqs_catalogue_values(c, entry)[i] - 0.7;
  cr_assert_eq(eqs_rank(c, &SIZE, 1, never, NULL, &finds), 0);
  for (size_t i = 0; i < finds.n; i++) least = fmin(least, finds.doubt[i]);
  eqs_finds_free(&finds);
  return least;
}

Test(rank, an_exact_fit_is_kept_whichever_way_it_is_rounded)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin,cos", 0);
  open_problem(&p, 200, product);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 60), 0);
  for (uint32_t a = 1; a < c.n; a++) {
    double left = least_left(&c, a);
    cr_expect(left >= 0 && left < 1e-13, "entry %u leaves %g", a, left);
  }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(rank, without_sums_there_is_nothing_to_fit)
{
  eqs_catalogue c;
  test_problem p;
  eqs_finds finds = {.most = 2000};
  const eqs_rank_size size = {60, 200};
  eqs_rules rules = rules_of("*,sin", 0);
  open_problem(&p, 100, sum);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 100), 0);
  cr_assert_eq(eqs_rank(&c, &size, 1, never, NULL, &finds), 0);
  cr_assert_eq(finds.n, 0);
  eqs_catalogue_free(&c);
  close_problem(&p);
}

/* All that is found, in its order. */
static uint64_t hash_of_finds(const eqs_catalogue *c, int threads)
{
  static const eqs_rank_size SIZE = {150, 250};
  eqs_finds finds = {.most = 2000};
  cr_assert_eq(eqs_rank(c, &SIZE, threads, never, NULL, &finds), 0);
  cr_assert_gt(finds.n, 100);
  uint64_t hash = finds.tried;
  for (size_t i = 0; i < finds.n; i++) {
    hash = eqs_hash_add(hash, eqs_nodes_hash(finds.f[i].node, finds.f[i].n));
    hash = eqs_hash_bytes(&finds.doubt[i], sizeof finds.doubt[i], hash);
  }
  eqs_finds_free(&finds);
  return hash;
}

Test(rank, threads_do_not_matter)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin,cos", 0);
  open_problem(&p, 200, product);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 300), 0);
  uint64_t hash = hash_of_finds(&c, 1);
  cr_assert_eq(hash_of_finds(&c, 2), hash);
  cr_assert_eq(hash_of_finds(&c, 5), hash);
  eqs_catalogue_free(&c);
  close_problem(&p);
}
