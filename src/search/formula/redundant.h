/* SPDX-License-Identifier: BSD-3-Clause */
/* Which operator below which other one only writes in a longer way what a shorter formula says. */
#ifndef EQS_SEARCH_REDUNDANT_H
#define EQS_SEARCH_REDUNDANT_H

#include "expr/rules.h"
#include "search/formula/formula.h"

/* Whether a proposal may do without CHILD as operand POSITION (0 or 1) of PARENT, because a formula
   that is no longer takes the same values (exp of log, a negated difference) or because a free
   constant covers it (an operator on constants alone). ALLOWED are the operators at hand. */
bool eqs_redundant(const eqs_op_set *allowed, unsigned parent, unsigned position, unsigned child);

/* Chains are sums and products as long as they go. A second constant in a chain can be taken
   together with the first. */
enum { EQS_CHAIN_SUM = 1, EQS_CHAIN_PRODUCT = 2 };

/* The chain that a constant directly below PARENT belongs to; 0 if none. */
unsigned eqs_chain_of(unsigned parent);

/* The chains that already hold a constant, as seen from an operand of PARENT when OUTER are those
   seen from PARENT itself. */
unsigned eqs_chains_below(unsigned parent, unsigned outer);

#endif
