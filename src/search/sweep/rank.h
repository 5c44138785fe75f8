/* SPDX-License-Identifier: BSD-3-Clause */
/* Ranking by correlation: a + b f, and a + b f + c g, for all f and g made of the catalogue. Where
   there is noise nothing meets, but this still finds what describes the target best. */
#ifndef EQS_SEARCH_RANK_H
#define EQS_SEARCH_RANK_H

#include "search/judge/finds.h"
#include "search/sweep/catalogue.h"

typedef struct eqs_rank_size {
  uint32_t joined; /* entries that are joined to products, sums, ... in pairs */
  uint32_t summed; /* entries that are tried in pairs with coefficients of their own */
} eqs_rank_size;

/* Adds the best of each complexity. STOP is asked by all THREADS. -1 when memory is short. */
int eqs_rank(const eqs_catalogue *catalogue, const eqs_rank_size *size, int threads,
             bool (*stop)(void *user), void *user, eqs_finds *finds);

#endif
