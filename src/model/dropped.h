/* SPDX-License-Identifier: BSD-3-Clause */
/* Dropout for each position as a correction of table look-ups. Where nothing is dropped, the
   products of an item are a row of the table of its token; what a mask drops is a tenth of the
   columns, and only their products have to be taken off again. That costs a third of multiplying
   each masked embedding by the weights. */
#ifndef EQS_MODEL_DROPPED_H
#define EQS_MODEL_DROPPED_H

#include "model/params.h"

/* Which columns, of E, the masks of the items drop: listed by item and by column. */
typedef struct eqs_dropped {
  int *item_start, *column_start; /* items + 1, E + 1 */
  uint16_t *column;               /* of item i: item_start[i] and on */
  int *item;                      /* of column e: column_start[e] and on, increasing */
} eqs_dropped;

/* Fills DROPPED, whose arrays are large enough, from MASK (ITEMS x E). */
void eqs_dropped_find(eqs_dropped *dropped, int items, int E, const float *mask);

/* GATES (4H) of ITEM -= the products of X (E) at its dropped columns. TRANSPOSED is E x 4H. */
void eqs_dropped_forward(const eqs_dropped *dropped, int item, int H, float *gates, const float *x,
                         const float *transposed);

/* What backward works on: the rows of item i are row[i] of DGATES (4H) and token[row[i]] of X and
   DX (E). ROW may be NULL, for i itself. */
typedef struct eqs_dropped_rows {
  const int *row;
  const uint8_t *token;
  const float *dgates, *x, *transposed;
  float *dx, *dtransposed;
} eqs_dropped_rows;

/* DX loses its part of the gradient at the dropped columns, and DTRANSPOSED (E x 4H) that of the
   weights. Column by column, so that their weights stay in the first cache. */
void eqs_dropped_backward(const eqs_dropped *dropped, int E, int H, const eqs_dropped_rows *rows);

#endif
