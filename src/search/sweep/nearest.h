/* SPDX-License-Identifier: BSD-3-Clause */
/* The formulas of the census that come nearest to the target: as they are, with a factor, and with
   a factor and an offset. Under noise a law stands among those of its complexity that are as near,
   and one without constants to fit would be lost among those that have some. */
#ifndef EQS_SEARCH_NEAREST_H
#define EQS_SEARCH_NEAREST_H

#include "search/judge/finds.h"
#include "search/sweep/catalogue.h"

typedef struct eqs_nearest_size {
  size_t bytes;  /* for values of formulas that are kept */
  uint64_t most; /* formulas to look at, about */
} eqs_nearest_size;

/* Adds the best of each complexity on the rows of the CATALOGUE. -1 when memory is short.
   STOP(USER) is asked from time to time and ends it early. */
int eqs_nearest(const eqs_catalogue *catalogue, const eqs_nearest_size *size, bool (*stop)(void *),
                void *user, eqs_finds *finds);

#endif
