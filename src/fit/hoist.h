/* SPDX-License-Identifier: BSD-3-Clause */
/* What a fit computes again and again although it never changes: subtrees without free constants.
   They are computed once and read as columns. */
#ifndef EQS_FIT_HOIST_H
#define EQS_FIT_HOIST_H

#include "eval/run.h"

/* Grows and is kept from fit to fit. Zero-initialised is empty. */
typedef struct eqs_hoist {
  eqs_workspace workspace;
  const void **column; /* the data set's, then hoisted ones */
  size_t column_capacity;
  char *memory;
  size_t bytes;
  eqs_cuts cuts;
} eqs_hoist;

/* The cuts of EXPR with their columns, valid until the next call; NULL if there are none, or more
   rows than would stay in a cache. 0, or -1 when memory is short. */
int eqs_hoist_make(eqs_hoist *hoist, const eqs_engine *engine, const eqs_dataset *dataset,
                   const eqs_expr *expr, const eqs_cuts **cuts);
void eqs_hoist_free(eqs_hoist *hoist);

#endif
