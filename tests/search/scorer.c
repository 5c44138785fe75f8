/* SPDX-License-Identifier: BSD-3-Clause */
/* Scores do not depend on how the formulas were cut into chunks, and constants come back fitted. */
#include "search/judge/scorer.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

static double line(double x, double y, double z)
{
  (void)z;
  return 2.5 * x - 0.5 * y + 1;
}

enum { FORMULAS = 5 };
static const char *const TEXT[FORMULAS] = {"1.5*x + 1.5*y + 0.5", "1.5*x", "log(y)", "x + y",
                                           "1.5*sin(1.5*x) + 0.5"};

static void fit(test_problem *p, size_t chunk, eqs_formula *f, eqs_score *score)
{
  eqs_search_options options = small_options(0);
  eqs_engine *engine;
  eqs_dataset *data;
  eqs_scorer scorer;
  eqs_budget budget;
  eqs_formula *batch[FORMULAS];
  cr_assert_eq(eqs_engine_new(p->ctx, &engine, &options.engine), EQS_OK);
  cr_assert_eq(eqs_dataset_new(p->ctx, &data, p->table, &p->roles, &p->train, EQS_F64, 1), EQS_OK);
  cr_assert_eq(eqs_scorer_init(p->ctx, &scorer, engine, data, 5), EQS_OK);
  scorer.capacity = chunk;
  eqs_budget_begin(&budget, &options);
  for (int i = 0; i < FORMULAS; i++) {
    f[i] = formula_of(TEXT[i]);
    batch[i] = &f[i];
  }
  cr_assert_eq(eqs_scorer_fit(p->ctx, &scorer, &budget, 1, batch, FORMULAS, 100,
                              (eqs_effort){20, 3, 0}, score),
               EQS_OK);
  cr_assert_eq(budget.now.n_fits, FORMULAS);
  eqs_scorer_free(&scorer);
  eqs_dataset_free(data);
  eqs_engine_free(engine);
}

Test(scorer, chunks_do_not_matter_and_constants_are_fitted)
{
  test_problem p;
  eqs_formula f[2][FORMULAS];
  eqs_score score[2][FORMULAS];
  open_problem(&p, 40, line);
  fit(&p, 1, f[0], score[0]);
  fit(&p, 4, f[1], score[1]);
  for (int i = 0; i < FORMULAS; i++) {
    cr_assert(score[0][i].done && score[1][i].done);
    cr_assert_eq(score[0][i].finite, score[1][i].finite);
    if (score[0][i].finite) cr_assert_eq(score[0][i].loss, score[1][i].loss);
  }
  cr_assert_lt(score[0][0].loss, 1e-25);
  cr_assert_not(score[0][2].finite, "log of negative values");
  for (uint32_t k = 0; k < f[0][0].n; k++)
    cr_assert_eq(f[0][0].node[k].value, f[1][0].node[k].value);
  close_problem(&p);
}

Test(scorer, nothing_is_done_once_the_budget_is_over)
{
  test_problem p;
  volatile int stop = 1;
  eqs_formula f[FORMULAS];
  eqs_score score[FORMULAS];
  open_problem(&p, 40, line);
  eqs_search_options options = small_options(0);
  options.stop = &stop;
  eqs_engine *engine;
  eqs_dataset *data;
  eqs_scorer scorer;
  eqs_budget budget;
  eqs_formula *batch[FORMULAS];
  cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
  cr_assert_eq(eqs_dataset_new(p.ctx, &data, p.table, &p.roles, &p.train, EQS_F64, 1), EQS_OK);
  cr_assert_eq(eqs_scorer_init(p.ctx, &scorer, engine, data, 5), EQS_OK);
  eqs_budget_begin(&budget, &options);
  for (int i = 0; i < FORMULAS; i++) {
    f[i] = formula_of(TEXT[i]);
    batch[i] = &f[i];
  }
  cr_assert_eq(
      eqs_scorer_fit(p.ctx, &scorer, &budget, 1, batch, FORMULAS, 0, (eqs_effort){5, 1, 0}, score),
      EQS_OK);
  for (int i = 0; i < FORMULAS; i++) cr_assert_not(score[i].done);
  eqs_scorer_free(&scorer);
  eqs_dataset_free(data);
  eqs_engine_free(engine);
  close_problem(&p);
}

static void raise_flag(void *user, const eqs_search_progress *progress)
{
  (void)progress;
  *(volatile int *)user = 1;
}

/* As of millions of rows, or of very many iterations that these lines do not take. */
Test(scorer, a_stop_waits_for_one_long_fit_and_no_more)
{
  for (unsigned iterations = 20; iterations <= 2000000; iterations *= 100000) {
    test_problem p;
    volatile int stop = 0;
    eqs_formula f[3], *batch[3];
    eqs_score score[3];
    eqs_engine *engine;
    eqs_dataset *data;
    eqs_scorer scorer;
    eqs_budget budget;
    open_problem(&p, 80, line);
    eqs_search_options options = small_options(0);
    options.stop = &stop;
    options.progress = raise_flag;
    options.user = (void *)&stop;
    cr_assert_eq(eqs_engine_new(p.ctx, &engine, &options.engine), EQS_OK);
    cr_assert_eq(eqs_dataset_new(p.ctx, &data, p.table, &p.roles, &p.train, EQS_F64, 1), EQS_OK);
    cr_assert_eq(eqs_scorer_init(p.ctx, &scorer, engine, data, 5), EQS_OK);
    eqs_budget_begin(&budget, &options);
    for (int i = 0; i < 3; i++) {
      f[i] = formula_of("1.5*x");
      batch[i] = &f[i];
    }
    cr_assert_eq(eqs_scorer_fit(p.ctx, &scorer, &budget, 1, batch, 3, 100,
                                (eqs_effort){iterations, 1, 0}, score),
                 EQS_OK);
    cr_expect_eq(budget.now.n_fits, iterations == 20 ? 3 : 1);
    eqs_scorer_free(&scorer);
    eqs_dataset_free(data);
    eqs_engine_free(engine);
    close_problem(&p);
  }
}
