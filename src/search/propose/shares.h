/* SPDX-License-Identifier: BSD-3-Clause */
/* How the proposals of an iteration are shared out among the sources: more to those that have
   lately brought more into the bank. */
#ifndef EQS_SEARCH_SHARES_H
#define EQS_SEARCH_SHARES_H

#include "search/formula/proposal.h"
#include "search/judge/bank.h"

typedef struct eqs_shares {
  bool active[EQS_N_SOURCES];
  double tried[EQS_N_SOURCES], gained[EQS_N_SOURCES]; /* fading sums */
} eqs_shares;

/* Local search alone is active at first. */
void eqs_shares_init(eqs_shares *shares);

/* Splits N proposals; the numbers add up to N unless no source is active. */
void eqs_shares_split(const eqs_shares *shares, uint32_t n, uint32_t count[EQS_N_SOURCES]);

/* Lets the past fade, once per iteration. */
void eqs_shares_fade(eqs_shares *shares);

/* A proposal of SOURCE was scored and so received. */
void eqs_shares_credit(eqs_shares *shares, eqs_source source, eqs_welcome welcome);

#endif
