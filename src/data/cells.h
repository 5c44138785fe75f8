/* SPDX-License-Identifier: BSD-3-Clause */
/* One record of a CSV file and the cells it consists of: the only place that knows about quotes. */
#ifndef EQS_DATA_CELLS_H
#define EQS_DATA_CELLS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct eqs_cell {
  char *text; /* inside the record; not NUL-terminated */
  size_t length;
} eqs_cell;

/* Where a scan for quotes stands; zero-initialised at the start of a record. */
typedef struct eqs_quotes {
  enum { EQS_CELL_START, EQS_CELL_BARE, EQS_CELL_QUOTED } state;
} eqs_quotes;

/* Scans LENGTH more bytes of a record whose cells end at one of SEPARATORS; true while a quoted
   cell is open, so that a line end belongs to the cell. */
bool eqs_quotes_scan(eqs_quotes *quotes, const char *text, size_t length, const char *separators);

/* Cuts a record at SEPARATOR. The first MAX cells go into CELL, without surrounding blanks and
   quotes; *N counts all of them. False if text follows a closing quote or a quote stays open; *N is
   then the number of that cell, from 0. The record is changed in place where quotes are doubled. */
bool eqs_cells_split(char *record, size_t length, char separator, eqs_cell *cell, size_t max,
                     size_t *n);

enum { EQS_SHOW_BYTES = 64 };

/* A printable beginning of TEXT, for messages; returns OUT. */
const char *eqs_show(char out[EQS_SHOW_BYTES], const char *text, size_t length);

#endif
