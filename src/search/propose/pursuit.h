/* SPDX-License-Identifier: BSD-3-Clause */
/* Matching pursuit in the tangent space: of all building blocks, those that explain most of what a
   good formula leaves, if they are put at some place inside it with a coefficient, and all
   constants are fitted anew to first order. */
#ifndef EQS_SEARCH_PURSUIT_H
#define EQS_SEARCH_PURSUIT_H

#include "search/formula/proposal.h"
#include "search/propose/blocks.h"

enum { EQS_PURSUED_AT_ONCE = 4 };

typedef struct eqs_pursuit {
  eqs_blocks blocks;
  bool ready; /* the blocks have been filled */
  const eqs_mask *mask;
  eqs_loss_kind loss;
  uint64_t seed;
} eqs_pursuit;

/* -1 when memory is short. */
int eqs_pursuit_init(eqs_pursuit *pursuit, const eqs_problem *problem, const eqs_moves *moves,
                     const eqs_mask *mask, uint64_t seed);
void eqs_pursuit_free(eqs_pursuit *pursuit);

/* Whether the operators allow what it proposes. */
static inline bool eqs_pursuit_is_possible(const eqs_pursuit *pursuit)
{
  const eqs_op_set *allowed = &pursuit->mask->rules.allowed;
  return eqs_op_set_has(allowed, EQS_OP_ADD) && eqs_op_set_has(allowed, EQS_OP_MUL);
}

/* Before the proposals of iteration NUMBER: new blocks. */
void eqs_pursuit_prepare(eqs_pursuit *pursuit, uint64_t number);

/* From one formula of the bank, EQS_PURSUED_AT_ONCE proposals of increasing complexity, by a random
   stream of their own; those that are missing have no nodes. Changes nothing but them: any number
   of threads may call it. */
void eqs_pursuit_propose(const eqs_pursuit *pursuit, uint64_t number, eqs_proposal *proposal);

#endif
