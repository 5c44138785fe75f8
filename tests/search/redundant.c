/* SPDX-License-Identifier: BSD-3-Clause */
/* Pairs that proposals avoid, and those they may not avoid when the replacement is not at hand. */
#include "search/formula/redundant.h"
#include "search/support.h"
#include <criterion/criterion.h>

Test(redundant, constants_alone_are_left_to_the_fit)
{
  eqs_rules all = rules_of("+,-,*,/,exp,pow", 0);
  cr_assert(eqs_redundant(&all.allowed, EQS_OP_EXP, 0, EQS_OP_PARAM));
  cr_assert(eqs_redundant(&all.allowed, EQS_OP_ADD, 1, EQS_OP_PARAM));
  cr_assert_not(eqs_redundant(&all.allowed, EQS_OP_ADD, 0, EQS_OP_PARAM));
  cr_assert(eqs_redundant(&all.allowed, EQS_OP_DIV, 1, EQS_OP_NUM));
  cr_assert_not(eqs_redundant(&all.allowed, EQS_OP_POW, 1, EQS_OP_NUM));
}

Test(redundant, nothing_is_avoided_without_its_replacement)
{
  eqs_rules full = rules_of("*,/,inv,abs,square,sqrt", 0), bare = rules_of("*,inv,square,sqrt", 0);
  cr_assert(eqs_redundant(&full.allowed, EQS_OP_MUL, 1, EQS_OP_INV));
  cr_assert_not(eqs_redundant(&bare.allowed, EQS_OP_MUL, 1, EQS_OP_INV));
  cr_assert(eqs_redundant(&full.allowed, EQS_OP_SQRT, 0, EQS_OP_SQUARE));
  cr_assert_not(eqs_redundant(&bare.allowed, EQS_OP_SQRT, 0, EQS_OP_SQUARE));
}

Test(redundant, a_chain_ends_at_an_operator_of_another_kind)
{
  unsigned sum = EQS_CHAIN_SUM, product = EQS_CHAIN_PRODUCT;
  cr_assert_eq(eqs_chains_below(EQS_OP_SUB, sum | product), sum);
  cr_assert_eq(eqs_chains_below(EQS_OP_DIV, sum | product), product);
  cr_assert_eq(eqs_chains_below(EQS_OP_SIN, sum | product), 0);
  cr_assert_eq(eqs_chains_below(EQS_OP_EXP, 0), sum);
}
