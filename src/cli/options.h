/* SPDX-License-Identifier: BSD-3-Clause */
/* Options as tables: a row says name, kind, where the value goes and what the help says of it. */
#ifndef EQS_CLI_OPTIONS_H
#define EQS_CLI_OPTIONS_H

#include "cli/cli.h"
#include <stdbool.h>
#include <stdint.h>

enum { EQS_MAX_REPEATS = 16 };

/* The values of an option that may be given several times. */
typedef struct eqs_option_list {
  const char *word[EQS_MAX_REPEATS];
  size_t n;
} eqs_option_list;

typedef enum eqs_option_kind {
  EQS_OPTION_FLAG,   /* bool */
  EQS_OPTION_TEXT,   /* const char * */
  EQS_OPTION_LIST,   /* eqs_option_list */
  EQS_OPTION_COUNT,  /* uint64_t in LEAST..MOST (MOST 0: no upper end) */
  EQS_OPTION_NUMBER, /* double strictly between LEAST and MOST (MOST 0: no upper end) */
  EQS_OPTION_RANGE,  /* the same with both ends allowed */
  EQS_OPTION_CHOICE, /* int: which of the words of VALUE, "f64|f32" */
} eqs_option_kind;

typedef struct eqs_option {
  const char *name; /* without the dashes */
  eqs_option_kind kind;
  size_t offset;     /* of its field in the struct of its group */
  const char *value; /* what the help calls its value; NULL for flags */
  const char *help;
  double least, most;
} eqs_option;

typedef struct eqs_option_group {
  const char *title;
  const eqs_option *option;
  size_t n;
  void *into; /* the struct that OFFSET counts from, holding the defaults */
} eqs_option_group;

/* What eqs_options_read returns when the command is to go on. */
enum { EQS_GO_ON = -1 };

/* Reads ARGV[1..ARGC-1]. The words that are no options go to WORD, exactly N_WORDS of them, in
   order. `--` ends the options; a lone `-` is a word, and so is one like -x^2. Prints help or a
   message and returns an exit code, or EQS_GO_ON. */
int eqs_options_read(const eqs_command *command, const eqs_option_group *group, size_t n_groups,
                     int argc, char **argv, const char **word, size_t n_words);

/* The help of a command on standard output. */
void eqs_options_help(const eqs_command *command, const eqs_option_group *group, size_t n_groups);

#endif
