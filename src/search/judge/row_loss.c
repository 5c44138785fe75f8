/* SPDX-License-Identifier: BSD-3-Clause */
/* The losses as formulas; the engine has them as kernels. */
#include "search/judge/row_loss.h"
#include "eval/aim.h"
#include <math.h>

static double huber(double size, double corner)
{
  return size < corner ? size * size / 2 : corner * (size - corner / 2);
}

double eqs_row_loss(const eqs_objective *objective, double residual)
{
  double size = fabs(residual);
  switch (objective->loss) {
  case EQS_LOSS_SQUARED:
    break;
  case EQS_LOSS_ABSOLUTE:
    return size;
  case EQS_LOSS_HUBER:
    return huber(size, objective->param);
  case EQS_LOSS_LOGCOSH:
    return size + log1p(expm1(-2 * size) / 2);
  case EQS_LOSS_QUANTILE:
    return size * (residual < 0 ? objective->param : 1 - objective->param);
  }
  return residual * residual;
}

bool eqs_rows_may_drop(const eqs_objective *objective, double count, double n)
{
  return count <= eqs_most_bad(objective->drop, n);
}
