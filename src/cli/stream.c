/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading line by line, with a limit to what a line may be. */
#include "cli/stream.h"
#include "cli/cli.h"
#include "util/fail.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  FIRST_BUFFER = 1 << 18,
  LOOK_UP_MS = 100, /* how often a wait for input looks whether a signal came */
};
static const char mark[] = "\xef\xbb\xbf"; /* of UTF-8, which some editors put first */

/* The length of the mark at the beginning of TEXT, 0 if it has none. */
static size_t mark_of(const char *text, size_t length)
{
  size_t n = strlen(mark);
  return length >= n && memcmp(text, mark, n) == 0 ? n : 0;
}

eqs_status eqs_stream_open(eqs_ctx *ctx, eqs_stream *lines, const char *path)
{
  bool standard = strcmp(path, "-") == 0;
  *lines = (eqs_stream){.path = standard ? "standard input" : path, .capacity = FIRST_BUFFER};
  lines->file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (lines->file < 0) return eqs_fail(ctx, EQS_IO, "%s: %s", path, strerror(errno));
  lines->buffer = malloc(lines->capacity);
  return lines->buffer ? EQS_OK : eqs_fail_memory(ctx, lines->capacity);
}

void eqs_stream_close(eqs_stream *lines)
{
  if (lines->file > STDIN_FILENO) close(lines->file);
  free(lines->buffer);
  memset(lines, 0, sizeof *lines);
}

/* Reads what there is, waiting for it. A signal restarts a read that waits, so the wait is apart
   from it; when the end is asked for, what is left of a line is no line. */
static eqs_status read_some(eqs_ctx *ctx, eqs_stream *lines)
{
  struct pollfd wanted = {.fd = lines->file, .events = POLLIN};
  int ready = 0;
  while ((ready == 0 || (ready < 0 && errno == EINTR)) && !eqs_stop_flag)
    ready = poll(&wanted, 1, LOOK_UP_MS);
  if (eqs_stop_flag) {
    lines->end = lines->start;
    lines->ended = true;
    return EQS_OK;
  }
  ssize_t got;
  do got = read(lines->file, lines->buffer + lines->end, lines->capacity - lines->end);
  while (got < 0 && errno == EINTR);
  if (got < 0) return eqs_fail(ctx, EQS_IO, "%s: %s", lines->path, strerror(errno));
  lines->end += (size_t)got;
  lines->ended = got == 0;
  return EQS_OK;
}

/* Moves what is left to the front of the buffer and reads more behind it. */
static eqs_status fill(eqs_ctx *ctx, eqs_stream *lines)
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
  return read_some(ctx, lines);
}

eqs_status eqs_stream_next(eqs_ctx *ctx, eqs_stream *lines, const char **line, size_t *length)
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
      size_t skipped = *line && lines->number == 1 ? mark_of(*line, *length) : 0;
      if (skipped) *line += skipped;
      *length -= skipped;
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
  size_t skipped = mark_of(bytes, n);
  n -= skipped;
  memmove(bytes, bytes + skipped, n);
  bytes[n] = '\0';
  *text = bytes;
  *length = n;
  return EQS_OK;
}
