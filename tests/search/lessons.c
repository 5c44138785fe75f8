/* SPDX-License-Identifier: BSD-3-Clause */
/* Lessons lower the loss, end with the budget, and favour what the bank favours. */
#include "search/lessons/lessons.h"
#include "search/settings/setup.h"
#include "search/support.h"
#include <criterion/criterion.h>

typedef struct fixture {
  eqs_ctx *ctx;
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  eqs_vae *vae;
  eqs_lessons lessons;
  eqs_search_options options;
  eqs_budget budget;
} fixture;

static void open_fixture(fixture *fx)
{
  eqs_vae_config config;
  fx->ctx = eqs_ctx_new();
  fx->rules = rules_of("+,*,exp,sin", 12);
  fx->vocabulary = vocabulary_of(&fx->rules);
  eqs_mask_init(&fx->mask, &fx->vocabulary, &fx->rules);
  eqs_search_options options;
  eqs_search_options_init(&options);
  eqs_search_model_config(&config, &fx->mask, 1, &options);
  cr_assert(eqs_vae_new(fx->ctx, &fx->vae, &config) == EQS_OK, "%s", eqs_ctx_message(fx->ctx));
  eqs_lessons_init(&fx->lessons, fx->vae, &fx->mask, 2);
  eqs_search_options_init(&fx->options);
  eqs_budget_begin(&fx->budget, &fx->options);
}

static void close_fixture(fixture *fx)
{
  eqs_lessons_free(&fx->lessons);
  eqs_vae_free(fx->vae);
  eqs_ctx_free(fx->ctx);
}

Test(lessons, pretraining_lowers_the_loss)
{
  fixture fx;
  open_fixture(&fx);
  cr_assert_eq(eqs_pretrain(fx.ctx, &fx.lessons, 1000, 1, &fx.budget, 1), EQS_OK);
  double first = fx.budget.now.loss;
  cr_assert_eq(fx.lessons.corpus.n, 1000);
  cr_assert_eq(eqs_pretrain(fx.ctx, &fx.lessons, 1000, 6, &fx.budget, 1), EQS_OK);
  cr_assert_lt(fx.budget.now.loss, first);
  cr_assert_eq(fx.budget.now.epoch, 6);
  close_fixture(&fx);
}

Test(lessons, pretraining_ends_with_the_budget)
{
  fixture fx;
  open_fixture(&fx);
  fx.options.seconds = 1;
  fx.budget.begin -= 10;
  cr_assert_eq(eqs_pretrain(fx.ctx, &fx.lessons, 1000, 1000000, &fx.budget, 0.5), EQS_OK);
  cr_assert_eq(fx.lessons.corpus.n, 0);
  cr_assert_eq(fx.lessons.epoch, 0);
  close_fixture(&fx);
}

Test(lessons, an_interruption_ends_the_drawing_of_a_corpus)
{
  static volatile int stop = 1;
  fixture fx;
  open_fixture(&fx);
  fx.options.stop = &stop;
  cr_assert_eq(eqs_pretrain(fx.ctx, &fx.lessons, 1000000, 1, &fx.budget, 1), EQS_OK);
  cr_assert_eq(fx.lessons.corpus.n, 0);
  cr_assert_eq(fx.budget.reason, EQS_STOP_INTERRUPTED);
  close_fixture(&fx);
}

Test(lessons, the_bank_is_weighted_by_rank_with_some_of_the_corpus_among_it)
{
  static const char *const text[] = {"x + y", "x*y", "x + z", "y*z"};
  fixture fx;
  eqs_bank bank;
  open_fixture(&fx);
  cr_assert_eq(eqs_pretrain(fx.ctx, &fx.lessons, 100, 1, &fx.budget, 1), EQS_OK);
  cr_assert_eq(eqs_bank_init(&bank, 20, 8), 0);
  for (int k = 0; k < 4; k++) {
    eqs_welcome welcome;
    eqs_formula f = formula_of(text[k]);
    eqs_bank_offer(&bank, &f, eqs_nodes_hash(f.node, f.n), 1 + k, 1 + k, &welcome);
  }
  cr_assert_eq(eqs_teach_bank(fx.ctx, &fx.lessons, &bank, 2, &fx.budget), EQS_OK);
  const eqs_sequences *taught = &fx.lessons.bank;
  cr_assert_eq(taught->n, 8 + 4);
  cr_assert_float_eq(taught->weight[1], taught->weight[0] / 2, 1e-6);
  cr_assert_float_eq(taught->weight[2], taught->weight[0] / 3, 1e-6);
  double sum = 0;
  for (size_t i = 0; i < taught->n; i++) sum += taught->weight[i];
  cr_assert_float_eq(sum, 12, 1e-4);
  cr_assert_eq(fx.lessons.epoch, 3);
  eqs_bank_free(&bank);
  close_fixture(&fx);
}
