/* SPDX-License-Identifier: BSD-3-Clause */
/* What the subcommands share: the table they stand in, exit codes, messages, signals, output. */
#ifndef EQS_CLI_CLI_H
#define EQS_CLI_CLI_H

#include "util/text.h"
#include <eqsieve/error.h>
#include <stdio.h>

typedef enum eqs_exit {
  EQS_EXIT_DONE = 0,
  EQS_EXIT_USAGE = 2,
  EQS_EXIT_INPUT = 3,
  EQS_EXIT_IO = 4,
  EQS_EXIT_LIMIT = 5, /* also out of memory */
  EQS_EXIT_INTERRUPT = 130,
  EQS_EXIT_TERMINATE = 143,
} eqs_exit;

typedef struct eqs_command {
  const char *name;
  const char *words;   /* the arguments that are no options, as the help shows them */
  const char *summary; /* a line for the list of commands */
  int (*run)(const struct eqs_command *command, int argc, char **argv); /* an exit code */
} eqs_command;

int eqs_cmd_search(const eqs_command *command, int argc, char **argv);
int eqs_cmd_screen(const eqs_command *command, int argc, char **argv);
int eqs_cmd_fit(const eqs_command *command, int argc, char **argv);
int eqs_cmd_predict(const eqs_command *command, int argc, char **argv);
int eqs_cmd_export(const eqs_command *command, int argc, char **argv);
int eqs_cmd_train(const eqs_command *command, int argc, char **argv);
int eqs_cmd_sample(const eqs_command *command, int argc, char **argv);
int eqs_cmd_bench(const eqs_command *command, int argc, char **argv);
int eqs_cmd_info(const eqs_command *command, int argc, char **argv);

/* ---- Messages: all on standard error, beginning with "eqsieve: " ----------------------------- */

void eqs_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the message of CTX and returns the exit code for STATUS (0 for EQS_OK, silently). */
int eqs_exit_for(const eqs_ctx *ctx, eqs_status status);

/* Prints the message and where to find help; returns EQS_EXIT_USAGE. */
int eqs_usage_error(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A usage error about WORD, which is none of the N known ones; says which of them are near. */
int eqs_unknown_word(const char *command, const char *what, const char *word,
                     const char *const *known, size_t n);

/* ---- Output ---------------------------------------------------------------------------------- */

/* Writes TEXT to standard output. Fails when memory was short for the text, or the device is full.
 */
eqs_status eqs_put(eqs_ctx *ctx, const eqs_text *text);

/* Flushes standard output; the last thing a command does. */
eqs_status eqs_put_end(eqs_ctx *ctx);

/* Makes DIRECTORY if it is missing, and sees that files can be written there: before the work that
   is to be kept in it. */
eqs_status eqs_put_prepare(eqs_ctx *ctx, const char *directory);

/* Writes TEXT to DIRECTORY/NAME, through a temporary file, so that a reader sees the old bytes or
   the new ones. */
eqs_status eqs_put_file(eqs_ctx *ctx, const char *directory, const char *name,
                        const eqs_text *text);

/* ---- Signals --------------------------------------------------------------------------------- */

/* From here on, SIGINT and SIGTERM only set the flag; a second one ends the process at once. */
void eqs_catch_signals(void);

/* 1 once a signal came. */
extern volatile int eqs_stop_flag;

/* EQS_EXIT_INTERRUPT or EQS_EXIT_TERMINATE if a signal came, else CODE. */
int eqs_exit_after_signal(int code);

#endif
