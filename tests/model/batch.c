/* SPDX-License-Identifier: BSD-3-Clause */
/* Sorting and packing. */
#include "model/batch.h"
#include <criterion/criterion.h>
#include <string.h>

static const uint8_t tokens[] = {4, 5, 1, 2, 3};
static const uint32_t starts[] = {0, 2, 2, 5}; /* "45", "", "123" */
static const eqs_corpus corpus = {3, starts, tokens, NULL};
enum { N_TOKENS = 6, EOS = 6, SOS = 7 };

Test(batch, sorts_by_length_and_then_by_rank)
{
  const uint32_t many_starts[] = {0, 1, 3, 4, 6, 7}, rank[] = {4, 3, 2, 1, 0};
  const eqs_corpus many = {5, many_starts, NULL, NULL};
  const uint32_t in_order[] = {1, 3, 0, 2, 4}, by_rank[] = {3, 1, 4, 2, 0};
  uint32_t order[5];
  eqs_corpus_sort(&many, NULL, order);
  cr_expect(memcmp(order, in_order, sizeof order) == 0);
  eqs_corpus_sort(&many, rank, order);
  cr_expect(memcmp(order, by_rank, sizeof order) == 0);
}

Test(batch, packs_step_by_step_without_padding)
{
  uint8_t input[8], reversed[8], target[8];
  int mirror[8];
  eqs_batch batch = {.input = input, .reversed = reversed, .target = target, .mirror = mirror};
  const uint32_t order[] = {2, 0, 1};
  eqs_batch_pack(&batch, &corpus, order, 3, N_TOKENS);
  cr_assert(batch.rows == 3 && batch.steps == 4 && batch.items == 8);
  const int active[] = {3, 2, 2, 1}, offset[] = {0, 3, 5, 7, 8};
  cr_expect(memcmp(batch.active, active, sizeof active) == 0);
  cr_expect(memcmp(batch.offset, offset, sizeof offset) == 0);
  const uint8_t in[] = {SOS, SOS, SOS, 1, 4, 2, 5, 3}, out[] = {1, 4, EOS, 2, 5, 3, EOS, EOS};
  const uint8_t back[] = {3, 5, SOS, 2, 4, 1, SOS, SOS};
  cr_expect(memcmp(input, in, sizeof in) == 0);
  cr_expect(memcmp(target, out, sizeof out) == 0);
  cr_expect(memcmp(reversed, back, sizeof back) == 0);
  for (int i = 0; i < 8; i++) cr_expect(reversed[i] == input[mirror[i]]);
}
