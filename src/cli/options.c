/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading the command line by tables of options. */
#include "cli/options.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One command line on its way through. */
typedef struct reader {
  const char *command;
  const eqs_option_group *group;
  size_t n_groups;
} reader;

/* The option whose name is the LENGTH bytes at NAME, and its group. */
static const eqs_option *find(const reader *r, const char *name, size_t length,
                              const eqs_option_group **in)
{
  for (size_t g = 0; g < r->n_groups; g++)
    for (size_t i = 0; i < r->group[g].n; i++) {
      const eqs_option *option = &r->group[g].option[i];
      if (strlen(option->name) == length && memcmp(option->name, name, length) == 0) {
        *in = &r->group[g];
        return option;
      }
    }
  return NULL;
}

/* NAME is LENGTH bytes behind the dashes. */
static int unknown_option(const reader *r, const char *name, size_t length)
{
  enum { MOST_OPTIONS = 64, MOST_BYTES = 32 };
  char dashed[MOST_OPTIONS][MOST_BYTES] = {"--help"}, word[2 * MOST_BYTES];
  const char *known[MOST_OPTIONS] = {dashed[0]};
  size_t n = 1;
  for (size_t g = 0; g < r->n_groups; g++)
    for (size_t i = 0; i < r->group[g].n && n < MOST_OPTIONS; i++) {
      snprintf(dashed[n], MOST_BYTES, "--%s", r->group[g].option[i].name);
      known[n] = dashed[n];
      n++;
    }
  snprintf(word, sizeof word, "--%.*s", (int)(length < MOST_BYTES ? length : MOST_BYTES), name);
  return eqs_unknown_word(r->command, "option", word, known, n);
}

static int read_count(const reader *r, const eqs_option *option, const char *value, uint64_t *out)
{
  char *end;
  errno = 0;
  unsigned long long count = strtoull(value, &end, 10);
  bool number = *value >= '0' && *value <= '9' && *end == '\0' && errno == 0;
  if (number && (double)count >= option->least &&
      (option->most == 0 || (double)count <= option->most)) {
    *out = count;
    return EQS_GO_ON;
  }
  if (option->most == 0)
    return eqs_usage_error(r->command, "--%s takes a whole number of at least %.0f, not \"%s\"",
                           option->name, option->least, value);
  return eqs_usage_error(r->command, "--%s takes a whole number from %.0f to %.0f, not \"%s\"",
                         option->name, option->least, option->most, value);
}

static int refuse_number(const reader *r, const eqs_option *option, const char *value)
{
  const bool ends = option->kind == EQS_OPTION_RANGE;
  if (option->most == 0)
    return eqs_usage_error(r->command, "--%s takes a number %s %g, not \"%s\"", option->name,
                           ends ? "of at least" : "above", option->least, value);
  return eqs_usage_error(r->command, "--%s takes a number %s %g %s %g, not \"%s\"", option->name,
                         ends ? "from" : "between", option->least, ends ? "to" : "and",
                         option->most, value);
}

static int read_number(const reader *r, const eqs_option *option, const char *value, double *out)
{
  double number;
  size_t length = strlen(value);
  const bool ends = option->kind == EQS_OPTION_RANGE;
  if (length == 0 || eqs_number_read(value, length, &number) != length || !isfinite(number))
    return refuse_number(r, option, value);
  bool low = number < option->least || (!ends && number == option->least);
  bool high = option->most != 0 && (number > option->most || (!ends && number == option->most));
  if (low || high) return refuse_number(r, option, value);
  *out = number;
  return EQS_GO_ON;
}

static int read_choice(const reader *r, const eqs_option *option, const char *value, int *out)
{
  size_t length = strlen(value);
  const char *word = option->value;
  for (int i = 0; length > 0; i++) {
    size_t n = strcspn(word, "|");
    if (n == length && memcmp(word, value, n) == 0) {
      *out = i;
      return EQS_GO_ON;
    }
    if (word[n] == '\0') break;
    word += n + 1;
  }
  return eqs_usage_error(r->command, "--%s is one of %s, not \"%s\"", option->name, option->value,
                         value);
}

static int store(const reader *r, const eqs_option *option, void *field, const char *value)
{
  eqs_option_list *list;
  switch (option->kind) {
  case EQS_OPTION_FLAG:
    *(bool *)field = true;
    break;
  case EQS_OPTION_TEXT:
    *(const char **)field = value;
    break;
  case EQS_OPTION_LIST:
    list = field;
    if (list->n == EQS_MAX_REPEATS)
      return eqs_usage_error(r->command, "--%s may be given at most %d times", option->name,
                             EQS_MAX_REPEATS);
    list->word[list->n++] = value;
    break;
  case EQS_OPTION_COUNT:
    return read_count(r, option, value, field);
  case EQS_OPTION_NUMBER:
  case EQS_OPTION_RANGE:
    return read_number(r, option, value, field);
  case EQS_OPTION_CHOICE:
    return read_choice(r, option, value, field);
  }
  return EQS_GO_ON;
}

/* Takes "--name" or "--name=value"; NEXT is the argument that follows, or NULL. */
static int read_option(const reader *r, const char *arg, const char *next, int *used)
{
  const eqs_option_group *in;
  size_t length = strcspn(arg, "=");
  const eqs_option *option = find(r, arg, length, &in);
  if (!option) return unknown_option(r, arg, length);
  const char *value = arg[length] == '=' ? arg + length + 1 : NULL;
  *used = 1;
  if (option->kind == EQS_OPTION_FLAG) {
    if (value) return eqs_usage_error(r->command, "--%s takes no value", option->name);
  } else if (!value) {
    if (!next)
      return eqs_usage_error(r->command, "--%s needs a value: %s", option->name, option->value);
    value = next;
    *used = 2;
  }
  return store(r, option, (char *)in->into + option->offset, value);
}

/* "-target" for "--target"; -x^2 is an expression and passes. */
static int check_single_dash(const reader *r, const char *arg)
{
  const eqs_option_group *in;
  if (arg[0] != '-' || !find(r, arg + 1, strcspn(arg + 1, "="), &in)) return EQS_GO_ON;
  return eqs_usage_error(r->command, "unknown option '%s' (did you mean '-%s'?)", arg, arg);
}

int eqs_options_read(const eqs_command *command, const eqs_option_group *group, size_t n_groups,
                     int argc, char **argv, const char **word, size_t n_words)
{
  reader r = {command->name, group, n_groups};
  size_t n = 0;
  bool options = true;
  for (int i = 1; i < argc;) {
    const char *arg = argv[i];
    int used = 1, code = EQS_GO_ON;
    if (options && strcmp(arg, "--") == 0) {
      options = false;
    } else if (options && (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)) {
      eqs_options_help(command, group, n_groups);
      return EQS_EXIT_DONE;
    } else if (options && strncmp(arg, "--", 2) == 0) {
      code = read_option(&r, arg + 2, i + 1 < argc ? argv[i + 1] : NULL, &used);
    } else {
      if (options) code = check_single_dash(&r, arg);
      if (code == EQS_GO_ON && n == n_words)
        return eqs_usage_error(command->name, "unexpected argument \"%s\"", arg);
      if (code == EQS_GO_ON) word[n++] = arg;
    }
    if (code != EQS_GO_ON) return code;
    i += used;
  }
  if (n < n_words)
    return eqs_usage_error(command->name, "%s needs %s", command->name, command->words);
  return EQS_GO_ON;
}

void eqs_options_help(const eqs_command *command, const eqs_option_group *group, size_t n_groups)
{
  printf("Usage: eqsieve %s %s%s[OPTION]...\n\n%s.\n", command->name, command->words,
         *command->words ? " " : "", command->summary);
  for (size_t g = 0; g < n_groups; g++) {
    printf("\n%s:\n", group[g].title);
    for (size_t i = 0; i < group[g].n; i++) {
      const eqs_option *option = &group[g].option[i];
      int width = printf("  --%s%s%s", option->name, option->value ? " " : "",
                         option->value ? option->value : "");
      printf("%*s%s\n", width < 28 ? 28 - width : 2, "", option->help);
    }
  }
  printf("\n  -h, --help%*sthis help\n", 16, "");
}
