/* SPDX-License-Identifier: BSD-3-Clause */
/* Records through one buffer that grows only for a record that is longer than it. */
#include "data/lines.h"
#include "data/cells.h"
#include "util/fail.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BUFFER = 256 << 10 };

static eqs_status fail_io(eqs_ctx *ctx, const eqs_lines *lines)
{
  return eqs_fail(ctx, EQS_IO, "%s: %s", lines->place, strerror(errno));
}

/* Room for at least one more byte: moves the record to the front of the buffer, or doubles it. */
static eqs_status make_room(eqs_ctx *ctx, eqs_lines *lines)
{
  if (lines->begin > 0) {
    memmove(lines->data, lines->data + lines->begin, lines->end - lines->begin);
    lines->end -= lines->begin;
    lines->begin = 0;
  }
  if (lines->end < lines->capacity) return EQS_OK;
  size_t capacity = lines->capacity ? 2 * lines->capacity : FIRST_BUFFER;
  char *grown = realloc(lines->data, capacity);
  if (!grown) return eqs_fail_memory(ctx, capacity);
  lines->data = grown;
  lines->capacity = capacity;
  return EQS_OK;
}

static eqs_status read_more(eqs_ctx *ctx, eqs_lines *lines)
{
  if (lines->end == lines->capacity) {
    eqs_status status = make_room(ctx, lines);
    if (status) return status;
  }
  ssize_t got;
  do got = read(lines->file, lines->data + lines->end, lines->capacity - lines->end);
  while (got < 0 && errno == EINTR);
  if (got < 0) return fail_io(ctx, lines);
  lines->end += (size_t)got;
  lines->ended = got == 0;
  return EQS_OK;
}

/* The first bytes tell apart a file that is UTF-8 with a mark and one that is UTF-16. */
static eqs_status skip_mark(eqs_ctx *ctx, eqs_lines *lines)
{
  eqs_status status = EQS_OK;
  while (!status && !lines->ended && lines->end < 3) status = read_more(ctx, lines);
  if (status) return status;
  if (lines->end >= 3 && memcmp(lines->data, "\xef\xbb\xbf", 3) == 0)
    lines->begin = 3;
  else if (lines->end >= 2 &&
           (memcmp(lines->data, "\xff\xfe", 2) == 0 || memcmp(lines->data, "\xfe\xff", 2) == 0))
    return eqs_fail(ctx, EQS_INPUT, "%s:1: the file is UTF-16 (save it as UTF-8)", lines->place);
  return EQS_OK;
}

eqs_status eqs_lines_open(eqs_ctx *ctx, eqs_lines *lines, const char *path)
{
  bool standard = strcmp(path, "-") == 0;
  *lines = (eqs_lines){.place = standard ? "standard input" : path};
  lines->file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (lines->file < 0) return fail_io(ctx, lines);
  return skip_mark(ctx, lines);
}

void eqs_lines_close(eqs_lines *lines)
{
  if (lines->file > STDIN_FILENO) close(lines->file);
  free(lines->data);
  *lines = (eqs_lines){.file = -1};
}

static eqs_status too_long(eqs_ctx *ctx, const eqs_lines *lines, bool quoted)
{
  return eqs_fail(ctx, EQS_LIMIT, "%s:%zu: %s is longer than %d MiB (is this a CSV file?)",
                  lines->place, lines->line,
                  quoted ? "a row with a quote that does not close" : "the line",
                  EQS_MAX_LINE >> 20);
}

/* Hands out the LENGTH bytes at BEGIN, less a carriage return, and steps over them and SKIP more.
 */
static void take(eqs_lines *lines, size_t length, size_t skip, char **record, size_t *out)
{
  *record = lines->data + lines->begin;
  *out = length > 0 && (*record)[length - 1] == '\r' ? length - 1 : length;
  lines->begin += length + skip;
}

eqs_status eqs_lines_next(eqs_ctx *ctx, eqs_lines *lines, const char *separators, char **record,
                          size_t *length)
{
  eqs_quotes quotes = {EQS_CELL_START};
  size_t searched = 0; /* bytes of the record without a line end that ends it */
  size_t scanned = 0;  /* bytes of it that QUOTES has seen */
  bool quoted = false;
  *record = NULL;
  lines->line = lines->line_ends + 1;
  for (;;) {
    char *start = lines->data + lines->begin;
    size_t have = lines->end - lines->begin;
    char *newline = have > searched ? memchr(start + searched, '\n', have - searched) : NULL;
    if (newline) {
      size_t size = (size_t)(newline - start);
      if (size > EQS_MAX_LINE) return too_long(ctx, lines, quoted);
      lines->line_ends++;
      if (quoted || memchr(start + scanned, '"', size - scanned)) {
        /* The line end is scanned with the line: inside quotes it belongs to the cell. */
        quoted = eqs_quotes_scan(&quotes, start + scanned, size + 1 - scanned, separators);
        scanned = searched = size + 1;
        if (quoted) continue;
      }
      take(lines, size, 1, record, length);
      return EQS_OK;
    }
    searched = have;
    if (have > EQS_MAX_LINE) return too_long(ctx, lines, quoted);
    if (lines->ended) {
      if (have == 0) return EQS_OK;
      lines->line_ends++;
      take(lines, have, 0, record, length);
      return EQS_OK;
    }
    eqs_status status = read_more(ctx, lines);
    if (status) return status;
  }
}
