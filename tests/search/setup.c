/* SPDX-License-Identifier: BSD-3-Clause */
/* Options: their defaults, ranges and messages. */
#include "search/settings/setup.h"
#include <criterion/criterion.h>
#include <string.h>

static const char *const NAME[] = {"a b", "y", "z"};
static const eqs_names NAMES = {3, NAME};

Test(setup, defaults_are_valid_and_allow_the_ten_operators)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_search_options options;
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_search_options_init(&options);
  cr_assert_eq(eqs_search_options_check(ctx, &options), EQS_OK);
  cr_assert_eq(eqs_search_rules(ctx, &rules, &options, &NAMES), EQS_OK);
  cr_assert_eq(eqs_search_vocabulary(ctx, &vocabulary, &rules, &NAMES), EQS_OK);
  cr_assert_eq(vocabulary.n_operators, 10);
  cr_assert_eq(rules.max_nodes, options.max_nodes);
  eqs_ctx_free(ctx);
}

static void is_refused(void (*spoil)(eqs_search_options *), const char *word)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_search_options options;
  eqs_search_options_init(&options);
  spoil(&options);
  cr_assert_eq(eqs_search_options_check(ctx, &options), EQS_USAGE);
  cr_assert(strstr(eqs_ctx_message(ctx), word), "%s", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
}

static void no_nodes(eqs_search_options *o)
{
  o->max_nodes = 0;
}
static void many_nodes(eqs_search_options *o)
{
  o->max_nodes = EQS_FORMULA_NODES + 1;
}
static void no_complexity(eqs_search_options *o)
{
  o->max_complexity = 0;
}
static void many_constants(eqs_search_options *o)
{
  o->max_params = EQS_MAX_PARAMS + 1;
}
static void no_samples(eqs_search_options *o)
{
  o->samples = 0;
}
static void negative_time(eqs_search_options *o)
{
  o->seconds = -1;
}
static void loss_of_a_preset(eqs_search_options *o)
{
  o->preset = EQS_PRESET_PAPER;
  o->objective.loss = EQS_LOSS_ABSOLUTE;
}
static void more_than_all(eqs_search_options *o)
{
  o->stop_r2 = 1.5;
}
static void simple_but_how_good(eqs_search_options *o)
{
  o->stop_complexity = 5;
}
static void other_version(eqs_search_options *o)
{
  o->size = 8;
}

Test(setup, values_outside_their_range_are_refused)
{
  is_refused(no_nodes, "nodes");
  is_refused(many_nodes, "nodes");
  is_refused(no_complexity, "complexity");
  is_refused(many_constants, "constants");
  is_refused(no_samples, "samples");
  is_refused(negative_time, "time");
  is_refused(loss_of_a_preset, "loss");
  is_refused(more_than_all, "R2");
  is_refused(simple_but_how_good, "R2");
  is_refused(other_version, "version");
}

Test(setup, required_variables_are_found_by_name)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_search_options options;
  eqs_rules rules;
  eqs_search_options_init(&options);
  const char *require = " a b , z";
  options.require = &require;
  options.n_require = 1;
  cr_assert_eq(eqs_search_rules(ctx, &rules, &options, &NAMES), EQS_OK);
  cr_assert_eq(rules.required, 5);
  require = "z,q";
  cr_assert_eq(eqs_search_rules(ctx, &rules, &options, &NAMES), EQS_INPUT);
  cr_assert(strstr(eqs_ctx_message(ctx), "'q'"), "%s", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
}
