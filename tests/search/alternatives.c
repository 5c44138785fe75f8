/* SPDX-License-Identifier: BSD-3-Clause */
/* What the rows do not tell from the front is listed, and nothing else. */
#include "search/judge/alternatives.h"
#include "data/dataset.h"
#include "search/judge/outcome.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double noisy(double x, double y, double z)
{
  return x + y + 0.1 * sin(1e4 * x + 3e3 * z);
}
static double exact(double x, double y, double z)
{
  (void)z;
  return x + y;
}

typedef struct setting {
  test_problem p;
  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_bank bank;
  eqs_search_result result;
} setting;

static void open_setting(setting *s, size_t rows, double (*law)(double, double, double))
{
  eqs_engine_options options;
  memset(s, 0, sizeof *s);
  open_problem(&s->p, rows, law);
  eqs_engine_options_init(&options);
  cr_assert_eq(eqs_engine_new(s->p.ctx, &s->engine, &options), EQS_OK);
  cr_assert_eq(
      eqs_dataset_new(s->p.ctx, &s->dataset, s->p.table, &s->p.roles, &s->p.train, EQS_F64, 0),
      EQS_OK);
  cr_assert_eq(eqs_bank_init(&s->bank, 20, 24), 0);
}

static void close_setting(setting *s)
{
  eqs_alternatives_clear(&s->result);
  eqs_front_clear(&s->result);
  eqs_bank_free(&s->bank);
  eqs_dataset_free(s->dataset);
  eqs_engine_free(s->engine);
  close_problem(&s->p);
}

/* Offers TEXT with its true errors. */
static void offer(setting *s, const char *text)
{
  eqs_formula f = formula_of(text);
  eqs_front_item item = {.expr = eqs_expr_from_nodes(f.node, f.n)};
  eqs_welcome welcome;
  cr_assert_eq(eqs_front_measure(s->p.ctx, &s->p.problem, &item, 1), EQS_OK);
  cr_assert_eq(eqs_bank_offer(&s->bank, &f, eqs_nodes_hash(f.node, f.n), item.train.mse,
                              item.train.mae, &welcome),
               0);
  eqs_expr_free(item.expr);
}

static void collect(setting *s)
{
  cr_assert_eq(eqs_front_collect(s->p.ctx, &s->bank, &s->p.problem, &s->result), EQS_OK);
  cr_assert_eq(eqs_alternatives_collect(s->p.ctx, s->engine, s->dataset, &s->bank, &s->p.problem,
                                        NULL, &s->result),
               EQS_OK);
}

static bool lists(const setting *s, const char *text)
{
  eqs_formula f = formula_of(text);
  for (size_t i = 0; i < s->result.n_alternatives; i++) {
    const eqs_expr *e = s->result.alternative[i].expr;
    if (eqs_nodes_hash(e->node, e->n_nodes) == eqs_nodes_hash(f.node, f.n)) return true;
  }
  return false;
}

Test(alternatives, what_is_within_noise_is_listed)
{
  setting s;
  open_setting(&s, 40, noisy);
  offer(&s, "x");
  offer(&s, "x*y");
  offer(&s, "y + x");
  offer(&s, "y + sin(x)");      /* x - sin(x) is a hundredth on the average */
  offer(&s, "x + y + 1 - 1");   /* the same function */
  offer(&s, "y + x*(1 + x*x)"); /* far off */
  collect(&s);
  cr_assert_eq(s.result.front[s.result.n_front - 1].complexity, 3);
  cr_assert(lists(&s, "y + sin(x)"));
  cr_assert_eq(s.result.n_alternatives, 1);
  const eqs_front_item *item = &s.result.alternative[0];
  cr_assert_eq(item->complexity, 6);
  cr_assert_eq(item->train.n, s.p.train.n);
  cr_assert_eq(item->test.n, s.p.test.n);
  cr_assert_gt(item->train.mse, s.result.front[s.result.n_front - 1].train.mse);
  close_setting(&s);
}

Test(alternatives, more_rows_tell_more)
{
  setting s;
  open_setting(&s, 200, noisy);
  offer(&s, "y + x");
  offer(&s, "y + sin(x)");
  collect(&s);
  cr_assert_eq(s.result.n_alternatives, 0);
  close_setting(&s);
}

Test(alternatives, one_row_far_off_is_no_excuse)
{
  setting s;
  open_setting(&s, 40, noisy);
  offer(&s, "y + x");
  double at = eqs_table_numbers(s.p.table, 0)[s.p.train.row[3]];
  char text[80];
  /* 0 but for one row, where it is 1000 */
  snprintf(text, sizeof text, "x + y + 0.000001/(x - %.17g)", at - 1e-9);
  offer(&s, text);
  collect(&s);
  cr_assert_eq(s.result.n_alternatives, 0);
  close_setting(&s);
}

Test(alternatives, nothing_stands_beside_an_exact_law)
{
  setting s;
  open_setting(&s, 40, exact);
  offer(&s, "x");
  offer(&s, "y + x");
  offer(&s, "y + sin(x)");
  collect(&s);
  cr_assert_eq(s.result.n_alternatives, 0);
  close_setting(&s);
}

/* The loop had ended for a reason of its own. */
Test(alternatives, an_interruption_after_the_loop_ends_it_all)
{
  for (int k = 0; k < 3; k++) {
    setting s;
    volatile int stop = k == 1;
    eqs_search_options options = small_options(0);
    eqs_budget budget;
    options.stop = &stop;
    options.seconds = k == 2 ? 20 : 0;
    eqs_budget_begin(&budget, &options);
    budget.begin -= 40;
    open_setting(&s, 40, noisy);
    offer(&s, "x");
    offer(&s, "y + x");
    offer(&s, "y + sin(x)");
    s.result.stop = EQS_STOP_EVALS;
    cr_assert_eq(eqs_outcome_conclude(s.p.ctx, s.engine, s.dataset, &s.bank, &s.p.problem, &budget,
                                      &s.result),
                 EQS_OK);
    cr_expect_eq(s.result.stop, k == 1 ? EQS_STOP_INTERRUPTED : EQS_STOP_EVALS);
    cr_expect_eq(s.result.n_alternatives, k == 0 ? 1 : 0);
    cr_expect_eq(s.result.n_front, 2);
    cr_expect(k == 0 ? isinf(s.result.seconds_left) : s.result.seconds_left <= 0);
    cr_expect_eq(s.result.selected, 1);
    close_setting(&s);
  }
}

/* The first of 30 rows is without a value. */
Test(alternatives, rows_that_may_be_without_a_value_are_left_out)
{
  setting s;
  char text[80];
  open_setting(&s, 40, noisy);
  s.p.problem.objective.drop = 0.04;
  snprintf(text, sizeof text, "y + sin(x) + 0*log(39*x + %zu)", 38 - 2 * s.p.train.row[0]);
  offer(&s, "x");
  offer(&s, "y + x");
  offer(&s, text);
  collect(&s);
  cr_expect_eq(s.result.n_alternatives, 1);
  cr_expect(lists(&s, text));
  close_setting(&s);
}
