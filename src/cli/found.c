/* SPDX-License-Identifier: BSD-3-Clause */
/* A search's result as a document, as lines or as a table. */
#include "cli/found.h"
#include "cli/cli.h"
#include "cli/report.h"
#include "util/clock.h"
#include "util/fail.h"
#include <stdlib.h>

static void source_json(eqs_json *json, const eqs_source_counts *source)
{
  const struct {
    const char *key;
    uint64_t count;
  } counts[] = {{"sampled", source->sampled},
                {"distinct", source->distinct},
                {"scored", source->scored},
                {"kept", source->kept},
                {"first", source->first}};
  eqs_json_object(json);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    eqs_json_key(json, counts[i].key);
    eqs_json_count(json, counts[i].count);
  }
  eqs_json_end_object(json);
}

static void stats_json(eqs_json *json, const eqs_ctx *ctx, const eqs_run_options *run,
                       const eqs_search_result *result)
{
  const struct {
    const char *key;
    uint64_t count;
  } counts[] = {{"n_sampled", result->n_sampled},
                {"n_distinct", result->n_distinct},
                {"n_scored", result->n_scored},
                {"n_fits", result->n_fits},
                {"n_rejected", result->n_rejected}};
  eqs_json_object(json);
  eqs_json_key(json, "seed");
  eqs_json_count(json, run->seed);
  eqs_json_key(json, "dtype");
  eqs_json_string(json, eqs_dtype_name((eqs_dtype)run->dtype));
  eqs_json_key(json, "threads");
  eqs_json_count(json, (uint64_t)eqs_ctx_threads(ctx));
  eqs_json_key(json, "seconds");
  eqs_json_number(json, result->seconds);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    eqs_json_key(json, counts[i].key);
    eqs_json_count(json, counts[i].count);
  }
  eqs_json_key(json, "sources");
  eqs_json_object(json);
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    eqs_json_key(json, eqs_source_name((eqs_source)s));
    source_json(json, &result->source[s]);
  }
  eqs_json_end_object(json);
  eqs_json_key(json, "stop");
  eqs_json_string(json, eqs_stop_name(result->stop));
  eqs_json_end_object(json);
}

static bool in_time(const double *until)
{
  return until == NULL || (!eqs_stop_flag && eqs_clock() < *until);
}

/* N formulas with standard errors, as far as there is time UNTIL then (NULL: for ever), and with
   the metrics of a held-out file. */
static eqs_status describe(eqs_ctx *ctx, const eqs_input *input, const eqs_front_item *front,
                           size_t n, const double *until, eqs_finding *formula)
{
  for (size_t i = 0; i < n; i++) {
    const eqs_front_item *item = &front[i];
    eqs_metrics test = item->test;
    eqs_status status = input->other ? eqs_input_test(ctx, input, item->expr, &test) : EQS_OK;
    if (status == EQS_OK)
      status = eqs_finding_describe(ctx, &formula[i], input, item->expr, &item->train, &test,
                                    in_time(until));
    if (status) return status;
  }
  return EQS_OK;
}

static eqs_status array_json(eqs_ctx *ctx, eqs_json *json, const eqs_names *names,
                             const eqs_finding *formula, size_t n)
{
  eqs_status status = EQS_OK;
  eqs_json_array(json);
  for (size_t i = 0; i < n && status == EQS_OK; i++)
    status = eqs_report_formula(ctx, json, names, &formula[i], false);
  eqs_json_end_array(json);
  return status;
}

/* FORMULA: those of the front, then the alternatives. */
static eqs_status document(eqs_ctx *ctx, eqs_text *text, const eqs_run_options *run,
                           const eqs_names *names, const eqs_search_result *result,
                           const eqs_finding *formula)
{
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  eqs_json_key(&json, "front");
  eqs_status status = array_json(ctx, &json, names, formula, result->n_front);
  eqs_json_key(&json, "selected");
  if (result->selected < result->n_front)
    eqs_json_count(&json, result->selected);
  else
    eqs_json_null(&json);
  eqs_json_key(&json, "alternatives");
  if (status == EQS_OK)
    status = array_json(ctx, &json, names, formula + result->n_front, result->n_alternatives);
  eqs_json_key(&json, "stats");
  stats_json(&json, ctx, run, result);
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
  return status;
}

static eqs_status lines(eqs_ctx *ctx, eqs_text *text, const eqs_names *names,
                        const eqs_finding *formula, size_t n)
{
  eqs_status status = EQS_OK;
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    eqs_json json = eqs_json_new(text);
    status = eqs_report_formula(ctx, &json, names, &formula[i], false);
    eqs_text_char(text, '\n');
  }
  return status;
}

static void table(eqs_text *text, const eqs_names *names, const eqs_search_result *result,
                  const eqs_finding *formula)
{
  eqs_report_table(text, names, formula, result->n_front, result->selected);
  if (result->n_alternatives == 0) return;
  eqs_text_format(text,
                  "\n%zu more formula%s cannot be told from these by the data (--json lists "
                  "them as alternatives)\n",
                  result->n_alternatives, result->n_alternatives == 1 ? "" : "s");
}

/* What is not the document. */
static eqs_status show(eqs_ctx *ctx, eqs_text *text, const eqs_names *names,
                       const eqs_format_options *format, const eqs_search_result *result,
                       const eqs_finding *formula)
{
  if (format->jsonl) return lines(ctx, text, names, formula, result->n_front);
  if (!format->json) table(text, names, result, formula);
  return EQS_OK;
}

eqs_status eqs_found_write(eqs_ctx *ctx, const eqs_input *input, const eqs_run_options *run,
                           const eqs_format_options *format, const char *directory,
                           const eqs_search_result *result)
{
  size_t n = result->n_front + result->n_alternatives;
  eqs_finding *formula = calloc(n + 1, sizeof *formula);
  if (formula == NULL) return eqs_fail_memory(ctx, n * sizeof *formula);
  const eqs_names *names = &input->roles.names;
  eqs_text full = {0}, shown = {0};
  double until = eqs_clock() + result->seconds_left;
  eqs_status status = describe(ctx, input, result->front, result->n_front, NULL, formula);
  for (size_t i = 0; i < result->n_front; i++) formula[i].item = &result->front[i];
  if (status == EQS_OK)
    status = describe(ctx, input, result->alternative, result->n_alternatives, &until,
                      formula + result->n_front);
  if (status == EQS_OK) status = document(ctx, &full, run, names, result, formula);
  if (status == EQS_OK && directory) status = eqs_put_file(ctx, directory, "result.json", &full);
  if (status == EQS_OK) status = show(ctx, &shown, names, format, result, formula);
  if (status == EQS_OK) status = eqs_put(ctx, format->json ? &full : &shown);
  if (status == EQS_OK) status = eqs_put_end(ctx);
  for (size_t i = 0; i < n; i++) eqs_finding_free(&formula[i]);
  free(formula);
  eqs_text_free(&full);
  eqs_text_free(&shown);
  return status;
}
