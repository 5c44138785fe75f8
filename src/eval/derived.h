/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns that many expressions of a batch share: functions of one variable such as exp(x3), each
   computed once for the rows at hand and then read by every program in which it occurs. */
#ifndef EQS_EVAL_DERIVED_H
#define EQS_EVAL_DERIVED_H

#include "data/dataset.h"
#include "eval/engine.h"
#include "program/program.h"

/* A zeroed one is empty: no expression is cut. */
typedef struct eqs_derived {
  size_t n_features;
  uint32_t *index;     /* by operator and variable: its column, or 0 */
  const void **column; /* the data set's, then N derived ones, as programs read them */
  uint32_t n;
  eqs_op *op; /* of each derived column, */
  uint32_t *variable;
  char *memory; /* their rows */
  size_t rows;  /* room for so many in each */
} eqs_derived;

/* Finds what is worth sharing among M expressions when ROWS rows (at most) are at hand at a time.
   0, or -1 when memory is short. */
int eqs_derived_choose(eqs_derived *derived, const eqs_dataset *dataset,
                       const eqs_expr *const *expr, size_t m, size_t rows);
void eqs_derived_free(eqs_derived *derived);

/* Computes the rows [FIRST, END), FIRST a multiple of EQS_LANES, of the derived columns by THREADS
   threads. Programs read them there until the next call. */
void eqs_derived_fill(eqs_derived *derived, const eqs_engine *engine, const eqs_dataset *dataset,
                      size_t first, size_t end, int threads);

/* Where EXPR reads derived columns; NULL if nowhere, else CUTS. */
const eqs_cuts *eqs_derived_cut(const eqs_derived *derived, const eqs_expr *expr, eqs_cuts *cuts);

#endif
