/* SPDX-License-Identifier: BSD-3-Clause */
/* Lines of a file or of standard input, in memory that does not grow with their number. */
#ifndef EQS_CLI_STREAM_H
#define EQS_CLI_STREAM_H

#include <eqsieve/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EQS_LONGEST_LINE = 64 << 20 };

typedef struct eqs_stream {
  int file;
  const char *path;
  char *buffer;
  size_t start, end, capacity; /* what is in the buffer and not handed out yet */
  bool ended;
  uint64_t number; /* of the latest line; the first is 1 */
} eqs_stream;

/* "-" is standard input. A byte-order mark is passed over. */
eqs_status eqs_stream_open(eqs_ctx *ctx, eqs_stream *lines, const char *path);
void eqs_stream_close(eqs_stream *lines);

/* The next line without its end (LF or CRLF), valid until the next call; *LINE is NULL at the end
   of the file, and when a signal asks for the end while more is awaited. EQS_LIMIT for a line
   longer than EQS_LONGEST_LINE. */
eqs_status eqs_stream_next(eqs_ctx *ctx, eqs_stream *lines, const char **line, size_t *length);

/* All of a file that is no longer than EQS_LONGEST_LINE, with a NUL after it, from malloc; a
   byte-order mark is passed over. */
eqs_status eqs_file_read(eqs_ctx *ctx, const char *path, char **text, size_t *length);

#endif
