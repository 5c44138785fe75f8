/* SPDX-License-Identifier: BSD-3-Clause */
/* The groups of options that several commands take. */
#ifndef EQS_CLI_COMMON_H
#define EQS_CLI_COMMON_H

#include "cli/options.h"
#include <eqsieve/engine.h>

typedef struct eqs_data_options {
  const char *target, *features, *exclude, *weights, *missing;
  bool refuse_missing;
} eqs_data_options;

typedef struct eqs_loss_options {
  const char *loss, *nonfinite; /* NULL: the mean square; every row must be finite */
} eqs_loss_options;

typedef struct eqs_split_options {
  const char *test;
  double holdout; /* 0: none */
  const char *fold_column, *fold;
} eqs_split_options;

typedef struct eqs_run_options {
  uint64_t threads, seed;
  int dtype, tier;
  bool quiet;
} eqs_run_options;

typedef struct eqs_format_options {
  bool json, jsonl;
} eqs_format_options;

eqs_option_group eqs_data_group(eqs_data_options *into);
eqs_option_group eqs_loss_group(eqs_loss_options *into);
eqs_option_group eqs_split_group(eqs_split_options *into);
eqs_option_group eqs_run_group(eqs_run_options *into);
eqs_option_group eqs_format_group(eqs_format_options *into);

/* What no table can say: options that need or exclude one another. EQS_GO_ON, or an exit code. */
int eqs_check_data_options(const char *command, const eqs_data_options *options);
int eqs_check_split_options(const char *command, const eqs_split_options *options);
int eqs_check_format_options(const char *command, const eqs_format_options *options);

/* What the words of OPTIONS ask for. EQS_GO_ON, or an exit code. */
int eqs_read_objective(const char *command, const eqs_loss_options *options,
                       eqs_objective *objective);

/* A context with the number of threads set; NULL, with a message, when memory is short. */
eqs_ctx *eqs_start(const eqs_run_options *options);

/* An engine as the options want it. */
eqs_engine_options eqs_engine_wanted(const eqs_run_options *options);

/* A note on standard error where no native code can run here, so that the scalar reference does all
   the work: the results are as good, the speed is not. */
void eqs_engine_check(const eqs_run_options *options);

const char *eqs_dtype_name(eqs_dtype dtype);

#endif
