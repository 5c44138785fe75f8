/* SPDX-License-Identifier: BSD-3-Clause */
/* The machinery of a screen: lines come in batches, a batch is read, scored and printed by all
   threads, and its results leave in the order of the lines. */
#ifndef EQS_CLI_SCREEN_H
#define EQS_CLI_SCREEN_H

#include "cli/candidate.h"
#include "cli/input.h"
#include "cli/stream.h"
#include "cli/top.h"
#include <eqsieve/fit.h>

typedef struct eqs_screen {
  eqs_ctx *ctx;
  const eqs_input *input;
  eqs_stream lines;
  uint64_t shard, shards; /* lines congruent to SHARD modulo SHARDS */
  eqs_screen_style style;
  bool quiet;
  bool short_batches; /* the bound moves with every batch */
  double bound;       /* candidates with a higher loss are of no use and may be abandoned */

  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_fit_options fit;

  /* The batch. */
  eqs_candidate *candidate;
  size_t n, room;
  eqs_expr **expr; /* those that were read, and which candidate each is */
  uint32_t *owner;
  uint64_t *task;
  eqs_metrics *metrics;
  eqs_fit_result *result;

  uint64_t count[EQS_N_OUTCOMES]; /* so far, by outcome */
  unsigned explained;             /* failures that were explained on standard error */
} eqs_screen;

/* Makes the engine and the room for batches that suit the number of rows. */
eqs_status eqs_screen_open(eqs_screen *screen, const eqs_engine_options *engine, const char *path);
void eqs_screen_close(eqs_screen *screen);

/* Reads and scores the next batch; N is 0 at the end of the file. */
eqs_status eqs_screen_batch(eqs_screen *screen);

/* Appends the batch to TEXT, a line of JSON per candidate, SEPARATOR before each but the first
   line of the run. */
eqs_status eqs_screen_print(eqs_screen *screen, eqs_text *text, const char *separator);

/* The metrics of N candidates anew, in double, by the reference. */
eqs_status eqs_screen_recompute(eqs_screen *screen, eqs_candidate *candidate, size_t n);

#endif
