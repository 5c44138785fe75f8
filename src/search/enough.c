/* SPDX-License-Identifier: BSD-3-Clause */
/* The best of the bank against what was asked for, or against the rounding of the target. */
#include "search/enough.h"

bool eqs_bank_is_enough(const eqs_bank *bank, const eqs_search_options *options,
                        const eqs_dataset *dataset)
{
  if (options->stop_r2 == 0) return false;
  unsigned most = options->stop_complexity > 0 ? options->stop_complexity : bank->max_complexity;
  const eqs_member *best = eqs_bank_best(bank, EQS_BY_MSE, most);
  return best != NULL &&
         best->mse * (double)dataset->n_rows <= (1 - options->stop_r2) * dataset->target_ss;
}

/* So many rows more than constants leave something to be explained. */
enum { ROWS_LEFT = 2 };

static bool is_exact(const eqs_niche *niche, double rows, double sum)
{
  for (uint32_t i = 0; i < niche->n; i++) {
    const eqs_member *m = &niche->member[i];
    if (m->mse * rows <= sum && eqs_formula_params(&m->f) + ROWS_LEFT <= rows) return true;
  }
  return false;
}

bool eqs_bank_is_exact(const eqs_bank *bank, const eqs_dataset *dataset, double sum)
{
  for (unsigned k = 0; k <= bank->max_complexity; k++)
    if (is_exact(&bank->niche[EQS_BY_MSE][k], (double)dataset->n_rows, sum)) return true;
  return false;
}
