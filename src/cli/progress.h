/* SPDX-License-Identifier: BSD-3-Clause */
/* Progress on standard error: one line that is rewritten on a terminal, a plain line now and then
   elsewhere. */
#ifndef EQS_CLI_PROGRESS_H
#define EQS_CLI_PROGRESS_H

#include <eqsieve/search.h>
#include <stdbool.h>

typedef struct eqs_progress {
  bool quiet, terminal;
  bool shown;        /* a line stands on the terminal */
  double next;       /* seconds of the run when the next line is due */
  const char *phase; /* of the last line */
} eqs_progress;

eqs_progress eqs_progress_new(bool quiet);

/* The callback of eqs_search_options; USER is an eqs_progress. */
void eqs_progress_show(void *user, const eqs_search_progress *progress);

/* Clears the line on the terminal. */
void eqs_progress_end(eqs_progress *progress);

#endif
