/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of messages of failures. */
#include "util/fail.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(fail, the_status_is_returned_and_the_message_kept)
{
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert(eq(int, eqs_fail(ctx, EQS_INPUT, "%s:%d: fact", "a.csv", 17), EQS_INPUT));
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), "a.csv:17: fact"));
  eqs_ctx_free(ctx);
}

Test(fail, a_message_may_quote_the_one_before)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_fail(ctx, EQS_IO, "inner");
  eqs_fail(ctx, EQS_IO, "outer: %s", eqs_ctx_message(ctx));
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), "outer: inner"));
  eqs_ctx_free(ctx);
}

Test(fail, a_long_message_is_cut_between_characters)
{
  static char text[2 * EQS_MESSAGE_BYTES + 1];
  for (int shift = 0; shift < 2; shift++) {
    eqs_ctx *ctx = eqs_ctx_new();
    for (size_t i = 0; i + 1 < sizeof text; i += 2) memcpy(text + i, "\xc3\xa9", 2);
    eqs_fail(ctx, EQS_INPUT, "%s%s", shift ? "x" : "", text);
    const char *message = eqs_ctx_message(ctx);
    size_t length = strlen(message);
    cr_assert(lt(sz, length, EQS_MESSAGE_BYTES));
    cr_assert(gt(sz, length, EQS_MESSAGE_BYTES - 8));
    cr_assert(eq(str, (char *)message + length - 3, "..."));
    cr_assert(eq(int, (unsigned char)message[length - 4], 0xa9));
    eqs_ctx_free(ctx);
  }
}

Test(fail, no_context_is_needed)
{
  cr_assert(eq(int, eqs_fail(NULL, EQS_LIMIT, "lost"), EQS_LIMIT));
  cr_assert(eq(int, eqs_fail_memory(NULL, 1), EQS_MEMORY));
  cr_assert(eq(str, (char *)eqs_ctx_message(NULL), ""));
  eqs_ctx_free(NULL);
}

Test(fail, memory_names_the_bytes)
{
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert(eq(int, eqs_fail_memory(ctx, 12345), EQS_MEMORY));
  cr_assert(strstr(eqs_ctx_message(ctx), "12345 bytes") != NULL);
  eqs_ctx_free(ctx);
}
