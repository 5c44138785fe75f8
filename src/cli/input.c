/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading the data of a command as its options say. */
#include "cli/input.h"
#include "cli/roles.h"
#include "util/fail.h"
#include "util/text.h"
#include <string.h>

static eqs_status read_table(eqs_ctx *ctx, eqs_table **table, const char *path,
                             const eqs_data_options *data, const eqs_split_options *split)
{
  eqs_csv_options options;
  eqs_csv_options_init(&options);
  options.missing = data->missing;
  if (split && split->fold_column) {
    options.text = &split->fold_column;
    options.n_text = 1;
  }
  return eqs_table_read_csv(ctx, table, path, &options);
}

/* The complete rows, with notes when some were left out. */
static eqs_status complete_rows(eqs_ctx *ctx, eqs_rows *rows, const eqs_table *table,
                                const eqs_roles *roles, const eqs_data_options *data, bool quiet)
{
  eqs_missing_policy policy = data->refuse_missing ? EQS_MISSING_REFUSE : EQS_MISSING_DROP;
  eqs_status status = eqs_rows_complete(ctx, rows, table, roles, policy);
  if (status != EQS_OK || quiet) return status;
  size_t total = eqs_table_rows(table), weightless = total - rows->n - rows->n_missing;
  if (rows->n_missing)
    eqs_note("%s: %zu of %zu rows left out: a value is missing", eqs_table_path(table),
             rows->n_missing, total);
  if (weightless)
    eqs_note("%s: %zu of %zu rows left out: their weight is zero", eqs_table_path(table),
             weightless, total);
  return EQS_OK;
}

/* The column of weights is no feature unless --features says so, which is then an error. */
static eqs_status choose_roles(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                               const eqs_data_options *data)
{
  if (!data->weights)
    return eqs_roles_choose(ctx, roles, table, data->target, data->features, data->exclude);
  eqs_text exclude = {0};
  if (data->exclude) eqs_text_str(&exclude, data->exclude);
  eqs_text_str(&exclude, data->exclude && *data->exclude ? ",\"" : "\"");
  for (const char *c = data->weights; *c; c++) {
    if (*c == '"') eqs_text_char(&exclude, '"');
    eqs_text_char(&exclude, *c);
  }
  eqs_text_char(&exclude, '"');
  eqs_text_char(&exclude, '\0');
  eqs_status status = exclude.failed ? eqs_fail_memory(ctx, exclude.capacity) : EQS_OK;
  if (status == EQS_OK)
    status = eqs_roles_choose(ctx, roles, table, data->target, data->features, exclude.data);
  if (status == EQS_OK) status = eqs_roles_weigh(ctx, roles, table, data->weights);
  eqs_text_free(&exclude);
  return status;
}

/* The same features, target and weights, found by name in the table of the held-out rows. */
static eqs_status read_other(eqs_ctx *ctx, eqs_input *input, const eqs_data_options *data,
                             const eqs_split_options *split, bool quiet)
{
  eqs_status status = read_table(ctx, &input->other, split->test, data, NULL);
  if (status) return status;
  eqs_roles *roles = &input->other_roles;
  status = eqs_roles_named(ctx, roles, input->other, &input->roles.names, data->target);
  if (status) return status;
  if (data->weights) status = eqs_roles_weigh(ctx, roles, input->other, data->weights);
  if (status) return status;
  return complete_rows(ctx, &input->test, input->other, roles, data, quiet);
}

eqs_status eqs_input_read(eqs_ctx *ctx, eqs_input *input, const char *path,
                          const eqs_data_options *data, const eqs_split_options *split,
                          const eqs_run_options *run)
{
  eqs_status status = read_table(ctx, &input->table, path, data, split);
  if (status) return status;
  status = choose_roles(ctx, &input->roles, input->table, data);
  if (status) return status;
  eqs_rows all = {0};
  status = complete_rows(ctx, &all, input->table, &input->roles, data, run->quiet);
  if (status) return status;

  input->has_test = split && (split->test || split->holdout > 0 || split->fold);
  if (input->has_test && split->holdout > 0) {
    status = eqs_rows_holdout(ctx, &all, split->holdout, run->seed, &input->train, &input->test);
  } else if (input->has_test && split->fold) {
    status = eqs_rows_fold(ctx, &all, input->table, split->fold_column, split->fold, &input->train,
                           &input->test);
  } else {
    input->train = all;
    memset(&all, 0, sizeof all);
    if (input->has_test) status = read_other(ctx, input, data, split, run->quiet);
  }
  eqs_rows_free(&all);
  return status;
}

void eqs_input_free(eqs_input *input)
{
  eqs_rows_free(&input->train);
  eqs_rows_free(&input->test);
  eqs_roles_free(&input->roles);
  eqs_roles_drop(&input->other_roles);
  eqs_table_free(input->table);
  eqs_table_free(input->other);
}

const eqs_rows *eqs_input_inner_test(const eqs_input *input)
{
  return input->has_test && !input->other ? &input->test : NULL;
}

eqs_status eqs_input_train(eqs_ctx *ctx, const eqs_input *input, const eqs_expr *const *expr,
                           size_t m, eqs_metrics *metrics)
{
  return eqs_report_score(ctx, input->table, &input->roles, &input->train, expr, m,
                          &input->objective, metrics);
}

eqs_status eqs_input_test(eqs_ctx *ctx, const eqs_input *input, const eqs_expr *expr,
                          eqs_metrics *metrics)
{
  memset(metrics, 0, sizeof *metrics);
  if (!input->has_test) return EQS_OK;
  const eqs_table *table = input->other ? input->other : input->table;
  const eqs_roles *roles = input->other ? &input->other_roles : &input->roles;
  return eqs_report_score(ctx, table, roles, &input->test, &expr, 1, &input->objective, metrics);
}
