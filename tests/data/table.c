/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of tables from memory and of finding columns. */
#include "data/table.h"
#include "table_file.h"
#include <math.h>

TestSuite(table, .init = begin, .fini = end);

static const double a[] = {1, 2, NAN}, b[] = {4, INFINITY, 6};
static const double *const columns[] = {a, b};

Test(table, columns_from_memory_are_copied)
{
  static const char *const names[] = {"a", "b"};
  double mine[] = {1, 2, 3};
  const double *const from[] = {mine, b};
  eqs_table *table;
  cr_assert(eq(int, eqs_table_from_columns(ctx, &table, 3, 2, names, from), EQS_OK));
  mine[0] = 99;
  cr_assert(eq(dbl, eqs_table_numbers(table, 0)[0], 1));
  cr_assert(isnan(eqs_table_numbers(table, 1)[1]));
  cr_assert(eq(sz, eqs_table_rows(table), 3));
  cr_assert(eq(sz, eqs_table_cols(table), 2));
  cr_assert(eq(sz, eqs_table_line(table, 0), 0));
  cr_assert(eq(str, (char *)eqs_table_path(table), "table"));
  cr_assert(not(eqs_table_is_text(table, 0)));
  eqs_table_free(table);
}

Test(table, columns_from_memory_need_names)
{
  static const char *const same[] = {"a", "a"}, *const blank[] = {"a", ""};
  eqs_table *table = NULL;
  faults(eqs_table_from_columns(ctx, &table, 3, 2, same, columns), EQS_INPUT,
         "table: columns 1 and 2 are both named 'a'");
  faults(eqs_table_from_columns(ctx, &table, 3, 2, blank, columns), EQS_INPUT,
         "table: column 2 has no name");
  faults(eqs_table_from_columns(ctx, &table, 0, 2, same, columns), EQS_INPUT, "0 rows");
  cr_assert(table == NULL);
}

Test(table, an_unknown_name_is_answered_with_near_ones)
{
  eqs_table *table = table_of("gap,gas,homo\n1,2,3\n");
  size_t col = 77;
  cr_assert(eq(int, eqs_table_find(ctx, table, "homo", &col), EQS_OK));
  cr_assert(eq(sz, col, 2));
  faults(eqs_table_find(ctx, table, "gaps", &col), EQS_INPUT,
         "no column is named 'gaps' (is it 'gap', 'gas'?)");
  faults(eqs_table_find(ctx, table, "energy", &col), EQS_INPUT, "(there are: gap, gas, homo)");
  cr_assert(eq(sz, col, 2));
  eqs_table_free(table);
}

Test(table, a_long_list_of_columns_is_cut)
{
  eqs_table *table =
      table_of("a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13\n1,2,3,4,5,6,7,8,9,0,1,2,3\n");
  size_t col;
  faults(eqs_table_find(ctx, table, "energy", &col), EQS_INPUT, "a11, a12, ...)");
  eqs_table_free(table);
}

Test(table, places_name_the_line_or_the_row)
{
  static const char *const names[] = {"a", "b"};
  char place[EQS_PLACE_BYTES];
  eqs_table *memory, *file = table_of("x\n1\n2\n");
  cr_assert(eq(int, eqs_table_from_columns(ctx, &memory, 3, 2, names, columns), EQS_OK));
  cr_assert(eq(str, (char *)eqs_table_place(place, memory, 2), "table, row 2"));
  cr_assert(strstr(eqs_table_place(place, file, 1), ":3") != NULL, "%s", place);
  eqs_table_free(memory);
  eqs_table_free(file);
}

Test(table, freeing_nothing_is_fine)
{
  eqs_table_free(NULL);
}
