/* SPDX-License-Identifier: BSD-3-Clause */
/* The best of the bank against what was asked for, or against the rounding of the target. */
#include "search/judge/enough.h"
#include "expr/expr.h"
#include <math.h>

void eqs_member_measure(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                        const eqs_objective *objective, const eqs_member *m, double *mse,
                        double *r2)
{
  if (objective->loss == EQS_LOSS_SQUARED && objective->drop == 0 && dataset->weight == NULL) {
    *mse = m->mse;
    *r2 = 1 - m->mse * (double)dataset->n_rows / dataset->target_ss;
    return;
  }
  eqs_metrics metrics = {.mse = NAN, .r2 = NAN};
  eqs_score_options options;
  eqs_score_options_init(&options);
  options.objective = *objective;
  eqs_expr *expr = eqs_expr_from_nodes(m->f.node, m->f.n);
  const eqs_expr *one[] = {expr};
  if (expr != NULL) eqs_engine_score_with(ctx, engine, dataset, one, 1, &options, &metrics);
  eqs_expr_free(expr);
  *mse = metrics.mse;
  *r2 = isnan(metrics.r2) ? -INFINITY : metrics.r2;
}

bool eqs_bank_is_enough(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                        const eqs_bank *bank, const eqs_search_options *options)
{
  if (options->stop_r2 == 0) return false;
  unsigned most = options->stop_complexity > 0 ? options->stop_complexity : bank->max_complexity;
  const eqs_member *best = eqs_bank_best(bank, EQS_BY_MSE, most);
  if (best == NULL) return false;
  double mse, r2;
  eqs_member_measure(ctx, engine, dataset, &options->objective, best, &mse, &r2);
  return r2 >= options->stop_r2;
}

/* So many rows more than constants leave something to be explained. */
enum { ROWS_LEFT = 2 };

static bool is_exact(const eqs_niche *niche, double rows, double loss)
{
  for (uint32_t i = 0; i < niche->n; i++) {
    const eqs_member *m = &niche->member[i];
    if (m->mse <= loss && eqs_formula_params(&m->f) + ROWS_LEFT <= rows) return true;
  }
  return false;
}

bool eqs_bank_is_exact(const eqs_bank *bank, const eqs_dataset *dataset, double loss)
{
  for (unsigned k = 0; k <= bank->max_complexity; k++)
    if (is_exact(&bank->niche[EQS_BY_MSE][k], (double)dataset->n_rows, loss)) return true;
  return false;
}
