/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve predict: the values of a formula for the rows of a file, as CSV. */
#include "cli/common.h"
#include "cli/result.h"
#include "cli/roles.h"
#include "util/fail.h"
#include <eqsieve/engine.h>
#include <eqsieve/table.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct predict_options {
  uint64_t select;
  const char *missing;
} predict_options;

static const eqs_option predict_option[] = {
#define AT(field) offsetof(predict_options, field)
    {"select", EQS_OPTION_COUNT, AT(select), "I",
     "which formula of the front, from 0 (default: the selected one)", 0, 0},
    {"missing", EQS_OPTION_TEXT, AT(missing), "MARK",
     "one more way to write a missing value, such as -1", 0, 0},
#undef AT
};

/* What a prediction is made of. Zero-initialised means empty. */
typedef struct prediction {
  eqs_table *table;
  eqs_expr *expr;
  eqs_roles roles; /* the columns that the formula uses */
  eqs_rows rows;   /* those without a missing value there */
  double *value;   /* of every row of the table; NaN where one is missing */
} prediction;

/* Keeps those of the names in ROLES that EXPR uses, which may be none. */
static eqs_status keep_used(eqs_ctx *ctx, prediction *p, const eqs_roles *all, const eqs_expr *expr)
{
  const char **name = calloc(all->n_features, sizeof *name);
  if (!name) return eqs_fail_memory(ctx, all->n_features * sizeof *name);
  eqs_names used = {0, name};
  for (size_t j = 0; j < all->n_features; j++)
    if (eqs_expr_uses(expr, j)) name[used.n++] = all->names.name[j];
  eqs_status status = eqs_roles_named(ctx, &p->roles, p->table, &used, NULL);
  free(name);
  return status;
}

/* Reads the formula twice: to see which columns it uses, then with these alone, so that a missing
   value in another column costs no row. */
static eqs_status read_formula(eqs_ctx *ctx, prediction *p, const eqs_formula_text *text)
{
  eqs_roles all = {0};
  eqs_expr *expr = NULL;
  eqs_status status = eqs_roles_choose(ctx, &all, p->table, NULL, NULL, NULL);
  if (status) return status;
  status = eqs_result_parse(ctx, text, &all.names, &expr);
  if (status == EQS_OK) status = keep_used(ctx, p, &all, expr);
  if (status == EQS_OK) status = eqs_result_parse(ctx, text, &p->roles.names, &p->expr);
  eqs_expr_free(expr);
  eqs_roles_free(&all);
  return status;
}

static bool row_is_complete(const prediction *p, size_t row)
{
  for (size_t j = 0; j < p->roles.n_features; j++)
    if (isnan(eqs_table_numbers(p->table, p->roles.feature[j])[row])) return false;
  return true;
}

static eqs_status evaluate(eqs_ctx *ctx, prediction *p)
{
  size_t n = eqs_table_rows(p->table);
  eqs_engine *engine = NULL;
  eqs_dataset *dataset = NULL;
  double *value = calloc(n, sizeof *value);
  p->value = calloc(n, sizeof *p->value);
  p->rows.row = calloc(n, sizeof *p->rows.row);
  eqs_status status = EQS_OK;
  if (!value || !p->value || !p->rows.row) {
    status = eqs_fail_memory(ctx, n * sizeof *value);
    goto done;
  }
  for (size_t i = 0; i < n; i++) {
    p->value[i] = (double)NAN;
    if (row_is_complete(p, i)) p->rows.row[p->rows.n++] = i;
  }
  if (p->rows.n == 0) goto done;
  /* The reference starts at once, and gives the very values that reports are made of. */
  eqs_engine_options wanted;
  eqs_engine_options_init(&wanted);
  wanted.tier = EQS_TIER_REFERENCE;
  wanted.dtype = EQS_F64;
  status = eqs_engine_new(ctx, &engine, &wanted);
  if (status == EQS_OK)
    status = eqs_dataset_new(ctx, &dataset, p->table, &p->roles, &p->rows, EQS_F64, 0);
  if (status == EQS_OK) status = eqs_engine_predict(ctx, engine, dataset, p->expr, value);
  for (size_t i = 0; i < p->rows.n && status == EQS_OK; i++) p->value[p->rows.row[i]] = value[i];
done:
  free(value);
  eqs_dataset_free(dataset);
  eqs_engine_free(engine);
  return status;
}

static eqs_status write_csv(eqs_ctx *ctx, const prediction *p)
{
  eqs_text text = {0};
  eqs_status status = EQS_OK;
  eqs_text_str(&text, "prediction\n");
  for (size_t i = 0; i < eqs_table_rows(p->table) && status == EQS_OK; i++) {
    char number[EQS_NUMBER_TEXT];
    eqs_text_add(&text, number, eqs_number_text(number, p->value[i]));
    eqs_text_char(&text, '\n');
    if (text.length > 1 << 16) {
      status = eqs_put(ctx, &text);
      eqs_text_clear(&text);
    }
  }
  if (status == EQS_OK) status = eqs_put(ctx, &text);
  eqs_text_free(&text);
  return status ? status : eqs_put_end(ctx);
}

int eqs_cmd_predict(const eqs_command *command, int argc, char **argv)
{
  predict_options options = {.select = EQS_SELECTED};
  eqs_run_options run = {0};
  const eqs_option_group group = {"Prediction", predict_option,
                                  sizeof predict_option / sizeof predict_option[0], &options};
  const char *word[2];
  int code = eqs_options_read(command, &group, 1, argc, argv, word, 2);
  if (code != EQS_GO_ON) return code;
  if (strcmp(word[0], "-") == 0 && strcmp(word[1], "-") == 0)
    return eqs_usage_error(command->name, "result and data cannot both be standard input");
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;

  prediction p = {0};
  eqs_formula_text text = {0};
  eqs_csv_options csv;
  eqs_csv_options_init(&csv);
  csv.missing = options.missing;
  eqs_status status = eqs_result_read(ctx, &text, word[0], options.select);
  if (status == EQS_OK) status = eqs_table_read_csv(ctx, &p.table, word[1], &csv);
  if (status == EQS_OK) status = read_formula(ctx, &p, &text);
  if (status == EQS_OK) status = evaluate(ctx, &p);
  if (status == EQS_OK) status = write_csv(ctx, &p);

  code = eqs_exit_for(ctx, status);
  eqs_result_free(&text);
  free(p.value);
  free(p.rows.row);
  eqs_roles_drop(&p.roles);
  eqs_expr_free(p.expr);
  eqs_table_free(p.table);
  eqs_ctx_free(ctx);
  return code;
}
