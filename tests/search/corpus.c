/* SPDX-License-Identifier: BSD-3-Clause */
/* The corpus: different formulas with variables, the same for any number of threads. */
#include "search/lessons/corpus.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void draw(const eqs_mask *mask, size_t n, int threads, eqs_sequences *corpus)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_search_options options;
  eqs_budget budget;
  eqs_search_options_init(&options);
  eqs_budget_begin(&budget, &options);
  eqs_ctx_set_threads(ctx, threads);
  cr_assert_eq(eqs_corpus_draw(ctx, mask, n, 77, &budget, 1, corpus), EQS_OK);
  eqs_ctx_free(ctx);
}

Test(corpus, formulas_are_different_and_hold_variables)
{
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin", 25);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_sequences corpus = {0};
  eqs_mask_init(&mask, &v, &rules);
  draw(&mask, 5000, 2, &corpus);
  cr_assert_eq(corpus.n, 5000);
  uint64_t *hash = malloc(corpus.n * sizeof *hash);
  for (size_t i = 0; i < corpus.n; i++) {
    eqs_formula f;
    uint32_t begin = corpus.start[i], n = corpus.start[i + 1] - begin;
    cr_assert(eqs_vocabulary_decode(&v, corpus.token + begin, n, &f));
    cr_assert(eqs_formula_varies(&f));
    cr_assert(eqs_rules_check(&rules, f.node, f.n, NULL));
    hash[i] = eqs_nodes_hash(f.node, f.n);
  }
  qsort(hash, corpus.n, sizeof *hash, compare);
  size_t same = 0;
  for (size_t i = 1; i < corpus.n; i++) same += hash[i] == hash[i - 1];
  cr_assert_eq(same, 0);
  free(hash);
  eqs_sequences_free(&corpus);
}

Test(corpus, threads_do_not_matter)
{
  eqs_rules rules = rules_of("+,*,exp,cos", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_sequences one = {0}, two = {0};
  eqs_mask_init(&mask, &v, &rules);
  draw(&mask, 3000, 1, &one);
  draw(&mask, 3000, 2, &two);
  cr_assert_eq(one.n, two.n);
  cr_assert_eq(memcmp(one.start, two.start, (one.n + 1) * sizeof *one.start), 0);
  cr_assert_eq(memcmp(one.token, two.token, one.start[one.n]), 0);
  eqs_sequences_free(&one);
  eqs_sequences_free(&two);
}

Test(corpus, a_small_space_ends_early)
{
  eqs_rules rules = rules_of("sin", 3);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_sequences corpus = {0};
  eqs_mask_init(&mask, &v, &rules);
  draw(&mask, 1000, 2, &corpus);
  cr_assert_eq(corpus.n, 9, "x, sin(x), sin(sin(x)) of three variables; found %zu", corpus.n);
  eqs_sequences_free(&corpus);
}

Test(corpus, a_slice_is_a_piece_of_it)
{
  eqs_rules rules = rules_of("+,*", 9);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_sequences s = {0};
  eqs_formula a = formula_of("x + y"), b = formula_of("x*y*z"), c = formula_of("z");
  cr_assert_eq(eqs_sequences_add(&s, &v, &a, 1), 0);
  cr_assert_eq(eqs_sequences_add(&s, &v, &b, 2), 0);
  cr_assert_eq(eqs_sequences_add(&s, &v, &c, 3), 0);
  eqs_corpus slice = eqs_sequences_slice(&s, 1, 3);
  cr_assert_eq(slice.n, 2);
  cr_assert_eq(slice.start[1] - slice.start[0], b.n);
  cr_assert_eq(slice.start[2] - slice.start[1], c.n);
  cr_assert_float_eq(slice.weight[1], 3, 0);
  eqs_sequences_free(&s);
}
