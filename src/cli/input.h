/* SPDX-License-Identifier: BSD-3-Clause */
/* The data of a command: a table, the columns and rows of it in use, and the held-out rows. */
#ifndef EQS_CLI_INPUT_H
#define EQS_CLI_INPUT_H

#include "cli/common.h"
#include <eqsieve/fit.h>
#include <eqsieve/table.h>

/* Zero-initialised means empty. */
typedef struct eqs_input {
  eqs_table *table;
  eqs_roles roles;
  eqs_rows train;
  /* The held-out rows: of TABLE, or of OTHER when they come from a file of their own. */
  eqs_table *other;
  eqs_roles other_roles;
  eqs_rows test;
  bool has_test;
  eqs_objective objective; /* of the metrics; set by the command */
} eqs_input;

/* Reads PATH, and the file of --test; chooses columns and rows. SPLIT may be NULL. */
eqs_status eqs_input_read(eqs_ctx *ctx, eqs_input *input, const char *path,
                          const eqs_data_options *data, const eqs_split_options *split,
                          const eqs_run_options *run);
void eqs_input_free(eqs_input *input);

/* The held-out rows when they are rows of the table that is searched; else NULL. */
const eqs_rows *eqs_input_inner_test(const eqs_input *input);

/* Metrics of M expressions on the training rows, in double. */
eqs_status eqs_input_train(eqs_ctx *ctx, const eqs_input *input, const eqs_expr *const *expr,
                           size_t m, eqs_metrics *metrics);

/* Metrics of EXPR on the held-out rows, in double; n = 0 without any. */
eqs_status eqs_input_test(eqs_ctx *ctx, const eqs_input *input, const eqs_expr *expr,
                          eqs_metrics *metrics);

#endif
