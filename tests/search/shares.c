/* SPDX-License-Identifier: BSD-3-Clause */
/* Shares follow success and never vanish. */
#include "search/propose/shares.h"
#include <criterion/criterion.h>

static uint32_t total(const uint32_t *count)
{
  return count[EQS_FROM_MODEL] + count[EQS_FROM_LOCAL] + count[EQS_FROM_LATENT];
}

Test(shares, without_a_model_all_is_local)
{
  eqs_shares shares;
  uint32_t count[EQS_N_SOURCES];
  eqs_shares_init(&shares);
  eqs_shares_split(&shares, 100, count);
  cr_assert_eq(count[EQS_FROM_LOCAL], 100);
  cr_assert_eq(total(count), 100);
}

Test(shares, nothing_goes_to_a_source_that_is_not_active)
{
  eqs_shares shares;
  uint32_t count[EQS_N_SOURCES];
  eqs_shares_init(&shares);
  shares.active[EQS_FROM_LOCAL] = false;
  eqs_shares_split(&shares, 101, count);
  cr_assert_eq(total(count), 0);
  shares.active[EQS_FROM_MODEL] = shares.active[EQS_FROM_LATENT] = true;
  eqs_shares_split(&shares, 101, count);
  cr_assert_eq(count[EQS_FROM_LOCAL], 0);
  cr_assert_eq(total(count), 101);
}

Test(shares, success_is_rewarded_and_failure_keeps_a_floor)
{
  eqs_shares shares;
  uint32_t count[EQS_N_SOURCES];
  eqs_shares_init(&shares);
  shares.active[EQS_FROM_MODEL] = shares.active[EQS_FROM_LATENT] = true;
  for (int k = 0; k < 50; k++) {
    eqs_shares_fade(&shares);
    for (int i = 0; i < 100; i++) {
      eqs_shares_credit(&shares, EQS_FROM_MODEL, i % 10 ? EQS_BANK_REFUSED : EQS_BANK_FRONT);
      eqs_shares_credit(&shares, EQS_FROM_LOCAL, EQS_BANK_REFUSED);
      eqs_shares_credit(&shares, EQS_FROM_LATENT, EQS_BANK_REFUSED);
    }
  }
  eqs_shares_split(&shares, 1000, count);
  cr_assert_eq(total(count), 1000);
  cr_assert_gt(count[EQS_FROM_MODEL], 700);
  cr_assert_gt(count[EQS_FROM_LOCAL], 30);
  cr_assert_gt(count[EQS_FROM_LATENT], 30);
}
