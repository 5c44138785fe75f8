/* SPDX-License-Identifier: BSD-3-Clause */
/* Random formulas are formulas. */
#include "bench/formulas.h"
#include <criterion/criterion.h>
#include <string.h>

Test(formulas, the_corpus_is_made_of_whole_formulas)
{
  enum { N = 2000 };
  eqs_corpus corpus;
  cr_assert(eqs_bench_corpus(NULL, &corpus, N) == EQS_OK);
  unsigned seen[EQS_BENCH_TOKENS] = {0}, longest = 0;
  for (size_t i = 0; i < N; i++) {
    uint32_t length = corpus.start[i + 1] - corpus.start[i];
    const uint8_t *token = corpus.token + corpus.start[i];
    cr_assert(eqs_bench_is_formula(token, length), "%zu", i);
    for (uint32_t k = 0; k < length; k++) seen[token[k]]++;
    if (length > longest) longest = length;
  }
  for (int t = 0; t < EQS_BENCH_TOKENS; t++) cr_expect(seen[t] > 0, "%d", t);
  cr_expect(longest == EQS_BENCH_MAX_LENGTH);
  eqs_bench_corpus_free(&corpus);
}

Test(formulas, parts_of_formulas_are_none)
{
  const uint8_t sum[] = {0, 12, 13, 14}; /* + a b, and one too many */
  cr_expect(eqs_bench_is_formula(sum, 3));
  for (size_t n = 0; n <= 4; n++)
    if (n != 3) cr_expect(!eqs_bench_is_formula(sum, n), "%zu", n);
  uint8_t deep[EQS_BENCH_MAX_LENGTH + 1];
  memset(deep, 6, sizeof deep);
  deep[EQS_BENCH_MAX_LENGTH] = 12;
  cr_expect(eqs_bench_is_formula(deep + 1, EQS_BENCH_MAX_LENGTH));
  cr_expect(!eqs_bench_is_formula(deep, EQS_BENCH_MAX_LENGTH + 1));
  const uint8_t unknown[] = {EQS_BENCH_TOKENS};
  cr_expect(!eqs_bench_is_formula(unknown, 1));
}
