/* SPDX-License-Identifier: BSD-3-Clause */
/* Samples of the model and of its latent space obey the rules and are reproducible. */
#include "search/propose/model_source.h"
#include "search/settings/setup.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <stdlib.h>

enum { SAMPLES = 200 };

typedef struct fixture {
  eqs_ctx *ctx;
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  eqs_vae *vae;
  eqs_bank bank;
  eqs_proposal *proposal;
} fixture;

static void open_fixture(fixture *fx)
{
  eqs_vae_config config;
  eqs_welcome welcome;
  fx->ctx = eqs_ctx_new();
  fx->rules = rules_of("+,-,*,/,exp,sin", 15);
  fx->rules.max_params = 3;
  fx->vocabulary = vocabulary_of(&fx->rules);
  eqs_mask_init(&fx->mask, &fx->vocabulary, &fx->rules);
  eqs_search_options options;
  eqs_search_options_init(&options);
  eqs_search_model_config(&config, &fx->mask, 1, &options);
  cr_assert(eqs_vae_new(fx->ctx, &fx->vae, &config) == EQS_OK, "%s", eqs_ctx_message(fx->ctx));
  cr_assert_eq(eqs_bank_init(&fx->bank, 20, 4), 0);
  eqs_formula f = formula_of("1.5 + x*sin(2.0*y)");
  eqs_bank_offer(&fx->bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  fx->proposal = calloc(SAMPLES, sizeof *fx->proposal);
}

static void close_fixture(fixture *fx)
{
  free(fx->proposal);
  eqs_bank_free(&fx->bank);
  eqs_vae_free(fx->vae);
  eqs_ctx_free(fx->ctx);
}

/* All samples together as one number; counts those that came out. */
static uint64_t draw(fixture *fx, int threads, bool latent, unsigned *found)
{
  eqs_model_source source;
  uint64_t sum = 0;
  eqs_ctx_set_threads(fx->ctx, threads);
  eqs_model_source_init(&source, &fx->mask, fx->vae, 9);
  eqs_status status =
      latent ? eqs_latent_propose(fx->ctx, &source, &fx->bank, 4, SAMPLES, fx->proposal)
             : eqs_model_propose(fx->ctx, &source, 4, SAMPLES, fx->proposal);
  cr_assert(status == EQS_OK, "%s", eqs_ctx_message(fx->ctx));
  *found = 0;
  for (int i = 0; i < SAMPLES; i++) {
    const eqs_formula *f = &fx->proposal[i].f;
    if (f->n == 0) continue;
    ++*found;
    cr_assert(eqs_rules_check(&fx->rules, f->node, f->n, NULL));
    cr_assert(eqs_formula_varies(f));
    sum = sum * 31 + eqs_nodes_hash(f->node, f->n);
  }
  eqs_model_source_free(&source);
  return sum;
}

Test(model_source, samples_obey_and_threads_do_not_matter)
{
  fixture fx;
  unsigned one, two;
  open_fixture(&fx);
  cr_assert_eq(draw(&fx, 1, false, &one), draw(&fx, 2, false, &two));
  cr_assert_eq(one, two);
  cr_assert_gt(one, SAMPLES / 2);
  cr_assert_eq(fx.proposal[0].source, EQS_FROM_MODEL);
  close_fixture(&fx);
}

Test(model_source, latent_neighbours_likewise)
{
  fixture fx;
  unsigned one, two;
  open_fixture(&fx);
  cr_assert_eq(draw(&fx, 1, true, &one), draw(&fx, 2, true, &two));
  cr_assert_eq(one, two);
  cr_assert_gt(one, SAMPLES / 2);
  cr_assert_eq(fx.proposal[0].source, EQS_FROM_LATENT);
  close_fixture(&fx);
}

/* The bank holds one formula: each neighbour is it but for one part. */
Test(model_source, neighbours_keep_the_rest_of_their_parent)
{
  fixture fx;
  unsigned found, kept = 0;
  open_fixture(&fx);
  draw(&fx, 1, true, &found);
  for (int i = 0; i < SAMPLES; i++) {
    const eqs_formula *f = &fx.proposal[i].f;
    bool first = false;
    for (uint32_t k = 0; k < f->n; k++)
      first |= f->node[k].op == EQS_OP_PARAM && f->node[k].value == 1.5;
    kept += first;
  }
  cr_assert_gt(kept, found / 3, "%u of %u", kept, found);
  cr_assert_lt(kept, found, "%u of %u", kept, found);
  close_fixture(&fx);
}

Test(model_source, an_empty_bank_has_no_neighbours)
{
  fixture fx;
  unsigned found;
  open_fixture(&fx);
  eqs_bank_free(&fx.bank);
  cr_assert_eq(eqs_bank_init(&fx.bank, 20, 4), 0);
  draw(&fx, 1, true, &found);
  cr_assert_eq(found, 0);
  close_fixture(&fx);
}
