/* SPDX-License-Identifier: BSD-3-Clause */
/* The census shows each formula, with its values; what it does not keep, it shows all the same. */
#include "search/sweep/census.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 11, LEVELS = 12, MOST = 1 << 16 };

static double x[ROWS], y[ROWS];

/* What was shown: the values, without repeats, for each complexity. */
typedef struct shown {
  unsigned n[LEVELS + 1];
  double *first[LEVELS + 1]; /* ROWS values each */
  unsigned calls, enough;
} shown;

static bool note(void *user, unsigned complexity, const eqs_made *made, const double *v)
{
  shown *s = user;
  (void)made;
  double *to = s->first[complexity];
  if (++s->calls == s->enough) return true;
  for (unsigned i = 0; i < s->n[complexity]; i++) {
    double apart = 0;
    for (int k = 0; k < ROWS; k++) apart = fmax(apart, fabs(to[i * ROWS + k] - v[k]));
    if (apart < 1e-9) return false;
  }
  cr_assert_lt(s->n[complexity], MOST / ROWS);
  memcpy(to + ROWS * s->n[complexity]++, v, ROWS * sizeof *v);
  return false;
}

static eqs_census census_of(const char *operators, uint32_t variables, uint32_t capacity,
                            unsigned complexity)
{
  static const double *const column[] = {x, y};
  static const uint16_t number[] = {0, 1};
  for (int k = 0; k < ROWS; k++) {
    x[k] = 0.3 + 0.17 * k;
    y[k] = cos(3.0 * k);
  }
  return (eqs_census){.rows = ROWS,
                      .column = column,
                      .variable = number,
                      .n_variables = variables,
                      .allowed = rules_of(operators, 0).allowed,
                      .capacity = capacity,
                      .most = UINT64_MAX,
                      .complexity = complexity};
}

static void take(eqs_census *c, shown *s)
{
  for (int k = 0; k <= LEVELS; k++) s->first[k] = malloc(MOST * sizeof(double));
  cr_assert_eq(eqs_census_take(c, note, s), 0);
}

static void forget(shown *s)
{
  for (int k = 0; k <= LEVELS; k++) free(s->first[k]);
}

Test(census, counts_by_hand)
{
  shown s = {0};
  eqs_census c = census_of("+,*", 1, 1000, 3);
  take(&c, &s);
  cr_assert_eq(s.n[1], 1, "x");
  cr_assert_eq(s.n[2], 0);
  cr_assert_eq(s.n[3], 6, "x - 1, x + 1, x + 2, -x, 2x, x^2; 1 * x is x, and x + x is 2x");
  cr_assert_eq(s.calls, 7, "each once");
  eqs_census_free(&c);
  forget(&s);
}

/* The values of what was kept are those of its formula, which has the complexity of its level. */
static bool compare(void *user, unsigned complexity, const eqs_made *made, const double *v)
{
  const eqs_census *c = user;
  eqs_formula f;
  cr_assert(eqs_census_formula(c, made, &f));
  cr_assert_eq(eqs_nodes_complexity(f.node, f.n), complexity);
  for (int k = 0; k < ROWS; k++) {
    double at[] = {x[k], y[k], 0}, value = value_of(&f, at);
    cr_assert(fabs(v[k] - value) <= 1e-12 * (1 + fabs(value)));
  }
  return false;
}

Test(census, values_are_those_of_the_formulas)
{
  eqs_census c = census_of("+,-,*,/,square,sqrt,sin,exp,log", 2, 700, 9);
  cr_assert_eq(eqs_census_take(&c, compare, &c), 0);
  cr_assert_gt(c.looked, 10 * c.n, "most were not kept");
  eqs_census_free(&c);
}

Test(census, what_is_not_kept_is_shown)
{
  shown all = {0}, few = {0};
  eqs_census large = census_of("+,-,*,/,square,sin", 1, 20000, 10);
  eqs_census small = census_of("+,-,*,/,square,sin", 1, 400, 10);
  take(&large, &all);
  take(&small, &few);
  cr_assert_eq(large.kept_to, 10);
  cr_assert_geq(small.kept_to, 5);
  cr_assert_eq(small.complete_to, small.kept_to + 2);
  /* A kept formula may be shown again, in a longer form; it is never missing. */
  for (unsigned level = 1; level <= small.complete_to; level++)
    cr_assert_geq(few.n[level], all.n[level], "%u", level);
  for (unsigned i = 0; i < all.n[small.complete_to]; i++) {
    unsigned before = few.n[small.complete_to];
    note(&few, small.complete_to, NULL, all.first[small.complete_to] + (size_t)i * ROWS);
    cr_assert_eq(few.n[small.complete_to], before, "formula %u was not shown", i);
  }
  eqs_census_free(&large);
  eqs_census_free(&small);
  forget(&all);
  forget(&few);
}

Test(census, ends_when_told)
{
  shown s = {.enough = 25};
  eqs_census c = census_of("+,-,*,/,square,sin", 1, 20000, 10);
  take(&c, &s);
  cr_assert_eq(s.calls, 25);
  eqs_census_free(&c);
  shown few = {0};
  c.most = 100;
  take(&c, &few);
  cr_assert_eq(c.looked, 100);
  eqs_census_free(&c);
  forget(&s);
  forget(&few);
}

Test(census, no_room_is_no_crash)
{
  for (uint32_t capacity = 0; capacity < 6; capacity++) {
    shown s = {0};
    eqs_census c = census_of("+,sin", 2, capacity, 6);
    take(&c, &s);
    eqs_census_free(&c);
    forget(&s);
  }
}
