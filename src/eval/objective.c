/* SPDX-License-Identifier: BSD-3-Clause */
/* Objectives from the words in which people ask for them. */
#include "util/fail.h"
#include "util/text.h"
#include <eqsieve/engine.h>
#include <string.h>

/* The number behind NAME and a colon in TEXT; 0 if TEXT is something else. */
static int read_word(const char *text, const char *name, double *number)
{
  size_t length = strlen(name);
  if (strncmp(text, name, length) != 0 || text[length] != ':') return 0;
  text += length + 1;
  size_t digits = strlen(text);
  return digits > 0 && eqs_number_read(text, digits, number) == digits;
}

eqs_status eqs_objective_loss(eqs_ctx *ctx, eqs_objective *objective, const char *text)
{
  double number = 0;
  eqs_loss_kind loss;
  if (strcmp(text, "mse") == 0)
    loss = EQS_LOSS_SQUARED;
  else if (strcmp(text, "mae") == 0)
    loss = EQS_LOSS_ABSOLUTE;
  else if (strcmp(text, "logcosh") == 0)
    loss = EQS_LOSS_LOGCOSH;
  else if (read_word(text, "huber", &number) && number > 0 && number < 1e30)
    loss = EQS_LOSS_HUBER;
  else if (read_word(text, "quantile", &number) && number > 0 && number < 1)
    loss = EQS_LOSS_QUANTILE;
  else
    return eqs_fail(ctx, EQS_USAGE,
                    "the loss '%s' is none of mse, mae, huber:D (D > 0), logcosh and quantile:Q "
                    "(0 < Q < 1)",
                    text);
  objective->loss = loss;
  objective->param = number;
  return EQS_OK;
}

eqs_status eqs_objective_nonfinite(eqs_ctx *ctx, eqs_objective *objective, const char *text)
{
  double share = 0;
  if (strcmp(text, "reject") != 0 && !(read_word(text, "drop", &share) && share >= 0 && share < 1))
    return eqs_fail(ctx, EQS_USAGE,
                    "'%s' is neither reject nor drop:SHARE with a share of the rows from 0 to "
                    "below 1",
                    text);
  objective->drop = share;
  return EQS_OK;
}
