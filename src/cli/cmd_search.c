/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve search: a data file in, a Pareto front of formulas out. */
#include "cli/found.h"
#include "cli/preset.h"
#include "cli/progress.h"
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

/* Why there is nothing but a constant to see. */
static void note_what_lacks(const eqs_search_result *result)
{
  if (result->n_scored > 0 || result->stop == EQS_STOP_INTERRUPTED) return;
  eqs_note("no formula%s was scored: %s", result->n_front > 0 ? " besides the constant" : "",
           result->stop == EQS_STOP_TIME
               ? "none came up in the time that obeys the rules and limits (give more, or loosen "
                 "them)"
               : "none that was proposed obeys the rules and limits (loosen them)");
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
  if (status == EQS_OK)
    status = eqs_found_write(ctx, &input, &job.run, &job.format, job.search.out, result);
  if (status == EQS_OK && !job.run.quiet) note_what_lacks(result);
done:
  code = eqs_exit_for(ctx, status);
  eqs_search_result_free(result);
  eqs_input_free(&input);
  eqs_ctx_free(ctx);
  free(job.rules);
  return code ? code : eqs_exit_after_signal(EQS_EXIT_DONE);
}
