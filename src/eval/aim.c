/* SPDX-License-Identifier: BSD-3-Clause */
/* From options to an aim, and from sums to metrics. */
#include "eval/aim.h"
#include <math.h>

void eqs_score_options_init(eqs_score_options *options)
{
  *options = (eqs_score_options){.size = sizeof *options, .bound = INFINITY};
}

eqs_aim eqs_aim_new(const eqs_dataset *dataset, const eqs_score_options *options)
{
  double bound = options && !isnan(options->bound) ? options->bound : INFINITY;
  return (eqs_aim){.total = (double)dataset->n_rows, .bound = bound};
}

/* Which comes first, a row that is not finite or one that takes the loss above the bound, depends
   on how rows were cut into blocks; so the bound is asked first. */
eqs_metrics eqs_metrics_of(const eqs_aim *aim, const eqs_loss_sums *sums,
                           const eqs_dataset *dataset)
{
  eqs_metrics m = {.mse = NAN, .mae = NAN, .rmse = NAN, .r2 = NAN, .n = dataset->n_rows};
  if (eqs_loss_above(aim, sums->sse)) {
    m.abandoned = 1;
  } else if (sums->bad > 0 || !isfinite(sums->sse)) {
    m.rejected = sums->bad > 0 ? (size_t)sums->bad : 1; /* finite values whose squares are not */
  } else {
    m.mse = sums->sse / aim->total;
    m.mae = sums->sae / aim->total;
    m.rmse = sqrt(m.mse);
    m.r2 = dataset->target_ss > 0 ? 1 - sums->sse / dataset->target_ss : NAN;
  }
  return m;
}
