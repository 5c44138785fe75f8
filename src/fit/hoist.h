/* SPDX-License-Identifier: BSD-3-Clause */
/* What a fit computes again and again although it never changes: subtrees without free constants.
   They are computed once and read as columns. */
#ifndef EQS_FIT_HOIST_H
#define EQS_FIT_HOIST_H

#include "eval/sum.h"

/* Grows and is kept from fit to fit. Zero-initialised is empty. */
typedef struct eqs_hoist {
  const void **column; /* the data set's, then hoisted ones */
  size_t column_capacity;
  char *memory;
  size_t bytes;
  eqs_cuts cuts;
} eqs_hoist;

/* Which subtrees of EXPR are to be cut, by columns numbered behind those of DATASET but not made
   yet; NULL if none. Where the columns would not stay in a cache, only what takes longer to compute
   than to read. Valid until the next call. */
const eqs_cuts *eqs_hoist_find(eqs_hoist *hoist, const eqs_dataset *dataset, const eqs_expr *expr);

/* The same with the columns, made by CREW, whose program and reservation are lost. 0, or -1 when
   memory is short. */
int eqs_hoist_make(eqs_hoist *hoist, eqs_crew *crew, const eqs_engine *engine,
                   const eqs_dataset *dataset, const eqs_expr *expr, const eqs_cuts **cuts);
void eqs_hoist_free(eqs_hoist *hoist);

#endif
