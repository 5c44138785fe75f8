/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages to the person at the terminal, and the exit codes that go with them. */
#include "cli/cli.h"
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

enum { LONGEST_WORD = 40 };

/* Levenshtein's distance; words longer than LONGEST_WORD count as far from everything. */
static size_t distance(const char *a, const char *b)
{
  size_t n = strlen(a), m = strlen(b), row[LONGEST_WORD + 1];
  if (n > LONGEST_WORD || m > LONGEST_WORD) return LONGEST_WORD;
  for (size_t j = 0; j <= m; j++) row[j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t best = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      row[j] = best;
    }
  }
  return row[m];
}

const char *eqs_nearest(const char *word, const char *const *words, size_t n)
{
  const char *nearest = NULL;
  size_t length = strlen(word), best = length < 4 ? 1 : length < 8 ? 2 : 3;
  for (size_t i = 0; i < n; i++) {
    if (length >= 3 && strncmp(words[i], word, length) == 0) return words[i];
    size_t d = distance(word, words[i]);
    if (d < best || (d == best && !nearest)) {
      best = d;
      nearest = words[i];
    }
  }
  return nearest;
}
