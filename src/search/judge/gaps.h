/* SPDX-License-Identifier: BSD-3-Clause */
/* What a formula may say of a new row that comes between the rows known. Where it divides by what
   passes through zero between two of them, no error on rows tells of the pole; and a row that is
   unlike all others is described most cheaply by a pole beside it. */
#ifndef EQS_SEARCH_GAPS_H
#define EQS_SEARCH_GAPS_H

#include "search/judge/front.h"

typedef struct eqs_gaps {
  const eqs_problem *problem;
  size_t n_rows;
  double *column;              /* scratch: the variables of a formula, N_ROWS each, */
  double *place;               /* and on one row, EQS_EVALUATED_AT_ONCE each */
  struct eqs_gap_value *value; /* scratch, N_ROWS */
  double range;                /* of the target */
} eqs_gaps;

/* PROBLEM has to stay. Of more than 2000 rows nothing is looked at,
   for the time it would take, and every risk is 0. */
eqs_status eqs_gaps_open(eqs_ctx *ctx, eqs_gaps *gaps, const eqs_problem *problem);
void eqs_gaps_close(eqs_gaps *gaps);

typedef struct eqs_risk {
  double error, loss; /* absolute, and by the objective */
} eqs_risk;

/* What the gaps of a formula of N nodes, without symmetric sums, add to the errors that are to be
   expected on a new row. A factor of a divisor, of an operand of inv or of what has a negative
   number as its exponent may come upon zero, and the operand of a tangent upon a pole, between two
   of its values on the rows if its value is one that no row has: the chance of that is the share of
   the values that one row has (Good, Biometrika 40, 1953, eq. 9), and of D values every gap, those
   beyond the first and the last among them, is as likely as any other, 1 in D + 1. What the formula
   then says of the row at either end, with this operand moved through the gap wherever it occurs,
   counts as far as it is from what it says of that row now: at most the range of the targets, as
   much where it has no value, and nothing where it is not finite and the objective lets rows be
   left out for that. An ordinary slope counts, too, little as it does in a gap. Averages over a gap
   are good to a seventh. Other parts that hang on the operand stay: x/(exp(x) - 1), finite because
   both vanish, is taken for a pole. 64 operands are looked at, and 16 gaps of a tangent stand for
   all; 0 for fewer than two rows or where N is larger than EQS_FORMULA_NODES. Not for two threads
   at once. */
eqs_risk eqs_gaps_risk(eqs_gaps *gaps, const eqs_node *node, uint32_t n);

#endif
