/* SPDX-License-Identifier: BSD-3-Clause */
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
