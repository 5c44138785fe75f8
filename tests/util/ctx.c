/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the context. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <eqsieve/error.h>
#include <omp.h>
#include <string.h>

Test(ctx, a_new_context_has_no_message)
{
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), ""));
  eqs_ctx_free(ctx);
}

Test(ctx, a_message_is_copied)
{
  eqs_ctx *ctx = eqs_ctx_new();
  char text[] = "a.csv:17: fact";
  eqs_ctx_set_message(ctx, text);
  text[0] = 'b';
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), "a.csv:17: fact"));
  eqs_ctx_set_message(ctx, eqs_ctx_message(ctx) + strlen("a.csv:"));
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), "17: fact"));
  eqs_ctx_set_message(NULL, text);
  eqs_ctx_free(ctx);
}

Test(ctx, a_message_that_just_fits_is_kept_whole)
{
  static char text[EQS_MESSAGE_BYTES + 1];
  eqs_ctx *ctx = eqs_ctx_new();
  memset(text, 'x', EQS_MESSAGE_BYTES - 1);
  eqs_ctx_set_message(ctx, text);
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), text));
  text[EQS_MESSAGE_BYTES - 1] = 'x';
  eqs_ctx_set_message(ctx, text);
  const char *message = eqs_ctx_message(ctx);
  cr_assert(eq(sz, strlen(message), EQS_MESSAGE_BYTES - 1));
  cr_assert(eq(str, (char *)message + EQS_MESSAGE_BYTES - 4, "..."));
  eqs_ctx_free(ctx);
}

Test(ctx, threads_default_to_what_openmp_offers)
{
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert(eq(int, eqs_ctx_threads(ctx), omp_get_max_threads()));
  eqs_ctx_set_threads(ctx, 3);
  cr_assert(eq(int, eqs_ctx_threads(ctx), 3));
  eqs_ctx_set_threads(ctx, -1);
  cr_assert(eq(int, eqs_ctx_threads(ctx), omp_get_max_threads()));
  eqs_ctx_free(ctx);
}

Test(ctx, each_status_has_its_own_name)
{
  for (int a = EQS_OK; a <= EQS_NO_ENGINE; a++) {
    cr_assert(ne(str, (char *)eqs_status_name((eqs_status)a), "unknown"));
    for (int b = EQS_OK; b < a; b++)
      cr_assert(
          ne(str, (char *)eqs_status_name((eqs_status)a), (char *)eqs_status_name((eqs_status)b)));
  }
  cr_assert(eq(str, (char *)eqs_status_name((eqs_status)99), "unknown"));
}
