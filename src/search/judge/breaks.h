/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a formula breaks between rows: it divides by zero there, or has no value, though it has one
   on every row. */
#ifndef EQS_SEARCH_BREAKS_H
#define EQS_SEARCH_BREAKS_H

#include "search/judge/front.h"

/* Looks between neighbouring training rows and writes what it finds into ITEM. Neighbours are a row
   and, for each variable that occurs, the nearest one where that variable is larger; of many rows
   some. On the way from one to the other the formula is evaluated at points at equal distances, and
   whatever it divides by must not change its sign. */
eqs_status eqs_breaks_find(eqs_ctx *ctx, const eqs_problem *problem, eqs_front_item *item);

#endif
