/* SPDX-License-Identifier: BSD-3-Clause */
/* What a formula may say of a new row that comes between the rows known. Where it divides by what
   passes through zero between two of them, no error on rows tells of the pole; and a row that is
   unlike all others is described most cheaply by a pole beside it. */
#ifndef EQS_SEARCH_GAPS_H
#define EQS_SEARCH_GAPS_H

#include "search/front.h"

typedef struct eqs_gaps {
  const eqs_objective *objective;
  size_t n_rows, n_variables;
  double *column;              /* variables by rows */
  double range;                /* of the target */
  double *place;               /* scratch: a row, EQS_EVALUATED_AT_ONCE times */
  struct eqs_gap_value *value; /* scratch, by rows */
} eqs_gaps;

/* Of many training rows some are taken. PROBLEM is not needed afterwards but for its objective. */
eqs_status eqs_gaps_open(eqs_ctx *ctx, eqs_gaps *gaps, const eqs_problem *problem);
void eqs_gaps_close(eqs_gaps *gaps);

typedef struct eqs_risk {
  double error, loss; /* absolute, and by the objective */
} eqs_risk;

/* What the gaps of a formula of N nodes, without symmetric sums, add to the errors that are to be
   expected on a new row. A subexpression with a pole, or an end of what it is defined on, in a gap
   between its values on the rows, or next to the outermost of them, may come upon it if its new
   value is one that no row has: the chance of that is the share of the values that one row has
   (Good, Biometrika 40, 1953, eq. 9), and every gap is as likely as any other. There the rest of
   the formula, on the rows at both ends, says how far it goes, at most the range of the targets.
   0 where N is larger than EQS_FORMULA_NODES. Not for two threads at once. */
eqs_risk eqs_gaps_risk(eqs_gaps *gaps, const eqs_node *node, uint32_t n);

#endif
