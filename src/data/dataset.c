/* SPDX-License-Identifier: BSD-3-Clause */
/* Copying rows and columns of a table into the engine's layout. */
#include "data/dataset.h"
#include "data/table.h"
#include "util/fail.h"
#include "util/memory.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes from one column to the next. Were they a multiple of 4096, blocks of rows at the same place
   in every column would fall into the same sets of the level-1 cache; an odd number of lines, near
   the golden section of 64, spreads them (blocks of 256 floats in 20 columns, Zen 4: 0.057 instead
   of 0.066 ns an element). */
static size_t column_stride(size_t n_padded, eqs_dtype dtype)
{
  const size_t line = 64, sets = 64, phase = 39;
  size_t lines = n_padded * eqs_dtype_size(dtype) / line;
  return (lines + (phase + sets - lines % sets) % sets) * line;
}

/* Copies the cells of column COL into TO, padding included. What becomes zero, or loses digits, is
   little beside the rest of a target; but a feature may be divided by. */
static eqs_status copy_column(eqs_ctx *ctx, void *to, const eqs_dataset *dataset,
                              const eqs_table *table, size_t col, const eqs_rows *rows,
                              bool is_feature)
{
  const double *from = eqs_table_numbers(table, col);
  char place[EQS_PLACE_BYTES];
  for (size_t i = 0; i < dataset->n_padded; i++) {
    size_t row = rows->row[i < rows->n ? i : rows->n - 1];
    double value = from[row];
    bool f32 = dataset->dtype == EQS_F32;
    if (isnan(value))
      return eqs_fail(ctx, EQS_INPUT, "%s: column '%s' has no value (leave the row out)",
                      eqs_table_place(place, table, row), table->name[col]);
    if (f32 && isinf((float)value))
      return eqs_fail(ctx, EQS_INPUT,
                      "%s: column '%s': %g is too large for f32 (try --dtype f64, or rescale it)",
                      eqs_table_place(place, table, row), table->name[col], value);
    if (f32 && is_feature && value != 0 && fabs(value) < FLT_MIN)
      return eqs_fail(ctx, EQS_INPUT,
                      "%s: column '%s': %g is too small for f32 (try --dtype f64, or rescale it)",
                      eqs_table_place(place, table, row), table->name[col], value);
    if (f32)
      ((float *)to)[i] = (float)value;
    else
      ((double *)to)[i] = value;
  }
  return EQS_OK;
}

static double cell(const void *column, eqs_dtype dtype, size_t row)
{
  return dtype == EQS_F32 ? ((const float *)column)[row] : ((const double *)column)[row];
}

static void measure_target(eqs_dataset *d)
{
  double sum = 0;
  for (size_t i = 0; i < d->n_rows; i++) sum += cell(d->target, d->dtype, i);
  d->target_mean = sum / (double)d->n_rows;
  for (size_t i = 0; i < d->n_rows; i++) {
    double off = cell(d->target, d->dtype, i) - d->target_mean;
    d->target_ss += off * off;
  }
}

/* Weights are finite numbers: the reader takes no others. */
static eqs_status measure_weights(eqs_ctx *ctx, eqs_dataset *d, const eqs_table *table, size_t col,
                                  const eqs_rows *rows)
{
  char place[EQS_PLACE_BYTES];
  d->weight_sum = 0;
  for (size_t i = 0; i < d->n_rows; i++) {
    double weight = cell(d->weight, d->dtype, i);
    if (weight < 0)
      return eqs_fail(ctx, EQS_INPUT, "%s: column '%s': a weight is negative: %g",
                      eqs_table_place(place, table, rows->row[i]), table->name[col], weight);
    d->weight_sum += weight;
  }
  if (!isnormal(d->weight_sum))
    return eqs_fail(ctx, EQS_INPUT, "%s: the weights in '%s' add up to %g (rescale them)",
                    table->path, table->name[col], d->weight_sum);
  return EQS_OK;
}

static bool is_constant(const eqs_table *table, size_t col, const eqs_rows *rows)
{
  const double *value = eqs_table_numbers(table, col);
  size_t i = 1;
  while (i < rows->n && value[rows->row[i]] == value[rows->row[0]]) i++;
  return i == rows->n;
}

static eqs_status check_target(eqs_ctx *ctx, const eqs_dataset *d, const eqs_table *table,
                               size_t col, const eqs_rows *rows)
{
  double first = cell(d->target, d->dtype, 0);
  size_t i = 1;
  while (i < d->n_rows && cell(d->target, d->dtype, i) == first) i++;
  if (i == d->n_rows && !is_constant(table, col, rows))
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: the target '%s' is constant in f32: %g in each of %zu rows (try --dtype "
                    "f64, or rescale it)",
                    table->path, table->name[col], first, d->n_rows);
  if (i == d->n_rows)
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: the target '%s' is constant: %g in each of %zu rows (nothing to explain)",
                    table->path, table->name[col], first, d->n_rows);
  if (!isnormal(d->target_ss))
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: the squares of the target '%s' do not fit a double (rescale it)",
                    table->path, table->name[col]);
  return EQS_OK;
}

/* ---- What floats can square ------------------------------------------------------------------ */

/* Sums of squares are formed in float of at most 4096 rows, and those of the residuals are to be
   right where these are as small as a float's rounding lets them be. */
static const double LARGEST_SQUARE = FLT_MAX / 4096.0, LEAST_SQUARE = FLT_MIN * 4096.0,
                    LEAST_SPREAD = FLT_MIN / ((double)FLT_EPSILON * FLT_EPSILON);

/* One element of a column, or the distance of one from the mean. */
typedef struct extreme {
  size_t row;
  double value, square; /* weighted or not */
} extreme;

/* What is furthest from CENTRE in COLUMN. */
static extreme furthest(const eqs_dataset *d, const void *column, const void *weight, double centre)
{
  extreme most = {0};
  for (size_t i = 0; i < d->n_rows; i++) {
    double off = cell(column, d->dtype, i) - centre;
    double square = off * off * (weight ? cell(weight, d->dtype, i) : 1);
    if (square > most.square) most = (extreme){i, off, square};
  }
  return most;
}

/* WEIGHT is NULL for the squares alone. */
static eqs_status check_squares(eqs_ctx *ctx, const eqs_dataset *d, const void *column,
                                const void *weight, const eqs_table *table, size_t col,
                                const eqs_rows *rows)
{
  static const char *const remedy = "(try --dtype f64, or rescale it)";
  const char *times = weight ? " times its weight" : "";
  char place[EQS_PLACE_BYTES];
  bool target = column == d->target;
  extreme largest = furthest(d, column, weight, 0);
  if (largest.square > LARGEST_SQUARE)
    return eqs_fail(ctx, EQS_INPUT, "%s: column '%s': the square of %g%s is too large for f32 %s",
                    eqs_table_place(place, table, rows->row[largest.row]), table->name[col],
                    largest.value, times, remedy);
  extreme spread = target ? furthest(d, column, weight, d->target_mean) : largest;
  if (spread.square > 0 && spread.square < (target ? LEAST_SPREAD : LEAST_SQUARE))
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: column '%s': nothing is further from %s than %g, whose square%s is too "
                    "small for f32 %s",
                    table->path, table->name[col], target ? "the mean" : "zero", fabs(spread.value),
                    times, remedy);
  return EQS_OK;
}

/* Of the features, then of the target. */
static eqs_status check_f32(eqs_ctx *ctx, const eqs_dataset *d, const eqs_table *table,
                            const eqs_roles *roles, const eqs_rows *rows)
{
  eqs_status status = EQS_OK;
  for (size_t j = 0; j < d->n_features && !status; j++)
    status = check_squares(ctx, d, d->column[j], NULL, table, roles->feature[j], rows);
  if (!status) status = check_squares(ctx, d, d->target, NULL, table, roles->target, rows);
  if (!status && d->weight)
    status = check_squares(ctx, d, d->target, d->weight, table, roles->target, rows);
  return status;
}

/* ---- The whole ------------------------------------------------------------------------------- */

/* Room for the structure, the pointers and the columns in one block. */
static eqs_dataset *allocate(size_t n_columns, size_t n_rows, eqs_dtype dtype, size_t *stride,
                             size_t *bytes)
{
  size_t pointers, cells, head;
  if (n_rows > SIZE_MAX / 16) return NULL;
  size_t n_padded = (n_rows + EQS_ROW_GRAIN - 1) / EQS_ROW_GRAIN * EQS_ROW_GRAIN;
  *stride = column_stride(n_padded, dtype);
  if (__builtin_mul_overflow(n_columns, sizeof(void *), &pointers) ||
      __builtin_mul_overflow(n_columns, *stride, &cells) ||
      __builtin_add_overflow(pointers, sizeof(eqs_dataset) + EQS_ALIGN - 1, &head))
    return NULL;
  head = head / EQS_ALIGN * EQS_ALIGN;
  if (__builtin_add_overflow(head, cells, bytes)) return NULL;
  eqs_dataset *d = eqs_alloc(*bytes, 1);
  if (!d) return NULL;
  *d = (eqs_dataset){.dtype = dtype, .n_rows = n_rows, .n_padded = n_padded};
  d->column = (const void **)(d + 1);
  for (size_t j = 0; j < n_columns; j++) d->column[j] = (char *)d + head + j * *stride;
  return d;
}

eqs_status eqs_dataset_new(eqs_ctx *ctx, eqs_dataset **dataset, const eqs_table *table,
                           const eqs_roles *roles, const eqs_rows *rows, eqs_dtype dtype, int check)
{
  bool has_target = roles->target != SIZE_MAX;
  size_t n_columns = roles->n_features + has_target + (roles->weighted != 0), stride, bytes = 0;
  if (rows->n == 0) return eqs_fail(ctx, EQS_INPUT, "%s: no rows are left", table->path);
  eqs_dataset *d = allocate(n_columns, rows->n, dtype, &stride, &bytes);
  if (!d) return eqs_fail_memory(ctx, bytes);
  d->n_features = roles->n_features;
  eqs_status status = EQS_OK;
  for (size_t j = 0; j < n_columns && !status; j++) {
    size_t col = j < roles->n_features                  ? roles->feature[j]
                 : j == roles->n_features && has_target ? roles->target
                                                        : roles->weight;
    status = copy_column(ctx, (void *)d->column[j], d, table, col, rows, j < roles->n_features);
  }
  d->weight_sum = (double)d->n_rows;
  if (!status && roles->weighted) {
    d->weight = d->column[roles->n_features + has_target];
    status = measure_weights(ctx, d, table, roles->weight, rows);
  }
  if (!status && has_target) {
    d->target = d->column[roles->n_features];
    measure_target(d);
    if (check) status = check_target(ctx, d, table, roles->target, rows);
    if (check && !status && dtype == EQS_F32) status = check_f32(ctx, d, table, roles, rows);
  }
  if (status)
    eqs_dataset_free(d);
  else
    *dataset = d;
  return status;
}

void eqs_dataset_free(eqs_dataset *dataset)
{
  free(dataset);
}
size_t eqs_dataset_rows(const eqs_dataset *dataset)
{
  return dataset->n_rows;
}
size_t eqs_dataset_features(const eqs_dataset *dataset)
{
  return dataset->n_features;
}
