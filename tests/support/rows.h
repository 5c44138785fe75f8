/* SPDX-License-Identifier: BSD-3-Clause */
/* Data sets made in memory, for tests: uniform features, and a target the test chooses. */
#ifndef TESTS_SUPPORT_ROWS_H
#define TESTS_SUPPORT_ROWS_H

#include "data/dataset.h"
#include "util/memory.h"
#include "util/random.h"
#include <stdlib.h>

enum { ROWS_FEATURES = 4 };

/* Sets one number of a column and, from the last row, its padding. */
static inline void rows_set(eqs_dataset *d, const void *column, size_t row, double value)
{
  for (size_t i = row; i < (row + 1 == d->n_rows ? d->n_padded : row + 1); i++) {
    if (d->dtype == EQS_F32)
      ((float *)(uintptr_t)column)[i] = (float)value;
    else
      ((double *)(uintptr_t)column)[i] = value;
  }
}

static inline double rows_get(const eqs_dataset *d, const void *column, size_t row)
{
  return d->dtype == EQS_F32 ? (double)((const float *)column)[row] : ((const double *)column)[row];
}

/* Features uniform in [LOW, HIGH), target uniform in [0, 1). */
static inline eqs_dataset *rows_new(size_t n, eqs_dtype dtype, double low, double high)
{
  eqs_dataset *d = calloc(1, sizeof *d);
  d->dtype = dtype;
  d->n_rows = n;
  d->weight_sum = (double)n;
  d->n_padded = (n + EQS_ROW_GRAIN - 1) / EQS_ROW_GRAIN * EQS_ROW_GRAIN;
  d->n_features = ROWS_FEATURES;
  d->column = calloc(ROWS_FEATURES, sizeof *d->column);
  char *memory = eqs_alloc_zero((ROWS_FEATURES + 1) * d->n_padded, 8);
  for (size_t j = 0; j < ROWS_FEATURES; j++) d->column[j] = memory + j * d->n_padded * 8;
  d->target = memory + ROWS_FEATURES * d->n_padded * 8;
  eqs_rng rng = eqs_rng_new(7, n);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < ROWS_FEATURES; j++)
      rows_set(d, d->column[j], i, low + (high - low) * eqs_rng_uniform(&rng));
    rows_set(d, d->target, i, eqs_rng_uniform(&rng));
  }
  return d;
}

/* Mean and spread of the target, after it was changed. */
static inline void rows_finish(eqs_dataset *d)
{
  double sum = 0, ss = 0;
  for (size_t i = 0; i < d->n_rows; i++) sum += rows_get(d, d->target, i);
  d->target_mean = sum / (double)d->n_rows;
  for (size_t i = 0; i < d->n_rows; i++) {
    double r = rows_get(d, d->target, i) - d->target_mean;
    ss += r * r;
  }
  d->target_ss = ss;
}

static inline void rows_free(eqs_dataset *d)
{
  free((void *)(uintptr_t)d->column[0]);
  free(d->column);
  free(d);
}

#endif
