/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns: what a cell is, and where it goes. */
#include "data/column.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef enum meaning { MISSING, NUMBER, RANGE, WORD } meaning;

eqs_marker eqs_marker_new(const char *text)
{
  eqs_marker marker = {.text = text};
  if (text) {
    marker.length = strlen(text);
    marker.is_number =
        marker.length > 0 && eqs_number_read(text, marker.length, &marker.value) == marker.length;
  }
  return marker;
}

/* "inf" is a word for a missing value, 1e999 is a number that does not fit. */
static bool written_in_digits(const eqs_cell *cell)
{
  char c = cell->text[cell->text[0] == '-' || cell->text[0] == '+'];
  return c == '.' || (c >= '0' && c <= '9');
}

static meaning read_cell(const eqs_cell *cell, const eqs_marker *marker, double *value)
{
  static const char *const missing[] = {"na", "n/a", "null"};
  if (cell->length == 0) return MISSING;
  if (eqs_number_read(cell->text, cell->length, value) == cell->length) {
    if (!isfinite(*value)) return written_in_digits(cell) ? RANGE : MISSING;
    return marker->is_number && *value == marker->value ? MISSING : NUMBER;
  }
  if (marker->text && cell->length == marker->length &&
      memcmp(cell->text, marker->text, cell->length) == 0)
    return MISSING;
  for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
    if (strlen(missing[i]) == cell->length &&
        strncasecmp(cell->text, missing[i], cell->length) == 0)
      return MISSING;
  return WORD;
}

static eqs_added add_text(eqs_column *column, const eqs_cell *cell)
{
  if (eqs_grow(&column->start, &column->start_capacity, column->rows + 1, sizeof(size_t)))
    return EQS_ADDED_MEMORY;
  column->start[column->rows] = column->bytes.length;
  eqs_text_add(&column->bytes, cell->text, cell->length);
  eqs_text_char(&column->bytes, '\0');
  if (column->bytes.failed) return EQS_ADDED_MEMORY;
  column->rows++;
  return EQS_ADDED;
}

static eqs_added add_number(eqs_column *column, double value)
{
  if (column->rows == column->number_capacity &&
      eqs_grow(&column->number, &column->number_capacity, column->rows + 1, sizeof(double)))
    return EQS_ADDED_MEMORY;
  column->number[column->rows++] = value;
  return EQS_ADDED;
}

static void drop_text(eqs_column *column)
{
  free(column->start);
  column->start = NULL;
  column->start_capacity = 0;
  eqs_text_free(&column->bytes);
}

static bool become_numbers(eqs_column *column)
{
  if (eqs_grow(&column->number, &column->number_capacity, column->rows, sizeof(double)))
    return false;
  for (size_t i = 0; i < column->rows; i++) column->number[i] = NAN;
  drop_text(column);
  column->kind = EQS_COLUMN_NUMBERS;
  return true;
}

eqs_added eqs_column_add(eqs_column *column, const eqs_cell *cell, const eqs_marker *marker)
{
  double value = NAN;
  if (column->kind == EQS_COLUMN_TEXT) return add_text(column, cell);
  meaning sense = read_cell(cell, marker, &value);
  if (sense == RANGE) return EQS_ADDED_RANGE;
  if (column->kind == EQS_COLUMN_OPEN) {
    if (sense == WORD) column->kind = EQS_COLUMN_TEXT;
    if (sense != NUMBER) return add_text(column, cell);
    if (!become_numbers(column)) return EQS_ADDED_MEMORY;
  }
  if (sense == WORD) return EQS_ADDED_WORD;
  return add_number(column, sense == NUMBER ? value : NAN);
}

/* Shrinking can only fail by leaving things as they are. */
static void *shrink(void *data, size_t bytes)
{
  void *less = realloc(data, bytes);
  return less ? less : data;
}

bool eqs_column_finish(eqs_column *column)
{
  if (column->kind == EQS_COLUMN_OPEN && !become_numbers(column)) return false;
  if (column->rows == 0) return true;
  if (column->kind == EQS_COLUMN_NUMBERS)
    column->number = shrink(column->number, column->rows * sizeof(double));
  else {
    column->start = shrink(column->start, column->rows * sizeof(size_t));
    column->bytes.data = shrink(column->bytes.data, column->bytes.length + 1);
  }
  return true;
}

void eqs_column_free(eqs_column *column)
{
  drop_text(column);
  free(column->number);
  *column = (eqs_column){0};
}
