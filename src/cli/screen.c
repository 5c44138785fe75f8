/* SPDX-License-Identifier: BSD-3-Clause */
/* The machinery of a screen. */
#include "cli/screen.h"
#include "cli/result.h"
#include "util/fail.h"
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum {
  MOST_LINES = 8192,    /* of a batch */
  FEWEST_LINES = 64,    /* work for every thread */
  SHORT_LINES = 512,    /* of a short batch */
  BATCH_ROWS = 1 << 25, /* expressions times rows: some tens of milliseconds, so that results flow
                           and Ctrl-C is heard */
  BATCH_BYTES = 16 << 20,
  CHUNK = 64, /* lines that one thread reads or prints at a time */
  MOST_EXPLAINED = 3,
};

eqs_status eqs_screen_open(eqs_screen *screen, const eqs_engine_options *engine, const char *path)
{
  const eqs_input *input = screen->input;
  eqs_status status = eqs_stream_open(screen->ctx, &screen->lines, path);
  if (status == EQS_OK)
    status = eqs_dataset_new(screen->ctx, &screen->dataset, input->table, &input->roles,
                             &input->train, engine->dtype, 1);
  if (status == EQS_OK) status = eqs_engine_new(screen->ctx, &screen->engine, engine);
  if (status) return status;

  size_t room = BATCH_ROWS / input->train.n;
  size_t most = screen->short_batches ? SHORT_LINES : MOST_LINES;
  if (room > most) room = most;
  if (room < FEWEST_LINES) room = FEWEST_LINES;
  screen->room = room;
  screen->candidate = calloc(room, sizeof *screen->candidate);
  screen->expr = calloc(room, sizeof *screen->expr);
  screen->owner = calloc(room, sizeof *screen->owner);
  screen->task = calloc(room, sizeof *screen->task);
  screen->metrics = calloc(room, sizeof *screen->metrics);
  screen->result = calloc(room, sizeof *screen->result);
  if (!screen->candidate || !screen->expr || !screen->owner || !screen->task || !screen->metrics ||
      !screen->result)
    return eqs_fail_memory(screen->ctx, room * sizeof *screen->result);
  return EQS_OK;
}

static void empty(eqs_screen *screen)
{
  for (size_t i = 0; i < screen->n; i++) eqs_candidate_free(&screen->candidate[i]);
  screen->n = 0;
}

void eqs_screen_close(eqs_screen *screen)
{
  empty(screen);
  eqs_stream_close(&screen->lines);
  eqs_engine_free(screen->engine);
  eqs_dataset_free(screen->dataset);
  free(screen->candidate);
  free(screen->expr);
  free(screen->owner);
  free(screen->task);
  free(screen->metrics);
  free(screen->result);
}

static bool is_blank(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

/* The lines of the next batch, as text. */
static eqs_status read_lines(eqs_screen *screen)
{
  size_t bytes = 0;
  while (screen->n < screen->room && bytes < BATCH_BYTES) {
    const char *line;
    size_t length;
    eqs_status status = eqs_stream_next(screen->ctx, &screen->lines, &line, &length);
    if (status) return status;
    if (!line) return EQS_OK;
    if (screen->lines.number % screen->shards != screen->shard || is_blank(line, length)) continue;
    eqs_candidate *candidate = &screen->candidate[screen->n];
    candidate->text = malloc(length + 1);
    if (!candidate->text) return eqs_fail_memory(screen->ctx, length + 1);
    memcpy(candidate->text, line, length);
    candidate->text[length] = '\0';
    candidate->length = length;
    candidate->line = screen->lines.number;
    screen->n++;
    bytes += length;
  }
  return EQS_OK;
}

/* A line of JSON gives way to its expression and id. One that is malformed stays what it was. */
static eqs_status open_json(eqs_ctx *ctx, eqs_candidate *candidate)
{
  char *expression = NULL;
  size_t length = 0;
  eqs_status status = eqs_result_line(ctx, candidate->text, candidate->length, &expression, &length,
                                      &candidate->id);
  if (status) return status;
  free(candidate->text);
  candidate->text = expression;
  candidate->length = length;
  return EQS_OK;
}

/* Only running out of memory is a failure of the screen; all else is the line's own. */
static eqs_status read_candidate(eqs_ctx *ctx, const eqs_screen *screen, eqs_candidate *candidate)
{
  eqs_status status = candidate->text[0] == '{' ? open_json(ctx, candidate) : EQS_OK;
  if (status == EQS_OK)
    status = eqs_expr_parse(ctx, &candidate->expr, candidate->text, candidate->length,
                            screen->style.names, screen->style.fitted ? 0 : EQS_PARSE_FIXED);
  switch (status) {
  case EQS_OK:
    candidate->outcome = EQS_OUTCOME_OK;
    return EQS_OK;
  case EQS_MEMORY:
    return status;
  case EQS_UNKNOWN:
    candidate->outcome = EQS_OUTCOME_UNKNOWN_NAME;
    return EQS_OK;
  case EQS_LIMIT:
    candidate->outcome = EQS_OUTCOME_LIMIT;
    return EQS_OK;
  default:
    candidate->outcome = EQS_OUTCOME_PARSE;
    return EQS_OK;
  }
}

static eqs_status read_candidates(eqs_screen *screen)
{
  eqs_status status = EQS_OK;
#pragma omp parallel num_threads(eqs_ctx_threads(screen->ctx))
  {
    eqs_ctx *ctx = eqs_ctx_new();
    eqs_status mine = ctx ? EQS_OK : EQS_MEMORY;
#pragma omp for schedule(dynamic, CHUNK)
    for (size_t i = 0; i < screen->n; i++)
      if (mine == EQS_OK) mine = read_candidate(ctx, screen, &screen->candidate[i]);
    eqs_ctx_free(ctx);
#pragma omp critical(eqs_read_candidates)
    if (mine) status = mine;
  }
  return status ? eqs_fail_memory(screen->ctx, EQS_LONGEST_LINE) : EQS_OK;
}

/* Says of the first few lines that could not be read why. They are read once more for it. */
static void explain(eqs_screen *screen)
{
  for (size_t i = 0; i < screen->n && screen->explained < MOST_EXPLAINED; i++) {
    const eqs_candidate *failed = &screen->candidate[i];
    if (failed->expr || screen->quiet) continue;
    eqs_candidate again = {.text = malloc(failed->length + 1), .length = failed->length};
    if (!again.text) return;
    memcpy(again.text, failed->text, failed->length + 1);
    read_candidate(screen->ctx, screen, &again);
    eqs_note("%s:%llu: %s", screen->lines.path, (unsigned long long)failed->line,
             eqs_ctx_message(screen->ctx));
    eqs_candidate_free(&again);
    if (++screen->explained == MOST_EXPLAINED)
      eqs_note("further lines that cannot be read are told by their \"status\" alone");
  }
}

static eqs_status score(eqs_screen *screen, size_t m)
{
  eqs_score_options options;
  eqs_score_options_init(&options);
  options.objective = screen->input->objective;
  options.bound = screen->bound;
  eqs_status status =
      eqs_engine_score_with(screen->ctx, screen->engine, screen->dataset,
                            (const eqs_expr *const *)screen->expr, m, &options, screen->metrics);
  for (size_t i = 0; i < m && status == EQS_OK; i++) {
    eqs_candidate *candidate = &screen->candidate[screen->owner[i]];
    candidate->metrics = screen->metrics[i];
    if (candidate->metrics.rejected > 0) candidate->outcome = EQS_OUTCOME_NONFINITE;
    if (candidate->metrics.abandoned) candidate->outcome = EQS_OUTCOME_ABANDONED;
  }
  return status;
}

static eqs_status fit(eqs_screen *screen, size_t m)
{
  screen->fit.task = screen->task;
  screen->fit.bound = screen->bound;
  eqs_status status = eqs_fit_batch(screen->ctx, screen->engine, screen->dataset, screen->expr, m,
                                    &screen->fit, screen->result);
  for (size_t i = 0; i < m && status == EQS_OK; i++) {
    eqs_candidate *candidate = &screen->candidate[screen->owner[i]];
    candidate->metrics = screen->result[i].metrics;
    if (eqs_expr_params(candidate->expr) > 0 && screen->result[i].status != EQS_OK)
      candidate->outcome = EQS_OUTCOME_FIT_FAILED;
    else if (screen->result[i].status != EQS_OK || candidate->metrics.rejected > 0)
      candidate->outcome = EQS_OUTCOME_NONFINITE;
    else if (candidate->metrics.abandoned)
      candidate->outcome = EQS_OUTCOME_ABANDONED;
  }
  return status;
}

eqs_status eqs_screen_batch(eqs_screen *screen)
{
  empty(screen);
  eqs_status status = read_lines(screen);
  if (status == EQS_OK) status = read_candidates(screen);
  if (status) return status;
  explain(screen);

  size_t m = 0;
  for (size_t i = 0; i < screen->n; i++)
    if (screen->candidate[i].expr) {
      screen->expr[m] = screen->candidate[i].expr;
      screen->owner[m] = (uint32_t)i;
      screen->task[m++] = screen->candidate[i].line;
    }
  if (m > 0) status = screen->style.fitted ? fit(screen, m) : score(screen, m);
  for (size_t i = 0; i < screen->n && status == EQS_OK; i++)
    screen->count[screen->candidate[i].outcome]++;
  return status;
}

eqs_status eqs_screen_print(eqs_screen *screen, eqs_text *text, const char *separator)
{
  eqs_text chunk[MOST_LINES / CHUNK];
  size_t n_chunks = (screen->n + CHUNK - 1) / CHUNK;
  memset(chunk, 0, sizeof chunk);
#pragma omp parallel for schedule(dynamic, 1) num_threads(eqs_ctx_threads(screen->ctx))
  for (size_t c = 0; c < n_chunks; c++)
    for (size_t i = c * CHUNK; i < (c + 1) * CHUNK && i < screen->n; i++) {
      eqs_candidate_print(&chunk[c], &screen->candidate[i], &screen->style);
      eqs_text_str(&chunk[c], separator);
    }
  for (size_t c = 0; c < n_chunks; c++) {
    if (chunk[c].failed) text->failed = true;
    eqs_text_add(text, chunk[c].data, chunk[c].length);
    eqs_text_free(&chunk[c]);
  }
  return text->failed ? eqs_fail_memory(screen->ctx, text->capacity) : EQS_OK;
}

eqs_status eqs_screen_recompute(eqs_screen *screen, eqs_candidate *candidate, size_t n)
{
  if (n == 0) return EQS_OK;
  const eqs_expr **expr = calloc(n, sizeof *expr);
  eqs_metrics *metrics = calloc(n, sizeof *metrics);
  eqs_status status = expr && metrics ? EQS_OK : eqs_fail_memory(screen->ctx, n * sizeof *metrics);
  for (size_t i = 0; i < n && status == EQS_OK; i++) expr[i] = candidate[i].expr;
  if (status == EQS_OK) status = eqs_input_train(screen->ctx, screen->input, expr, n, metrics);
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    candidate[i].metrics = metrics[i];
    if (metrics[i].rejected > 0) candidate[i].outcome = EQS_OUTCOME_NONFINITE;
  }
  free(metrics);
  free(expr);
  return status;
}
