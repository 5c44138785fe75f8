/* SPDX-License-Identifier: BSD-3-Clause */
/* Choosing a parent, changing it a little, trying again when nothing valid comes out. */
#include "search/propose/local_source.h"

enum { ATTEMPTS = 8, MAX_MOVES = 4 };

void eqs_local_source_init(eqs_local_source *source, const eqs_bank *bank, const eqs_mask *mask,
                           uint64_t seed)
{
  *source = (eqs_local_source){.mask = mask, .seed = seed};
  eqs_moves_init(&source->moves, bank, mask);
}

static bool attempt(const eqs_local_source *source, eqs_rng *rng, eqs_formula *f)
{
  const eqs_member *parent = eqs_bank_draw(source->moves.bank, rng);
  if (parent == NULL) return false;
  eqs_formula_copy(f, &parent->f);
  bool changed = eqs_mutate(&source->moves, rng, f);
  for (unsigned k = 1; k < MAX_MOVES && eqs_rng_below(rng, 3) == 0; k++)
    changed |= eqs_mutate(&source->moves, rng, f);
  return changed && eqs_proposal_finish(source->mask, f) &&
         eqs_nodes_hash(f->node, f->n) != parent->hash;
}

void eqs_local_propose(const eqs_local_source *source, uint64_t number, eqs_formula *f)
{
  eqs_rng rng = eqs_rng_new(source->seed, number);
  for (unsigned k = 0; k < ATTEMPTS; k++)
    if (attempt(source, &rng, f)) return;
  f->n = 0;
}

void eqs_random_propose(const eqs_local_source *source, uint64_t number, eqs_formula *f)
{
  eqs_rng rng = eqs_rng_new(source->seed, number);
  uint32_t most = source->mask->rules.max_nodes;
  uint32_t nodes = 1 + eqs_rng_below(&rng, most < 20 ? most : 20);
  if (!eqs_generate(source->mask, &rng, nodes, f) || !eqs_proposal_finish(source->mask, f)) {
    f->n = 0;
    return;
  }
  if (number % 2 == 0) eqs_proposal_scale(source->mask, f);
}
