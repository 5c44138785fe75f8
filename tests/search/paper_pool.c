/* SPDX-License-Identifier: BSD-3-Clause */
/* What is retained, for how long, and the percentile. */
#include "search/paper/paper.h"
#include "search/support.h"
#include <criterion/criterion.h>

Test(paper_pool, the_percentile_is_linear_between_neighbours)
{
  double one[] = {3}, five[] = {50, 10, 40, 20, 30}, many[] = {4, 3, 2, 1};
  cr_expect_eq(eqs_paper_percentile(one, 1, 5), 3);
  cr_expect_eq(eqs_paper_percentile(five, 5, 50), 30);
  cr_expect_float_eq(eqs_paper_percentile(five, 5, 5), 12, 1e-12);
  cr_expect_eq(eqs_paper_percentile(many, 4, 100), 4);
  cr_expect_float_eq(eqs_paper_percentile(many, 4, 75), 3.25, 1e-12);
}

Test(paper_pool, a_group_lives_for_five_turns)
{
  eqs_rules rules = rules_of("+,*", 20);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_formula f = formula_of("x + 2*y");
  eqs_paper_pool pool = {0};
  for (uint64_t turn = 0; turn < 12; turn++) {
    eqs_paper_pool_turn(&pool);
    cr_assert_eq(eqs_paper_pool_add(&pool, &v, &f, turn, (double)turn), 0);
    cr_assert_eq(eqs_paper_pool_add(&pool, &v, &f, turn, (double)turn), 0);
    size_t groups = turn < 4 ? turn + 1 : EQS_PAPER_GROUPS;
    cr_expect_eq(eqs_paper_pool_size(&pool), 2 * groups);
    cr_expect(eqs_paper_pool_has(&pool, turn));
    cr_expect(turn < 5 || !eqs_paper_pool_has(&pool, turn - 5));
  }
  double mse[2 * EQS_PAPER_GROUPS], sum = 0;
  cr_expect_eq(eqs_paper_pool_errors(&pool, mse), 2 * EQS_PAPER_GROUPS);
  for (int i = 0; i < 2 * EQS_PAPER_GROUPS; i++) sum += mse[i];
  cr_expect_eq(sum, 2 * (7 + 8 + 9 + 10 + 11));
  cr_assert_eq(eqs_paper_pool_lesson(&pool, &v), 0);
  cr_expect_eq(pool.lesson.n, 2 * EQS_PAPER_GROUPS);
  cr_expect_eq(pool.lesson.start[1], f.n);
  eqs_paper_pool_free(&pool);
}
