/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the engine's layout of a data set. */
#include "data/dataset.h"
#include "table_file.h"
#include "util/memory.h"
#include <math.h>
#include <stdint.h>

TestSuite(dataset, .init = begin, .fini = end);

/* The data set of all rows of TABLE, target Y if it is named. */
static eqs_status make(eqs_dataset **dataset, const eqs_table *table, const char *target,
                       eqs_dtype dtype, int check)
{
  eqs_roles roles;
  eqs_rows rows;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, target, NULL, NULL), EQS_OK));
  cr_assert(eq(int, eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_OK));
  eqs_status status = eqs_dataset_new(ctx, dataset, table, &roles, &rows, dtype, check);
  eqs_roles_free(&roles);
  eqs_rows_free(&rows);
  return status;
}

static double cell(const void *column, eqs_dtype dtype, size_t row)
{
  return dtype == EQS_F32 ? ((const float *)column)[row] : ((const double *)column)[row];
}

/* N rows of x = i + 1/8 and y = -i. */
static eqs_table *ramp(size_t n)
{
  static const char *const names[] = {"x", "y"};
  double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
  for (size_t i = 0; i < n; i++) {
    x[i] = (double)i + 0.125;
    y[i] = -(double)i;
  }
  const double *const columns[] = {x, y};
  eqs_table *table;
  cr_assert(eq(int, eqs_table_from_columns(ctx, &table, n, 2, names, columns), EQS_OK));
  free(x);
  free(y);
  return table;
}

Test(dataset, columns_are_aligned_and_padded_with_the_last_row)
{
  static const size_t sizes[] = {1, 2, 63, 64, 65, 1000, 1024, 4096};
  for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
    for (int f32 = 0; f32 < 2; f32++) {
      size_t n = sizes[k];
      eqs_table *table = ramp(n);
      eqs_dataset *d;
      cr_assert(eq(int, make(&d, table, "y", f32 ? EQS_F32 : EQS_F64, 0), EQS_OK));
      cr_assert(eq(sz, eqs_dataset_rows(d), n));
      cr_assert(eq(sz, eqs_dataset_features(d), 1));
      cr_assert(eq(sz, d->n_padded % EQS_ROW_GRAIN, 0));
      cr_assert(d->n_padded >= n && d->n_padded < n + EQS_ROW_GRAIN);
      cr_assert(eq(sz, (uintptr_t)d->column[0] % EQS_ALIGN, 0));
      cr_assert(eq(sz, (uintptr_t)d->target % EQS_ALIGN, 0));
      for (size_t i = 0; i < d->n_padded; i++) {
        size_t row = i < n ? i : n - 1;
        cr_assert(eq(dbl, cell(d->column[0], d->dtype, i), (double)row + 0.125));
        cr_assert(eq(dbl, cell(d->target, d->dtype, i), -(double)row));
      }
      eqs_dataset_free(d);
      eqs_table_free(table);
    }
}

/* 1024 floats are 4096 bytes: without care all columns would share the same sets of a cache. */
Test(dataset, columns_do_not_share_cache_sets)
{
  enum { COLS = 10, ROWS = 1024, SETS = 64 };
  const char *names[COLS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  static double zero[ROWS];
  const double *columns[COLS];
  for (int j = 0; j < COLS; j++) columns[j] = zero;
  eqs_table *table;
  eqs_dataset *d;
  cr_assert(eq(int, eqs_table_from_columns(ctx, &table, ROWS, COLS, names, columns), EQS_OK));
  cr_assert(eq(int, make(&d, table, NULL, EQS_F32, 0), EQS_OK));
  int ways[SETS] = {0};
  for (int j = 0; j < COLS; j++) /* a block of 256 floats is 16 lines */
    for (size_t line = 0; line < 16; line++) ways[((uintptr_t)d->column[j] / 64 + line) % SETS]++;
  for (int s = 0; s < SETS; s++) cr_assert(le(int, ways[s], 4), "set %d", s);
  eqs_dataset_free(d);
  eqs_table_free(table);
}

Test(dataset, the_rows_chosen_are_copied)
{
  eqs_table *table = table_of("x,y\n1,10\n,20\n3,30\n");
  eqs_dataset *d;
  cr_assert(eq(int, make(&d, table, "y", EQS_F64, 1), EQS_OK));
  cr_assert(eq(sz, d->n_rows, 2));
  cr_assert(eq(dbl, cell(d->column[0], EQS_F64, 1), 3));
  cr_assert(eq(dbl, d->target_mean, 20));
  cr_assert(eq(dbl, d->target_ss, 200));
  eqs_dataset_free(d);
  eqs_table_free(table);
}

Test(dataset, a_prediction_needs_no_target)
{
  eqs_table *table = table_of("x\n1\n2\n");
  eqs_dataset *d;
  cr_assert(eq(int, make(&d, table, NULL, EQS_F32, 1), EQS_OK));
  cr_assert(d->target == NULL);
  cr_assert(eq(dbl, d->target_mean, 0));
  eqs_dataset_free(d);
  eqs_table_free(table);
}

Test(dataset, the_mean_survives_a_large_offset)
{
  eqs_table *table = table_of("x,y\n1,1000000000000001\n2,1000000000000002\n3,1000000000000003\n");
  eqs_dataset *d;
  cr_assert(eq(int, make(&d, table, "y", EQS_F64, 1), EQS_OK));
  cr_assert(eq(dbl, d->target_mean, 1000000000000002));
  cr_assert(eq(dbl, d->target_ss, 2));
  eqs_dataset_free(d);
  eqs_table_free(table);
}

static void refuses(const char *text, eqs_dtype dtype, const char *part)
{
  eqs_table *table = table_of(text);
  eqs_dataset *d = NULL;
  faults(make(&d, table, "y", dtype, 1), EQS_INPUT, part);
  cr_assert(d == NULL);
  eqs_table_free(table);
}

Test(dataset, values_that_do_not_fit_f32_are_named)
{
  refuses("x,y\n1,2\n1e300,3\n", EQS_F32, ":3: column 'x': 1e+300 is too large for f32");
  refuses("x,y\n1,2\n3,-1e39\n", EQS_F32, ":3: column 'y': -1e+39 is too large for f32");
}

/* The data set of TEXT: of x, y and, if it is named, WEIGHT. */
static eqs_status read_text(eqs_dataset **dataset, const char *text, const char *weight,
                            eqs_dtype dtype, int check)
{
  eqs_table *table = table_of(text);
  eqs_roles roles;
  eqs_rows rows;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "y", "x", NULL), EQS_OK));
  if (weight) cr_assert(eq(int, eqs_roles_weigh(ctx, &roles, table, weight), EQS_OK));
  eqs_status status = eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP);
  if (status == EQS_OK) {
    status = eqs_dataset_new(ctx, dataset, table, &roles, &rows, dtype, check);
    eqs_rows_free(&rows);
  }
  eqs_roles_free(&roles);
  eqs_table_free(table);
  return status;
}

static eqs_status weighted(eqs_dataset **dataset, const char *text, eqs_dtype dtype)
{
  return read_text(dataset, text, "w", dtype, 0);
}

/* Where f64 takes it. */
static void f32_refuses(const char *text, const char *weight, const char *part)
{
  for (int f32 = 0; f32 < 2; f32++) {
    eqs_dataset *d = NULL;
    eqs_status status = read_text(&d, text, weight, f32 ? EQS_F32 : EQS_F64, 1);
    if (f32)
      faults(status, EQS_INPUT, part);
    else
      cr_assert(eq(int, status, EQS_OK), "%s", text);
    eqs_dataset_free(d);
  }
}

Test(dataset, squares_that_do_not_fit_f32_are_named)
{
  f32_refuses("x,y\n1,2\n2,-1e18\n", NULL,
              ":3: column 'y': the square of -1e+18 is too large for f32 (");
  f32_refuses("x,y\n1,2e-13\n2,1e-13\n", NULL,
              ": column 'y': nothing is further from the mean than 5e-14, whose square is too "
              "small for f32 (");
  f32_refuses("x,y\n1,2e-100\n2,1e-100\n", NULL, ": the target 'y' is constant in f32: 0 in each");
  f32_refuses("x,y\n1,1\n2,1.00000001\n", NULL, ": the target 'y' is constant in f32: 1 in each");
  f32_refuses("x,y\n1e18,1\n2,3\n", NULL,
              ":2: column 'x': the square of 1e+18 is too large for f32 (");
  f32_refuses(
      "x,y\n1e-18,1\n0,3\n", NULL,
      ": column 'x': nothing is further from zero than 1e-18, whose square is too small for f32 (");
  f32_refuses("x,y,w\n1,1e15,1\n2,1,1e10\n3,1e14,1e10\n", "w",
              ":4: column 'y': the square of 1e+14 times its weight is too large for f32 (");
  f32_refuses("x,y,w\n1,1e-4,1e-20\n2,2e-4,1e-20\n", "w",
              ": column 'y': nothing is further from the mean than 5e-05, whose square times its "
              "weight is too small for f32 (");
}

Test(dataset, squares_that_fit_f32)
{
  static const char *const text[] = {"x,y\n1e17,1e17\n0,-1e17\n", "x,y\n1e-17,2e-12\n1e-30,0\n",
                                     "x,y\n0,1\n0,2\n", "x,y\n1,1e-20\n2,1\n",
                                     "x,y\n1,1000\n2,1000.01\n"};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
    eqs_dataset *d = NULL;
    cr_expect(eq(int, read_text(&d, text[i], NULL, EQS_F32, 1), EQS_OK), "%s", text[i]);
    eqs_dataset_free(d);
  }
}

Test(dataset, features_too_small_for_f32_are_named)
{
  f32_refuses("x,y\n1,2\n1e-300,3\n", NULL, ":3: column 'x': 1e-300 is too small for f32 (");
  f32_refuses("x,y\n-1e-39,2\n1,3\n", NULL, ":2: column 'x': -1e-39 is too small for f32 (");
}

Test(dataset, little_of_a_target_becomes_zero)
{
  eqs_dataset *d;
  cr_assert(eq(int, read_text(&d, "x,y\n1,1e-300\n2,2\n", NULL, EQS_F32, 1), EQS_OK));
  cr_assert(eq(dbl, cell(d->target, EQS_F32, 0), 0));
  eqs_dataset_free(d);
}

Test(dataset, a_constant_target_is_refused_when_asked)
{
  refuses("x,y\n1,3.5\n2,3.5\n", EQS_F64, "the target 'y' is constant: 3.5 in each of 2 rows");
  refuses("x,y\n1,3.5\n", EQS_F64, "the target 'y' is constant");
  refuses("x,y\n1,1000000001\n2,1000000002\n", EQS_F32, "the target 'y' is constant");
  eqs_table *table = table_of("x,y\n1,3.5\n2,3.5\n");
  eqs_dataset *d;
  cr_assert(eq(int, make(&d, table, "y", EQS_F64, 0), EQS_OK));
  cr_assert(eq(dbl, d->target_ss, 0));
  eqs_dataset_free(d);
  eqs_table_free(table);
}

Test(dataset, a_target_whose_squares_do_not_fit_is_refused)
{
  refuses("x,y\n1,1e200\n2,-1e200\n", EQS_F64, "the squares of the target 'y' do not fit");
  refuses("x,y\n1,1e-200\n2,2e-200\n", EQS_F64, "the squares of the target 'y' do not fit");
}

Test(dataset, missing_values_do_not_get_in)
{
  eqs_table *table = table_of("x,y\n1,2\n,3\n");
  size_t all[] = {0, 1};
  eqs_roles roles;
  eqs_rows rows = {.n = 2, .row = all};
  eqs_dataset *d = NULL;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "y", NULL, NULL), EQS_OK));
  faults(eqs_dataset_new(ctx, &d, table, &roles, &rows, EQS_F64, 1), EQS_INPUT,
         ":3: column 'x' has no value");
  rows.n = 0;
  faults(eqs_dataset_new(ctx, &d, table, &roles, &rows, EQS_F64, 1), EQS_INPUT, "no rows are left");
  cr_assert(d == NULL);
  eqs_roles_free(&roles);
  eqs_table_free(table);
}

Test(dataset, weights_are_copied_and_rows_without_one_left_out)
{
  for (int f32 = 0; f32 < 2; f32++) {
    eqs_dtype dtype = f32 ? EQS_F32 : EQS_F64;
    eqs_dataset *d;
    cr_assert(eq(int, weighted(&d, "x,y,w\n1,2,0.5\n3,4,\n5,6,0\n7,8,2\n", dtype), EQS_OK));
    cr_assert(eq(sz, d->n_rows, 2));
    cr_assert(d->weight_sum == 2.5);
    static const double wanted[] = {0.5, 2};
    for (size_t i = 0; i < 2; i++) cr_assert(cell(d->weight, dtype, i) == wanted[i]);
    cr_assert(cell(d->target, dtype, 1) == 8 && cell(d->column[0], dtype, 1) == 7);
    eqs_dataset_free(d);
  }
}

Test(dataset, weights_that_mean_nothing_are_refused)
{
  eqs_dataset *d;
  cr_assert(eq(int, weighted(&d, "x,y,w\n1,2,1\n3,4,-1\n", EQS_F64), EQS_INPUT));
  cr_assert(strstr(eqs_ctx_message(ctx), "negative") != NULL, "%s", eqs_ctx_message(ctx));
  cr_assert(eq(int, weighted(&d, "x,y,w\n1,2,0\n3,4,0\n", EQS_F64), EQS_INPUT));
  cr_assert(strstr(eqs_ctx_message(ctx), "of each row, 'w', is zero") != NULL, "%s",
            eqs_ctx_message(ctx));
}
