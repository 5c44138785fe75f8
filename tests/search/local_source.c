/* SPDX-License-Identifier: BSD-3-Clause */
/* Local proposals obey the rules and depend on their number alone. */
#include "search/propose/local_source.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <string.h>

Test(local_source, proposals_obey_and_are_reproducible)
{
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin", 15);
  rules.max_complexity = 20;
  rules.max_params = 3;
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_local_source source;
  eqs_welcome welcome;
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_formula parent = formula_of("1.5 + x*sin(2.0*y)");
  eqs_bank_offer(&bank, &parent, eqs_nodes_hash(parent.node, parent.n), 1, 1, &welcome);
  eqs_local_source_init(&source, &bank, &mask, 4);
  unsigned found = 0;
  for (uint64_t k = 0; k < 5000; k++) {
    eqs_formula f, again;
    eqs_local_propose(&source, k, &f);
    eqs_local_propose(&source, k, &again);
    cr_assert_eq(f.n, again.n);
    if (f.n == 0) continue;
    found++;
    cr_assert_eq(eqs_nodes_hash(f.node, f.n), eqs_nodes_hash(again.node, again.n));
    cr_assert(eqs_rules_check(&rules, f.node, f.n, NULL));
    cr_assert(eqs_formula_varies(&f));
    cr_assert_neq(eqs_nodes_hash(f.node, f.n), eqs_nodes_hash(parent.node, parent.n));
  }
  cr_assert_gt(found, 4500);
  eqs_bank_free(&bank);
}

Test(local_source, an_empty_bank_gives_nothing_and_random_proposals_do)
{
  eqs_rules rules = rules_of("+,*,sin", 15);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_local_source source;
  unsigned found = 0;
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_local_source_init(&source, &bank, &mask, 4);
  for (uint64_t k = 0; k < 1000; k++) {
    eqs_formula f;
    eqs_local_propose(&source, k, &f);
    cr_assert_eq(f.n, 0);
    eqs_random_propose(&source, k, &f);
    if (f.n == 0) continue;
    found++;
    cr_assert(eqs_rules_check(&rules, f.node, f.n, NULL));
  }
  cr_assert_gt(found, 800);
  eqs_bank_free(&bank);
}
