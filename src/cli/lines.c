/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading line by line, with a limit to what a line may be. */
#include "cli/lines.h"
#include "util/fail.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BUFFER = 1 << 18 };

eqs_status eqs_lines_open(eqs_ctx *ctx, eqs_lines *lines, const char *path)
{
  bool standard = strcmp(path, "-") == 0;
  *lines = (eqs_lines){.path = standard ? "standard input" : path, .capacity = FIRST_BUFFER};
  lines->file = standard ? stdin : fopen(path, "r");
  if (!lines->file) return eqs_fail(ctx, EQS_IO, "%s: %s", path, strerror(errno));
  lines->buffer = malloc(lines->capacity);
  return lines->buffer ? EQS_OK : eqs_fail_memory(ctx, lines->capacity);
}

void eqs_lines_close(eqs_lines *lines)
{
  if (lines->file && lines->file != stdin) fclose(lines->file);
  free(lines->buffer);
  memset(lines, 0, sizeof *lines);
}

/* Moves what is left to the front of the buffer and reads more behind it. */
static eqs_status fill(eqs_ctx *ctx, eqs_lines *lines)
{
  memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
  lines->end -= lines->start;
  lines->start = 0;
  if (lines->end == lines->capacity) {
    /* The line's two end bytes have room beside the longest one. */
    if (lines->end >= (size_t)EQS_LONGEST_LINE + 2)
      return eqs_fail(ctx, EQS_LIMIT, "%s:%llu: the line is longer than %d MiB", lines->path,
                      (unsigned long long)lines->number + 1, EQS_LONGEST_LINE >> 20);
    size_t capacity = 2 * lines->capacity;
    if (capacity > (size_t)EQS_LONGEST_LINE + 2) capacity = (size_t)EQS_LONGEST_LINE + 2;
    char *buffer = realloc(lines->buffer, capacity);
    if (!buffer) return eqs_fail_memory(ctx, capacity);
    lines->buffer = buffer;
    lines->capacity = capacity;
  }
  size_t read = fread(lines->buffer + lines->end, 1, lines->capacity - lines->end, lines->file);
  lines->end += read;
  if (read == 0) {
    if (ferror(lines->file)) return eqs_fail(ctx, EQS_IO, "%s: %s", lines->path, strerror(errno));
    lines->ended = true;
  }
  return EQS_OK;
}

eqs_status eqs_lines_next(eqs_ctx *ctx, eqs_lines *lines, const char **line, size_t *length)
{
  size_t seen = 0; /* bytes of the line known to hold no newline */
  for (;;) {
    char *from = lines->buffer + lines->start;
    size_t have = lines->end - lines->start;
    char *newline = have > seen ? memchr(from + seen, '\n', have - seen) : NULL;
    if (newline || lines->ended) {
      size_t n = newline ? (size_t)(newline - from) : have;
      lines->start += n + (newline != NULL);
      *line = newline || n ? from : NULL;
      lines->number += *line != NULL;
      *length = n && from[n - 1] == '\r' ? n - 1 : n;
      return EQS_OK;
    }
    seen = have;
    eqs_status status = fill(ctx, lines);
    if (status) return status;
  }
}

eqs_status eqs_file_read(eqs_ctx *ctx, const char *path, char **text, size_t *length)
{
  bool standard = strcmp(path, "-") == 0;
  const char *name = standard ? "standard input" : path;
  FILE *file = standard ? stdin : fopen(path, "r");
  if (!file) return eqs_fail(ctx, EQS_IO, "%s: %s", path, strerror(errno));
  char *bytes = NULL;
  size_t n = 0, capacity = FIRST_BUFFER;
  eqs_status status = EQS_OK;
  for (;;) {
    char *more = realloc(bytes, capacity + 1);
    if (!more) {
      status = eqs_fail_memory(ctx, capacity + 1);
      break;
    }
    bytes = more;
    n += fread(bytes + n, 1, capacity - n, file);
    if (n > EQS_LONGEST_LINE) {
      status = eqs_fail(ctx, EQS_LIMIT, "%s: longer than %d MiB", name, EQS_LONGEST_LINE >> 20);
      break;
    }
    if (n < capacity) break;
    capacity *= 2;
  }
  if (status == EQS_OK && ferror(file))
    status = eqs_fail(ctx, EQS_IO, "%s: %s", name, strerror(errno));
  if (!standard) fclose(file);
  if (status) {
    free(bytes);
    return status;
  }
  bytes[n] = '\0';
  *text = bytes;
  *length = n;
  return EQS_OK;
}
