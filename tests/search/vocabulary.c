/* SPDX-License-Identifier: BSD-3-Clause */
/* The order of tokens, and the way there and back. */
#include "search/formula/vocabulary.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <stdlib.h>

Test(vocabulary, order_is_operators_numbers_constant_variables)
{
  eqs_rules rules = rules_of("exp,*,+", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  const uint8_t expected[] = {EQS_OP_ADD,   EQS_OP_MUL, EQS_OP_EXP, EQS_OP_NUM, EQS_OP_NUM,
                              EQS_OP_PARAM, EQS_OP_VAR, EQS_OP_VAR, EQS_OP_VAR};
  cr_assert_eq(v.n_tokens, sizeof expected);
  for (uint32_t t = 0; t < v.n_tokens; t++) cr_assert_eq(v.node[t].op, expected[t], "token %u", t);
  cr_assert_eq(v.constant, 5);
  cr_assert_eq(v.first_variable, 6);
}

Test(vocabulary, pi_stands_before_the_constant)
{
  eqs_rules rules = rules_of("+", 20);
  eqs_vocabulary v;
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 1, &(eqs_vocabulary_options){.pi = true}),
               EQS_OK);
  cr_assert_eq(v.node[v.constant - 1].op, EQS_OP_PI);
  cr_assert_eq(eqs_vocabulary_token(&v, &v.node[v.constant - 1]), v.constant - 1);
}

Test(vocabulary, encode_and_decode_are_inverse)
{
  eqs_rules rules = rules_of("+,*,sin", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_formula f = formula_of("2*x + sin(y*1.0)"), back;
  uint8_t token[EQS_FORMULA_NODES];
  cr_assert(eqs_vocabulary_encode(&v, &f, token));
  cr_assert(eqs_vocabulary_decode(&v, token, f.n, &back));
  char *before = text_of(&f), *after = text_of(&back);
  cr_assert_str_eq(before, after);
  free(before);
  free(after);
}

Test(vocabulary, a_number_that_is_not_in_it_counts_as_a_constant)
{
  eqs_rules rules = rules_of("+,*", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_node seven = eqs_node_number(7), sine = eqs_node_operator(EQS_OP_SIN);
  cr_assert_eq(eqs_vocabulary_token(&v, &seven), v.constant);
  cr_assert_eq(eqs_vocabulary_token(&v, &sine), EQS_VAE_MAX_TOKENS);
}

Test(vocabulary, decode_refuses_what_is_not_one_expression)
{
  eqs_rules rules = rules_of("+,*", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  uint8_t x = (uint8_t)v.first_variable, add = 0;
  eqs_formula f;
  cr_assert_not(eqs_vocabulary_decode(&v, (uint8_t[]){add, x}, 2, &f));
  cr_assert_not(eqs_vocabulary_decode(&v, (uint8_t[]){x, x}, 2, &f));
  cr_assert_not(eqs_vocabulary_decode(&v, (uint8_t[]){(uint8_t)v.n_tokens}, 1, &f));
  cr_assert_not(eqs_vocabulary_decode(&v, NULL, 0, &f));
  cr_assert(eqs_vocabulary_decode(&v, (uint8_t[]){add, x, x}, 3, &f));
}

Test(vocabulary, too_many_features_are_a_limit)
{
  eqs_rules rules = rules_of("+", 20);
  eqs_vocabulary v;
  eqs_vocabulary_options options = {0};
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 5000, &options), EQS_LIMIT);
}

Test(vocabulary, e_and_fractions_may_be_tokens_and_constants_none)
{
  static const double NUMBER[] = {-1, 0.5};
  eqs_rules rules = rules_of("+", 20);
  eqs_vocabulary v;
  eqs_vocabulary_options options = {
      .number = NUMBER, .n_numbers = 2, .pi = true, .e = true, .no_constant = true};
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 1, &options), EQS_OK);
  cr_expect_eq(v.n_tokens, 1 + 2 + 2 + 1);
  for (uint32_t t = 0; t < v.n_tokens; t++)
    cr_expect_eq(eqs_vocabulary_token(&v, &v.node[t]), t, "token %u", t);
  eqs_node seven = eqs_node_number(7), free_constant = eqs_node_param(1);
  cr_expect_eq(eqs_vocabulary_token(&v, &seven), EQS_VAE_MAX_TOKENS);
  cr_expect_eq(eqs_vocabulary_token(&v, &free_constant), EQS_VAE_MAX_TOKENS);
}
