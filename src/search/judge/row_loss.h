/* SPDX-License-Identifier: BSD-3-Clause */
/* What single rows say under an objective, for those who compare formulas row by row. */
#ifndef EQS_SEARCH_ROW_LOSS_H
#define EQS_SEARCH_ROW_LOSS_H

#include <eqsieve/engine.h>
#include <stdbool.h>

/* What a row whose value is the target plus RESIDUAL adds to the loss, before its weight. */
double eqs_row_loss(const eqs_objective *objective, double residual);

/* Whether the objective lets COUNT of N rows be without a finite value. */
bool eqs_rows_may_drop(const eqs_objective *objective, double count, double n);

#endif
