/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables: making, asking, finding columns and lines. */
#include "data/table.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/near.h"
#include "util/utf8.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

eqs_table *eqs_table_new(const char *path, size_t cols)
{
  eqs_table *table = calloc(1, sizeof *table);
  if (!table) return NULL;
  table->path = strdup(path);
  table->name = calloc(cols ? cols : 1, sizeof *table->name);
  table->column = calloc(cols ? cols : 1, sizeof *table->column);
  table->cols = cols;
  if (!table->path || !table->name || !table->column) {
    eqs_table_free(table);
    return NULL;
  }
  return table;
}

void eqs_table_free(eqs_table *table)
{
  if (!table) return;
  for (size_t j = 0; table->name && table->column && j < table->cols; j++) {
    free(table->name[j]);
    eqs_column_free(&table->column[j]);
  }
  free(table->name);
  free(table->column);
  free(table->run);
  free(table->path);
  free(table);
}

bool eqs_table_add_row(eqs_table *table, size_t line)
{
  const eqs_line_run *last = table->n_runs ? &table->run[table->n_runs - 1] : NULL;
  if (!last || last->line + (table->rows - last->row) != line) {
    if (eqs_grow(&table->run, &table->runs_capacity, table->n_runs + 1, sizeof *table->run))
      return false;
    table->run[table->n_runs++] = (eqs_line_run){table->rows, line};
  }
  table->rows++;
  return true;
}

size_t eqs_table_line(const eqs_table *table, size_t row)
{
  size_t low = 0, high = table->n_runs;
  if (high == 0 || row >= table->rows) return 0;
  while (high - low > 1) { /* the last run that begins at or before ROW is in low .. high - 1 */
    size_t middle = low + (high - low) / 2;
    if (table->run[middle].row <= row)
      low = middle;
    else
      high = middle;
  }
  return table->run[low].line + (row - table->run[low].row);
}

const char *eqs_table_place(char out[EQS_PLACE_BYTES], const eqs_table *table, size_t row)
{
  size_t line = eqs_table_line(table, row);
  if (line)
    snprintf(out, EQS_PLACE_BYTES, "%s:%zu", table->path, line);
  else
    snprintf(out, EQS_PLACE_BYTES, "%s, row %zu", table->path, row);
  return out;
}

/* ---- Names ----------------------------------------------------------------------------------- */

static const char *fault_of_name(const char *name)
{
  const unsigned char *at = (const unsigned char *)name;
  size_t left = strlen(name);
  while (left > 0) {
    size_t bytes = eqs_utf8_length(at, left);
    if (bytes == 0) return "is not UTF-8 (convert the file, for instance with iconv)";
    if (*at < 0x20 || *at == 0x7f)
      return "has a control character in its name (is this a text file?)";
    at += bytes;
    left -= bytes;
  }
  return *name ? NULL : "has no name (name it in the header)";
}

typedef struct named {
  const char *name;
  size_t col;
} named;

static int by_name(const void *a, const void *b)
{
  const named *x = a, *y = b;
  int order = strcmp(x->name, y->name);
  return order ? order : (x->col > y->col) - (x->col < y->col);
}

static eqs_status check_repeated(eqs_ctx *ctx, const eqs_table *table, const char *place)
{
  named *sorted = eqs_alloc(table->cols, sizeof *sorted);
  if (!sorted) return eqs_fail_memory(ctx, table->cols * sizeof *sorted);
  for (size_t j = 0; j < table->cols; j++) sorted[j] = (named){table->name[j], j};
  qsort(sorted, table->cols, sizeof *sorted, by_name);
  eqs_status status = EQS_OK;
  for (size_t j = 1; j < table->cols && !status; j++)
    if (strcmp(sorted[j - 1].name, sorted[j].name) == 0)
      status = eqs_fail(ctx, EQS_INPUT, "%s: columns %zu and %zu are both named '%s' (rename one)",
                        place, sorted[j - 1].col + 1, sorted[j].col + 1, sorted[j].name);
  free(sorted);
  return status;
}

eqs_status eqs_table_check_names(eqs_ctx *ctx, const eqs_table *table, size_t line)
{
  char place[EQS_PLACE_BYTES];
  snprintf(place, sizeof place, line ? "%s:%zu" : "%s", table->path, line);
  for (size_t j = 0; j < table->cols; j++) {
    const char *fault = fault_of_name(table->name[j]);
    if (fault) return eqs_fail(ctx, EQS_INPUT, "%s: column %zu %s", place, j + 1, fault);
  }
  return check_repeated(ctx, table, place);
}

eqs_status eqs_table_find(eqs_ctx *ctx, const eqs_table *table, const char *name, size_t *col)
{
  enum { LISTED = 12, COMPARED = 10000 };
  for (size_t j = 0; j < table->cols; j++)
    if (strcmp(table->name[j], name) == 0) {
      *col = j;
      return EQS_OK;
    }
  eqs_text near = {0}, all = {0};
  char shown[EQS_SHOW_BYTES];
  eqs_show(shown, name, strlen(name));
  eqs_near_names(&near, name, (const char *const *)table->name,
                 table->cols < COMPARED ? table->cols : COMPARED);
  for (size_t j = 0; j < table->cols && j < LISTED; j++)
    eqs_text_format(&all, "%s%s", j ? ", " : "", table->name[j]);
  if (table->cols > LISTED) eqs_text_str(&all, ", ...");
  if (near.length)
    eqs_fail(ctx, EQS_INPUT, "%s: no column is named '%s' (is it %s?)", table->path, shown,
             near.data);
  else
    eqs_fail(ctx, EQS_INPUT, "%s: no column is named '%s' (there are: %s)", table->path, shown,
             all.data ? all.data : "none");
  eqs_text_free(&near);
  eqs_text_free(&all);
  return EQS_INPUT;
}

/* ---- From memory ----------------------------------------------------------------------------- */

static bool copy_column(eqs_column *to, const double *from, size_t rows)
{
  to->kind = EQS_COLUMN_NUMBERS;
  to->rows = to->number_capacity = rows;
  to->number = eqs_alloc(rows, sizeof(double));
  if (!to->number) return false;
  for (size_t i = 0; i < rows; i++) to->number[i] = isfinite(from[i]) ? from[i] : NAN;
  return true;
}

eqs_status eqs_table_from_columns(eqs_ctx *ctx, eqs_table **table, size_t rows, size_t cols,
                                  const char *const *names, const double *const *columns)
{
  if (rows == 0 || cols == 0)
    return eqs_fail(ctx, EQS_INPUT, "table: %zu rows and %zu columns (at least one of each)", rows,
                    cols);
  eqs_table *t = eqs_table_new("table", cols);
  if (!t) return eqs_fail_memory(ctx, cols * sizeof(eqs_column));
  t->rows = rows;
  eqs_status status = EQS_OK;
  for (size_t j = 0; j < cols && !status; j++) {
    t->name[j] = strdup(names[j]);
    if (!t->name[j] || !copy_column(&t->column[j], columns[j], rows))
      status = eqs_fail_memory(ctx, rows * sizeof(double));
  }
  if (!status) status = eqs_table_check_names(ctx, t, 0);
  if (status)
    eqs_table_free(t);
  else
    *table = t;
  return status;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

size_t eqs_table_rows(const eqs_table *table)
{
  return table->rows;
}
size_t eqs_table_cols(const eqs_table *table)
{
  return table->cols;
}
const char *eqs_table_path(const eqs_table *table)
{
  return table->path;
}

const char *eqs_table_name(const eqs_table *table, size_t col)
{
  return table->name[col];
}

int eqs_table_is_text(const eqs_table *table, size_t col)
{
  return table->column[col].kind == EQS_COLUMN_TEXT;
}

const double *eqs_table_numbers(const eqs_table *table, size_t col)
{
  return table->column[col].number;
}

const char *eqs_table_text(const eqs_table *table, size_t col, size_t row)
{
  const eqs_column *column = &table->column[col];
  return column->kind == EQS_COLUMN_TEXT ? column->bytes.data + column->start[row] : NULL;
}
