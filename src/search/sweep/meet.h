/* SPDX-License-Identifier: BSD-3-Clause */
/* Meeting in the middle: the target peeled in many ways on one side, expressions made of two
   entries of the catalogue on the other; where the keys of two agree, a formula twice as large as
   either is found. For laws without noise: keys agree to nine digits. */
#ifndef EQS_SEARCH_MEET_H
#define EQS_SEARCH_MEET_H

#include "search/judge/finds.h"
#include "search/sweep/modulo.h"
#include "search/sweep/peel.h"

/* How far each side goes, in entries of the catalogue from the first. */
typedef struct eqs_meet_size {
  uint32_t peels;       /* entries that are peeled off */
  uint32_t peels_twice; /* two entries, one after the other */
  uint32_t singles;     /* and functions of them */
  uint32_t pairs;
  uint32_t bent_pairs; /* functions of pairs */
} eqs_meet_size;

/* Adds the formulas that meet, with constants as the sample has them. -1 when memory is short.
   STOP(USER) is asked from time to time and ends it early. */
int eqs_meet(const eqs_catalogue *catalogue, eqs_modulo_kind kind, const eqs_meet_size *size,
             bool (*stop)(void *user), void *user, eqs_finds *finds);

#endif
