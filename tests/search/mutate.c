/* SPDX-License-Identifier: BSD-3-Clause */
/* Every move leaves a complete expression, or the formula as it was. */
#include "search/propose/mutate.h"
#include "expr/symmetric.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void fill(eqs_bank *bank)
{
  static const char *const text[] = {"x", "1.5 + x*y", "sin(2.0*x)/z", "exp(x - y)*(1.0 + z)"};
  cr_assert_eq(eqs_bank_init(bank, 40, 4), 0);
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    eqs_welcome welcome;
    eqs_formula f = formula_of(text[k]);
    double error = 4.0 - (double)k;
    cr_assert_eq(eqs_bank_offer(bank, &f, eqs_nodes_hash(f.node, f.n), error, error, &welcome), 0);
  }
}

Test(mutate, children_are_complete)
{
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin", 30);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_moves moves;
  eqs_mask_init(&mask, &v, &rules);
  fill(&bank);
  eqs_moves_init(&moves, &bank, &mask);
  unsigned changed = 0;
  for (unsigned k = 0; k < 20000; k++) {
    eqs_rng rng = eqs_rng_new(9, k);
    eqs_formula f, before;
    eqs_formula_copy(&f, &eqs_bank_draw(&bank, &rng)->f);
    eqs_formula_copy(&before, &f);
    bool done = eqs_mutate(&moves, &rng, &f);
    cr_assert(eqs_nodes_complete(f.node, f.n));
    changed += done;
    if (!done) cr_assert_eq(eqs_nodes_hash(f.node, f.n), eqs_nodes_hash(before.node, before.n));
    for (uint32_t i = 0; i < f.n; i++)
      if (eqs_op_arity(f.node[i].op) > 0) cr_assert(eqs_op_set_has(&rules.allowed, f.node[i].op));
  }
  cr_assert_gt(changed, 15000);
  eqs_bank_free(&bank);
}

Test(mutate, works_with_one_operator_and_an_empty_bank)
{
  eqs_rules rules = rules_of("sin", 8);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_moves moves;
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 40, 4), 0);
  eqs_moves_init(&moves, &bank, &mask);
  for (unsigned k = 0; k < 1000; k++) {
    eqs_rng rng = eqs_rng_new(10, k);
    eqs_formula f = formula_of("sin(x)");
    eqs_mutate(&moves, &rng, &f);
    cr_assert(eqs_nodes_complete(f.node, f.n));
  }
  eqs_bank_free(&bank);
}

Test(mutate, a_variable_takes_the_place_of_a_column_of_a_sum)
{
  eqs_rules rules = rules_of("+,*,exp,sym", 30);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_moves moves;
  unsigned moved = 0;
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 40, 4), 0);
  eqs_moves_init(&moves, &bank, &mask);
  for (unsigned k = 0; k < 20000; k++) {
    eqs_rng rng = eqs_rng_new(22, k);
    const eqs_node sum = eqs_node_sym(0, 1);
    eqs_formula f = formula_of("exp(1.5*x)");
    cr_assert(eqs_formula_splice(&f, 0, 0, &sum, 1));
    if (!eqs_mutate(&moves, &rng, &f)) continue;
    char *text = text_of(&f);
    moved += strcmp(text, "sym y z exp mul c0 z") == 0;
    free(text);
    for (uint32_t i = 0; i < f.n; i++)
      if (f.node[i].op == EQS_OP_SYM)
        cr_assert_lt(eqs_sym_first(&f.node[i]), eqs_sym_second(&f.node[i]));
  }
  cr_expect_gt(moved, 10);
  eqs_bank_free(&bank);
}
