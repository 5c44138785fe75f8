/* SPDX-License-Identifier: BSD-3-Clause */
/* From options to an aim, and from sums to metrics. */
#include "eval/aim.h"
#include <float.h>
#include <math.h>

void eqs_score_options_init(eqs_score_options *options)
{
  *options = (eqs_score_options){.size = sizeof *options, .bound = INFINITY};
}

/* A corner of height BELOW (residual < 0) and ABOVE, rounded up to WIDTH. */
static void set_corner(eqs_aim *aim, double width, double below, double above, eqs_dtype dtype)
{
  double least = dtype == EQS_F32 ? (double)FLT_MIN : DBL_MIN;
  double d = width > least ? width : least;
  aim->rho = EQS_RHO_CORNER;
  aim->param[0] = d;
  aim->param[1] = d / 2;
  aim->param[2] = below / 2;
  aim->param[3] = above / 2;
}

eqs_aim eqs_aim_rounded(const eqs_aim *aim, double width, eqs_dtype dtype)
{
  eqs_aim rounded = *aim;
  set_corner(&rounded, width, 2 * aim->param[2], 2 * aim->param[3], dtype);
  return rounded;
}

static void set_loss(eqs_aim *aim, const eqs_objective *o, eqs_dtype dtype)
{
  switch (o->loss) {
  case EQS_LOSS_SQUARED:
    aim->rho = EQS_RHO_SQUARE;
    return;
  case EQS_LOSS_ABSOLUTE:
    aim->sharp = true;
    set_corner(aim, 0, 1, 1, dtype);
    return;
  case EQS_LOSS_HUBER:
    set_corner(aim, o->param, o->param, o->param, dtype);
    return;
  case EQS_LOSS_LOGCOSH:
    aim->rho = EQS_RHO_LOGCOSH;
    return;
  case EQS_LOSS_QUANTILE:
    aim->sharp = true;
    set_corner(aim, 0, o->param, 1 - o->param, dtype);
  }
}

double eqs_most_bad(double share, double n)
{
  return floor(share * n * (1 + 4 * DBL_EPSILON));
}

eqs_aim eqs_aim_new(const eqs_dataset *dataset, const eqs_score_options *options)
{
  eqs_score_options all;
  eqs_score_options_init(&all);
  const eqs_score_options *o = options ? options : &all;
  eqs_aim aim = {.total = dataset->weight_sum, .bound = isnan(o->bound) ? INFINITY : o->bound};
  set_loss(&aim, &o->objective, dataset->dtype);
  aim.most_bad = eqs_most_bad(o->objective.drop, (double)dataset->n_rows);
  aim.squares = aim.rho == EQS_RHO_SQUARE && !dataset->weight;
  aim.plain = aim.squares && aim.most_bad == 0;
  return aim;
}

static double weight_of(const eqs_aim *aim, const eqs_loss_sums *sums)
{
  return aim->squares ? aim->total - sums->bad : sums->weight;
}

double eqs_aim_makeup(const eqs_aim *aim, double weight, double bad)
{
  if (bad > aim->most_bad || !(weight > 0)) return NAN;
  return bad > 0 ? aim->total / weight : 1;
}

double eqs_aim_value(const eqs_aim *aim, const eqs_loss_sums *sums)
{
  return eqs_aim_sum(aim, sums) * eqs_aim_makeup(aim, weight_of(aim, sums), sums->bad);
}

static void take_means(eqs_metrics *m, const eqs_aim *aim, const eqs_loss_sums *sums,
                       const eqs_dataset *dataset)
{
  double n = (double)dataset->n_rows, kept = n - sums->bad;
  m->dropped = (size_t)sums->bad;
  m->mse = sums->sse / kept;
  m->mae = sums->sae / kept;
  m->rmse = sqrt(m->mse);
  m->r2 = dataset->target_ss > 0 ? 1 - sums->sse * (n / kept) / dataset->target_ss : NAN;
  m->loss = eqs_aim_sum(aim, sums) / weight_of(aim, sums);
}

/* Which comes first, a row that is not finite or one that takes the loss above the bound, depends
   on how rows were cut into blocks; so the bound is asked first. */
eqs_metrics eqs_metrics_of(const eqs_aim *aim, const eqs_loss_sums *sums,
                           const eqs_dataset *dataset)
{
  eqs_metrics m = {
      .mse = NAN, .mae = NAN, .rmse = NAN, .r2 = NAN, .loss = NAN, .n = dataset->n_rows};
  if (eqs_loss_above(aim, eqs_aim_sum(aim, sums)))
    m.abandoned = 1;
  else if (isfinite(eqs_aim_value(aim, sums)))
    take_means(&m, aim, sums, dataset);
  else
    m.rejected = sums->bad > 0 ? (size_t)sums->bad : 1; /* finite values whose squares are not */
  return m;
}
