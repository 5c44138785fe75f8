/* SPDX-License-Identifier: BSD-3-Clause */
/* A candidate: one line of a screen, from its text to its score. */
#ifndef EQS_CLI_CANDIDATE_H
#define EQS_CLI_CANDIDATE_H

#include "util/json.h"
#include <eqsieve/engine.h>
#include <eqsieve/expr.h>

/* The outcome of a line, as its "status" says. */
typedef enum eqs_outcome {
  EQS_OUTCOME_OK,
  EQS_OUTCOME_NONFINITE,
  EQS_OUTCOME_PARSE,
  EQS_OUTCOME_UNKNOWN_NAME,
  EQS_OUTCOME_LIMIT,
  EQS_OUTCOME_FIT_FAILED,
  EQS_OUTCOME_ABANDONED, /* its loss is above that of all that --top keeps */
  EQS_N_OUTCOMES
} eqs_outcome;

extern const char *const eqs_outcome_names[EQS_N_OUTCOMES];

typedef struct eqs_candidate {
  uint64_t line; /* its number in the file, from 1 */
  char *id;      /* as JSON text, from malloc; NULL: the line number */
  char *text;    /* the expression as it was given, from malloc */
  size_t length;
  eqs_expr *expr; /* NULL unless it was read */
  eqs_outcome outcome;
  eqs_metrics metrics;
} eqs_candidate;

void eqs_candidate_free(eqs_candidate *candidate);

/* What the lines of a screen have in common. */
typedef struct eqs_screen_style {
  const eqs_names *names;
  eqs_dtype dtype; /* of the metrics */
  bool fitted;     /* the constants were fitted */
} eqs_screen_style;

/* The line of JSON about it, without a newline. */
void eqs_candidate_print(eqs_text *text, const eqs_candidate *candidate,
                         const eqs_screen_style *style);

/* Negative, 0 or positive as A's id stands before, with or after B's: numbers, then other ids. */
int eqs_candidate_order(const eqs_candidate *a, const eqs_candidate *b);

#endif
