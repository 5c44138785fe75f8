/* SPDX-License-Identifier: BSD-3-Clause */
/* The program: a table of subcommands. */
#include "cli/cli.h"
#include <eqsieve/version.h>
#include <string.h>

static const eqs_command commands[] = {
    {"search", "DATA", "Find formulas for a column: a front of accuracy against complexity",
     eqs_cmd_search},
    {"screen", "DATA EXPRESSIONS", "Score a list of expressions, a line of JSON for each",
     eqs_cmd_screen},
    {"fit", "DATA EXPRESSION", "Fit the constants of one formula, with their uncertainty",
     eqs_cmd_fit},
    {"predict", "RESULT DATA", "Apply a formula to the rows of a file", eqs_cmd_predict},
    {"export", "RESULT", "Write a formula in another notation", eqs_cmd_export},
    {"train", "WEIGHTS", "Make the model's weights, or go on training them", eqs_cmd_train},
    {"sample", "WEIGHTS", "Draw formulas from a model", eqs_cmd_sample},
    {"bench", "KIND", "Measure this machine: peak, score, fit, sample, train, kernel, ...",
     eqs_cmd_bench},
    {"info", "", "Show version, engine, processor and libraries", eqs_cmd_info},
};
enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static int help(void)
{
  puts("Usage: eqsieve COMMAND ...\n\nFinds equations in data.\n\nCommands:");
  for (size_t i = 0; i < N_COMMANDS; i++)
    printf("  %-8s %-17s %s\n", commands[i].name, commands[i].words, commands[i].summary);
  puts(
      "\n  eqsieve COMMAND --help      the options of a command\n"
      "  eqsieve --version           the version\n\n"
      "Exit codes: 0 done, 2 usage, 3 bad input, 4 file not found or I/O, 5 out of memory or\n"
      "over a limit, 130 and 143 interrupted. The manual: man eqsieve");
  return EQS_EXIT_DONE;
}

static int unknown_command(const char *name)
{
  const char *names[N_COMMANDS];
  for (size_t i = 0; i < N_COMMANDS; i++) names[i] = commands[i].name;
  return eqs_unknown_word(NULL, "command", name, names, N_COMMANDS);
}

/* What printf wrote may still be on its way to a full disk. */
static int finish(int code)
{
  if (fflush(stdout) == 0 && !ferror(stdout)) return code;
  if (code != EQS_EXIT_DONE) return code;
  perror("eqsieve: standard output");
  return EQS_EXIT_IO;
}

int main(int argc, char **argv)
{
  if (argc < 2) return eqs_usage_error(NULL, "a command is missing: search, screen, fit, ...");
  const char *name = argv[1];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
    return finish(help());
  if (strcmp(name, "--version") == 0) {
    printf("eqsieve %s\n", eqs_version());
    return finish(EQS_EXIT_DONE);
  }
  for (size_t i = 0; i < N_COMMANDS; i++)
    if (strcmp(name, commands[i].name) == 0)
      return finish(commands[i].run(&commands[i], argc - 1, argv + 1));
  if (name[0] == '-') return eqs_usage_error(NULL, "unknown option '%s'", name);
  return unknown_command(name);
}
