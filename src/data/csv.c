/* SPDX-License-Identifier: BSD-3-Clause */
/* The CSV reader: header, separator, rows. */
#include "data/cells.h"
#include "data/lines.h"
#include "data/table.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

/* More columns than any table has that is not a mistake. */
enum { MAX_COLUMNS = 1 << 20 };

static const char any_separator[] = ",;\t";

typedef struct reader {
  eqs_ctx *ctx;
  eqs_lines lines;
  eqs_marker marker;
  char separator[2]; /* as a string */
  char *record;
  size_t length;
  eqs_cell *cell; /* one per column */
  eqs_table *table;
  size_t blank_line, n_blank; /* blank lines since the last row */
} reader;

void eqs_csv_options_init(eqs_csv_options *options)
{
  *options = (eqs_csv_options){.size = sizeof *options};
}

/* ---- Header ---------------------------------------------------------------------------------- */

/* Whichever of the separators divides the header into the most cells; the comma if none does. */
static char guess_separator(char *record, size_t length)
{
  char best = ',';
  size_t most = 0, n;
  for (const char *s = any_separator; *s; s++)
    if (eqs_cells_split(record, length, *s, NULL, 0, &n) && n > most) {
      most = n;
      best = *s;
    }
  return best;
}

/* Cuts the record in hand; *N is the number of its cells, of which MAX go into the reader's. */
static eqs_status split(reader *r, size_t max, size_t *n)
{
  const char *nul = memchr(r->record, '\0', r->length);
  if (nul)
    return eqs_fail(r->ctx, EQS_INPUT, "%s:%zu: byte %zu of the line is NUL (this is no text file)",
                    r->lines.place, r->lines.line, (size_t)(nul - r->record) + 1);
  if (!eqs_cells_split(r->record, r->length, r->separator[0], r->cell, max, n))
    return eqs_fail(r->ctx, EQS_INPUT,
                    "%s:%zu: cell %zu begins with a quote but does not end with one (double the "
                    "quotes inside it)",
                    r->lines.place, r->lines.line, *n + 1);
  return EQS_OK;
}

static bool is_blank(const char *record, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (record[i] != ' ' && record[i] != '\t') return false;
  return true;
}

static eqs_status read_names(reader *r)
{
  for (size_t j = 0; j < r->table->cols; j++) {
    r->table->name[j] = strndup(r->cell[j].text, r->cell[j].length);
    if (!r->table->name[j]) return eqs_fail_memory(r->ctx, r->cell[j].length + 1);
  }
  return eqs_table_check_names(r->ctx, r->table, r->lines.line);
}

static eqs_status read_header(reader *r)
{
  size_t cols;
  eqs_status status = eqs_lines_next(r->ctx, &r->lines, any_separator, &r->record, &r->length);
  if (status) return status;
  if (!r->record)
    return eqs_fail(r->ctx, EQS_INPUT, "%s: the file is empty (a header and rows are needed)",
                    r->lines.place);
  if (is_blank(r->record, r->length))
    return eqs_fail(r->ctx, EQS_INPUT, "%s:1: the header is blank (name the columns)",
                    r->lines.place);
  r->separator[0] = guess_separator(r->record, r->length);
  status = split(r, 0, &cols);
  if (status) return status;
  if (cols > MAX_COLUMNS)
    return eqs_fail(r->ctx, EQS_LIMIT, "%s:1: %zu columns are more than the limit of %d",
                    r->lines.place, cols, MAX_COLUMNS);
  r->cell = eqs_alloc(cols, sizeof *r->cell);
  r->table = eqs_table_new(r->lines.place, cols);
  if (!r->cell || !r->table)
    return eqs_fail_memory(r->ctx, cols * (sizeof(eqs_cell) + sizeof(eqs_column)));
  status = split(r, cols, &cols);
  return status ? status : read_names(r);
}

static eqs_status choose_text(reader *r, const eqs_csv_options *options)
{
  for (size_t i = 0; options && i < options->n_text; i++) {
    size_t col;
    eqs_status status = eqs_table_find(r->ctx, r->table, options->text[i], &col);
    if (status) return status;
    r->table->column[col].kind = EQS_COLUMN_TEXT;
  }
  return EQS_OK;
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* What to do about a word among numbers. */
static void suggest(eqs_text *out, const eqs_cell *cell, const char *shown)
{
  const char *comma = memchr(cell->text, ',', cell->length);
  if (comma && comma > cell->text && comma + 1 < cell->text + cell->length &&
      strspn(cell->text, "+-0123456789.,eE") >= cell->length)
    eqs_text_str(out, "write the decimal comma as a point");
  else
    eqs_text_format(out, "try --missing '%s' if it stands for a missing value", shown);
}

static eqs_status fail_cell(reader *r, size_t col, eqs_added why)
{
  const eqs_cell *cell = &r->cell[col];
  char shown[EQS_SHOW_BYTES];
  eqs_show(shown, cell->text, cell->length);
  if (why == EQS_ADDED_MEMORY) return eqs_fail_memory(r->ctx, r->table->rows * sizeof(double));
  if (why == EQS_ADDED_RANGE)
    return eqs_fail(r->ctx, EQS_INPUT, "%s:%zu: column '%s': %s is too large (rescale the column)",
                    r->lines.place, r->lines.line, r->table->name[col], shown);
  eqs_text remedy = {0};
  suggest(&remedy, cell, shown);
  eqs_fail(r->ctx, EQS_INPUT, "%s:%zu: column '%s' is not a number: \"%s\" (%s)", r->lines.place,
           r->lines.line, r->table->name[col], shown, remedy.failed ? "" : remedy.data);
  eqs_text_free(&remedy);
  return EQS_INPUT;
}

/* Adds the cells in hand as the row that begins on LINE. */
static eqs_status add_row(reader *r, size_t line)
{
  for (size_t j = 0; j < r->table->cols; j++) {
    eqs_added added = eqs_column_add(&r->table->column[j], &r->cell[j], &r->marker);
    if (added != EQS_ADDED) return fail_cell(r, j, added);
  }
  if (!eqs_table_add_row(r->table, line))
    return eqs_fail_memory(r->ctx, r->table->n_runs * sizeof(eqs_line_run));
  return EQS_OK;
}

/* Blank lines are passed over at the end of the file. Before another row they are missing cells of
   a single column, and otherwise a fault. */
static eqs_status add_blank_rows(reader *r)
{
  if (r->n_blank > 0 && r->table->cols > 1)
    return eqs_fail(r->ctx, EQS_INPUT, "%s:%zu: the line is blank (delete it)", r->lines.place,
                    r->blank_line);
  r->cell[0] = (eqs_cell){r->record, 0};
  eqs_status status = EQS_OK;
  for (; r->n_blank > 0 && !status; r->n_blank--) status = add_row(r, r->blank_line++);
  return status;
}

static eqs_status read_row(reader *r)
{
  size_t cells, cols = r->table->cols;
  if (is_blank(r->record, r->length)) {
    if (r->n_blank++ == 0) r->blank_line = r->lines.line;
    return EQS_OK;
  }
  eqs_status status = r->n_blank ? add_blank_rows(r) : EQS_OK;
  if (!status) status = split(r, cols, &cells);
  if (status) return status;
  if (cells != cols)
    return eqs_fail(r->ctx, EQS_INPUT,
                    "%s:%zu: %zu cell%s where the header has %zu (quote cells that contain '%s')",
                    r->lines.place, r->lines.line, cells, cells == 1 ? "" : "s", cols,
                    r->separator[0] == '\t' ? "a tab" : r->separator);
  return add_row(r, r->lines.line);
}

static eqs_status read_rows(reader *r)
{
  for (;;) {
    eqs_status status = eqs_lines_next(r->ctx, &r->lines, r->separator, &r->record, &r->length);
    if (!status && r->record) status = read_row(r);
    if (status) return status;
    if (!r->record) break;
  }
  if (r->table->rows == 0)
    return eqs_fail(r->ctx, EQS_INPUT, "%s:1: a header without rows", r->lines.place);
  for (size_t j = 0; j < r->table->cols; j++)
    if (!eqs_column_finish(&r->table->column[j]))
      return eqs_fail_memory(r->ctx, r->table->rows * sizeof(double));
  return EQS_OK;
}

eqs_status eqs_table_read_csv(eqs_ctx *ctx, eqs_table **table, const char *path,
                              const eqs_csv_options *options)
{
  eqs_status status = EQS_OK;
  if (options)
    status = eqs_check_options(ctx, options->size, sizeof *options, "eqs_csv_options_init");
  if (status) return status;
  reader r = {.ctx = ctx, .marker = eqs_marker_new(options ? options->missing : NULL)};
  status = eqs_lines_open(ctx, &r.lines, path);
  if (!status) status = read_header(&r);
  if (!status) status = choose_text(&r, options);
  if (!status) status = read_rows(&r);
  eqs_lines_close(&r.lines);
  free(r.cell);
  if (status)
    eqs_table_free(r.table);
  else
    *table = r.table;
  return status;
}
