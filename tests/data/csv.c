/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the CSV reader: what people have, and what is refused with its place. */
#include "table_file.h"
#include <math.h>
#include <sys/resource.h>

TestSuite(csv, .init = begin, .fini = end);

static double number(const eqs_table *table, size_t col, size_t row)
{
  return eqs_table_numbers(table, col)[row];
}

static void reads_as_two_by_two(const char *text)
{
  eqs_table *table = table_of(text);
  cr_assert(eq(sz, eqs_table_rows(table), 2), "%s", text);
  cr_assert(eq(sz, eqs_table_cols(table), 2), "%s", text);
  cr_assert(eq(str, (char *)eqs_table_name(table, 0), "x"), "%s", text);
  cr_assert(eq(str, (char *)eqs_table_name(table, 1), "y z"), "%s", text);
  for (size_t i = 0; i < 4; i++)
    cr_assert(eq(dbl, number(table, i % 2, i / 2), (double)i + 1.5), "%s", text);
  eqs_table_free(table);
}

Test(csv, as_people_have_it)
{
  reads_as_two_by_two("x,y z\n1.5,2.5\n3.5,4.5\n");
  reads_as_two_by_two("x,y z\n1.5,2.5\n3.5,4.5");
  reads_as_two_by_two("\xef\xbb\xbfx,y z\r\n1.5,2.5\r\n3.5,4.5\r\n");
  reads_as_two_by_two("x;y z\n1.5;2.5\n3.5;4.5\n");
  reads_as_two_by_two("x\ty z\n1.5\t2.5\n3.5\t4.5\n");
  reads_as_two_by_two(" x , y z\n 1.5 , 2.5\n3.5,+4.5\n");
  reads_as_two_by_two("\"x\",\"y z\"\n\"1.5\",\"2.5\"\n3.5,4.5\n");
  reads_as_two_by_two("x,y z\n1.5,2.5\n3.5,45e-1\n\n  \n\r\n");
}

Test(csv, names_may_hold_anything_printable)
{
  eqs_table *table = table_of("\"a,b\",\"say \"\"x\"\"\",\xc3\xa9nergie,e\n1,2,3,4\n");
  cr_assert(eq(str, (char *)eqs_table_name(table, 0), "a,b"));
  cr_assert(eq(str, (char *)eqs_table_name(table, 1), "say \"x\""));
  cr_assert(eq(str, (char *)eqs_table_name(table, 2), "\xc3\xa9nergie"));
  eqs_table_free(table);
}

Test(csv, text_and_numbers_side_by_side)
{
  eqs_table *table = table_of("id,x,fold\nab,1,\n12,,b\n\"c\nd\",nan,c\n");
  cr_assert(eqs_table_is_text(table, 0));
  cr_assert(not(eqs_table_is_text(table, 1)));
  cr_assert(eqs_table_is_text(table, 2));
  cr_assert(eqs_table_numbers(table, 0) == NULL);
  cr_assert(eqs_table_text(table, 1, 0) == NULL);
  cr_assert(eq(str, (char *)eqs_table_text(table, 0, 1), "12"));
  cr_assert(eq(str, (char *)eqs_table_text(table, 0, 2), "c\nd"));
  cr_assert(eq(str, (char *)eqs_table_text(table, 2, 0), ""));
  cr_assert(isnan(number(table, 1, 1)) && isnan(number(table, 1, 2)));
  eqs_table_free(table);
}

Test(csv, columns_are_text_on_request)
{
  static const char *const text[] = {"id"};
  eqs_csv_options options;
  eqs_csv_options_init(&options);
  options.text = text;
  options.n_text = 1;
  eqs_table *table = table_of_with("id,x\n007,1\n", &options);
  cr_assert(eq(str, (char *)eqs_table_text(table, 0, 0), "007"));
  eqs_table_free(table);
  static const char *const wrong[] = {"ix"};
  options.text = wrong;
  faults(read_bytes(&table, "id,x\n007,1\n", 11, &options), EQS_INPUT, "no column is named 'ix'");
}

Test(csv, a_marker_means_missing)
{
  eqs_csv_options options;
  eqs_csv_options_init(&options);
  options.missing = "-1";
  eqs_table *table = table_of_with("x,y\n1,-1\n-1.0,2\n", &options);
  cr_assert(eq(dbl, number(table, 0, 0), 1));
  cr_assert(isnan(number(table, 1, 0)) && isnan(number(table, 0, 1)));
  eqs_table_free(table);
}

Test(csv, blank_lines_of_a_single_column_are_missing_cells)
{
  eqs_table *table = table_of("x\n1\n\n\n4\n\n\n");
  cr_assert(eq(sz, eqs_table_rows(table), 4));
  cr_assert(isnan(number(table, 0, 1)) && isnan(number(table, 0, 2)));
  cr_assert(eq(dbl, number(table, 0, 3), 4));
  cr_assert(eq(sz, eqs_table_line(table, 3), 5));
  eqs_table_free(table);
}

Test(csv, lines_are_known_behind_cells_with_line_ends)
{
  eqs_table *table = table_of("id,x\na,1\n\"b\n\nb\",2\nc,3\n\"d\nd\",4\ne,5\n");
  static const size_t line[] = {2, 3, 6, 7, 9};
  cr_assert(eq(sz, eqs_table_rows(table), 5));
  for (size_t i = 0; i < 5; i++) cr_assert(eq(sz, eqs_table_line(table, i), line[i]), "row %zu", i);
  cr_assert(eq(sz, eqs_table_line(table, 5), 0));
  eqs_table_free(table);
}

typedef struct fault {
  const char *text;
  eqs_status status;
  const char *part;
} fault;

static const fault bad[] = {
    {"", EQS_INPUT, ": the file is empty (a header and rows are needed)"},
    {"\xef\xbb\xbf", EQS_INPUT, ": the file is empty"},
    {"\n1,2\n", EQS_INPUT, ":1: the header is blank"},
    {"x,y\n", EQS_INPUT, ":1: a header without rows"},
    {"x,y", EQS_INPUT, ":1: a header without rows"},
    {"x,y\n\n\n", EQS_INPUT, ":1: a header without rows"},
    {"x,y\n1,2\n1,2,3\n", EQS_INPUT, ":3: 3 cells where the header has 2 (quote cells"},
    {"x,y\n1,2\n1\n", EQS_INPUT, ":3: 1 cell where the header has 2"},
    {"x\ty\n1\t2\n1\n", EQS_INPUT, "(quote cells that contain 'a tab')"},
    {"x,y\n1,2\n\n3,4\n", EQS_INPUT, ":3: the line is blank (delete it)"},
    {"x,,z\n1,2,3\n", EQS_INPUT, ":1: column 2 has no name"},
    {"x,y,x\n1,2,3\n", EQS_INPUT, ":1: columns 1 and 3 are both named 'x' (rename one)"},
    {"x,y\x01\n1,2\n", EQS_INPUT, ":1: column 2 has a control character"},
    {"x,caf\xe9\n1,2\n", EQS_INPUT, ":1: column 2 is not UTF-8"},
    {"gap\n1\nn.a.\n", EQS_INPUT,
     ":3: column 'gap' is not a number: \"n.a.\" (try --missing 'n.a.'"},
    {"id,x\n\"a\nb\",1\nc,1x\n", EQS_INPUT, ":4: column 'x' is not a number: \"1x\""},
    {"x;y\n1.5;2\n1,5;2\n", EQS_INPUT,
     ":3: column 'x' is not a number: \"1,5\" (write the decimal"},
    {"x\n1\n0x10\n", EQS_INPUT, ":3: column 'x' is not a number: \"0x10\""},
    {"x\n1\n1e999\n", EQS_INPUT, ":3: column 'x': 1e999 is too large (rescale"},
    {"x,y\n1,\"2\n3,4\n", EQS_INPUT, ":2: cell 2 begins with a quote but does not end with one"},
    {"x,y\n1,\"2\"3\n", EQS_INPUT, ":2: cell 2 begins with a quote"},
    {"\"x,y\n1,2\n", EQS_INPUT, ":1: cell 1 begins with a quote"},
};

Test(csv, what_is_refused_is_named_with_its_place)
{
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    eqs_table *table = NULL;
    faults(read_bytes(&table, bad[i].text, strlen(bad[i].text), NULL), bad[i].status, bad[i].part);
    cr_assert(table == NULL);
  }
}

Test(csv, nul_bytes_are_named)
{
  eqs_table *table = NULL;
  faults(read_bytes(&table, "x\n1\n2\0003\n", 8, NULL), EQS_INPUT, ":3: byte 2 of the line is NUL");
  faults(read_bytes(&table, "\0", 1, NULL), EQS_INPUT, ":1: byte 1 of the line is NUL");
}

Test(csv, files_that_are_not_there)
{
  eqs_table *table = NULL;
  faults(eqs_table_read_csv(ctx, &table, "/nonexistent.csv", NULL), EQS_IO,
         "/nonexistent.csv: No such file");
}

Test(csv, options_must_be_initialised)
{
  eqs_table *table = NULL;
  eqs_csv_options options = {0};
  cr_assert(eq(int, eqs_table_read_csv(ctx, &table, "/dev/null", &options), EQS_USAGE));
}

static long peak_kib(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* A file of a hundred million bytes without a line end, from a pipe, held by nobody. */
Test(csv, a_line_of_a_hundred_megabytes_is_refused_in_little_memory)
{
  eqs_table *table = NULL;
  long before = peak_kib();
  FILE *in = popen("head -c 100000000 /dev/zero | tr '\\0' 7", "r");
  cr_assert(in && dup2(fileno(in), STDIN_FILENO) == STDIN_FILENO);
  faults(eqs_table_read_csv(ctx, &table, "-", NULL), EQS_LIMIT,
         "standard input:1: the line is longer than 64 MiB");
  close(STDIN_FILENO); /* the writer would wait for a reader */
  pclose(in);
  if (MEMORY_IS_MEASURABLE) cr_assert(lt(i64, peak_kib() - before, 200 << 10));
}

Test(csv, too_many_columns_are_refused)
{
  size_t length = 2 * ((1 << 20) + 1);
  char *text = malloc(length);
  eqs_table *table = NULL;
  for (size_t i = 0; i < length; i += 2) memcpy(text + i, "a,", 2);
  faults(read_bytes(&table, text, length, NULL), EQS_LIMIT, "columns are more than the limit");
  free(text);
}

/* The table takes eight bytes a number, its buffer and little else. */
Test(csv, memory_stays_near_the_data)
{
  enum { ROWS = 400000, COLS = 10 };
  char path[] = "/tmp/eqsieve-csv-XXXXXX", line[256];
  int length = 0;
  FILE *out = fdopen(mkstemp(path), "w");
  for (int j = 0; j < COLS; j++) fprintf(out, "x%d%c", j, j + 1 < COLS ? ',' : '\n');
  for (int j = 0; j < COLS; j++)
    length += sprintf(line + length, "0.12345678%d%c", j, j + 1 < COLS ? ',' : '\n');
  for (int i = 0; i < ROWS; i++) fwrite(line, 1, (size_t)length, out);
  fclose(out);
  eqs_table *table;
  long before = peak_kib();
  eqs_status status = eqs_table_read_csv(ctx, &table, path, NULL);
  long taken = peak_kib() - before, data = 8L * ROWS * COLS / 1024;
  unlink(path);
  cr_assert(eq(int, status, EQS_OK));
  cr_assert(eq(sz, eqs_table_rows(table), ROWS));
  cr_assert(eq(dbl, number(table, 9, ROWS - 1), 0.123456789));
  if (MEMORY_IS_MEASURABLE)
    cr_assert(lt(i64, taken, data + data / 10 + 2048), "%ld KiB for %ld KiB", taken, data);
  eqs_table_free(table);
}
