/* SPDX-License-Identifier: BSD-3-Clause */
/* Entries have the values of their formulas, grow in complexity, and none is a multiple of another.
 */
#include "search/sweep/catalogue.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double law(double x, double y, double z)
{
  return x + y * z;
}

static void make(eqs_catalogue *c, test_problem *p, const char *operators, uint32_t capacity)
{
  eqs_rules rules = rules_of(operators, 0);
  open_problem(p, 60, law);
  cr_assert_eq(eqs_catalogue_make(c, &p->problem, &rules.allowed, capacity), 0);
}

/* The table's row of each row of the sample, by the target, which has no value twice. */
static size_t row_of(const test_problem *p, double target)
{
  const double *t = eqs_table_numbers(p->table, 3);
  for (size_t i = 0; i < p->train.n; i++)
    if (t[p->train.row[i]] == target) return p->train.row[i];
  cr_assert_fail("no such row");
  return 0;
}

Test(catalogue, values_are_those_of_the_formulas)
{
  eqs_catalogue c;
  test_problem p;
  make(&c, &p, "+,-,*,/,square,sqrt,sin,exp,log", 2000);
  cr_assert_eq(c.n, 2000);
  cr_assert_eq(c.rows, p.train.n);
  for (uint32_t i = 1; i < c.n; i++) {
    eqs_formula f;
    const double *v = eqs_catalogue_values(&c, i);
    cr_assert(eqs_catalogue_formula(&c, i, &f));
    cr_assert_eq(eqs_nodes_complexity(f.node, f.n), c.entry[i].complexity);
    cr_assert_geq(c.entry[i].complexity, c.entry[i - 1].complexity);
    for (size_t k = 0; k < c.rows; k += 7) {
      size_t row = row_of(&p, c.target[k]);
      double at[3];
      for (size_t j = 0; j < 3; j++) at[j] = eqs_table_numbers(p.table, j)[row];
      cr_assert_float_eq(v[k], value_of(&f, at), 1e-12 * (1 + fabs(v[k])));
    }
  }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(catalogue, no_entry_is_a_multiple_of_another)
{
  eqs_catalogue c;
  test_problem p;
  make(&c, &p, "+,-,*,/,square,exp", 400);
  for (uint32_t i = 0; i < c.n; i++)
    for (uint32_t j = 0; j < i; j++) {
      const double *v = eqs_catalogue_values(&c, i), *w = eqs_catalogue_values(&c, j);
      double low = INFINITY, high = -INFINITY;
      for (size_t k = 0; k < c.rows; k++) {
        low = fmin(low, v[k] / w[k]);
        high = fmax(high, v[k] / w[k]);
      }
      bool multiple = isfinite(low) && isfinite(high) && high - low <= 1e-9 * fabs(high);
      cr_assert_not(multiple, "entries %u and %u", i, j);
    }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

Test(catalogue, a_small_space_is_used_up)
{
  eqs_catalogue c;
  test_problem p;
  make(&c, &p, "sin", 1000);
  cr_assert_eq(c.n, 1 + 3 + 3, "the number 1, three variables, their sines; no sine of a sine");
  eqs_catalogue_free(&c);
  close_problem(&p);
}

/* Makes a catalogue of the first N rows of the table and says which of them are key rows. Fails the
   test if a row is used twice. */
static void find_key_rows(test_problem *p, size_t n, bool *key)
{
  eqs_catalogue c;
  bool used[EQS_SAMPLE_ROWS] = {false};
  eqs_rules rules = rules_of("+", 0);
  for (size_t i = 0; i < n; i++) p->train.row[i] = i;
  p->train.n = n;
  cr_assert_eq(eqs_catalogue_make(&c, &p->problem, &rules.allowed, 10), 0);
  cr_assert_eq(c.rows, n);
  for (size_t i = 0; i < n; i++) {
    size_t k = row_of(p, c.target[i]);
    cr_assert_not(used[k], "row %zu of %zu", k, n);
    used[k] = true;
    key[k] = i < EQS_KEY_ROWS;
  }
  eqs_catalogue_free(&c);
}

/* The most key rows among any EQS_KEY_ROWS that follow each other in the file. */
static unsigned most_together(test_problem *p, size_t n)
{
  bool key[EQS_SAMPLE_ROWS];
  unsigned most = 0;
  find_key_rows(p, n, key);
  for (size_t first = 0; first + EQS_KEY_ROWS <= n; first++) {
    unsigned together = 0;
    for (size_t k = first; k < first + EQS_KEY_ROWS; k++) together += key[k];
    most = together > most ? together : most;
  }
  return most;
}

/* Of few rows most are key rows, wherever these lie. */
Test(catalogue, key_rows_lie_far_apart)
{
  test_problem p;
  open_problem(&p, 200, law);
  for (size_t n = EQS_SAMPLE_ROWS; n >= 6; n--) {
    unsigned together = most_together(&p, n), bound = n >= 26 ? 10 : n >= 18 ? 14 : 16;
    cr_expect_leq(together, bound, "%u of the key rows of %zu", together, n);
  }
  close_problem(&p);
}

Test(catalogue, exact_means_on_every_row_of_the_sample)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+,*", 0);
  eqs_formula f = formula_of("x + y*z"), other = formula_of("x + y*y");
  double doubt;
  open_problem(&p, 200, law);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 100), 0);
  cr_assert_eq(c.rows, EQS_SAMPLE_ROWS);
  cr_expect(eqs_catalogue_exact(&c, &f, &doubt));
  cr_expect_not(eqs_catalogue_exact(&c, &other, &doubt));
  for (size_t i = 0; i < c.rows; i++) {
    double target = c.target[i];
    c.target[i] += 1e-3;
    cr_expect_not(eqs_catalogue_exact(&c, &f, &doubt), "row %zu", i);
    c.target[i] = target;
  }
  eqs_catalogue_free(&c);
  close_problem(&p);
}

static double law_of_x(double x, double y, double z)
{
  (void)y, (void)z;
  return 2 * x;
}

Test(catalogue, no_formula_of_a_variable_without_entry_is_exact)
{
  eqs_catalogue c;
  test_problem p;
  eqs_rules rules = rules_of("+", 0);
  eqs_formula f = formula_of("x + x"), constant = formula_of("z + x");
  double doubt;
  open_scaled_problem(&p, 60, (double[]){1, 1, 0}, law_of_x);
  cr_assert_eq(eqs_catalogue_make(&c, &p.problem, &rules.allowed, 10), 0);
  cr_expect(eqs_catalogue_exact(&c, &f, &doubt));
  cr_expect_not(eqs_catalogue_exact(&c, &constant, &doubt));
  cr_expect(isnan(doubt));
  eqs_catalogue_free(&c);
  close_problem(&p);
}
