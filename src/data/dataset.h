/* SPDX-License-Identifier: BSD-3-Clause */
/* What a data set is inside the library. */
#ifndef EQS_DATA_DATASET_H
#define EQS_DATA_DATASET_H

#include <eqsieve/table.h>

enum {
  /* Columns hold a multiple of this many rows and as many again of slack is never read: a kernel
     may round its row count up to the block grain without leaving the column. */
  EQS_ROW_GRAIN = 64,
};

struct eqs_dataset {
  eqs_dtype dtype;
  size_t n_rows;
  size_t n_padded; /* n_rows rounded up to EQS_ROW_GRAIN; padding holds copies of the last row */
  size_t n_features;
  const void **column; /* n_features pointers into one allocation, each aligned to 64 bytes */
  const void *target;  /* NULL if the roles had none */
  const void *weight;  /* of the rows; NULL: all count alike */
  double weight_sum;   /* of the unpadded rows, in double; their number without weights */
  double target_mean;  /* of the unpadded rows, in double */
  double target_ss;    /* sum of squared deviations from the mean, in double */
};

static inline size_t eqs_dtype_size(eqs_dtype dtype)
{
  return dtype == EQS_F32 ? 4 : 8;
}

#endif
