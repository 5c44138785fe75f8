/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve fit: one formula, its constants fitted, with their uncertainty. */
#include "cli/report.h"
#include "util/fail.h"
#include <string.h>

typedef struct fit_options {
  uint64_t starts, iterations;
  bool fixed;
} fit_options;

static const eqs_option fit_option[] = {
#define AT(field) offsetof(fit_options, field)
    {"no-fit", EQS_OPTION_FLAG, AT(fixed), NULL, "take the constants as they are", 0, 0},
    {"starts", EQS_OPTION_COUNT, AT(starts), "N", "starting points, the given one first", 1, 10000},
    {"iterations", EQS_OPTION_COUNT, AT(iterations), "N", "steps from each of them", 1, 100000},
#undef AT
};

typedef struct fit_job {
  eqs_data_options data;
  eqs_split_options split;
  eqs_run_options run;
  eqs_format_options format;
  eqs_loss_options loss;
  fit_options fit;
  eqs_objective objective;
} fit_job;

static int read_options(const eqs_command *command, int argc, char **argv, fit_job *job,
                        const char **word)
{
  const eqs_option_group group[] = {
      eqs_data_group(&job->data),
      eqs_split_group(&job->split),
      {"Fit", fit_option, sizeof fit_option / sizeof fit_option[0], &job->fit},
      eqs_loss_group(&job->loss),
      eqs_run_group(&job->run),
      eqs_format_group(&job->format),
  };
  int code = eqs_options_read(command, group, sizeof group / sizeof group[0], argc, argv, word, 2);
  if (code == EQS_GO_ON) code = eqs_check_data_options(command->name, &job->data);
  if (code == EQS_GO_ON) code = eqs_check_split_options(command->name, &job->split);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &job->format);
  if (code == EQS_GO_ON) code = eqs_read_objective(command->name, &job->loss, &job->objective);
  return code;
}

/* Fits the constants of EXPR in place. */
static eqs_status fit(eqs_ctx *ctx, const fit_job *job, const eqs_input *input, eqs_expr *expr)
{
  eqs_engine *engine = NULL;
  eqs_dataset *dataset = NULL;
  eqs_engine_options wanted = eqs_engine_wanted(&job->run);
  eqs_fit_options options;
  eqs_fit_options_init(&options);
  options.seed = job->run.seed;
  options.objective = job->objective;
  if (job->fit.starts) options.starts = (unsigned)job->fit.starts;
  if (job->fit.iterations) options.iterations = (unsigned)job->fit.iterations;

  eqs_engine_check(&job->run);
  eqs_fit_result result = {0};
  eqs_status status =
      eqs_dataset_new(ctx, &dataset, input->table, &input->roles, &input->train, wanted.dtype, 1);
  if (status == EQS_OK) status = eqs_engine_new(ctx, &engine, &wanted);
  if (status == EQS_OK) status = eqs_fit_batch(ctx, engine, dataset, &expr, 1, &options, &result);
  if (status == EQS_OK && result.status != EQS_OK)
    status =
        eqs_fail(ctx, EQS_INPUT,
                 "the fit failed: from no start are the expression and its squared errors finite "
                 "on every row "
                 "(try other starting values or more --starts)");
  eqs_dataset_free(dataset);
  eqs_engine_free(engine);
  return status;
}

/* An expression that is not finite somewhere has no loss, and so is no result. */
static eqs_status check_finite(eqs_ctx *ctx, const char *what, const eqs_metrics *metrics)
{
  if (metrics->rejected == 0) return EQS_OK;
  return eqs_fail(ctx, EQS_INPUT, "the expression is not finite on %zu of %zu %s rows",
                  metrics->rejected, metrics->n, what);
}

static eqs_status write_result(eqs_ctx *ctx, const fit_job *job, const eqs_input *input,
                               const eqs_expr *expr)
{
  eqs_metrics train, test;
  eqs_finding formula = {0};
  eqs_text text = {0};
  eqs_status status = eqs_input_train(ctx, input, &expr, 1, &train);
  if (status == EQS_OK) status = check_finite(ctx, "training", &train);
  if (status == EQS_OK) status = eqs_input_test(ctx, input, expr, &test);
  if (status == EQS_OK)
    status = eqs_finding_describe(ctx, &formula, input, expr, &train, &test, true);
  if (status) goto done;
  if (job->format.json || job->format.jsonl) {
    eqs_json json = eqs_json_new(&text);
    status = eqs_report_formula(ctx, &json, &input->roles.names, &formula, true);
    eqs_text_char(&text, '\n');
  } else {
    eqs_report_lines(&text, &input->roles.names, &formula);
  }
  if (status == EQS_OK) status = eqs_put(ctx, &text);
  if (status == EQS_OK) status = eqs_put_end(ctx);
done:
  eqs_text_free(&text);
  eqs_finding_free(&formula);
  return status;
}

int eqs_cmd_fit(const eqs_command *command, int argc, char **argv)
{
  fit_job job = {.run.seed = 1};
  const char *word[2];
  int code = read_options(command, argc, argv, &job, word);
  if (code != EQS_GO_ON) return code;
  eqs_ctx *ctx = eqs_start(&job.run);
  if (!ctx) return EQS_EXIT_LIMIT;

  eqs_input input = {.objective = job.objective};
  eqs_expr *expr = NULL;
  eqs_status status = eqs_input_read(ctx, &input, word[0], &job.data, &job.split, &job.run);
  if (status == EQS_OK)
    status = eqs_expr_parse(ctx, &expr, word[1], strlen(word[1]), &input.roles.names,
                            job.fit.fixed ? EQS_PARSE_FIXED : 0);
  if (status == EQS_OK && !job.fit.fixed) status = fit(ctx, &job, &input, expr);
  if (status == EQS_OK) status = write_result(ctx, &job, &input, expr);

  code = eqs_exit_for(ctx, status);
  eqs_expr_free(expr);
  eqs_input_free(&input);
  eqs_ctx_free(ctx);
  return code;
}
