/* SPDX-License-Identifier: BSD-3-Clause */
/* What formulas say one step away from the rows. A pole that happens to lie between all of them
   shows in no error on rows, cross-validated or not, but a new row may well meet it. */
#ifndef EQS_SEARCH_STRAYS_H
#define EQS_SEARCH_STRAYS_H

#include "search/judge/front.h"

/* The values of a column on the rows, in order and each once, and where each row's stands. */
typedef struct eqs_ladder {
  double *value;
  size_t n;
  uint32_t *place;
} eqs_ladder;

/* From row ROW to the value at TO of a column. */
typedef struct eqs_step {
  uint32_t row, to;
} eqs_step;

/* Training rows, of many some, and room to look at a formula beside them. */
typedef struct eqs_strays {
  const eqs_problem *problem;
  size_t n_rows;
  size_t *row;                            /* of the table */
  double low, high;                       /* the targets */
  eqs_ladder *ladder;                     /* of each feature, made when first asked for */
  size_t used[EQS_FORMULA_NODES], n_used; /* the variables of a formula */
  eqs_step *step;                         /* along one column */
  size_t n_steps;
  double *off;    /* how far out of the range each is */
  double *weight; /* how likely each is */
  bool *is_new;   /* whether it leads to a pair that no row has */
  uint64_t *pair; /* of places on two ladders */
  double *column; /* features, EQS_EVALUATED_AT_ONCE rows each, of the steps to be looked at */
} eqs_strays;

/* PROBLEM must live until it is closed. */
eqs_status eqs_strays_open(eqs_ctx *ctx, eqs_strays *strays, const eqs_problem *problem);
void eqs_strays_close(eqs_strays *strays);

/* Steps are from a training row to the next smaller and the next larger value that a column has in
   any of them, one column at a time. Where EXPR then leaves the range of the targets by more than
   half of that range, it strays, by the distance from the range, at most twice the range, and so
   much if it is not finite on more of the steps than the objective lets be. *ERROR is the mean of a
   column's steps, added up over the columns that occur, as a new row takes a step in each: what
   straying adds to the error that is to be expected.

   A step may lead to a pair of values, of two columns of EXPR, that no row has. Steps of that kind
   count less where new rows hardly have such pairs: as a whole by the chance of one, for which
   stands the share of rows whose pair is on no other row (Good, Biometrika 40, 1953, equation 9).
   On a lattice that is no product of its columns, most steps lead to where no structure is. */
eqs_status eqs_strays_find(eqs_ctx *ctx, eqs_strays *strays, const eqs_expr *expr, double *error);

#endif
