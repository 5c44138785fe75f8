/* SPDX-License-Identifier: BSD-3-Clause */
/* What a formula says one step away from the rows. A pole that happens to lie between all of them
   shows in no error on rows, cross-validated or not, but a new row may well meet it. */
#ifndef EQS_SEARCH_STRAYS_H
#define EQS_SEARCH_STRAYS_H

#include "search/front.h"

/* Steps are from a training row to the next smaller and the next larger value that a column has in
   any of them, one column at a time. Where EXPR then leaves the range of the targets by more than
   half of that range, it strays, by the distance from the range, at most twice the range, and so
   much if it is not finite on more of the steps than the objective lets be. *ERROR is the mean of a
   column's steps, added up over the columns that occur, as a new row takes a step in each: what
   straying adds to the error that is to be expected. Of many rows some are taken. */
eqs_status eqs_strays_find(eqs_ctx *ctx, const eqs_problem *problem, const eqs_expr *expr,
                           double *error);

#endif
