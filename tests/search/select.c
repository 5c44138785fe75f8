/* SPDX-License-Identifier: BSD-3-Clause */
/* The recommended formula neither misses the law nor describes the noise. */
#include "search/judge/select.h"
#include "search/judge/gaps.h"
#include "search/judge/validate.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A line with a little noise that no formula of the front can know. */
static double noisy(double x, double y, double z)
{
  (void)z;
  return 2 * x + 0.05 * sin(1e4 * (x + y));
}

/* A front to choose from. */
typedef struct choice {
  test_problem p;
  eqs_engine *engine;
  eqs_search_result result;
} choice;

static void open_choice(choice *c, size_t rows, double (*law)(double, double, double))
{
  eqs_search_options options = small_options(0);
  c->result = (eqs_search_result){0};
  open_problem(&c->p, rows, law);
  cr_assert_eq(eqs_engine_new(c->p.ctx, &c->engine, &options.engine), EQS_OK);
}

static void close_choice(choice *c)
{
  eqs_front_clear(&c->result);
  eqs_engine_free(c->engine);
  close_problem(&c->p);
}

static size_t selected(choice *c)
{
  cr_assert_eq(eqs_select_by_validation(c->p.ctx, c->engine, &c->p.problem, 1, NULL, &c->result),
               EQS_OK);
  return c->result.selected;
}

static void push(choice *c, const char *text)
{
  eqs_formula f = formula_of(text);
  eqs_dataset *data;
  eqs_fit_options options;
  eqs_fit_result fitted;
  eqs_front_item *item = &c->result.front[c->result.n_front++];
  eqs_fit_options_init(&options);
  item->expr = eqs_expr_from_nodes(f.node, f.n);
  item->complexity = eqs_nodes_complexity(f.node, f.n);
  cr_assert_eq(eqs_dataset_new(c->p.ctx, &data, c->p.table, &c->p.roles, &c->p.train, EQS_F64, 1),
               EQS_OK);
  cr_assert_eq(eqs_fit_batch(c->p.ctx, c->engine, data, &item->expr, 1, &options, &fitted), EQS_OK);
  item->train = fitted.metrics;
  eqs_dataset_free(data);
}

Test(select, takes_the_law_and_leaves_the_noise)
{
  choice c;
  open_choice(&c, 60, noisy);
  push(&c, "0.5");
  push(&c, "1.5*x");
  push(&c, "1.5*x + 0.1*sin(7.0*y)*z");
  push(&c, "1.5*x + 0.1*sin(7.0*y)*z + 0.1*cos(9.0*x*z) + 0.1*sin(20.0*z)");
  cr_assert_eq(selected(&c), 1);
  eqs_select_by_length(&c.result);
  cr_assert_eq(c.result.selected, 1);
  close_choice(&c);
}

static double curve(double x, double y, double z)
{
  (void)z;
  return 1 / (2 + x) + 1e-3 * sin(1e4 * (x + y));
}

/* Nine rows: a formula with nine constants runs through them all and says nothing. */
Test(select, as_many_constants_as_rows_prove_nothing)
{
  choice c;
  open_choice(&c, 12, curve);
  cr_assert_eq(c.p.train.n, 9);
  push(&c, "0.5");
  push(&c, "1.5/(2.5 + x)");
  push(&c, "0.5 + 0.1*x + 0.1*x^2 + 0.1*x^3 + 0.1*x^4 + 0.1*x^5 + 0.1*x^6 + 0.1*x^7 + 0.1*x^8");
  cr_assert_lt(c.result.front[2].train.mae, 1e-2 * c.result.front[1].train.mae);
  cr_assert_eq(selected(&c), 1);
  close_choice(&c);
}

static double exact(double x, double y, double z)
{
  (void)z;
  return 3 * x + 1 / (2.5 + y);
}

Test(select, few_rows_are_enough_for_an_exact_law)
{
  choice c;
  open_choice(&c, 8, exact);
  cr_assert_eq(c.p.train.n, 6);
  push(&c, "0.5");
  push(&c, "1.5*x + 0.5");
  push(&c, "3.1*x + 1.1/(2.4 + y)");
  push(&c, "3.1*x + 1.1/(2.4 + y) + 0.1*z");
  cr_assert_eq(selected(&c), 2);
  close_choice(&c);
}

/* Of 600 functions that have nothing to do with the noise, the one that follows it best: in every
   fold it does, for they are folds of the same rows. */
Test(select, the_luckiest_of_many_structures_is_not_taken)
{
  choice c;
  double least = INFINITY, error[EQS_MAX_FRONT];
  char luckiest[64] = "";
  size_t n;
  open_choice(&c, 60, noisy);
  for (int k = 1; k <= 600; k++) {
    char text[64];
    snprintf(text, sizeof text, "1.5*x + 0.1*sin(%d*%c)", k / 2 + 1, k % 2 ? 'y' : 'z');
    push(&c, text);
    if (c.result.front[0].train.mae < least) memcpy(luckiest, text, sizeof luckiest);
    least = fmin(least, c.result.front[0].train.mae);
    eqs_front_clear(&c.result);
  }
  push(&c, "0.5");
  push(&c, "1.5*x");
  push(&c, luckiest);
  cr_assert_eq(eqs_validate(c.p.ctx, c.engine, &c.p.problem, 1, NULL, &c.result, error, &n),
               EQS_OK);
  cr_assert_lt(error[2], 0.97 * error[1], "validation alone would take %s", luckiest);
  cr_assert_eq(selected(&c), 1);
  close_choice(&c);
}

/* A little of a pole between two rows, as much as the rows beside it need. */
static double bent(double x, double y, double z)
{
  (void)z;
  return 2 * x + 0.005 * sin(1e4 * (x + y)) + 0.001 / (x - 0.3);
}

/* Validation sees the rows that the pole describes, and not that a new one may be nearer to it. */
Test(select, a_pole_that_new_rows_may_meet_is_not_taken)
{
  choice c;
  double error[EQS_MAX_FRONT];
  size_t n;
  open_choice(&c, 60, bent);
  push(&c, "0.5");
  push(&c, "1.5*x");
  push(&c, "1.5*x + 0.001/(x - 0.3)");
  cr_assert_eq(eqs_validate(c.p.ctx, c.engine, &c.p.problem, 1, NULL, &c.result, error, &n),
               EQS_OK);
  cr_assert_lt(error[2], 0.7 * error[1], "validation alone would take it: %g, %g", error[1],
               error[2]);
  cr_assert_eq(selected(&c), 1);
  close_choice(&c);
}

static double bent_by_law(double x, double y, double z)
{
  (void)z;
  return 2 * x + 1e-6 * sin(1e4 * (x + y)) + 1e-5 / (x - 0.3);
}

/* So near to the rows, a pole is a law: what a gap costs is at most as much again as the error. */
Test(select, a_law_may_have_a_pole)
{
  choice c;
  open_choice(&c, 60, bent_by_law);
  push(&c, "0.5");
  push(&c, "1.5*x");
  push(&c, "2.0*x + 0.00001/(x - 0.3)");
  eqs_gaps gaps;
  const eqs_expr *law = c.result.front[2].expr;
  cr_assert_eq(eqs_gaps_open(c.p.ctx, &gaps, &c.p.problem), EQS_OK);
  cr_assert_gt(eqs_gaps_risk(&gaps, law->node, law->n_nodes).error, c.result.front[1].train.mae,
               "more than the line errs");
  eqs_gaps_close(&gaps);
  cr_assert_eq(selected(&c), 2);
  close_choice(&c);
}

Test(select, of_equals_the_one_without_a_pole_is_taken)
{
  choice c;
  open_choice(&c, 60, noisy);
  push(&c, "0.5");
  push(&c, "1.5*x");
  push(&c, "1.5*x");
  for (size_t sound = 1; sound < 3; sound++) {
    c.result.front[sound].broken = 0;
    c.result.front[3 - sound].broken = 4;
    cr_assert_eq(selected(&c), sound);
    eqs_select_by_length(&c.result);
    cr_assert_eq(c.result.selected, sound);
  }
  close_choice(&c);
}

Test(select, an_empty_front_selects_nothing)
{
  eqs_search_result result = {0};
  eqs_select_by_length(&result);
  cr_assert_eq(result.selected, SIZE_MAX);
}
