/* SPDX-License-Identifier: BSD-3-Clause */
/* The context and its message. */
#include "util/fail.h"
#include "util/ctx.h"
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

eqs_ctx *eqs_ctx_new(void)
{
  return calloc(1, sizeof(eqs_ctx));
}

void eqs_ctx_free(eqs_ctx *ctx)
{
  free(ctx);
}

const char *eqs_ctx_message(const eqs_ctx *ctx)
{
  return ctx ? ctx->message : "";
}

void eqs_ctx_set_threads(eqs_ctx *ctx, int threads)
{
  if (ctx) ctx->threads = threads > 0 ? threads : 0;
}

int eqs_ctx_threads(const eqs_ctx *ctx)
{
  return ctx && ctx->threads ? ctx->threads : omp_get_max_threads();
}

const char *eqs_status_name(eqs_status status)
{
  switch (status) {
  case EQS_OK:
    return "ok";
  case EQS_USAGE:
    return "usage";
  case EQS_INPUT:
    return "input";
  case EQS_IO:
    return "io";
  case EQS_LIMIT:
    return "limit";
  case EQS_MEMORY:
    return "memory";
  case EQS_NO_ENGINE:
    return "no_engine";
  case EQS_UNKNOWN:
    return "unknown_name";
  }
  return "unknown";
}

/* A message that was cut ends in "..." and never in half a UTF-8 character. */
static void mark_cut(char *message, size_t bytes)
{
  size_t end = bytes - sizeof "...";
  while (end > 0 && ((unsigned char)message[end] & 0xc0) == 0x80) end--;
  strcpy(message + end, "...");
}

eqs_status eqs_fail(eqs_ctx *ctx, eqs_status status, const char *format, ...)
{
  if (!ctx) return status;
  /* The arguments may point into the message that is being replaced. */
  char message[EQS_MESSAGE_BYTES];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(message, sizeof message, format, args);
  va_end(args);
  if (length < 0)
    strcpy(message, "the message cannot be formatted");
  else if ((size_t)length >= sizeof message)
    mark_cut(message, sizeof message);
  memcpy(ctx->message, message, sizeof message);
  return status;
}

eqs_status eqs_fail_memory(eqs_ctx *ctx, size_t bytes)
{
  return eqs_fail(ctx, EQS_MEMORY, "memory is short: %zu bytes cannot be had", bytes);
}
