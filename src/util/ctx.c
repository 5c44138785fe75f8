/* SPDX-License-Identifier: BSD-3-Clause */
/* The context. It stands apart from what the program links of util: the library alone makes one. */
#include "util/ctx.h"
#include <omp.h>
#include <stdbool.h>
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

/* A message that was cut ends in "..." and never in half a UTF-8 character. */
static void mark_cut(char *message, size_t bytes)
{
  size_t end = bytes - sizeof "...";
  while (end > 0 && ((unsigned char)message[end] & 0xc0) == 0x80) end--;
  strcpy(message + end, "...");
}

void eqs_ctx_set_message(eqs_ctx *ctx, const char *message)
{
  if (!ctx) return;
  size_t length = strnlen(message, sizeof ctx->message);
  bool cut = length == sizeof ctx->message;
  /* MESSAGE may be a piece of the one that it replaces. */
  memmove(ctx->message, message, cut ? length : length + 1);
  if (cut) mark_cut(ctx->message, sizeof ctx->message);
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
