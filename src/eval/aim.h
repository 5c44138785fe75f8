/* SPDX-License-Identifier: BSD-3-Clause */
/* What the sums over a data set are for: when a loss is known to be of no use, and what it means
   once all rows are in it. */
#ifndef EQS_EVAL_AIM_H
#define EQS_EVAL_AIM_H

#include "data/dataset.h"
#include <eqsieve/engine.h>
#include <stdbool.h>

typedef struct eqs_aim {
  double total; /* rows that the mean is taken over */
  double bound; /* a mean above it is of no use */
} eqs_aim;

/* OPTIONS may be NULL. */
eqs_aim eqs_aim_new(const eqs_dataset *dataset, const eqs_score_options *options);

typedef struct eqs_loss_sums {
  double sse, sae;
  double bad; /* rows whose value is not finite; they are in neither sum */
} eqs_loss_sums;

/* Terms are never negative and rounding is monotone: a partial sum that is above the bound stays
   above it, whatever rows are still to come. */
static inline bool eqs_loss_above(const eqs_aim *aim, double sum)
{
  return sum / aim->total > aim->bound;
}

/* No further row can make the sums of use. */
static inline bool eqs_loss_settled(const eqs_aim *aim, const eqs_loss_sums *sums)
{
  return sums->bad > 0 || eqs_loss_above(aim, sums->sse);
}

/* Metrics from the sums; NaN throughout when a row is not finite or the loss is above the bound. */
eqs_metrics eqs_metrics_of(const eqs_aim *aim, const eqs_loss_sums *sums,
                           const eqs_dataset *dataset);

#endif
