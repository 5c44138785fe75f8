/* SPDX-License-Identifier: BSD-3-Clause */
/* Whole searches: they find a law, keep to their budgets, and do not depend on threads. */
#include "search/problem.h"
#include "util/clock.h"
#include <criterion/criterion.h>
#include <eqsieve/search.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double parabola(double x, double y, double z)
{
  (void)y, (void)z;
  return x * x + x;
}

static double hard(double x, double y, double z)
{
  return sin(3 * x + y) * exp(-z * z) + 0.1 * fabs(x * y - 0.3);
}

/* The front as text, to the last bit of every number. */
static char *front_text(const eqs_search_result *result, const eqs_names *names)
{
  size_t size = 1, used = 0;
  char *text = calloc(1, 1);
  for (size_t i = 0; i < result->n_front; i++) {
    const eqs_front_item *item = &result->front[i];
    char *formula = eqs_expr_print(item->expr, names, EQS_INFIX, 0);
    size += strlen(formula) + 100;
    text = realloc(text, size);
    used += (size_t)snprintf(text + used, size - used, "%zu %u %a %a %a %s\n", i, item->complexity,
                             item->train.mse, item->train.mae, item->test.mse, formula);
    free(formula);
  }
  return text;
}

Test(search, finds_a_parabola_exactly)
{
  test_problem p;
  open_problem(&p, 40, parabola);
  eqs_search_options options = small_options(20000);
  options.seed = 3;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_CONVERGED);
  cr_assert_lt(result->selected, result->n_front);
  const eqs_front_item *item = &result->front[result->selected];
  cr_assert_lt(item->train.mse, 1e-28);
  cr_assert_lt(item->test.mse, 1e-28);
  cr_assert_leq(item->complexity, 6, "complexity %u", item->complexity);
  eqs_search_result_free(result);
  close_problem(&p);
}

/* Every third row is far off in all columns, and z, the weight, is zero there alone. */
static void open_masked(test_problem *p)
{
  open_problem(p, 60, hard);
  double *target = (double *)(uintptr_t)eqs_table_numbers(p->table, p->roles.target);
  double *x = column_of(p, 0), *z = column_of(p, 2);
  for (size_t i = 0; i < 60; i++) {
    z[i] = i % 3 == 1 ? 0 : 1 + (double)(i % 2);
    if (z[i] == 0) target[i] = 1e9, x[i] = -1e7;
  }
  p->roles.weighted = 1;
  p->roles.weight = p->roles.feature[2];
}

static void leave_out_masked(eqs_rows *rows)
{
  size_t n = 0;
  for (size_t i = 0; i < rows->n; i++)
    if (rows->row[i] % 3 != 1) rows->row[n++] = rows->row[i];
  rows->n = n;
}

Test(search, rows_of_weight_zero_might_as_well_not_be_there)
{
  char *text[2];
  for (int k = 0; k < 2; k++) {
    test_problem p;
    open_masked(&p);
    if (k == 1) leave_out_masked(&p.train);
    if (k == 1) leave_out_masked(&p.test);
    eqs_search_options options = small_options(2000);
    eqs_search_result *result = search(&p, &options);
    cr_expect_gt(result->n_front, 2);
    for (size_t i = 0; i < result->n_front; i++)
      cr_expect_lt(result->front[i].train.n, 45, "rows that count alone");
    text[k] = front_text(result, &p.roles.names);
    eqs_search_result_free(result);
    close_problem(&p);
  }
  cr_expect_str_eq(text[0], text[1]);
  free(text[0]);
  free(text[1]);
}

Test(search, held_out_rows_without_weight_are_refused_before_the_search)
{
  test_problem p;
  open_masked(&p);
  double *z = column_of(&p, 2);
  for (size_t i = 0; i < p.test.n; i++) z[p.test.row[i]] = 0;
  eqs_search_options options = small_options(2000);
  eqs_search_result *result = NULL;
  cr_expect_eq(eqs_search_run(p.ctx, p.table, &p.roles, &p.train, &p.test, &options, &result),
               EQS_INPUT);
  cr_expect(strstr(eqs_ctx_message(p.ctx), "none of the 15 held-out rows has a weight in 'z'"),
            "%s", eqs_ctx_message(p.ctx));
  close_problem(&p);
}

Test(search, threads_do_not_matter)
{
  char *text[2];
  for (int k = 0; k < 2; k++) {
    test_problem p;
    open_problem(&p, 60, hard);
    eqs_ctx_set_threads(p.ctx, 1 + k);
    eqs_search_options options = small_options(3000);
    eqs_search_result *result = search(&p, &options);
    cr_assert_eq(result->stop, EQS_STOP_EVALS);
    cr_assert_gt(result->source[EQS_FROM_MODEL].scored, 0);
    cr_assert_gt(result->source[EQS_FROM_LOCAL].scored, 0);
    cr_assert_gt(result->source[EQS_FROM_LATENT].scored, 0);
    cr_assert_gt(result->source[EQS_FROM_PURSUIT].scored, 0);
    text[k] = front_text(result, &p.roles.names);
    eqs_search_result_free(result);
    close_problem(&p);
  }
  cr_assert_str_eq(text[0], text[1]);
  free(text[0]);
  free(text[1]);
}

Test(search, the_budget_of_evaluations_is_kept_to_the_letter)
{
  test_problem p;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(777);
  options.corpus = 0;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_EVALS);
  cr_assert_eq(result->n_scored, 777);
  cr_assert_eq(result->source[EQS_FROM_MODEL].scored + result->source[EQS_FROM_LATENT].scored, 0);
  cr_assert_eq(result->source[EQS_FROM_LOCAL].scored + result->source[EQS_FROM_PURSUIT].scored +
                   result->source[EQS_FROM_SWEEP].scored,
               777);
  cr_assert_geq(result->n_distinct, 777);
  cr_assert_geq(result->n_sampled, result->n_distinct);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(search, the_budget_of_time_is_kept)
{
  test_problem p;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(0);
  options.seconds = 0.5;
  double begin = eqs_clock();
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_TIME);
  cr_assert_lt(eqs_clock() - begin, 3);
  cr_assert_gt(result->n_front, 0);
  eqs_search_result_free(result);
  close_problem(&p);
}

static void raise_flag(void *user, const eqs_search_progress *progress)
{
  if (progress->n_scored > 500) *(volatile int *)user = 1;
}

Test(search, a_stop_ends_it_with_the_front_so_far)
{
  test_problem p;
  volatile int stop = 0;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(0);
  options.stop = &stop;
  options.progress = raise_flag;
  options.user = (void *)&stop;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_INTERRUPTED);
  cr_assert_gt(result->n_front, 0);
  cr_assert_lt(result->selected, result->n_front);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(search, a_stop_before_the_start_still_gives_the_constant)
{
  test_problem p;
  volatile int stop = 1;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(0);
  options.stop = &stop;
  eqs_search_result *result = search(&p, &options);
  cr_assert_eq(result->stop, EQS_STOP_INTERRUPTED);
  cr_assert_leq(result->n_front, 1);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(search, rules_hold_for_every_formula_of_the_front)
{
  static const char *const forbid[] = {"nest(sin; sin)"};
  test_problem p;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(3000);
  options.operators = "+,*,sin";
  options.forbid = forbid;
  options.n_forbid = 1;
  static const char *const require[] = {"x, z"};
  options.require = require;
  options.n_require = 1;
  options.max_params = 3;
  eqs_search_result *result = search(&p, &options);
  cr_assert_gt(result->n_front, 1);
  for (size_t i = 0; i < result->n_front; i++) {
    const eqs_expr *expr = result->front[i].expr;
    char *text = eqs_expr_print(expr, &p.roles.names, EQS_PREFIX, 0);
    if (eqs_expr_nodes(expr) > 1) {
      cr_assert(strchr(text, 'x') && strchr(text, 'z'), "%s", text);
      cr_assert_null(strstr(text, "exp"));
    }
    cr_assert_leq(eqs_expr_params(expr), 3);
    cr_assert_leq(result->front[i].complexity, options.max_complexity);
    free(text);
  }
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(search, test_rows_never_change_the_search)
{
  test_problem p;
  open_problem(&p, 60, hard);
  eqs_search_options options = small_options(1500);
  options.corpus = 0;
  eqs_search_result *with = search(&p, &options), *without = NULL;
  cr_assert_eq(eqs_search_run(p.ctx, p.table, &p.roles, &p.train, NULL, &options, &without),
               EQS_OK);
  cr_assert_eq(with->n_front, without->n_front);
  cr_assert_eq(with->selected, without->selected);
  for (size_t i = 0; i < with->n_front; i++) {
    cr_assert_eq(with->front[i].train.mse, without->front[i].train.mse);
    cr_assert_eq(without->front[i].test.n, 0);
  }
  eqs_search_result_free(with);
  eqs_search_result_free(without);
  close_problem(&p);
}

Test(search, single_precision_finds_the_parabola_too)
{
  test_problem p;
  open_problem(&p, 40, parabola);
  eqs_search_options options = small_options(20000);
  options.engine.dtype = EQS_F32;
  eqs_search_result *result = search(&p, &options);
  cr_assert_lt(result->selected, result->n_front);
  cr_assert_lt(result->front[result->selected].test.mse, 1e-10);
  eqs_search_result_free(result);
  close_problem(&p);
}
