/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that somebody may have meant, for messages about an unknown one. */
#ifndef EQS_UTIL_NEAR_H
#define EQS_UTIL_NEAR_H

#include "util/text.h"

/* Appends the up to three of the N names that are nearest to WANTED as "'a', 'b'"; nothing when
   none is near. Nearness is the number of letters to change, insert, drop or exchange with their
   neighbour, whatever their case. */
void eqs_near_names(eqs_text *out, const char *wanted, const char *const *name, size_t n);

#endif
