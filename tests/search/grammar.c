/* SPDX-License-Identifier: BSD-3-Clause */
/* Random walks under the mask end in formulas that obey the rules, whatever the rules. */
#include "search/formula/grammar.h"
#include "search/support.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Writes one formula through the model's callbacks, each allowed token with the same chance. */
static uint32_t walk(const eqs_mask *mask, eqs_rng *rng, uint8_t *token)
{
  eqs_grammar g = eqs_mask_grammar(mask);
  uint32_t n_tokens = mask->vocabulary->n_tokens, n = 0;
  uint8_t allowed[EQS_VAE_MAX_TOKENS + 1];
  void *state = calloc(1, g.state_size);
  cr_assert(state != NULL);
  for (;;) {
    unsigned count = g.allow(g.user, state, allowed), seen = 0;
    for (uint32_t t = 0; t <= n_tokens; t++) seen += allowed[t];
    cr_assert_eq(count, seen);
    cr_assert(count > 0, "dead end after %u tokens", n);
    uint32_t wanted = eqs_rng_below(rng, count), t = 0;
    while (!allowed[t] || wanted-- > 0) t++;
    if (t == n_tokens) {
      cr_assert_eq(count, 1, "the end is allowed exactly when complete");
      break;
    }
    cr_assert_lt(n, mask->rules.max_nodes);
    token[n++] = (uint8_t)t;
    g.advance(g.user, state, (uint8_t)t);
  }
  free(state);
  return n;
}

static void walks_obey(const eqs_rules *rules, unsigned walks)
{
  eqs_vocabulary v = vocabulary_of(rules);
  eqs_mask mask;
  eqs_mask_init(&mask, &v, rules);
  for (unsigned k = 0; k < walks; k++) {
    eqs_rng rng = eqs_rng_new(11, k);
    uint8_t token[EQS_FORMULA_NODES];
    eqs_formula f;
    const char *broken = "";
    uint32_t n = walk(&mask, &rng, token);
    cr_assert(eqs_vocabulary_decode(&v, token, n, &f));
    cr_assert(eqs_rules_check(rules, f.node, f.n, &broken), "walk %u: %s", k, broken);
  }
}

Test(grammar, walks_stay_within_nodes)
{
  eqs_rules rules = rules_of("+,-,*,/,sqrt,square,exp,log,sin,cos", 12);
  walks_obey(&rules, 2000);
  rules.max_nodes = 1;
  walks_obey(&rules, 50);
}

Test(grammar, walks_stay_within_depth_complexity_and_constants)
{
  eqs_rules rules = rules_of("+,-,*,/,sqrt,square,exp,log,sin,cos,pow", 30);
  rules.max_depth = 5;
  rules.max_complexity = 17;
  rules.max_params = 2;
  walks_obey(&rules, 2000);
}

Test(grammar, walks_obey_nesting)
{
  eqs_rules rules = rules_of("+,*,exp,sin,cos", 25);
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(eqs_rules_forbid(ctx, &rules, "nest(sin,cos; sin,cos)"), EQS_OK);
  cr_assert_eq(eqs_rules_forbid(ctx, &rules, "nest(exp; exp,sin)"), EQS_OK);
  walks_obey(&rules, 2000);
  eqs_ctx_free(ctx);
}

Test(grammar, walks_obey_root_and_exponents)
{
  eqs_rules rules = rules_of("+,*,/,pow,sin", 25);
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(eqs_rules_require(ctx, &rules, &(eqs_names){0}, "root(div,sin)"), EQS_OK);
  cr_assert_eq(eqs_rules_require(ctx, &rules, &(eqs_names){0}, "exponent(num)"), EQS_OK);
  walks_obey(&rules, 2000);
  eqs_ctx_free(ctx);
}

Test(grammar, walks_reach_required_variables)
{
  eqs_rules rules = rules_of("+,*,/,sin", 7);
  rules.required = 7;
  walks_obey(&rules, 2000);
  rules.max_complexity = 5;
  rules.max_nodes = 9;
  walks_obey(&rules, 500);
  rules.max_complexity = 0;
  rules.max_depth = 3;
  walks_obey(&rules, 500);
}

Test(grammar, one_variable_and_a_difference_is_no_dead_end)
{
  eqs_rules rules = rules_of("-", 3);
  eqs_vocabulary v;
  eqs_vocabulary_options options = {0};
  eqs_mask mask;
  eqs_formula f;
  uint8_t token[8];
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 1, &options), EQS_OK);
  rules.max_params = 0;
  eqs_mask_init(&mask, &v, &rules);
  for (unsigned k = 0; k < 100; k++) {
    eqs_rng rng = eqs_rng_new(5, k);
    cr_assert(eqs_vocabulary_decode(&v, token, walk(&mask, &rng, token), &f));
  }
}

static bool may_follow(const char *operators, const char *prefix_of, uint32_t length,
                       uint32_t token)
{
  eqs_rules rules = rules_of(operators, 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_writing w = {0};
  uint8_t allowed[EQS_VAE_MAX_TOKENS], written[EQS_FORMULA_NODES];
  eqs_formula f = formula_of(prefix_of);
  eqs_mask_init(&mask, &v, &rules);
  cr_assert(eqs_vocabulary_encode(&v, &f, written));
  for (uint32_t i = 0; i < length; i++) eqs_mask_advance(&mask, &w, written[i]);
  eqs_mask_allowed(&mask, &w, allowed);
  return allowed[token];
}

Test(grammar, avoids_what_a_shorter_formula_says)
{
  /* Tokens of "+,-,*,sin": add 0, sub 1, mul 2, sin 3, one 4, two 5, constant 6, x 7, y 8, z 9. */
  const char *ops = "+,-,*,sin";
  cr_assert_not(may_follow(ops, "sin(x)", 1, 6), "sin of a constant");
  cr_assert_not(may_follow(ops, "x - y", 2, 7), "x - x");
  cr_assert(may_follow(ops, "x - y", 2, 8), "x - y");
  cr_assert_not(may_follow(ops, "y + z", 2, 7), "y + x, which is x + y");
  cr_assert_not(may_follow(ops, "1.0 + (x + y)", 3, 6), "1 + (c + y)");
  cr_assert(may_follow(ops, "1.0 + x*y", 3, 6), "1 + c*y");
  cr_assert_not(may_follow(ops, "1.0*(x*y)", 3, 6), "1*(c*y)");
}
