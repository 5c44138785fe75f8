/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve screen: scores expressions that somebody else made, a line of JSON for each. */
#include "cli/screen.h"
#include "util/clock.h"
#include "util/fail.h"
#include <math.h>
#include <string.h>

typedef struct screen_options {
  bool fixed, strict;
  uint64_t top;
  const char *shard;
} screen_options;

static const eqs_option screen_option[] = {
#define AT(field) offsetof(screen_options, field)
    {"no-fit", EQS_OPTION_FLAG, AT(fixed), NULL, "take all constants as they are", 0, 0},
    {"top", EQS_OPTION_COUNT, AT(top), "K", "only the K best, sorted, scored again in double", 1,
     1e9},
    {"shard", EQS_OPTION_TEXT, AT(shard), "I/N", "only the lines congruent to I modulo N", 0, 0},
    {"strict", EQS_OPTION_FLAG, AT(strict), NULL, "exit with 3 if a line has no score", 0, 0},
#undef AT
};

typedef struct screen_job {
  eqs_data_options data;
  eqs_run_options run;
  eqs_format_options format;
  eqs_loss_options loss;
  screen_options screen;
  eqs_objective objective;
  uint64_t shard, shards;
} screen_job;

/* "I/N" with I < N. */
static int read_shard(const char *command, screen_job *job)
{
  unsigned long long shard, shards;
  int used = 0;
  job->shards = 1;
  if (!job->screen.shard) return EQS_GO_ON;
  const char *text = job->screen.shard;
  if (strspn(text, "0123456789/") != strlen(text) || strlen(text) > 30 ||
      sscanf(text, "%llu/%llu%n", &shard, &shards, &used) != 2 || text[used] != '\0' ||
      shard >= shards)
    return eqs_usage_error(command, "--shard takes I/N with I in 0..N-1, not \"%s\"", text);
  job->shard = shard;
  job->shards = shards;
  return EQS_GO_ON;
}

static int read_options(const eqs_command *command, int argc, char **argv, screen_job *job,
                        const char **word)
{
  const eqs_option_group group[] = {
      eqs_data_group(&job->data),
      {"Screen", screen_option, sizeof screen_option / sizeof screen_option[0], &job->screen},
      eqs_loss_group(&job->loss),
      eqs_run_group(&job->run),
      eqs_format_group(&job->format),
  };
  int code = eqs_options_read(command, group, sizeof group / sizeof group[0], argc, argv, word, 2);
  if (code == EQS_GO_ON) code = eqs_check_data_options(command->name, &job->data);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &job->format);
  if (code == EQS_GO_ON) code = eqs_read_objective(command->name, &job->loss, &job->objective);
  if (code == EQS_GO_ON && strcmp(word[0], "-") == 0 && strcmp(word[1], "-") == 0)
    code = eqs_usage_error(command->name, "data and expressions cannot both be standard input");
  return code == EQS_GO_ON ? read_shard(command->name, job) : code;
}

static void stats_json(eqs_json *json, const screen_job *job, const eqs_screen *screen,
                       double seconds)
{
  uint64_t n = 0;
  for (size_t i = 0; i < EQS_N_OUTCOMES; i++) n += screen->count[i];
  eqs_json_object(json);
  eqs_json_key(json, "n");
  eqs_json_count(json, n);
  for (size_t i = 0; i < EQS_N_OUTCOMES; i++) {
    eqs_json_key(json, eqs_outcome_names[i]);
    eqs_json_count(json, screen->count[i]);
  }
  eqs_json_key(json, "rows");
  eqs_json_count(json, screen->input->train.n);
  eqs_json_key(json, "seed");
  eqs_json_count(json, job->run.seed);
  eqs_json_key(json, "dtype");
  eqs_json_string(json, eqs_dtype_name((eqs_dtype)job->run.dtype));
  eqs_json_key(json, "engine");
  eqs_json_string(json, eqs_tier_name(eqs_engine_tier(screen->engine)));
  eqs_json_key(json, "threads");
  eqs_json_count(json, (uint64_t)eqs_ctx_threads(screen->ctx));
  eqs_json_key(json, "seconds");
  eqs_json_number(json, seconds);
  eqs_json_end_object(json);
}

/* A document is begun with its first results, so that a failure before them leaves nothing. */
static const char begin_document[] = "{\"results\":[";

/* Puts the lines of a batch out after BEFORE, in JSON without a separator at their end. */
static eqs_status put_lines(eqs_screen *screen, const char *separator, const char *before)
{
  eqs_text text = {0};
  eqs_text_str(&text, before);
  eqs_status status = eqs_screen_print(screen, &text, separator);
  if (status == EQS_OK && separator[0] == ',' && screen->n > 0) text.length -= strlen(separator);
  if (status == EQS_OK) status = eqs_put(screen->ctx, &text);
  eqs_text_free(&text);
  return status;
}

/* Sends every batch to standard output, or to TOP when only the best are wanted. *BEFORE is what
   stands before the next results. */
static eqs_status run(const screen_job *job, eqs_screen *screen, eqs_top *top,
                      const char *separator, const char **before)
{
  eqs_status status = EQS_OK;
  while (!eqs_stop_flag) {
    if (screen->short_batches) screen->bound = eqs_top_bound(top);
    status = eqs_screen_batch(screen);
    if (status || screen->n == 0) return status;
    if (job->screen.top == 0) {
      status = put_lines(screen, separator, *before);
      if (status == EQS_OK && !job->format.json) status = eqs_put_end(screen->ctx);
      *before = job->format.json ? separator : "";
    } else {
      for (size_t i = 0; i < screen->n && status == EQS_OK; i++)
        if (eqs_top_offer(top, &screen->candidate[i]) != 0)
          status = eqs_fail_memory(screen->ctx, top->capacity * sizeof *top->item);
    }
    if (status) return status;
  }
  return status;
}

static eqs_status put_top(eqs_screen *screen, eqs_top *top, const char *separator,
                          const char **before)
{
  eqs_status status = eqs_screen_recompute(screen, top->item, top->n);
  if (status) return status;
  eqs_top_sort(top);
  screen->style.dtype = EQS_F64;
  eqs_text text = {0};
  eqs_text_str(&text, *before);
  *before = "";
  for (size_t i = 0; i < top->n; i++) {
    if (i > 0) eqs_text_str(&text, separator);
    eqs_candidate_print(&text, &top->item[i], &screen->style);
  }
  if (top->n > 0 && separator[0] != ',') eqs_text_str(&text, separator);
  status = eqs_put(screen->ctx, &text);
  eqs_text_free(&text);
  return status;
}

static eqs_status put_end(const screen_job *job, eqs_screen *screen, double seconds,
                          const char *before)
{
  eqs_text text = {0};
  if (job->format.json) {
    if (before == begin_document) eqs_text_str(&text, before);
    eqs_text_str(&text, "],\"stats\":");
    eqs_json json = eqs_json_new(&text);
    stats_json(&json, job, screen, seconds);
    eqs_text_str(&text, "}\n");
  }
  eqs_status status = eqs_put(screen->ctx, &text);
  eqs_text_free(&text);
  return status ? status : eqs_put_end(screen->ctx);
}

static eqs_status screen_all(const screen_job *job, eqs_screen *screen, const char *expressions)
{
  const char *before = job->format.json ? begin_document : "";
  const char *separator = job->format.json ? ",\n" : "\n";
  double start = eqs_clock();
  eqs_engine_options engine = eqs_engine_wanted(&job->run);
  eqs_top top = {.k = (size_t)job->screen.top};
  eqs_status status = eqs_screen_open(screen, &engine, expressions);
  if (status) return status;
  eqs_engine_check(&job->run);
  eqs_catch_signals();
  status = run(job, screen, &top, separator, &before);
  if (status == EQS_OK && job->screen.top) status = put_top(screen, &top, separator, &before);
  if (status == EQS_OK) status = put_end(job, screen, eqs_clock() - start, before);
  eqs_top_free(&top);
  return status;
}

/* With --strict, a line without a score makes the run fail once everything is written. */
static int judge(const screen_job *job, const eqs_screen *screen)
{
  uint64_t n = 0;
  for (size_t i = 0; i < EQS_N_OUTCOMES; i++) n += screen->count[i];
  uint64_t failed = n - screen->count[EQS_OUTCOME_OK];
  if (!job->screen.strict || failed == 0) return EQS_EXIT_DONE;
  eqs_note("%llu of %llu expressions have no score (--strict)", (unsigned long long)failed,
           (unsigned long long)n);
  return EQS_EXIT_INPUT;
}

int eqs_cmd_screen(const eqs_command *command, int argc, char **argv)
{
  screen_job job = {.run.seed = 1};
  const char *word[2];
  int code = read_options(command, argc, argv, &job, word);
  if (code != EQS_GO_ON) return code;
  eqs_ctx *ctx = eqs_start(&job.run);
  if (!ctx) return EQS_EXIT_LIMIT;

  eqs_input input = {.objective = job.objective};
  eqs_screen screen = {.ctx = ctx, .input = &input, .shard = job.shard, .shards = job.shards};
  screen.quiet = job.run.quiet;
  screen.bound = INFINITY;
  /* With --strict each line counts, also one that --top would never show. */
  screen.short_batches = job.screen.top && !job.screen.strict;
  screen.style =
      (eqs_screen_style){&input.roles.names, (eqs_dtype)job.run.dtype, !job.screen.fixed};
  eqs_fit_options_init(&screen.fit);
  screen.fit.seed = job.run.seed;
  screen.fit.objective = job.objective;
  eqs_status status = eqs_input_read(ctx, &input, word[0], &job.data, NULL, &job.run);
  if (status == EQS_OK) status = screen_all(&job, &screen, word[1]);

  code = eqs_exit_for(ctx, status);
  if (code == EQS_EXIT_DONE) code = eqs_exit_after_signal(judge(&job, &screen));
  eqs_screen_close(&screen);
  eqs_input_free(&input);
  eqs_ctx_free(ctx);
  return code;
}
