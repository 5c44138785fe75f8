/* SPDX-License-Identifier: BSD-3-Clause */
/* Vocabularies in words and back. */
#include "search/formula/vocabulary_text.h"
#include <criterion/criterion.h>
#include <string.h>

static const char *const names[] = {"x", "mass"};

Test(vocabulary_text, what_is_spelled_is_read_back)
{
  const double number[] = {-1, 2, 0.5};
  for (int constant = 0; constant < 2; constant++) {
    eqs_vocabulary_options options = {
        .number = number, .n_numbers = 3, .pi = true, .e = constant, .no_constant = !constant};
    eqs_rules rules;
    eqs_vocabulary v, again;
    eqs_text text = {0};
    eqs_rules_init(&rules);
    cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 2, &options), EQS_OK);
    eqs_vocabulary_spell(&text, &v);
    cr_assert(eqs_vocabulary_read(&again, text.data, 2), "%s", text.data);
    cr_expect_eq(again.n_tokens, v.n_tokens);
    cr_expect_eq(again.n_operators, v.n_operators);
    cr_expect_eq(again.first_number, v.first_number);
    cr_expect_eq(again.n_numbers, v.n_numbers);
    cr_expect_eq(again.constant, v.constant);
    cr_expect_eq(again.first_variable, v.first_variable);
    for (uint32_t t = 0; t < v.n_tokens; t++) {
      cr_expect_eq(again.node[t].op, v.node[t].op);
      cr_expect(again.node[t].value == v.node[t].value && again.node[t].index == v.node[t].index);
    }
    eqs_text_free(&text);
  }
}

Test(vocabulary_text, words)
{
  eqs_vocabulary v;
  eqs_text text = {0};
  cr_assert(eqs_vocabulary_read(&v, "add sin -1 0.5 pi e const", 2));
  eqs_vocabulary_spell(&text, &v);
  cr_expect_str_eq(text.data, "add sin -1 0.5 pi e const");
  eqs_text_clear(&text);
  eqs_vocabulary_spell_token(&text, &v, v.n_tokens - 1, &(eqs_names){2, names});
  cr_expect_str_eq(text.data, "mass");
  eqs_text_free(&text);
}

Test(vocabulary_text, what_is_none_is_refused)
{
  static const char *const bad[] = {"",         "1 2",       "add 1 sin",   "add nothing",
                                    "add nan",  "add pi pi", "add const 1", "add const const",
                                    "add 1e999"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    eqs_vocabulary v;
    cr_expect_not(eqs_vocabulary_read(&v, bad[i], 1), "%s", bad[i]);
  }
  eqs_vocabulary v;
  cr_expect_not(eqs_vocabulary_read(&v, "add", 1000), "too many variables");
}
