/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading a file record by record through one buffer: a record is a line, or several where a quoted
   cell holds line ends. */
#ifndef EQS_DATA_LINES_H
#define EQS_DATA_LINES_H

#include <eqsieve/error.h>
#include <stdbool.h>
#include <stddef.h>

/* Longest record. */
enum { EQS_MAX_LINE = 64 << 20 };

typedef struct eqs_lines {
  const char *place; /* of the file in messages, borrowed */
  int file;
  bool ended;                  /* the file has no more bytes */
  char *data;                  /* the buffer */
  size_t capacity, begin, end; /* the bytes that are still to be read are BEGIN .. END - 1 */
  size_t line;                 /* where the current record begins, from 1 */
  size_t line_ends;            /* up to the end of the current record */
} eqs_lines;

/* Opens PATH ("-": standard input) and skips a byte-order mark. Closed with eqs_lines_close also
   when it failed. */
eqs_status eqs_lines_open(eqs_ctx *ctx, eqs_lines *lines, const char *path);
void eqs_lines_close(eqs_lines *lines);

/* The next record without its line end, valid and writable until the next call; *RECORD is NULL at
   the end. A quoted cell may begin after one of SEPARATORS. */
eqs_status eqs_lines_next(eqs_ctx *ctx, eqs_lines *lines, const char *separators, char **record,
                          size_t *length);

#endif
