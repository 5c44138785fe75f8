/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tiers cost on this host, by which AUTO chooses. Measured once and kept with the cache of
   kernels; the choice never changes a result. */
#ifndef EQS_EVAL_COSTS_H
#define EQS_EVAL_COSTS_H

#include "eval/run.h"

/* The costs of ENGINE, a native one: kept ones, or measured and kept, or, where nothing can be kept
   or a number is not plausible, those of the machine that this was written on. Takes some 30 ms
   when it measures. */
eqs_costs eqs_costs_get(eqs_ctx *ctx, const eqs_engine *engine);

/* Measures; where code cannot be made, what it would cost is left as it is. */
void eqs_costs_measure(eqs_ctx *ctx, const eqs_engine *engine, eqs_costs *costs);

eqs_costs eqs_costs_default(eqs_dtype dtype);
bool eqs_costs_plausible(const eqs_costs *costs);

/* Rows that STEPS cheap steps, of which JOINED follow another, must visit before stitching them has
   paid. */
double eqs_costs_stitch_rows(const eqs_costs *costs, uint32_t steps, uint32_t joined);

/* Rows that CHEAP and DEAR steps must visit before a function of their own has paid; infinity:
 * never.
 */
double eqs_costs_fuse_rows(const eqs_costs *costs, uint32_t cheap, uint32_t dear);

#endif
