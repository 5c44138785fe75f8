/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages to the person at the terminal, and the exit codes that go with them. */
#include "cli/cli.h"
#include "util/near.h"
#include <eqsieve/error.h>
#include <stdarg.h>
#include <string.h>

static void say(const char *format, va_list args)
{
  fflush(stdout);
  fputs("eqsieve: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
}

void eqs_note(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  say(format, args);
  va_end(args);
}

int eqs_exit_for(const eqs_ctx *ctx, eqs_status status)
{
  if (status == EQS_OK) return EQS_EXIT_DONE;
  const char *message = eqs_ctx_message(ctx);
  eqs_note("%s", *message ? message : eqs_status_name(status));
  switch (status) {
  case EQS_USAGE:
    return EQS_EXIT_USAGE;
  case EQS_IO:
  case EQS_NO_ENGINE: /* a plug-in that is not where it should be */
    return EQS_EXIT_IO;
  case EQS_LIMIT:
  case EQS_MEMORY:
    return EQS_EXIT_LIMIT;
  default:
    return EQS_EXIT_INPUT;
  }
}

int eqs_usage_error(const char *command, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  say(format, args);
  va_end(args);
  if (command)
    fprintf(stderr, "Try 'eqsieve %s --help'.\n", command);
  else
    fputs("Try 'eqsieve --help'.\n", stderr);
  return EQS_EXIT_USAGE;
}

int eqs_unknown_word(const char *command, const char *what, const char *word,
                     const char *const *known, size_t n)
{
  eqs_text near = {0};
  for (size_t i = 0; i < n; i++) /* a word cut short is as near as can be */
    if (strlen(word) >= 3 && strncmp(known[i], word, strlen(word)) == 0 && !near.length)
      eqs_text_format(&near, "'%s'", known[i]);
  if (!near.length) eqs_near_names(&near, word, known, n);
  if (near.length && !near.failed)
    eqs_usage_error(command, "unknown %s '%s' (did you mean %s?)", what, word, near.data);
  else
    eqs_usage_error(command, "unknown %s '%s'", what, word);
  eqs_text_free(&near);
  return EQS_EXIT_USAGE;
}
