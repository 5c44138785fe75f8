/* SPDX-License-Identifier: BSD-3-Clause */
/* The front is strictly better the more complex it gets, has double-precision metrics, and fits. */
#include "search/front.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 40 };

typedef struct fixture {
  eqs_ctx *ctx;
  eqs_table *table;
  eqs_roles roles;
  eqs_rows all, train, test;
  eqs_problem problem;
} fixture;

static void open_fixture(fixture *fx)
{
  static double column[4][ROWS];
  static const char *const name[] = {"x", "y", "z", "t"};
  const double *columns[4];
  for (int j = 0; j < 4; j++) columns[j] = column[j];
  for (int i = 0; i < ROWS; i++) {
    column[0][i] = 0.1 * i;
    column[1][i] = sin(i);
    column[2][i] = cos(3 * i);
    column[3][i] = column[0][i] * column[0][i] + column[1][i];
  }
  fx->ctx = eqs_ctx_new();
  cr_assert_eq(eqs_table_from_columns(fx->ctx, &fx->table, ROWS, 4, name, columns), EQS_OK);
  cr_assert_eq(eqs_roles_choose(fx->ctx, &fx->roles, fx->table, "t", NULL, NULL), EQS_OK);
  cr_assert_eq(eqs_rows_complete(fx->ctx, &fx->all, fx->table, &fx->roles, EQS_MISSING_DROP),
               EQS_OK);
  cr_assert_eq(eqs_rows_holdout(fx->ctx, &fx->all, 0.25, 1, &fx->train, &fx->test), EQS_OK);
  fx->problem = (eqs_problem){fx->table, &fx->roles, &fx->train, &fx->test};
}

static void close_fixture(fixture *fx)
{
  eqs_rows_free(&fx->all);
  eqs_rows_free(&fx->train);
  eqs_rows_free(&fx->test);
  eqs_roles_free(&fx->roles);
  eqs_table_free(fx->table);
  eqs_ctx_free(fx->ctx);
}

static void offer(eqs_bank *bank, const eqs_formula *f, double mse)
{
  eqs_welcome welcome;
  cr_assert_eq(eqs_bank_offer(bank, f, eqs_nodes_hash(f->node, f->n), mse, mse, &welcome), 0);
}

Test(front, errors_fall_strictly_and_are_recomputed)
{
  fixture fx;
  eqs_bank bank;
  eqs_search_result result = {0};
  open_fixture(&fx);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_formula line = formula_of("x"), worse = formula_of("sin(y)");
  eqs_formula better = formula_of("square(x)"), exact = formula_of("square(x) + y");
  offer(&bank, &line, 30);
  offer(&bank, &worse, 31);
  offer(&bank, &better, 1);
  offer(&bank, &exact, 1e-30);
  cr_assert_eq(eqs_front_collect(fx.ctx, &bank, &fx.problem, &result), EQS_OK);
  cr_assert_eq(result.n_front, 3);
  for (size_t i = 1; i < result.n_front; i++) {
    cr_assert_gt(result.front[i].complexity, result.front[i - 1].complexity);
    cr_assert_lt(result.front[i].train.mse, result.front[i - 1].train.mse);
  }
  cr_assert(result.front[2].train.mse < 1e-30 && result.front[0].train.mse != 30, "recomputed");
  cr_assert_eq(result.front[2].train.n, fx.train.n);
  cr_assert_eq(result.front[2].test.n, fx.test.n);
  eqs_front_clear(&result);
  cr_assert_eq(result.n_front, 0);
  eqs_bank_free(&bank);
  close_fixture(&fx);
}

Test(front, what_is_not_finite_stays_out)
{
  fixture fx;
  eqs_bank bank;
  eqs_search_result result = {0};
  open_fixture(&fx);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_formula bad = formula_of("log(y)"), good = formula_of("x");
  offer(&bank, &good, 30);
  offer(&bank, &bad, 1);
  cr_assert_eq(eqs_front_collect(fx.ctx, &bank, &fx.problem, &result), EQS_OK);
  cr_assert_eq(result.n_front, 1);
  cr_assert_eq(result.front[0].complexity, 1);
  eqs_front_clear(&result);
  eqs_bank_free(&bank);
  close_fixture(&fx);
}

Test(front, too_many_entries_are_thinned)
{
  fixture fx;
  eqs_bank bank;
  eqs_search_result result = {0};
  open_fixture(&fx);
  cr_assert_eq(eqs_bank_init(&bank, 200, 2), 0);
  /* x + k*0.1 (a fixed number of ever more summands) approaches the target's mean. */
  eqs_formula f = formula_of("x");
  eqs_node more[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_number(0.02)};
  for (int k = 0; k < 70; k++) {
    offer(&bank, &f, 100 - k);
    cr_assert(eqs_formula_splice(&f, 0, 0, more, 2));
  }
  cr_assert_eq(eqs_front_collect(fx.ctx, &bank, &fx.problem, &result), EQS_OK);
  cr_assert_eq(result.n_front, EQS_MAX_FRONT, "%zu entries", result.n_front);
  cr_assert_eq(result.front[0].complexity, 1);
  for (size_t i = 1; i < result.n_front; i++)
    cr_assert_lt(result.front[i].train.mse, result.front[i - 1].train.mse);
  eqs_front_clear(&result);
  eqs_bank_free(&bank);
  close_fixture(&fx);
}
