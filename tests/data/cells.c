/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of cutting records. */
#include "data/cells.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* Cuts TEXT at SEPARATOR and joins the cells with '|'. */
static void cuts(const char *text, char separator, const char *expected)
{
  char record[128], joined[256] = "";
  eqs_cell cell[16];
  size_t n;
  strcpy(record, text);
  cr_assert(eqs_cells_split(record, strlen(text), separator, cell, 16, &n), "%s", text);
  for (size_t i = 0; i < n; i++) {
    strcat(joined, i ? "|" : "");
    strncat(joined, cell[i].text, cell[i].length);
  }
  cr_assert(eq(str, joined, (char *)expected), "%s", text);
}

Test(cells, separators_cut)
{
  cuts("a,b,c", ',', "a|b|c");
  cuts("a;b,c", ';', "a|b,c");
  cuts("a\tb", '\t', "a|b");
  cuts("", ',', "");
  cuts(",", ',', "|");
  cuts("a,,", ',', "a||");
  cuts("\t\t", '\t', "||");
}

Test(cells, blanks_around_a_cell_go)
{
  cuts("  a b , c\t,d", ',', "a b|c|d");
  cuts(" ; ", ';', "|");
  cuts(" a \t b ", '\t', "a|b");
}

Test(cells, quotes_protect)
{
  cuts("\"a,b\",c", ',', "a,b|c");
  cuts(" \"a\" ,b", ',', "a|b");
  cuts("\" a \"", ',', " a ");
  cuts("\"\",\"\"", ',', "|");
  cuts("\"a\nb\"", ',', "a\nb");
}

Test(cells, doubled_quotes_are_one)
{
  cuts("\"say \"\"yes\"\"\",b", ',', "say \"yes\"|b");
  cuts("\"\"\"\"", ',', "\"");
}

Test(cells, a_quote_inside_a_bare_cell_is_itself)
{
  cuts("5\" pipe,b", ',', "5\" pipe|b");
}

Test(cells, bad_quotes_name_the_cell)
{
  static const char *const bad[] = {"a,\"b", "a,\"b\"c,d", "a,\"", "a,\"b\"\"", "a,\"b\" \"c\""};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    char record[32];
    eqs_cell cell[4];
    size_t n = 99;
    strcpy(record, bad[i]);
    cr_assert(not(eqs_cells_split(record, strlen(record), ',', cell, 4, &n)), "%s", bad[i]);
    cr_assert(eq(sz, n, 1), "%s", bad[i]);
  }
}

Test(cells, counting_leaves_the_record_alone)
{
  char record[] = "\"a\"\"b\",c,d";
  size_t n;
  cr_assert(eqs_cells_split(record, strlen(record), ',', NULL, 0, &n));
  cr_assert(eq(sz, n, 3));
  cr_assert(eq(str, record, "\"a\"\"b\",c,d"));
}

Test(cells, more_cells_than_room_are_counted)
{
  char record[] = "a,b,c,d";
  eqs_cell cell[2];
  size_t n;
  cr_assert(eqs_cells_split(record, strlen(record), ',', cell, 2, &n));
  cr_assert(eq(sz, n, 4));
}

/* Over lines of quotes, separators and letters the scan for open quotes, in any number of pieces,
   agrees with the cut: what it calls open cannot be cut, and what can be cut it calls closed. */
Test(cells, the_scan_agrees_with_the_cut)
{
  static const char letters[] = "\"\"\"\",, ax\n";
  eqs_rng rng = eqs_rng_new(21, 0);
  size_t open = 0;
  for (int turn = 0; turn < 20000; turn++) {
    char text[24];
    eqs_cell cell[24];
    size_t n, length = eqs_rng_below(&rng, 20);
    for (size_t i = 0; i < length; i++) text[i] = letters[eqs_rng_below(&rng, 10)];
    text[length++] = '\n'; /* as in a file: a piece never ends between two quotes */
    eqs_quotes whole = {EQS_CELL_START}, pieces = {EQS_CELL_START};
    bool is_open = eqs_quotes_scan(&whole, text, length, ",");
    for (size_t from = 0; from < length;) {
      char *stop = memchr(text + from, '\n', length - from);
      size_t to = (size_t)(stop - text) + 1;
      eqs_quotes_scan(&pieces, text + from, to - from, ",");
      from = to;
    }
    cr_assert(eq(int, (int)pieces.state, (int)whole.state));
    bool can_cut = eqs_cells_split(text, length - 1, ',', cell, 24, &n);
    if (is_open) cr_assert(not(can_cut));
    open += is_open;
  }
  cr_assert(gt(sz, open, 1000));
}

Test(cells, what_is_shown_is_printable_and_short)
{
  char out[EQS_SHOW_BYTES], text[400];
  cr_assert(eq(str, (char *)eqs_show(out, "n/a", 3), "n/a"));
  cr_assert(eq(str, (char *)eqs_show(out, "a\nb\x01\xff\x7f", 6), "a?b???"));
  cr_assert(eq(str, (char *)eqs_show(out, "\xc3\xa9", 2), "\xc3\xa9"));
  cr_assert(eq(str, (char *)eqs_show(out, "", 0), ""));
  for (size_t i = 0; i < sizeof text; i += 4) memcpy(text + i, "\xf0\x9f\x98\x80", 4);
  eqs_show(out, text, sizeof text);
  size_t length = strlen(out);
  cr_assert(lt(sz, length, EQS_SHOW_BYTES));
  cr_assert(eq(str, out + length - 3, "..."));
  cr_assert(eq(sz, (length - 3) % 4, 0));
}
