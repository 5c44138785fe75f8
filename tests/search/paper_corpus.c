/* SPDX-License-Identifier: BSD-3-Clause */
/* The published generator: complete, within the rules, without its bias, the same for any number of
   threads. */
#include "search/paper/paper.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static eqs_vocabulary literal_vocabulary(const eqs_rules *rules)
{
  static const double NUMBER[] = {-1, 1, 2, 3, 0.5};
  eqs_vocabulary v;
  eqs_vocabulary_options options = {.number = NUMBER, .n_numbers = 5, .no_constant = true};
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, rules, TEST_VARIABLES, &options), EQS_OK);
  return v;
}

static eqs_sequences draw(int threads, const eqs_vocabulary *v, const eqs_rules *rules, size_t n)
{
  eqs_sequences corpus = {0};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_search_options options;
  eqs_budget budget;
  eqs_search_options_init(&options);
  eqs_budget_begin(&budget, &options);
  eqs_ctx_set_threads(ctx, threads);
  cr_assert_eq(eqs_paper_corpus(ctx, v, rules, n, 5, &budget, 1, &corpus), EQS_OK);
  eqs_ctx_free(ctx);
  return corpus;
}

Test(paper_corpus, formulas_are_complete_and_obey_the_rules)
{
  eqs_rules rules = rules_of("+,-,*,/,sin,exp", 15);
  cr_assert_eq(eqs_rules_forbid(NULL, &rules, "nest(sin; sin)"), EQS_OK);
  eqs_vocabulary v = literal_vocabulary(&rules);
  eqs_sequences corpus = draw(2, &v, &rules, 3000);
  cr_assert_eq(corpus.n, 3000);
  size_t longest = 0;
  for (size_t i = 0; i < corpus.n; i++) {
    eqs_formula f;
    uint32_t n = corpus.start[i + 1] - corpus.start[i];
    cr_assert(eqs_vocabulary_decode(&v, corpus.token + corpus.start[i], n, &f));
    cr_assert(eqs_rules_check(&rules, f.node, f.n, NULL));
    cr_assert(eqs_formula_varies(&f));
    longest = n > longest ? n : longest;
  }
  cr_expect_eq(longest, 15);
  eqs_sequences_free(&corpus);
}

/* The reference kept the first formulas in alphabetical order, so that no difference was among
   them. Here every operator begins about as many formulas. */
Test(paper_corpus, no_root_is_left_out)
{
  eqs_rules rules = rules_of("+,-,*,/", 15);
  eqs_vocabulary v = literal_vocabulary(&rules);
  eqs_sequences corpus = draw(2, &v, &rules, 4000);
  unsigned count[4] = {0};
  for (size_t i = 0; i < corpus.n; i++)
    if (corpus.token[corpus.start[i]] < 4) count[corpus.token[corpus.start[i]]]++;
  for (int op = 0; op < 4; op++) cr_expect(fabs(count[op] / 4000.0 - 0.25) < 0.04, "%u", count[op]);
  eqs_sequences_free(&corpus);
}

Test(paper_corpus, whole_numbers_weigh_as_one_token)
{
  eqs_rules rules = rules_of("+,-,*,/", 15);
  eqs_vocabulary v = literal_vocabulary(&rules);
  eqs_sequences corpus = draw(2, &v, &rules, 4000);
  double whole = 0, half = 0;
  for (uint32_t k = 0; k < corpus.start[corpus.n]; k++) {
    const eqs_node *node = &v.node[corpus.token[k]];
    if (node->op == EQS_OP_NUM) *(node->value == 0.5 ? &half : &whole) += 1;
  }
  cr_expect(fabs(whole / half - 1) < 0.1, "%g to %g", whole, half);
  eqs_sequences_free(&corpus);
}

Test(paper_corpus, threads_do_not_matter)
{
  eqs_rules rules = rules_of("+,*,sin", 15);
  eqs_vocabulary v = literal_vocabulary(&rules);
  eqs_sequences one = draw(1, &v, &rules, 3000), three = draw(3, &v, &rules, 3000);
  cr_assert_eq(one.n, three.n);
  cr_assert_eq(one.start[one.n], three.start[three.n]);
  cr_expect_eq(memcmp(one.token, three.token, one.start[one.n]), 0);
  eqs_sequences_free(&one);
  eqs_sequences_free(&three);
}

Test(paper_corpus, a_language_of_few_formulas_ends)
{
  eqs_rules rules = rules_of("+", 3);
  eqs_vocabulary v = literal_vocabulary(&rules);
  eqs_sequences corpus = draw(1, &v, &rules, 1000);
  cr_expect(corpus.n > 30 && corpus.n <= 3 + 3 * 8 + 5 * 3, "%zu", corpus.n);
  eqs_sequences_free(&corpus);
}
