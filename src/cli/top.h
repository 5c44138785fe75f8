/* SPDX-License-Identifier: BSD-3-Clause */
/* The K best candidates of a stream, in memory for K. */
#ifndef EQS_CLI_TOP_H
#define EQS_CLI_TOP_H

#include "cli/candidate.h"

typedef struct eqs_top {
  size_t k;
  eqs_candidate *item; /* a heap with the worst on top, until it is sorted */
  size_t n, capacity;
} eqs_top;

/* Takes *CANDIDATE over (and empties it) if it is among the K best. -1 when memory is short. */
int eqs_top_offer(eqs_top *top, eqs_candidate *candidate);

/* The loss above which no candidate enters any more; infinity while there is room. */
double eqs_top_bound(const eqs_top *top);

/* By loss, then id; what has no finite loss comes last. */
void eqs_top_sort(eqs_top *top);
void eqs_top_free(eqs_top *top);

#endif
