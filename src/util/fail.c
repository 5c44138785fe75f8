/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages of failures, formatted. */
#include "util/fail.h"
#include <stdio.h>

eqs_status eqs_fail(eqs_ctx *ctx, eqs_status status, const char *format, ...)
{
  if (!ctx) return status;
  /* The arguments may point into the message that is being replaced. One byte more than is kept
     lets the context see that a message goes on. */
  char message[EQS_MESSAGE_BYTES + 1];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(message, sizeof message, format, args);
  va_end(args);
  eqs_ctx_set_message(ctx, length < 0 ? "the message cannot be formatted" : message);
  return status;
}

eqs_status eqs_check_options(eqs_ctx *ctx, size_t size, size_t expected, const char *init)
{
  if (size == expected) return EQS_OK;
  return eqs_fail(ctx, EQS_USAGE,
                  "options of %zu bytes instead of %zu: not initialised, or of another version of "
                  "the library (call %s, compile anew)",
                  size, expected, init);
}

eqs_status eqs_fail_memory(eqs_ctx *ctx, size_t bytes)
{
  return eqs_fail(ctx, EQS_MEMORY, "memory is short: %zu bytes cannot be had", bytes);
}
