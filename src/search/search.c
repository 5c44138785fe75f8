/* SPDX-License-Identifier: BSD-3-Clause */
/* The search from the outside: its phases in their order, and its result. */
#include "data/table.h"
#include "search/judge/alternatives.h"
#include "search/judge/outcome.h"
#include "search/paper/paper.h"
#include "search/run.h"
#include "search/settings/setup.h"
#include "search/sweep.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

enum { BETWEEN_STAGES = 32 }; /* iterations */

/* At most this share of the time goes into pretraining. */
static const double PRETRAIN_SHARE = 0.2;

/* The simplest formula of all, a constant, from which the front starts. */
static eqs_status score_constant(eqs_run *run)
{
  eqs_formula f = {.n = 1, .node = {eqs_node_param(1)}}, *batch[] = {&f};
  eqs_welcome welcome;
  eqs_score score;
  eqs_status status =
      eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, INFINITY, batch, 1, run->next_task++,
                     (eqs_effort){.iterations = 10, .starts = 1}, &score);
  if (status != EQS_OK || !score.finite) return status;
  if (eqs_bank_offer(&run->bank, &f, eqs_nodes_hash(f.node, 1), score.loss, score.mae, &welcome))
    return eqs_fail_memory(run->ctx, sizeof(eqs_member));
  return EQS_OK;
}

/* The model learns what formulas look like, within PRETRAIN_SHARE of the time from now on. */
static eqs_status teach_first(eqs_run *run)
{
  double limit = run->options->seconds, used = 0;
  if (limit > 0) used = fmin(1, eqs_budget_elapsed(&run->budget) / limit);
  eqs_status status = eqs_run_pretrain(run, used + PRETRAIN_SHARE * (1 - used));
  run->taught = run->vae != NULL;
  run->shares.active[EQS_FROM_MODEL] = run->taught && eqs_run_uses(run, EQS_FROM_MODEL);
  run->shares.active[EQS_FROM_LATENT] = run->taught && eqs_run_uses(run, EQS_FROM_LATENT);
  return status;
}

/* Whether this SHARE of the time or of the evaluations is used up. */
static bool is_spent(eqs_run *run, double share)
{
  double limit = share * (double)run->options->max_evals;
  bool evals = limit > 0 && (double)run->budget.now.n_scored >= limit;
  return evals || eqs_budget_over(&run->budget, share);
}

/* Stage after stage, each longer than all before it, and between them a little chance, which is the
   quicker way to many laws. */
static eqs_status sweep(eqs_run *run, bool *over)
{
  static const double share[EQS_SWEEP_STAGES] = {0.1, 0.2, 0};
  eqs_status status = EQS_OK;
  for (unsigned k = 0; k < EQS_SWEEP_STAGES; k++) {
    if (status != EQS_OK || *over || eqs_run_satisfied(run)) break;
    status = eqs_sweep(run, k);
    for (unsigned i = 0; i < BETWEEN_STAGES && k + 1 < EQS_SWEEP_STAGES; i++) {
      bool stay = status == EQS_OK && !*over && !eqs_run_satisfied(run);
      if (!stay || is_spent(run, share[k])) break;
      status = eqs_run_iterate(run, over);
    }
  }
  return status;
}

static eqs_status run_phases(eqs_run *run)
{
  const eqs_search_options *o = run->options;
  bool over = false;
  eqs_status status = score_constant(run);
  if (status == EQS_OK && eqs_run_uses(run, EQS_FROM_SWEEP)) status = sweep(run, &over);
  if (status == EQS_OK && !over && !eqs_run_satisfied(run)) status = teach_first(run);
  bool stopped = o->stop != NULL && *o->stop;
  if (stopped) run->budget.reason = EQS_STOP_INTERRUPTED;
  while (status == EQS_OK && !over && !stopped) status = eqs_run_iterate(run, &over);
  run->result->stop = run->budget.reason;
  if (status == EQS_OK && run->result->stop != EQS_STOP_INTERRUPTED) status = eqs_run_polish(run);
  return status;
}

/* The search of this library. */
static eqs_status search_freely(eqs_ctx *ctx, const eqs_problem *problem,
                                const eqs_search_options *options, eqs_search_result *result)
{
  eqs_run *run = calloc(1, sizeof *run);
  if (run == NULL) return eqs_fail_memory(ctx, sizeof *run);
  eqs_status status = eqs_run_open(run, ctx, problem, options, result);
  if (status == EQS_OK) status = run_phases(run);
  if (status == EQS_OK)
    status = eqs_outcome_conclude(ctx, run->engine, run->dataset, &run->bank, &run->problem,
                                  &run->budget, result);
  eqs_run_close(run);
  free(run);
  return status;
}

/* Rows of weight zero have no say in anything: the search never sees them. KEPT is freed with
   eqs_rows_free. */
static eqs_status keep_weighted(eqs_ctx *ctx, const eqs_problem *problem, const eqs_rows *rows,
                                const char *which, eqs_rows *kept)
{
  const double *weight = eqs_problem_weights(problem);
  kept->row = eqs_alloc(rows->n, sizeof *kept->row);
  if (kept->row == NULL) return eqs_fail_memory(ctx, rows->n * sizeof *kept->row);
  for (size_t i = 0; i < rows->n; i++)
    if (weight[rows->row[i]] != 0) kept->row[kept->n++] = rows->row[i];
  if (kept->n == 0)
    return eqs_fail(ctx, EQS_INPUT, "%s: none of the %zu %s rows has a weight in '%s'",
                    problem->table->path, rows->n, which,
                    problem->table->name[problem->roles->weight]);
  return EQS_OK;
}

static eqs_status search(eqs_ctx *ctx, const eqs_problem *problem,
                         const eqs_search_options *options, eqs_search_result *result)
{
  eqs_problem of_weight = *problem;
  eqs_rows train = {0}, test = {0};
  eqs_status status = EQS_OK;
  if (problem->roles->weighted) {
    status = keep_weighted(ctx, problem, problem->train, "training", &train);
    of_weight.train = &train;
  }
  if (problem->roles->weighted && problem->test != NULL && status == EQS_OK) {
    status = keep_weighted(ctx, problem, problem->test, "held-out", &test);
    of_weight.test = &test;
  }
  if (status == EQS_OK)
    status = options->preset == EQS_PRESET_NONE
                 ? search_freely(ctx, &of_weight, options, result)
                 : eqs_paper_search(ctx, &of_weight, options, result);
  eqs_rows_free(&train);
  eqs_rows_free(&test);
  return status;
}

eqs_status eqs_search_run(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                          const eqs_rows *train, const eqs_rows *test,
                          const eqs_search_options *options, eqs_search_result **result)
{
  eqs_status status = eqs_search_options_check(ctx, options);
  if (status != EQS_OK) return status;
  const eqs_problem problem = {table, roles, train, test, options->objective};
  eqs_search_result *made = calloc(1, sizeof *made);
  if (made == NULL) return eqs_fail_memory(ctx, sizeof *made);
  made->selected = SIZE_MAX;
  status = search(ctx, &problem, options, made);
  if (status != EQS_OK) {
    eqs_search_result_free(made);
    return status;
  }
  *result = made;
  return EQS_OK;
}

void eqs_search_result_free(eqs_search_result *result)
{
  if (result == NULL) return;
  eqs_alternatives_clear(result);
  eqs_front_clear(result);
  free(result);
}

const char *eqs_stop_name(eqs_stop_reason stop)
{
  switch (stop) {
  case EQS_STOP_TIME:
    return "time";
  case EQS_STOP_EVALS:
    return "evals";
  case EQS_STOP_CONVERGED:
    return "converged";
  case EQS_STOP_INTERRUPTED:
    return "interrupted";
  }
  return "unknown";
}
