/* SPDX-License-Identifier: BSD-3-Clause */
/* What the sums over a data set are for: an objective made ready for one data set, when its value
   is known to be of no use, and what the sums mean once all rows are in them. */
#ifndef EQS_EVAL_AIM_H
#define EQS_EVAL_AIM_H

#include "data/dataset.h"
#include "program/kernel.h"
#include <eqsieve/engine.h>
#include <stdbool.h>

typedef struct eqs_aim {
  bool squares; /* the loss is the sum of squares: the plain loss kernel has it */
  bool plain;   /* and no row is left out: the plain Gram kernels do */
  bool sharp;   /* the loss has a corner at zero */
  bool lenient; /* derivatives that are not finite count as zero; not if it is plain */
  eqs_rho rho;  /* its kernel */
  double param[4];
  double total;    /* weight of all rows */
  double most_bad; /* rows that may be left out */
  double bound;    /* a mean above it is of no use */
} eqs_aim;

/* How many of N rows a SHARE of them is. One in hundredths times a hundred rows may come out a
   little below the whole number that it is. */
double eqs_most_bad(double share, double n);

/* OPTIONS may be NULL. */
eqs_aim eqs_aim_new(const eqs_dataset *dataset, const eqs_score_options *options);

/* A sharp AIM with its corner rounded where residuals are smaller than WIDTH. */
eqs_aim eqs_aim_rounded(const eqs_aim *aim, double width, eqs_dtype dtype);

typedef struct eqs_loss_sums {
  double sse, sae;
  double bad;          /* rows whose value is not finite; they are in no other sum */
  double loss, weight; /* weighted loss and weights, unless the aim is squares */
} eqs_loss_sums;

/* What the aim adds up. */
static inline double eqs_aim_sum(const eqs_aim *aim, const eqs_loss_sums *sums)
{
  return aim->squares ? sums->sse : sums->loss;
}

/* Terms are never negative and rounding is monotone: a partial sum that is above the bound stays
   above it, whatever rows are still to come. */
static inline bool eqs_loss_above(const eqs_aim *aim, double sum)
{
  return sum / aim->total > aim->bound;
}

/* No further row can make the sums of use. */
static inline bool eqs_loss_settled(const eqs_aim *aim, const eqs_loss_sums *sums)
{
  return sums->bad > aim->most_bad || eqs_loss_above(aim, eqs_aim_sum(aim, sums));
}

/* The factor that makes up for BAD rows that were left out when those that were not weigh WEIGHT;
   NaN if they are too many. */
double eqs_aim_makeup(const eqs_aim *aim, double weight, double bad);

/* The objective times the total weight; NaN where rejected. */
double eqs_aim_value(const eqs_aim *aim, const eqs_loss_sums *sums);

/* Metrics from the sums; NaN throughout when they are rejected or the loss is above the bound. */
eqs_metrics eqs_metrics_of(const eqs_aim *aim, const eqs_loss_sums *sums,
                           const eqs_dataset *dataset);

#endif
