/* SPDX-License-Identifier: BSD-3-Clause */
/* From the bank to what is reported. */
#include "search/judge/outcome.h"
#include "data/dataset.h"
#include "search/judge/alternatives.h"
#include "search/judge/breaks.h"
#include "search/judge/enough.h"
#include "search/judge/select.h"
#include <stdlib.h>

void eqs_outcome_lead(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                      const eqs_bank *bank, const eqs_problem *problem, eqs_budget *budget,
                      char **text)
{
  const eqs_member *best = eqs_bank_best(bank, EQS_BY_MSE, bank->max_complexity);
  if (best == NULL || best->mse == budget->least_loss) return;
  budget->least_loss = best->mse;
  eqs_member_measure(ctx, engine, dataset, &problem->objective, best, &budget->now.best_mse,
                     &budget->now.best_r2);
  eqs_expr *expr = eqs_expr_from_nodes(best->f.node, best->f.n);
  char *spelling = expr == NULL ? NULL : eqs_expr_print(expr, &problem->roles->names, EQS_INFIX, 0);
  eqs_expr_free(expr);
  if (spelling == NULL) return; /* the line of progress keeps the formula before */
  free(*text);
  *text = spelling;
  budget->now.best = spelling;
}

static eqs_status find_breaks(eqs_ctx *ctx, const eqs_problem *problem, eqs_search_result *result)
{
  eqs_status status = EQS_OK;
  for (size_t i = 0; i < result->n_front && status == EQS_OK; i++)
    status = eqs_breaks_find(ctx, problem, &result->front[i]);
  return status;
}

/* What takes a look at the rows again. */
static eqs_status judge(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                        const eqs_bank *bank, const eqs_problem *problem, const eqs_budget *budget,
                        eqs_search_result *result)
{
  uint64_t seed = budget->options->seed;
  eqs_status status = eqs_select_by_validation(ctx, engine, problem, seed, budget, result);
  if (status != EQS_OK) return status;
  return eqs_alternatives_collect(ctx, engine, dataset, bank, problem, budget, result);
}

eqs_status eqs_outcome_conclude(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                                const eqs_bank *bank, const eqs_problem *problem,
                                eqs_budget *budget, eqs_search_result *result)
{
  eqs_status status = eqs_front_collect(ctx, bank, problem, result);
  if (status == EQS_OK) status = find_breaks(ctx, problem, result);
  if (status != EQS_OK) return status;
  status = judge(ctx, engine, dataset, bank, problem, budget, result);
  if (eqs_budget_interrupted(budget)) {
    result->stop = EQS_STOP_INTERRUPTED;
    eqs_alternatives_clear(result);
  }
  result->n_sampled = budget->now.n_sampled;
  result->n_scored = budget->now.n_scored;
  result->n_fits = budget->now.n_fits;
  result->seconds = eqs_budget_elapsed(budget);
  result->seconds_left = eqs_budget_left(budget);
  eqs_budget_report(budget, true);
  return status;
}
