/* SPDX-License-Identifier: BSD-3-Clause */
/* The recommended formula neither misses the law nor describes the noise. */
#include "search/select.h"
#include "search/problem.h"
#include "search/support.h"
#include "search/validate.h"
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

static void push(test_problem *p, const eqs_engine *engine, const char *text,
                 eqs_search_result *result)
{
  eqs_formula f = formula_of(text);
  eqs_dataset *data;
  eqs_fit_options options;
  eqs_fit_result fitted;
  eqs_front_item *item = &result->front[result->n_front++];
  eqs_fit_options_init(&options);
  item->expr = eqs_expr_from_nodes(f.node, f.n);
  item->complexity = eqs_nodes_complexity(f.node, f.n);
  cr_assert_eq(eqs_dataset_new(p->ctx, &data, p->table, &p->roles, &p->train, EQS_F64, 1), EQS_OK);
  cr_assert_eq(eqs_fit_batch(p->ctx, engine, data, &item->expr, 1, &options, &fitted), EQS_OK);
  item->train = fitted.metrics;
  eqs_dataset_free(data);
}

Test(select, takes_the_law_and_leaves_the_noise)
{
  test_problem p;
  eqs_search_result result = {0};
  eqs_engine *engine;
  eqs_search_options options = small_options(0);
  open_problem(&p, 60, noisy);
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  push(&p, engine, "0.5", &result);
  push(&p, engine, "1.5*x", &result);
  push(&p, engine, "1.5*x + 0.1*sin(7.0*y)*z", &result);
  push(&p, engine, "1.5*x + 0.1*sin(7.0*y)*z + 0.1*cos(9.0*x*z) + 0.1*sin(20.0*z)", &result);
  cr_assert_eq(eqs_select_by_validation(p.ctx, engine, &p.problem, 1, &result), EQS_OK);
  cr_assert_eq(result.selected, 1);
  eqs_select_by_length(&result);
  cr_assert_eq(result.selected, 1);
  eqs_front_clear(&result);
  eqs_engine_free(engine);
  close_problem(&p);
}

static double curve(double x, double y, double z)
{
  (void)z;
  return 1 / (2 + x) + 1e-3 * sin(1e4 * (x + y));
}

/* Nine rows: a formula with nine constants runs through them all and says nothing. */
Test(select, as_many_constants_as_rows_prove_nothing)
{
  test_problem p;
  eqs_search_result result = {0};
  eqs_engine *engine;
  eqs_search_options options = small_options(0);
  open_problem(&p, 12, curve);
  cr_assert_eq(p.train.n, 9);
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  push(&p, engine, "0.5", &result);
  push(&p, engine, "1.5/(2.5 + x)", &result);
  push(&p, engine,
       "0.5 + 0.1*x + 0.1*x^2 + 0.1*x^3 + 0.1*x^4 + 0.1*x^5 + 0.1*x^6 + 0.1*x^7 + 0.1*x^8",
       &result);
  cr_assert_lt(result.front[2].train.mae, 1e-2 * result.front[1].train.mae);
  cr_assert_eq(eqs_select_by_validation(p.ctx, engine, &p.problem, 1, &result), EQS_OK);
  cr_assert_eq(result.selected, 1);
  eqs_front_clear(&result);
  eqs_engine_free(engine);
  close_problem(&p);
}

static double exact(double x, double y, double z)
{
  (void)z;
  return 3 * x + 1 / (2.5 + y);
}

Test(select, few_rows_are_enough_for_an_exact_law)
{
  test_problem p;
  eqs_search_result result = {0};
  eqs_engine *engine;
  eqs_search_options options = small_options(0);
  open_problem(&p, 8, exact);
  cr_assert_eq(p.train.n, 6);
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  push(&p, engine, "0.5", &result);
  push(&p, engine, "1.5*x + 0.5", &result);
  push(&p, engine, "3.1*x + 1.1/(2.4 + y)", &result);
  push(&p, engine, "3.1*x + 1.1/(2.4 + y) + 0.1*z", &result);
  cr_assert_eq(eqs_select_by_validation(p.ctx, engine, &p.problem, 1, &result), EQS_OK);
  cr_assert_eq(result.selected, 2);
  eqs_front_clear(&result);
  eqs_engine_free(engine);
  close_problem(&p);
}

/* Of 600 functions that have nothing to do with the noise, the one that follows it best: in every
   fold it does, for they are folds of the same rows. */
Test(select, the_luckiest_of_many_structures_is_not_taken)
{
  test_problem p;
  eqs_search_result result = {0};
  eqs_engine *engine;
  eqs_search_options options = small_options(0);
  double least = INFINITY, error[EQS_MAX_FRONT];
  char luckiest[64] = "";
  size_t n;
  open_problem(&p, 60, noisy);
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  for (int k = 1; k <= 600; k++) {
    char text[64];
    snprintf(text, sizeof text, "1.5*x + 0.1*sin(%d*%c)", k / 2 + 1, k % 2 ? 'y' : 'z');
    push(&p, engine, text, &result);
    if (result.front[0].train.mae < least) memcpy(luckiest, text, sizeof luckiest);
    least = fmin(least, result.front[0].train.mae);
    eqs_front_clear(&result);
  }
  push(&p, engine, "0.5", &result);
  push(&p, engine, "1.5*x", &result);
  push(&p, engine, luckiest, &result);
  cr_assert_eq(eqs_validate(p.ctx, engine, &p.problem, 1, &result, error, &n), EQS_OK);
  cr_assert_lt(error[2], 0.97 * error[1], "validation alone would take %s", luckiest);
  cr_assert_eq(eqs_select_by_validation(p.ctx, engine, &p.problem, 1, &result), EQS_OK);
  cr_assert_eq(result.selected, 1);
  eqs_front_clear(&result);
  eqs_engine_free(engine);
  close_problem(&p);
}

Test(select, of_equals_the_one_without_a_pole_is_taken)
{
  test_problem p;
  eqs_search_result result = {0};
  eqs_engine *engine;
  eqs_search_options options = small_options(0);
  open_problem(&p, 60, noisy);
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  push(&p, engine, "0.5", &result);
  push(&p, engine, "1.5*x", &result);
  push(&p, engine, "1.5*x", &result);
  for (size_t sound = 1; sound < 3; sound++) {
    result.front[sound].broken = 0;
    result.front[3 - sound].broken = 4;
    cr_assert_eq(eqs_select_by_validation(p.ctx, engine, &p.problem, 1, &result), EQS_OK);
    cr_assert_eq(result.selected, sound);
    eqs_select_by_length(&result);
    cr_assert_eq(result.selected, sound);
  }
  eqs_front_clear(&result);
  eqs_engine_free(engine);
  close_problem(&p);
}

Test(select, an_empty_front_selects_nothing)
{
  eqs_search_result result = {0};
  eqs_select_by_length(&result);
  cr_assert_eq(result.selected, SIZE_MAX);
}
