/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of choosing rows. */
#include "table_file.h"
#include <math.h>

TestSuite(rows, .init = begin, .fini = end);

/* Rows 1 and 3 are complete in x and y, rows 0, 1, 3 in x alone. */
static const char gaps[] = "id,x,y\na,1,\nb,2,5\nc,nan,6\nd,4,7\n";

static eqs_status complete(eqs_rows *rows, const eqs_table *table, const char *features,
                           const char *target, eqs_missing_policy policy)
{
  eqs_roles roles;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, target, features, NULL), EQS_OK));
  eqs_status status = eqs_rows_complete(ctx, rows, table, &roles, policy);
  eqs_roles_free(&roles);
  return status;
}

Test(rows, rows_with_gaps_are_dropped_and_counted)
{
  eqs_table *table = table_of(gaps);
  eqs_rows rows;
  cr_assert(eq(int, complete(&rows, table, "x", "y", EQS_MISSING_DROP), EQS_OK));
  cr_assert(eq(sz, rows.n, 2));
  cr_assert(eq(sz, rows.row[0], 1));
  cr_assert(eq(sz, rows.row[1], 3));
  cr_assert(eq(sz, rows.n_missing, 2));
  eqs_rows_free(&rows);
  eqs_table_free(table);
}

Test(rows, columns_that_are_not_used_do_not_matter)
{
  eqs_table *table = table_of(gaps);
  eqs_rows rows;
  cr_assert(eq(int, complete(&rows, table, "x", NULL, EQS_MISSING_DROP), EQS_OK));
  cr_assert(eq(sz, rows.n, 3));
  cr_assert(eq(sz, rows.n_missing, 1));
  eqs_rows_free(&rows);
  eqs_table_free(table);
}

Test(rows, gaps_may_be_refused)
{
  eqs_table *table = table_of(gaps);
  eqs_rows rows;
  faults(complete(&rows, table, "x", "y", EQS_MISSING_REFUSE), EQS_INPUT,
         ":2: column 'y' has no value");
  faults(complete(&rows, table, "x", NULL, EQS_MISSING_REFUSE), EQS_INPUT,
         ":4: column 'x' has no value");
  eqs_table_free(table);
  table = table_of("x\n1\n2\n");
  cr_assert(eq(int, complete(&rows, table, "x", NULL, EQS_MISSING_REFUSE), EQS_OK));
  eqs_rows_free(&rows);
  eqs_table_free(table);
}

Test(rows, no_complete_row_names_the_worst_column)
{
  eqs_table *table = table_of("x,y,z\n1,,\n,2,\n3,,\n");
  eqs_rows rows;
  faults(complete(&rows, table, "x,y,z", NULL, EQS_MISSING_DROP), EQS_INPUT,
         "each row has a missing value: column 'z' in 3 of 3");
  eqs_table_free(table);
}

/* Rows 1 and 4 have a weight and all values. */
Test(rows, rows_of_weight_zero_are_left_out_whatever_they_miss)
{
  eqs_table *table = table_of("x,w,y\n1,0,2\n3,1,4\n,0,\n5,,6\n7,0.5,8\n");
  eqs_roles roles;
  eqs_rows rows;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "y", "x", NULL), EQS_OK));
  cr_assert(eq(int, eqs_roles_weigh(ctx, &roles, table, "w"), EQS_OK));
  cr_assert(eq(int, eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_OK));
  cr_assert(eq(sz, rows.n, 2));
  cr_assert(eq(sz, rows.row[0], 1));
  cr_assert(eq(sz, rows.row[1], 4));
  cr_assert(eq(sz, rows.n_missing, 1), "that which misses its weight");
  eqs_rows_free(&rows);
  faults(eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_REFUSE), EQS_INPUT,
         ":5: column 'w' has no value");
  eqs_roles_free(&roles);
  eqs_table_free(table);
}

Test(rows, one_row_at_least_must_have_a_weight)
{
  eqs_table *table = table_of("x,w,y\n1,0,2\n3,0,4\n");
  eqs_roles roles;
  eqs_rows rows;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "y", "x", NULL), EQS_OK));
  cr_assert(eq(int, eqs_roles_weigh(ctx, &roles, table, "w"), EQS_OK));
  faults(eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_INPUT,
         "the weight of each row, 'w', is zero");
  eqs_roles_free(&roles);
  eqs_table_free(table);
}

/* N rows, numbered 0, 2, 4, ... */
static eqs_rows even_rows(size_t n)
{
  eqs_rows rows = {.n = n, .row = malloc(n * sizeof *rows.row)};
  for (size_t i = 0; i < n; i++) rows.row[i] = 2 * i;
  return rows;
}

static void is_increasing(const eqs_rows *rows)
{
  for (size_t i = 1; i < rows->n; i++) cr_assert(lt(sz, rows->row[i - 1], rows->row[i]));
}

Test(rows, a_holdout_is_a_partition_of_the_wanted_size)
{
  for (size_t n = 2; n < 60; n++) {
    eqs_rows rows = even_rows(n), train, test;
    size_t wanted = (size_t)round(0.2 * (double)n);
    cr_assert(eq(int, eqs_rows_holdout(ctx, &rows, 0.2, n, &train, &test), EQS_OK));
    cr_assert(eq(sz, test.n, wanted < 1 ? 1 : wanted));
    cr_assert(eq(sz, train.n + test.n, n));
    is_increasing(&train);
    is_increasing(&test);
    size_t sum = 0;
    for (size_t i = 0; i < train.n; i++) {
      sum += train.row[i];
      for (size_t k = 0; k < test.n; k++) cr_assert(ne(sz, train.row[i], test.row[k]));
    }
    for (size_t k = 0; k < test.n; k++) sum += test.row[k];
    cr_assert(eq(sz, sum, n * (n - 1)));
    eqs_rows_free(&train);
    eqs_rows_free(&test);
    eqs_rows_free(&rows);
  }
}

Test(rows, both_sides_of_a_holdout_keep_a_row)
{
  eqs_rows rows = even_rows(5), train, test;
  cr_assert(eq(int, eqs_rows_holdout(ctx, &rows, 1e-9, 1, &train, &test), EQS_OK));
  cr_assert(eq(sz, test.n, 1));
  eqs_rows_free(&train);
  eqs_rows_free(&test);
  cr_assert(eq(int, eqs_rows_holdout(ctx, &rows, 0.999, 1, &train, &test), EQS_OK));
  cr_assert(eq(sz, train.n, 1));
  eqs_rows_free(&train);
  eqs_rows_free(&test);
  eqs_rows_free(&rows);
}

Test(rows, the_seed_alone_decides_a_holdout)
{
  enum { N = 500, TEST = 100 };
  eqs_rows rows = even_rows(N), train[3], test[3];
  for (int i = 0; i < 3; i++)
    cr_assert(
        eq(int, eqs_rows_holdout(ctx, &rows, 0.2, i == 2 ? 8 : 7, &train[i], &test[i]), EQS_OK));
  cr_assert(eq(int, memcmp(test[0].row, test[1].row, TEST * sizeof(size_t)), 0));
  cr_assert(ne(int, memcmp(test[0].row, test[2].row, TEST * sizeof(size_t)), 0));
  for (int i = 0; i < 3; i++) {
    eqs_rows_free(&train[i]);
    eqs_rows_free(&test[i]);
  }
  eqs_rows_free(&rows);
}

/* Each of 10 rows is held out in 3 of 10 cases, within five standard deviations. */
Test(rows, every_row_is_as_likely_to_be_held_out)
{
  enum { N = 10, TURNS = 20000 };
  eqs_rows rows = even_rows(N), train, test;
  int count[N] = {0};
  for (uint64_t seed = 0; seed < TURNS; seed++) {
    eqs_rows_holdout(ctx, &rows, 0.3, seed, &train, &test);
    for (size_t k = 0; k < test.n; k++) count[test.row[k] / 2]++;
    eqs_rows_free(&train);
    eqs_rows_free(&test);
  }
  for (int i = 0; i < N; i++)
    cr_assert(epsilon_eq(dbl, count[i] / (double)TURNS, 0.3, 5 * sqrt(0.3 * 0.7 / TURNS)));
  eqs_rows_free(&rows);
}

Test(rows, holdouts_that_are_refused)
{
  eqs_rows rows = even_rows(1), train, test;
  faults(eqs_rows_holdout(ctx, &rows, 0.5, 1, &train, &test), EQS_INPUT, "one row");
  static const double wrong[] = {0, 1, -0.1, 2, NAN};
  for (size_t i = 0; i < 5; i++)
    faults(eqs_rows_holdout(ctx, &rows, wrong[i], 1, &train, &test), EQS_USAGE,
           "is not between 0 and 1");
  eqs_rows_free(&rows);
}

static const char folds[] = "fold,group,x\n0,a,1\n1,b,2\n2,a,3\n1.0,c,4\n,b,5\n";

static void splits(const char *column, const char *value, size_t n_test, size_t first)
{
  eqs_table *table = table_of(folds);
  eqs_rows rows, train, test;
  cr_assert(eq(int, complete(&rows, table, "x", NULL, EQS_MISSING_DROP), EQS_OK));
  cr_assert(eq(int, eqs_rows_fold(ctx, &rows, table, column, value, &train, &test), EQS_OK));
  cr_assert(eq(sz, test.n, n_test));
  cr_assert(eq(sz, train.n, 5 - n_test));
  cr_assert(eq(sz, test.row[0], first));
  is_increasing(&train);
  is_increasing(&test);
  eqs_rows_free(&rows);
  eqs_rows_free(&train);
  eqs_rows_free(&test);
  eqs_table_free(table);
}

Test(rows, folds_compare_numbers_by_value_and_text_by_letter)
{
  splits("fold", "1", 2, 1);
  splits("fold", "0.0", 1, 0);
  splits("group", "b", 2, 1);
}

Test(rows, folds_that_are_refused)
{
  eqs_table *table = table_of(folds);
  eqs_rows rows, train, test;
  cr_assert(eq(int, complete(&rows, table, "x", NULL, EQS_MISSING_DROP), EQS_OK));
  faults(eqs_rows_fold(ctx, &rows, table, "fold", "9", &train, &test), EQS_INPUT,
         "no row in use has '9' in column 'fold'");
  faults(eqs_rows_fold(ctx, &rows, table, "fold", "a", &train, &test), EQS_INPUT,
         "column 'fold' holds numbers, 'a' is none");
  faults(eqs_rows_fold(ctx, &rows, table, "fould", "1", &train, &test), EQS_INPUT,
         "(is it 'fold'?)");
  rows.n = 1;
  faults(eqs_rows_fold(ctx, &rows, table, "group", "a", &train, &test), EQS_INPUT,
         "each row in use has 'a' in column 'group'");
  eqs_rows_free(&rows);
  eqs_table_free(table);
}
