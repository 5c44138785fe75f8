/* SPDX-License-Identifier: BSD-3-Clause */
/* Random formulas are valid, reproducible and about as large as asked for. */
#include "search/formula/generate.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

Test(generate, formulas_are_complete_and_obey)
{
  eqs_rules rules = rules_of("+,-,*,/,sqrt,square,exp,log,sin,cos", 30);
  rules.max_complexity = 40;
  rules.max_params = 4;
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_mask_init(&mask, &v, &rules);
  double total = 0;
  for (unsigned k = 0; k < 3000; k++) {
    eqs_rng rng = eqs_rng_new(3, k);
    eqs_formula f;
    cr_assert(eqs_generate(&mask, &rng, 15, &f));
    cr_assert(eqs_nodes_complete(f.node, f.n));
    cr_assert(eqs_rules_check(&rules, f.node, f.n, NULL));
    total += f.n;
  }
  cr_assert(fabs(total / 3000 - 15) < 3, "mean size %g", total / 3000);
}

Test(generate, the_same_stream_gives_the_same_formula)
{
  eqs_rules rules = rules_of("+,*,sin", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_formula f[2];
  eqs_mask_init(&mask, &v, &rules);
  for (int k = 0; k < 2; k++) {
    eqs_rng rng = eqs_rng_new(8, 1);
    cr_assert(eqs_generate(&mask, &rng, 12, &f[k]));
  }
  cr_assert_eq(f[0].n, f[1].n);
  for (uint32_t i = 0; i < f[0].n; i++) {
    cr_assert_eq(f[0].node[i].op, f[1].node[i].op);
    cr_assert_eq(f[0].node[i].value, f[1].node[i].value);
  }
}

Test(generate, starting_values_have_both_signs_and_moderate_size)
{
  eqs_rng rng = eqs_rng_new(1, 1);
  unsigned negative = 0;
  for (unsigned k = 0; k < 1000; k++) {
    double c = eqs_random_constant(&rng);
    cr_assert(fabs(c) >= 0.1 && fabs(c) <= 10);
    negative += c < 0;
  }
  cr_assert(negative > 400 && negative < 600);
}
