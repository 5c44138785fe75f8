/* SPDX-License-Identifier: BSD-3-Clause */
/* A growing column that finds out from its cells whether it holds numbers or text. */
#ifndef EQS_DATA_COLUMN_H
#define EQS_DATA_COLUMN_H

#include "data/cells.h"
#include "util/text.h"

/* One more spelling of a missing value. */
typedef struct eqs_marker {
  const char *text; /* NULL for none */
  size_t length;
  bool is_number; /* it matches by value */
  double value;
} eqs_marker;

eqs_marker eqs_marker_new(const char *text);

typedef enum eqs_column_kind {
  EQS_COLUMN_OPEN, /* nothing but missing cells so far: kept as text, to be numbers in the end */
  EQS_COLUMN_NUMBERS,
  EQS_COLUMN_TEXT,
} eqs_column_kind;

/* Zero-initialised means empty and open; set KIND to make it text whatever comes. */
typedef struct eqs_column {
  eqs_column_kind kind;
  size_t rows;
  double *number; /* missing as NaN */
  size_t number_capacity;
  size_t *start; /* of each cell in BYTES */
  size_t start_capacity;
  eqs_text bytes; /* cells, each with its NUL */
} eqs_column;

typedef enum eqs_added {
  EQS_ADDED,
  EQS_ADDED_WORD,  /* refused: a word in a column of numbers */
  EQS_ADDED_RANGE, /* refused: a number that no double holds */
  EQS_ADDED_MEMORY,
} eqs_added;

eqs_added eqs_column_add(eqs_column *column, const eqs_cell *cell, const eqs_marker *marker);

/* Turns an open column into numbers and gives spare memory back; false when memory is short. */
bool eqs_column_finish(eqs_column *column);
void eqs_column_free(eqs_column *column);

#endif
