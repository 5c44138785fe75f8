/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of reading records. */
#include "data/lines.h"
#include "table_file.h"

TestSuite(lines, .init = begin, .fini = end);

/* Opens a file of LENGTH bytes. */
static eqs_status open_bytes(eqs_lines *lines, const char *bytes, size_t length)
{
  char path[] = "/tmp/eqsieve-lines-XXXXXX";
  int file = mkstemp(path);
  cr_assert(file >= 0 && write(file, bytes, length) == (ssize_t)length && close(file) == 0);
  eqs_status status = eqs_lines_open(ctx, lines, path);
  lines->place = "FILE";
  unlink(path);
  return status;
}

/* The next record is TEXT and begins on LINE. */
static void comes(eqs_lines *lines, const char *text, size_t line)
{
  char *record;
  size_t length;
  cr_assert(eq(int, eqs_lines_next(ctx, lines, ",", &record, &length), EQS_OK));
  cr_assert(record != NULL);
  cr_assert(eq(sz, length, strlen(text)), "%.*s", (int)length, record);
  cr_assert(eq(int, memcmp(record, text, length), 0), "%.*s", (int)length, record);
  cr_assert(eq(sz, lines->line, line));
}

static void ends(eqs_lines *lines)
{
  char *record;
  size_t length;
  for (int twice = 0; twice < 2; twice++) {
    cr_assert(eq(int, eqs_lines_next(ctx, lines, ",", &record, &length), EQS_OK));
    cr_assert(record == NULL);
  }
  eqs_lines_close(lines);
}

static void open_text(eqs_lines *lines, const char *text)
{
  cr_assert(eq(int, open_bytes(lines, text, strlen(text)), EQS_OK));
}

Test(lines, ends_of_lines_of_all_kinds)
{
  eqs_lines lines;
  open_text(&lines, "a\nb\r\n\n\r\nlast");
  comes(&lines, "a", 1);
  comes(&lines, "b", 2);
  comes(&lines, "", 3);
  comes(&lines, "", 4);
  comes(&lines, "last", 5);
  ends(&lines);
}

Test(lines, an_empty_file_has_none)
{
  eqs_lines lines;
  open_text(&lines, "");
  ends(&lines);
  open_text(&lines, "\xef\xbb\xbf");
  ends(&lines);
}

Test(lines, a_byte_order_mark_is_skipped)
{
  eqs_lines lines;
  open_text(&lines, "\xef\xbb\xbfx,y\n");
  comes(&lines, "x,y", 1);
  ends(&lines);
}

Test(lines, line_ends_inside_quotes_belong_to_the_record)
{
  eqs_lines lines;
  open_text(&lines, "a,\"b\nc\r\nd\"\"\n\",e\nf,5\" pipe\ng");
  comes(&lines, "a,\"b\nc\r\nd\"\"\n\",e", 1);
  comes(&lines, "f,5\" pipe", 5);
  comes(&lines, "g", 6);
  ends(&lines);
}

Test(lines, an_open_quote_takes_the_rest)
{
  eqs_lines lines;
  open_text(&lines, "a\n\"b\nc\nd\n");
  comes(&lines, "a", 1);
  comes(&lines, "\"b\nc\nd\n", 2);
  ends(&lines);
}

Test(lines, records_of_all_lengths_pass_through_the_buffer)
{
  enum { N = 700 };
  static char text[N * 1000]; /* more than the buffer holds */
  char *to = text;
  for (int i = 0; i < N; i++) {
    int length = 37 * i % 990;
    *to++ = '"';
    for (int k = 0; k < length; k++) *to++ = k % 50 == 10 ? '\n' : (char)('a' + i % 26);
    *to++ = '"';
    *to++ = '\n';
  }
  eqs_lines lines;
  cr_assert(eq(int, open_bytes(&lines, text, (size_t)(to - text)), EQS_OK));
  for (int i = 0; i < N; i++) {
    char *record;
    size_t length, expected = (size_t)(37 * i % 990) + 2;
    cr_assert(eq(int, eqs_lines_next(ctx, &lines, ",", &record, &length), EQS_OK));
    cr_assert(eq(sz, length, expected), "record %d", i);
  }
  ends(&lines);
}

Test(lines, a_record_longer_than_the_buffer_is_whole)
{
  size_t length = 3000000;
  char *text = malloc(length + 2), *record;
  size_t got;
  memset(text, 'x', length);
  memcpy(text + length, "\ny", 2);
  eqs_lines lines;
  cr_assert(eq(int, open_bytes(&lines, text, length + 2), EQS_OK));
  cr_assert(eq(int, eqs_lines_next(ctx, &lines, ",", &record, &got), EQS_OK));
  cr_assert(eq(sz, got, length));
  cr_assert(eq(int, memcmp(record, text, length), 0));
  comes(&lines, "y", 2);
  ends(&lines);
  free(text);
}

/* SIZE bytes of X after PREFIX. */
static eqs_status read_long(const char *prefix, size_t size, char **record, size_t *length,
                            eqs_lines *lines)
{
  char *text = malloc(size);
  size_t head = strlen(prefix);
  memset(text, 'x', size);
  memcpy(text, prefix, head);
  cr_assert(eq(int, open_bytes(lines, text, size), EQS_OK));
  free(text);
  eqs_status status = eqs_lines_next(ctx, lines, ",", record, length);
  return status ? status : eqs_lines_next(ctx, lines, ",", record, length);
}

Test(lines, a_line_of_the_limit_is_read_and_one_more_byte_is_not)
{
  eqs_lines lines;
  char *record;
  size_t length;
  cr_assert(eq(int, read_long("a\n", 2 + EQS_MAX_LINE, &record, &length, &lines), EQS_OK));
  cr_assert(eq(sz, length, EQS_MAX_LINE));
  eqs_lines_close(&lines);
  faults(read_long("a\n", 3 + EQS_MAX_LINE, &record, &length, &lines), EQS_LIMIT,
         "FILE:2: the line is longer than 64 MiB");
  eqs_lines_close(&lines);
}

Test(lines, an_open_quote_has_the_same_limit)
{
  eqs_lines lines;
  char *record;
  size_t length;
  faults(read_long("a\n\"\n\n", 100 << 20, &record, &length, &lines), EQS_LIMIT,
         "FILE:2: a row with a quote that does not close is longer than 64 MiB");
  cr_assert(le(sz, lines.capacity, 128 << 20));
  eqs_lines_close(&lines);
}

Test(lines, utf16_is_named)
{
  eqs_lines lines;
  faults(open_bytes(&lines,
                    "\xff\xfe"
                    "a\0",
                    4),
         EQS_INPUT, "UTF-16");
  eqs_lines_close(&lines);
  faults(open_bytes(&lines, "\xfe\xff\0a", 4), EQS_INPUT, "UTF-16");
  eqs_lines_close(&lines);
}

Test(lines, files_that_cannot_be_read)
{
  eqs_lines lines;
  faults(eqs_lines_open(ctx, &lines, "/nonexistent/file.csv"), EQS_IO,
         "/nonexistent/file.csv: No such file");
  eqs_lines_close(&lines);
  faults(eqs_lines_open(ctx, &lines, "/tmp"), EQS_IO, "/tmp: Is a directory");
  eqs_lines_close(&lines);
}

Test(lines, standard_input_may_be_a_pipe)
{
  int end_of_pipe[2];
  eqs_lines lines;
  cr_assert(eq(int, pipe(end_of_pipe), 0));
  cr_assert(eq(int, dup2(end_of_pipe[0], STDIN_FILENO), STDIN_FILENO));
  cr_assert(eq(int, (int)write(end_of_pipe[1], "a\nb", 3), 3));
  close(end_of_pipe[1]);
  cr_assert(eq(int, eqs_lines_open(ctx, &lines, "-"), EQS_OK));
  cr_assert(eq(str, (char *)lines.place, "standard input"));
  comes(&lines, "a", 1);
  comes(&lines, "b", 2);
  ends(&lines);
}
