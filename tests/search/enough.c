/* SPDX-License-Identifier: BSD-3-Clause */
/* When a search has found what there is to find. */
#include "search/judge/enough.h"
#include "search/support.h"
#include <criterion/criterion.h>

static void offer(eqs_bank *bank, const char *text, double mse)
{
  eqs_welcome welcome;
  eqs_formula f = formula_of(text);
  cr_assert_eq(eqs_bank_offer(bank, &f, eqs_nodes_hash(f.node, f.n), mse, mse, &welcome), 0);
}

Test(enough, a_curve_through_all_points_is_no_law)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 40, 4), 0);
  eqs_dataset few = {.n_rows = 4, .target_ss = 1}, more = {.n_rows = 5, .target_ss = 1};
  cr_expect_not(eqs_bank_is_exact(&bank, &few, 1e-27));
  offer(&bank, "1.5 + x*(2.5 + 3.5*x)", 1e-30);
  cr_expect_not(eqs_bank_is_exact(&bank, &few, 1e-27));
  cr_expect(eqs_bank_is_exact(&bank, &more, 1e-27));
  offer(&bank, "x + exp(y)", 1e-20);
  cr_expect_not(eqs_bank_is_exact(&bank, &few, 1e-27));
  offer(&bank, "x + exp(z)", 2e-30);
  cr_expect(eqs_bank_is_exact(&bank, &few, 1e-27));
  eqs_bank_free(&bank);
}

Test(enough, good_and_simple_enough)
{
  eqs_bank bank;
  eqs_dataset data = {.n_rows = 10, .target_ss = 10};
  eqs_search_options options = {.stop_r2 = 0.99};
  cr_assert_eq(eqs_bank_init(&bank, 40, 4), 0);
  cr_expect_not(eqs_bank_is_enough(NULL, NULL, &data, &bank, &options));
  offer(&bank, "x", 0.02);
  cr_expect_not(eqs_bank_is_enough(NULL, NULL, &data, &bank, &options));
  offer(&bank, "exp(x*y)", 0.005);
  cr_expect(eqs_bank_is_enough(NULL, NULL, &data, &bank, &options));
  options.stop_complexity = 4;
  cr_expect_not(eqs_bank_is_enough(NULL, NULL, &data, &bank, &options));
  options = (eqs_search_options){0};
  cr_expect_not(eqs_bank_is_enough(NULL, NULL, &data, &bank, &options));
  eqs_bank_free(&bank);
}
