/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of columns that find out what they hold. */
#include "data/column.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

static eqs_added add(eqs_column *column, const char *text, const char *missing)
{
  eqs_marker marker = eqs_marker_new(missing);
  eqs_cell cell = {(char *)text, strlen(text)};
  return eqs_column_add(column, &cell, &marker);
}

static char *text_of(const eqs_column *column, size_t row)
{
  return column->bytes.data + column->start[row];
}

Test(column, the_first_cell_that_is_there_decides_for_numbers)
{
  eqs_column column = {0};
  cr_assert(eq(int, add(&column, "", NULL), EQS_ADDED));
  cr_assert(eq(int, add(&column, "NA", NULL), EQS_ADDED));
  cr_assert(eq(int, column.kind, EQS_COLUMN_OPEN));
  cr_assert(eq(int, add(&column, "1.5", NULL), EQS_ADDED));
  cr_assert(eq(int, column.kind, EQS_COLUMN_NUMBERS));
  cr_assert(eq(int, add(&column, "word", NULL), EQS_ADDED_WORD));
  cr_assert(eq(int, add(&column, "null", NULL), EQS_ADDED));
  cr_assert(eqs_column_finish(&column));
  cr_assert(eq(sz, column.rows, 4));
  cr_assert(isnan(column.number[0]) && isnan(column.number[1]) && isnan(column.number[3]));
  cr_assert(eq(dbl, column.number[2], 1.5));
  eqs_column_free(&column);
}

Test(column, the_first_cell_that_is_there_decides_for_text)
{
  eqs_column column = {0};
  cr_assert(eq(int, add(&column, "n/a", NULL), EQS_ADDED));
  cr_assert(eq(int, add(&column, "red", NULL), EQS_ADDED));
  cr_assert(eq(int, add(&column, "17", NULL), EQS_ADDED));
  cr_assert(eqs_column_finish(&column));
  cr_assert(eq(int, column.kind, EQS_COLUMN_TEXT));
  cr_assert(column.number == NULL);
  cr_assert(eq(str, text_of(&column, 0), "n/a"));
  cr_assert(eq(str, text_of(&column, 1), "red"));
  cr_assert(eq(str, text_of(&column, 2), "17"));
  eqs_column_free(&column);
}

Test(column, nothing_but_missing_cells_are_numbers)
{
  eqs_column column = {0};
  add(&column, "", NULL);
  add(&column, "nan", NULL);
  cr_assert(eqs_column_finish(&column));
  cr_assert(eq(int, column.kind, EQS_COLUMN_NUMBERS));
  cr_assert(isnan(column.number[0]) && isnan(column.number[1]));
  eqs_column_free(&column);
}

Test(column, spellings_of_missing)
{
  static const char *const spelling[] = {"",     "nan",  "NaN", "na",  "NA",   "n/a",      "N/A",
                                         "null", "NULL", "inf", "INF", "-inf", "Infinity", "-nan"};
  eqs_column column = {0};
  add(&column, "1", NULL);
  for (size_t i = 0; i < sizeof spelling / sizeof spelling[0]; i++) {
    cr_assert(eq(int, add(&column, spelling[i], NULL), EQS_ADDED), "%s", spelling[i]);
    cr_assert(isnan(column.number[i + 1]), "%s", spelling[i]);
  }
  cr_assert(eq(int, add(&column, "none", NULL), EQS_ADDED_WORD));
  cr_assert(eq(int, add(&column, "-", NULL), EQS_ADDED_WORD));
  eqs_column_free(&column);
}

Test(column, a_marker_matches_by_value_or_by_letter)
{
  eqs_column column = {0};
  add(&column, "1", "-1");
  add(&column, "-1", "-1");
  add(&column, "-1.0", "-1");
  add(&column, "-1e0", "-1");
  add(&column, "-1.5", "-1");
  for (int i = 1; i <= 3; i++) cr_assert(isnan(column.number[i]));
  cr_assert(eq(dbl, column.number[4], -1.5));
  cr_assert(eq(int, add(&column, "?", "?"), EQS_ADDED));
  cr_assert(isnan(column.number[5]));
  cr_assert(eq(int, add(&column, "??", "?"), EQS_ADDED_WORD));
  eqs_column_free(&column);
}

Test(column, a_marker_alone_does_not_make_text)
{
  eqs_column column = {0};
  add(&column, "missing", "missing");
  add(&column, "3", "missing");
  cr_assert(eq(int, column.kind, EQS_COLUMN_NUMBERS));
  eqs_column_free(&column);
}

Test(column, a_number_that_no_double_holds_is_refused)
{
  eqs_column column = {0};
  add(&column, "1", NULL);
  cr_assert(eq(int, add(&column, "1e999", NULL), EQS_ADDED_RANGE));
  cr_assert(eq(int, add(&column, "-.1e999", NULL), EQS_ADDED_RANGE));
  cr_assert(eq(int, add(&column, "1e-999", NULL), EQS_ADDED));
  cr_assert(eq(dbl, column.number[1], 0));
  eqs_column_free(&column);
}

Test(column, text_on_request)
{
  eqs_column column = {.kind = EQS_COLUMN_TEXT};
  add(&column, "007", NULL);
  cr_assert(eqs_column_finish(&column));
  cr_assert(eq(str, text_of(&column, 0), "007"));
  eqs_column_free(&column);
}
