/* SPDX-License-Identifier: BSD-3-Clause */
/* The pursuit puts in what is missing, where it is missing, and keeps to the rules. */
#include "search/propose/pursuit.h"
#include "search/judge/scorer.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>

typedef struct fixture {
  test_problem p;
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  eqs_bank bank;
  eqs_moves moves;
  eqs_pursuit pursuit;
} fixture;

static void offer(fixture *fx, const char *text, double error)
{
  eqs_formula f = formula_of(text);
  eqs_welcome welcome;
  cr_assert_eq(eqs_bank_offer(&fx->bank, &f, eqs_nodes_hash(f.node, f.n), error, error, &welcome),
               0);
}

static void set_up(fixture *fx, size_t rows, double (*law)(double, double, double))
{
  open_problem(&fx->p, rows, law);
  fx->rules = rules_of("+,-,*,/,square,sqrt,exp,log,sin,cos", 40);
  fx->rules.max_complexity = 40;
  fx->rules.max_params = 8;
  fx->vocabulary = vocabulary_of(&fx->rules);
  eqs_mask_init(&fx->mask, &fx->vocabulary, &fx->rules);
  cr_assert_eq(eqs_bank_init(&fx->bank, 40, 4), 0);
  eqs_moves_init(&fx->moves, &fx->bank, &fx->mask);
  cr_assert_eq(eqs_pursuit_init(&fx->pursuit, &fx->p.problem, &fx->moves, &fx->mask, 3), 0);
}

static void tear_down(fixture *fx)
{
  eqs_pursuit_free(&fx->pursuit);
  eqs_bank_free(&fx->bank);
  close_problem(&fx->p);
}

/* The least mean square of the proposals from N streams, their constants fitted. */
static double best_of(fixture *fx, uint64_t n)
{
  eqs_engine *engine;
  eqs_dataset *data;
  eqs_scorer scorer;
  eqs_budget budget;
  eqs_search_options options;
  double best = INFINITY;
  eqs_search_options_init(&options);
  eqs_budget_begin(&budget, &options);
  cr_assert_eq(eqs_engine_new(fx->p.ctx, &engine, &options.engine), EQS_OK);
  cr_assert_eq(
      eqs_dataset_new(fx->p.ctx, &data, fx->p.table, &fx->p.roles, &fx->p.train, EQS_F64, 0),
      EQS_OK);
  cr_assert_eq(eqs_scorer_init(fx->p.ctx, &scorer, engine, data, 1), EQS_OK);
  for (uint64_t number = 0; number < n; number++) {
    eqs_proposal proposal[EQS_PURSUED_AT_ONCE];
    eqs_pursuit_propose(&fx->pursuit, number, proposal);
    for (int k = 0; k < EQS_PURSUED_AT_ONCE; k++) {
      eqs_formula *f = &proposal[k].f;
      eqs_score score;
      if (f->n == 0) continue;
      cr_assert_eq(eqs_scorer_fit(fx->p.ctx, &scorer, &budget, 1, &f, 1, number,
                                  (eqs_effort){20, 1, 0}, &score),
                   EQS_OK);
      if (score.finite) best = fmin(best, score.loss);
    }
  }
  eqs_scorer_free(&scorer);
  eqs_dataset_free(data);
  eqs_engine_free(engine);
  return best;
}

static double sum(double x, double y, double z)
{
  return 0.5 + 2 * x + 0.3 * sin(3 * z) / (2 + y);
}

/* The term is there only with its variables exchanged. */
Test(pursuit, a_missing_term_is_found_at_once)
{
  fixture fx;
  set_up(&fx, 200, sum);
  offer(&fx, "0.5 + 2.0*x", 1);
  offer(&fx, "1.5*(sin(3*y)/(2 + z))", 2);
  eqs_pursuit_prepare(&fx.pursuit, 0);
  cr_assert_lt(best_of(&fx, 40), 1e-20);
  tear_down(&fx);
}

static double product(double x, double y, double z)
{
  return 0.5 + exp(x - 0.4 * z * y);
}

/* What is missing is missing in the argument of the exponential. */
Test(pursuit, a_missing_term_is_found_inside)
{
  fixture fx;
  set_up(&fx, 200, product);
  offer(&fx, "0.5 + exp(1.0*x)", 1);
  offer(&fx, "y*z", 2);
  eqs_pursuit_prepare(&fx.pursuit, 0);
  cr_assert_lt(best_of(&fx, 100), 1e-20);
  tear_down(&fx);
}

Test(pursuit, proposals_obey_and_are_reproducible)
{
  fixture fx;
  set_up(&fx, 37, sum);
  offer(&fx, "0.5 + 2.0*x", 1);
  offer(&fx, "0.1 + sqrt(x + 1.5)*cos(z)/(y - 3.5)", 0.5);
  unsigned found = 0;
  for (uint64_t k = 0; k < 400; k++) {
    eqs_proposal once[EQS_PURSUED_AT_ONCE], again[EQS_PURSUED_AT_ONCE];
    if (k % 100 == 0) eqs_pursuit_prepare(&fx.pursuit, k);
    eqs_pursuit_propose(&fx.pursuit, k, once);
    eqs_pursuit_propose(&fx.pursuit, k, again);
    for (int i = 0; i < EQS_PURSUED_AT_ONCE; i++) {
      const eqs_formula *f = &once[i].f;
      cr_assert_eq(f->n, again[i].f.n);
      if (f->n == 0) continue;
      found++;
      cr_assert_eq(eqs_nodes_hash(f->node, f->n), eqs_nodes_hash(again[i].f.node, again[i].f.n));
      cr_assert(eqs_rules_check(&fx.rules, f->node, f->n, NULL));
      cr_assert(eqs_formula_varies(f));
    }
  }
  cr_assert_gt(found, 400);
  tear_down(&fx);
}

Test(pursuit, an_empty_bank_gives_nothing)
{
  fixture fx;
  eqs_proposal proposal[EQS_PURSUED_AT_ONCE];
  set_up(&fx, 20, sum);
  eqs_pursuit_prepare(&fx.pursuit, 0);
  eqs_pursuit_propose(&fx.pursuit, 1, proposal);
  for (int k = 0; k < EQS_PURSUED_AT_ONCE; k++) cr_assert_eq(proposal[k].f.n, 0);
  tear_down(&fx);
}
