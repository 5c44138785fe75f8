/* SPDX-License-Identifier: BSD-3-Clause */
/* Niches keep the best of each complexity under both errors. */
#include "search/judge/bank.h"
#include "expr/symmetric.h"
#include "search/judge/gaps.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static eqs_welcome offer(eqs_bank *bank, const char *text, double mse, double mae)
{
  eqs_welcome welcome;
  eqs_formula f = formula_of(text);
  cr_assert_eq(eqs_bank_offer(bank, &f, eqs_nodes_hash(f.node, f.n), mse, mae, &welcome), 0);
  return welcome;
}

Test(bank, a_better_formula_is_on_the_front)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  cr_assert_eq(offer(&bank, "x", 4, 1), EQS_BANK_FRONT);
  cr_assert_eq(offer(&bank, "y", 5, 2), EQS_BANK_KEPT);
  cr_assert_eq(offer(&bank, "sin(x)", 4.5, 1.5), EQS_BANK_KEPT);
  cr_assert_eq(offer(&bank, "sin(y)", 3, 1.2), EQS_BANK_FRONT);
  cr_assert_float_eq(eqs_bank_best(&bank, EQS_BY_MSE, 20)->mse, 3, 0);
  cr_assert_float_eq(eqs_bank_best(&bank, EQS_BY_MAE, 20)->mae, 1, 0);
  cr_assert_float_eq(eqs_bank_best(&bank, EQS_BY_MSE, 1)->mse, 4, 0);
  cr_assert_null(eqs_bank_best(&bank, EQS_BY_MSE, 0));
  eqs_bank_free(&bank);
}

Test(bank, the_same_function_is_kept_once)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  cr_assert_eq(offer(&bank, "x*y", 2, 1), EQS_BANK_FRONT);
  cr_assert_eq(offer(&bank, "x + y", 2 * (1 + 1e-12), 1 * (1 + 1e-12)), EQS_BANK_REFUSED);
  cr_assert_eq(offer(&bank, "2.0 + y", 2, 1), EQS_BANK_REFUSED, "more constants");
  cr_assert_eq(offer(&bank, "y*x", 1.5, 1), EQS_BANK_FRONT, "same structure, better constants");
  cr_assert_eq(bank.niche[EQS_BY_MSE][3].n, 1);
  offer(&bank, "3.0*z", 0.5, 0.25);
  offer(&bank, "z - x", 0.5, 0.25);
  cr_assert_eq(bank.niche[EQS_BY_MSE][3].n, 2, "the one without a constant takes its place");
  cr_assert_eq(bank.niche[EQS_BY_MSE][3].member[0].f.node[0].op, EQS_OP_SUB);
  eqs_bank_free(&bank);
}

Test(bank, a_full_niche_keeps_the_best_of_each_criterion)
{
  static const char *const text[] = {"x + y", "x*y", "x - y", "y - x", "x + z", "x*z"};
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 3), 0);
  for (int k = 0; k < 6; k++) offer(&bank, text[k], 10 - k, 1 + k);
  const eqs_niche *mse = &bank.niche[EQS_BY_MSE][3], *mae = &bank.niche[EQS_BY_MAE][3];
  cr_assert_eq(mse->n, 3);
  cr_assert_eq(mae->n, 3);
  for (uint32_t i = 0; i < 3; i++) {
    cr_assert_float_eq(mse->member[i].mse, 5 + i, 0);
    cr_assert_float_eq(mae->member[i].mae, 1 + i, 0);
  }
  cr_assert_eq(bank.n_members, 9, "and three by length");
  eqs_bank_free(&bank);
}

Test(bank, what_is_too_complex_is_refused)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 3, 4), 0);
  cr_assert_eq(offer(&bank, "x + sin(y)", 0, 0), EQS_BANK_REFUSED);
  eqs_bank_free(&bank);
}

Test(bank, parents_come_from_every_niche)
{
  eqs_bank bank;
  eqs_rng rng = eqs_rng_new(1, 2);
  unsigned small = 0, large = 0;
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  cr_assert_null(eqs_bank_draw(&bank, &rng));
  offer(&bank, "x", 4, 4);
  offer(&bank, "x + sin(y)", 1, 1);
  for (int k = 0; k < 1000; k++) {
    const eqs_member *m = eqs_bank_draw(&bank, &rng);
    *(m->complexity == 1 ? &small : &large) += 1;
  }
  cr_assert(small > 400 && large > 400);
  eqs_bank_free(&bank);
}

Test(bank, by_length_constants_have_a_price)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  bank.rows = 20;
  offer(&bank, "x + y", 10, 1);
  offer(&bank, "2.5 + y", 8, 2); /* 8 * 20^(2/20) = 10.8 */
  offer(&bank, "1.5*z", 5, 3);   /* 6.7 */
  const eqs_member *length = bank.niche[EQS_BY_LENGTH][3].member;
  cr_assert_eq(bank.niche[EQS_BY_MSE][3].member[1].mse, 8);
  cr_assert_eq(length[0].mse, 5);
  cr_assert_eq(length[1].mse, 10, "no constant, so shorter than one with an error of 8");
  cr_assert_float_eq(length[0].length, 5 * pow(20, 0.1), 1e-12);
  eqs_bank_free(&bank);
}

/* What stands first by length where both have complexity 3. */
static eqs_op first_by_length(const char *one, double mse, const char *other, double other_mse)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  bank.rows = 20;
  offer(&bank, one, mse, mse);
  offer(&bank, other, other_mse, other_mse);
  cr_assert_eq(bank.niche[EQS_BY_LENGTH][3].n, 2);
  eqs_op op = bank.niche[EQS_BY_LENGTH][3].member[0].f.node[0].op;
  eqs_bank_free(&bank);
  return op;
}

Test(bank, numbers_have_a_price)
{
  cr_assert_eq(first_by_length("x - y", 1, "1.5*x", 0.76), EQS_OP_SUB, "20^(-2/20) is 0.741");
  cr_assert_eq(first_by_length("x - y", 1, "1.5*x", 0.73), EQS_OP_MUL);
  cr_assert_eq(first_by_length("x - y", 1, "5*x", 0.87), EQS_OP_SUB, "5^(-2/20) is 0.851");
  cr_assert_eq(first_by_length("x - y", 1, "5*x", 0.84), EQS_OP_MUL);
  cr_assert_eq(first_by_length("x - y", 1, "1*x", 0.999), EQS_OP_MUL, "1 is free");
  cr_assert_eq(first_by_length("x - y", 1, "700*x", 0.76), EQS_OP_SUB, "no more than a constant");
  cr_assert_eq(first_by_length("x - y", 1, "700*x", 0.74), EQS_OP_MUL);
}

/* The first by length of those of complexity 5. */
static const eqs_member *shortest(const eqs_bank *bank)
{
  cr_assert_gt(bank->niche[EQS_BY_LENGTH][5].n, 0);
  return &bank->niche[EQS_BY_LENGTH][5].member[0];
}

/* x is 0.1 apart; the pole at 0.31 is between two rows, that at 2.5 far from all. */
Test(bank, what_may_come_between_rows_makes_longer)
{
  test_problem p;
  eqs_gaps gaps;
  eqs_bank bank;
  open_problem(&p, 21, just_x);
  cr_assert_eq(eqs_gaps_open(p.ctx, &gaps, &p.problem), EQS_OK);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  bank.gaps = &gaps;
  eqs_formula f = formula_of("inv(x - 0.31)");
  double loss = eqs_gaps_risk(&gaps, f.node, f.n).loss;
  cr_assert_gt(loss, 0);

  offer(&bank, "inv(x - 0.31)", 4 * loss, 1);
  cr_expect_float_eq(shortest(&bank)->length, 4 * loss * 1.25, 1e-12);
  cr_expect_eq(offer(&bank, "inv(x - 2.5)", 4.9 * loss, 2), EQS_BANK_FRONT, "shorter");
  cr_expect_float_eq(shortest(&bank)->length, 4.9 * loss, 1e-12);
  cr_expect_float_eq(bank.niche[EQS_BY_MSE][5].member[0].mse, 4 * loss, 1e-12);

  offer(&bank, "inv(x - 0.32)", 0.01 * loss, 0.5);
  cr_expect_float_eq(shortest(&bank)->length, 0.02 * loss, 1e-12, "no more than twice");
  bank.exact = 1e-9 * loss;
  offer(&bank, "inv(x - 0.33)", 1e-10 * loss, 1e-9);
  cr_expect_float_eq(shortest(&bank)->length, 1e-10 * loss, 1e-18, "an exact one has no doubt");

  eqs_node sum = eqs_node_sym(0, 1);
  eqs_welcome welcome;
  cr_assert(eqs_formula_splice(&f, 0, 0, &sum, 1));
  cr_assert_eq(eqs_bank_offer(&bank, &f, 1, 4 * loss, 1, &welcome), 0);
  const eqs_member *both = bank.niche[EQS_BY_LENGTH][eqs_nodes_complexity(f.node, f.n)].member;
  cr_expect_gt(both->length, 5 * loss, "two poles, written out");
  eqs_bank_free(&bank);
  eqs_gaps_close(&gaps);
  close_problem(&p);
}

Test(bank, the_bar_is_what_is_refused)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 3), 0);
  bank.rows = 50;
  eqs_formula f = formula_of("2.5*z");
  offer(&bank, "2.5*x", 4, 2);
  offer(&bank, "2.5*y", 5.9, 3);
  cr_assert(isinf(eqs_bank_bar(&bank, &f, 9, 3)), "there is room");
  offer(&bank, "x*y", 6, 4);
  double bar = eqs_bank_bar(&bank, &f, 9, 100);
  cr_assert_float_eq(bar, 6, 1e-12, "%g", bar);
  cr_assert_eq(offer(&bank, "2.5*z", 1.01 * bar, 100), EQS_BANK_REFUSED);
  /* No constant at all: refused for its errors, it is among the shortest. */
  f = formula_of("y*z");
  bar = eqs_bank_bar(&bank, &f, 9, 100);
  cr_assert_gt(bar, 6);
  cr_assert_eq(offer(&bank, "y*z", 1.01 * bar, 100), EQS_BANK_REFUSED);
  cr_assert_eq(offer(&bank, "y*z", 0.99 * bar, 100), EQS_BANK_KEPT);
  eqs_bank_free(&bank);
}

/* For an error that is large in the mean of squares and not in that of sizes. */
static double bar_beside(bool corner)
{
  eqs_bank bank;
  cr_assert_eq(eqs_bank_init(&bank, 20, 1), 0);
  bank.corner = corner;
  eqs_formula f = formula_of("x + z");
  offer(&bank, "x*y", 4, 3);
  double bar = eqs_bank_bar(&bank, &f, 100, 6);
  eqs_bank_free(&bank);
  return bar;
}

Test(bank, the_bar_of_one_error_is_taken_to_the_other)
{
  double bar = bar_beside(false);
  cr_assert_float_eq(bar, 25, 1e-12, "%g", bar);
}

Test(bank, the_bar_of_a_loss_of_sizes_falls_as_the_mae)
{
  double bar = bar_beside(true);
  cr_assert_float_eq(bar, 50, 1e-12, "%g", bar);
}

/* With a target of 1e10 and more, an error of 1 is rounding. */
Test(bank, the_bar_does_not_depend_on_the_unit)
{
  double bar[2];
  for (int k = 0; k < 2; k++) {
    eqs_bank bank;
    double unit = k == 0 ? 1 : 1e24;
    cr_assert_eq(eqs_bank_init(&bank, 20, 1), 0);
    bank.rows = 50;
    bank.exact = 1e-20 * unit;
    offer(&bank, "2.5*x", 4 * unit, 2 * sqrt(unit));
    eqs_formula f = formula_of("x + z");
    bar[k] = eqs_bank_bar(&bank, &f, 9 * unit, 100 * sqrt(unit)) / unit;
    eqs_bank_free(&bank);
  }
  cr_assert_gt(bar[0], 4.1);
  cr_assert_float_eq(bar[1], bar[0], 1e-12, "%g, not %g", bar[1], bar[0]);
}
