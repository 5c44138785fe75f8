/* SPDX-License-Identifier: BSD-3-Clause */
/* What a table is inside the library, and how a reader fills it. */
#ifndef EQS_DATA_TABLE_H
#define EQS_DATA_TABLE_H

#include "data/column.h"
#include <eqsieve/table.h>

/* From ROW on, rows begin on LINE, LINE + 1 and so on, up to the next run. */
typedef struct eqs_line_run {
  size_t row, line;
} eqs_line_run;

struct eqs_table {
  char *path;
  size_t rows, cols;
  char **name;
  eqs_column *column;
  eqs_line_run *run; /* one, but for cells that hold line ends */
  size_t n_runs, runs_capacity;
};

/* A table without rows and names for COLS columns. NULL when memory is short. */
eqs_table *eqs_table_new(const char *path, size_t cols);

/* Notes that the next row begins on LINE and counts it; false when memory is short. */
bool eqs_table_add_row(eqs_table *table, size_t line);

/* EQS_INPUT if a name is blank, repeated, or no text that could be printed. LINE is the header's, 0
   if there is none. */
eqs_status eqs_table_check_names(eqs_ctx *ctx, const eqs_table *table, size_t line);

enum { EQS_PLACE_BYTES = 512 };

/* "data.csv:17", or "table, row 16" without a file; returns OUT. */
const char *eqs_table_place(char out[EQS_PLACE_BYTES], const eqs_table *table, size_t row);

#endif
