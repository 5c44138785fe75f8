/* SPDX-License-Identifier: BSD-3-Clause */
/* Seconds on the monotonic clock, from an arbitrary start. */
#ifndef EQS_UTIL_CLOCK_H
#define EQS_UTIL_CLOCK_H

double eqs_clock(void);

#endif
