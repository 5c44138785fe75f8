/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve search: a data file in, a Pareto front of formulas out. */
#include "cli/preset.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/stream.h"
#include "util/fail.h"
#include <stdlib.h>
#include <string.h>

typedef struct search_options {
  const char *operators, *rules, *out, *model, *sources;
  eqs_option_list forbid, require;
  double seconds;
  double stop_r2;
  uint64_t max_evals, stop_complexity, max_complexity, max_nodes;
  uint64_t corpus, epochs; /* AS_USUAL: the library's default */
} search_options;

#define AS_USUAL UINT64_MAX

static const eqs_option search_option[] = {
#define AT(field) offsetof(search_options, field)
    {"time", EQS_OPTION_NUMBER, AT(seconds), "S",
     "end after S seconds (default 60, none with --max-evals)", 0, 0},
    {"max-evals", EQS_OPTION_COUNT, AT(max_evals), "N",
     "end after N scored expressions: the same result every time", 1, 0},
    {"stop-r2", EQS_OPTION_NUMBER, AT(stop_r2), "R2",
     "end once a formula has this R2 on the training rows, such as 0.999", 0, 1},
    {"stop-complexity", EQS_OPTION_COUNT, AT(stop_complexity), "N",
     "and is no more complex than this", 1, 1000},
    {"operators", EQS_OPTION_TEXT, AT(operators), "LIST", "such as +,-,*,/,exp", 0, 0},
    {"forbid", EQS_OPTION_LIST, AT(forbid), "RULE",
     "such as 'nest(sin,cos; sin,cos)'; may be repeated", 0, 0},
    {"require", EQS_OPTION_LIST, AT(require), "RULE",
     "columns that every formula must use, or such as 'under(exp; x)'", 0, 0},
    {"rules", EQS_OPTION_TEXT, AT(rules), "FILE", "lines 'forbid RULE' and 'require RULE'", 0, 0},
    {"max-complexity", EQS_OPTION_COUNT, AT(max_complexity), "N", "limit of a formula's weight", 1,
     1000},
    {"max-nodes", EQS_OPTION_COUNT, AT(max_nodes), "N", "limit of a formula's length", 1, 250},
    {"sources", EQS_OPTION_TEXT, AT(sources), "LIST",
     "what proposes formulas (default: sweep,local,pursuit,model,latent)", 0, 0},
    {"corpus", EQS_OPTION_COUNT, AT(corpus), "N",
     "formulas the model learns from before the search (0: no model)", 0, 1e7},
    {"epochs", EQS_OPTION_COUNT, AT(epochs), "N", "how often it reads them", 0, 1e4},
    {"model", EQS_OPTION_TEXT, AT(model), "FILE",
     "start with this model (see train) instead of teaching one", 0, 0},
    {"out", EQS_OPTION_TEXT, AT(out), "DIR", "write the JSON document to DIR/result.json too", 0,
     0},
#undef AT
};

enum { MOST_RULES = 2 * EQS_MAX_REPEATS };

typedef struct search_job {
  eqs_data_options data;
  eqs_split_options split;
  eqs_run_options run;
  eqs_format_options format;
  eqs_loss_options loss;
  eqs_objective objective;
  eqs_preset_options preset;
  search_options search;
  const char *forbid[MOST_RULES];
  char *rules; /* the text of a file, owned */
} search_job;

static int read_options(const eqs_command *command, int argc, char **argv, search_job *job,
                        const char **path)
{
  const eqs_option_group group[] = {
      eqs_data_group(&job->data),
      eqs_split_group(&job->split),
      {"Search", search_option, sizeof search_option / sizeof search_option[0], &job->search},
      eqs_preset_group(&job->preset),
      eqs_loss_group(&job->loss),
      eqs_run_group(&job->run),
      eqs_format_group(&job->format),
  };
  int code = eqs_options_read(command, group, sizeof group / sizeof group[0], argc, argv, path, 1);
  if (code == EQS_GO_ON) code = eqs_check_data_options(command->name, &job->data);
  if (code == EQS_GO_ON) code = eqs_check_split_options(command->name, &job->split);
  if (code == EQS_GO_ON) code = eqs_check_preset_options(command->name, &job->preset);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &job->format);
  if (code == EQS_GO_ON) code = eqs_read_objective(command->name, &job->loss, &job->objective);
  return code;
}

/* The rules of the preset, then those of the command line. */
static void add_rules(search_job *job, eqs_search_options *wanted)
{
  size_t n = 0;
  for (size_t i = 0; i < wanted->n_forbid && n < MOST_RULES; i++)
    job->forbid[n++] = wanted->forbid[i];
  for (size_t i = 0; i < job->search.forbid.n && n < MOST_RULES; i++)
    job->forbid[n++] = job->search.forbid.word[i];
  wanted->forbid = job->forbid;
  wanted->n_forbid = n;
}

static eqs_status read_rules(eqs_ctx *ctx, search_job *job)
{
  size_t length;
  if (!job->search.rules) return EQS_OK;
  eqs_status status = eqs_file_read(ctx, job->search.rules, &job->rules, &length);
  if (status == EQS_OK && strlen(job->rules) != length)
    status = eqs_fail(ctx, EQS_INPUT, "%s: holds a NUL byte", job->search.rules);
  return status;
}

static eqs_search_options search_wanted(search_job *job, eqs_progress *progress)
{
  eqs_search_options wanted;
  eqs_search_options_init(&wanted);
  eqs_preset_wanted(&job->preset, &wanted);
  add_rules(job, &wanted);
  if (job->search.operators) wanted.operators = job->search.operators;
  wanted.require = job->search.require.word;
  wanted.n_require = job->search.require.n;
  wanted.rules = job->rules;
  if (job->search.max_complexity) wanted.max_complexity = (unsigned)job->search.max_complexity;
  if (job->search.max_nodes) wanted.max_nodes = (unsigned)job->search.max_nodes;
  if (job->search.corpus != AS_USUAL) wanted.corpus = (unsigned)job->search.corpus;
  if (job->search.epochs != AS_USUAL) wanted.pretrain_epochs = (unsigned)job->search.epochs;
  wanted.weights = job->search.model;
  wanted.max_evals = job->search.max_evals;
  wanted.seconds = job->search.seconds;
  wanted.stop_r2 = job->search.stop_r2;
  wanted.stop_complexity = (unsigned)job->search.stop_complexity;
  if (wanted.seconds == 0 && wanted.max_evals == 0 && wanted.preset == EQS_PRESET_NONE)
    wanted.seconds = 60;
  wanted.seed = job->run.seed;
  wanted.objective = job->objective;
  wanted.engine = eqs_engine_wanted(&job->run);
  wanted.stop = &eqs_stop_flag;
  wanted.progress = eqs_progress_show;
  wanted.user = progress;
  return wanted;
}

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

static void stats_json(eqs_json *json, const search_job *job, const eqs_ctx *ctx,
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
  eqs_json_count(json, job->run.seed);
  eqs_json_key(json, "dtype");
  eqs_json_string(json, eqs_dtype_name((eqs_dtype)job->run.dtype));
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

/* N formulas with standard errors, and with the metrics of a held-out file. */
static eqs_status describe(eqs_ctx *ctx, const eqs_input *input, const eqs_front_item *front,
                           size_t n, eqs_formula *formula)
{
  for (size_t i = 0; i < n; i++) {
    const eqs_front_item *item = &front[i];
    eqs_metrics test = item->test;
    eqs_status status = input->other ? eqs_input_test(ctx, input, item->expr, &test) : EQS_OK;
    if (status == EQS_OK)
      status = eqs_formula_describe(ctx, &formula[i], input, item->expr, &item->train, &test);
    if (status) return status;
  }
  return EQS_OK;
}

static eqs_status array_json(eqs_ctx *ctx, eqs_json *json, const eqs_names *names,
                             const eqs_formula *formula, size_t n)
{
  eqs_status status = EQS_OK;
  eqs_json_array(json);
  for (size_t i = 0; i < n && status == EQS_OK; i++)
    status = eqs_report_formula(ctx, json, names, &formula[i], false);
  eqs_json_end_array(json);
  return status;
}

/* FORMULA: those of the front, then the alternatives. */
static eqs_status document(eqs_ctx *ctx, eqs_text *text, const search_job *job,
                           const eqs_names *names, const eqs_search_result *result,
                           const eqs_formula *formula)
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
  stats_json(&json, job, ctx, result);
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
  return status;
}

static eqs_status lines(eqs_ctx *ctx, eqs_text *text, const eqs_names *names,
                        const eqs_formula *formula, size_t n)
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
                  const eqs_formula *formula)
{
  eqs_report_table(text, names, formula, result->n_front, result->selected);
  if (result->n_alternatives == 0) return;
  eqs_text_format(text,
                  "\n%zu more formula%s cannot be told from these by the data (--json lists "
                  "them as alternatives)\n",
                  result->n_alternatives, result->n_alternatives == 1 ? "" : "s");
}

static eqs_status write_result(eqs_ctx *ctx, const search_job *job, const eqs_input *input,
                               const eqs_search_result *result)
{
  size_t n = result->n_front + result->n_alternatives;
  eqs_formula *formula = calloc(n + 1, sizeof *formula);
  if (formula == NULL) return eqs_fail_memory(ctx, n * sizeof *formula);
  const eqs_names *names = &input->roles.names;
  eqs_text full = {0}, shown = {0};
  eqs_status status = describe(ctx, input, result->front, result->n_front, formula);
  if (status == EQS_OK)
    status = describe(ctx, input, result->alternative, result->n_alternatives,
                      formula + result->n_front);
  if (status == EQS_OK) status = document(ctx, &full, job, names, result, formula);
  if (status == EQS_OK && job->search.out)
    status = eqs_put_file(ctx, job->search.out, "result.json", &full);
  if (status == EQS_OK && job->format.jsonl)
    status = lines(ctx, &shown, names, formula, result->n_front);
  else if (!job->format.json)
    table(&shown, names, result, formula);
  if (status == EQS_OK) status = eqs_put(ctx, job->format.json ? &full : &shown);
  if (status == EQS_OK) status = eqs_put_end(ctx);
  for (size_t i = 0; i < n; i++) eqs_formula_free(&formula[i]);
  free(formula);
  eqs_text_free(&full);
  eqs_text_free(&shown);
  return status;
}

int eqs_cmd_search(const eqs_command *command, int argc, char **argv)
{
  search_job job = {.run.seed = 1, .search.corpus = AS_USUAL, .search.epochs = AS_USUAL};
  const char *path;
  int code = read_options(command, argc, argv, &job, &path);
  if (code != EQS_GO_ON) return code;
  eqs_ctx *ctx = eqs_start(&job.run);
  if (!ctx) return EQS_EXIT_LIMIT;

  eqs_input input = {.objective = job.objective};
  eqs_search_result *result = NULL;
  eqs_progress progress = eqs_progress_new(job.run.quiet);
  eqs_status status = read_rules(ctx, &job);
  eqs_search_options wanted = search_wanted(&job, &progress);
  if (status == EQS_OK && job.search.sources)
    status = eqs_sources_read(ctx, &wanted.sources, job.search.sources);
  if (status == EQS_OK) status = eqs_input_read(ctx, &input, path, &job.data, &job.split, &job.run);
  if (status == EQS_OK && job.search.out) status = eqs_put_prepare(ctx, job.search.out);
  if (status) goto done;
  eqs_engine_check(&job.run);
  eqs_catch_signals();
  status = eqs_search_run(ctx, input.table, &input.roles, &input.train,
                          eqs_input_inner_test(&input), &wanted, &result);
  eqs_progress_end(&progress);
  if (status == EQS_OK) status = write_result(ctx, &job, &input, result);
done:
  code = eqs_exit_for(ctx, status);
  eqs_search_result_free(result);
  eqs_input_free(&input);
  eqs_ctx_free(ctx);
  free(job.rules);
  return code ? code : eqs_exit_after_signal(EQS_EXIT_DONE);
}
