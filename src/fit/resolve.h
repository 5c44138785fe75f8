/* SPDX-License-Identifier: BSD-3-Clause */
/* The best linear constants beside given others, in closed form from sums that are at hand:
   variable projection (Golub, Pereyra, SIAM J. Numer. Anal. 10, 1973). */
#ifndef EQS_FIT_RESOLVE_H
#define EQS_FIT_RESOLVE_H

#include "fit/linear.h"
#include <stddef.h>

/* Whether sums of squares can follow the linear constants: there are some, and every other's
   derivative has one owner or none. */
bool eqs_can_resolve(const eqs_linear *linear, size_t k);

/* Moves the linear among the constants C to where the loss is least, and the K constants' normal
   sums with them. ROOM: K (K + 3) / 2 numbers. Returns the share of the loss that is left: 1 if
   nothing was to be gained, and less than what rounding leaves of the sums may mean that they have
   to be taken anew. */
double eqs_resolve(const eqs_linear *linear, size_t k, double *c, double *normal, double *room);

/* Once next to nothing is to be gained: moves the linear among the constants C, which NORMAL is at,
   to where the loss is least but for rounding, which the damping of what went before keeps them
   from. ROOM: K (K + 1) / 2 numbers. */
void eqs_settle(const eqs_linear *linear, size_t k, double *c, const double *normal, double *room);

#endif
