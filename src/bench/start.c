/* SPDX-License-Identifier: BSD-3-Clause */
/* The program from its start to its first score: runs `eqsieve screen` on a small file and waits
   for the line with the loss. The warm-up leaves the kernels on disk. */
#include "bench/bench.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/text.h"
#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 10 };

extern char **environ;

typedef struct job {
  eqs_ctx *ctx;
  const char *program;
  const char *dtype, *tier;
  char folder[256];
  char data[280], expression[280];
} job;

static eqs_status write_file(eqs_ctx *ctx, const char *path, const eqs_text *text)
{
  FILE *file = text->failed ? NULL : fopen(path, "w");
  int failed = !file || fwrite(text->data, 1, text->length, file) != text->length;
  if (file && fclose(file) != 0) failed = 1;
  return failed ? eqs_fail(ctx, EQS_IO, "%s: %s", path, strerror(errno)) : EQS_OK;
}

/* A file with y = x^2 + 1/2, and the expression x^2: the loss is 1/4. */
static eqs_status write_input(job *j)
{
  const char *parent = getenv("TMPDIR");
  if (!parent || !*parent) parent = "/tmp";
  int n = snprintf(j->folder, sizeof j->folder, "%s/eqsieve-bench.XXXXXX", parent);
  if (n < 0 || (size_t)n >= sizeof j->folder || !mkdtemp(j->folder)) {
    j->folder[0] = '\0';
    return eqs_fail(j->ctx, EQS_IO, "%s: no folder can be made there (set TMPDIR)", parent);
  }
  snprintf(j->data, sizeof j->data, "%s/data.csv", j->folder);
  snprintf(j->expression, sizeof j->expression, "%s/expression.txt", j->folder);
  eqs_text text = {0};
  eqs_text_str(&text, "x,y\n");
  for (int i = 0; i < ROWS; i++) eqs_text_format(&text, "%d,%d.5\n", i, i * i);
  eqs_status status = write_file(j->ctx, j->data, &text);
  eqs_text_clear(&text);
  eqs_text_str(&text, "x^2\n");
  if (!status) status = write_file(j->ctx, j->expression, &text);
  eqs_text_free(&text);
  return status;
}

static void remove_input(const job *j)
{
  if (!j->folder[0]) return;
  unlink(j->data);
  unlink(j->expression);
  rmdir(j->folder);
}

/* Starts the program with its standard output in a pipe, of which *OUT is the end to read. */
static eqs_status spawn(job *j, pid_t *child, FILE **out)
{
  const char *const argv[] = {
      "eqsieve", "screen",    j->data, j->expression, "--target", "y",        "--no-fit", "--jsonl",
      "--quiet", "--threads", "1",     "--dtype",     j->dtype,   "--engine", j->tier,    NULL};
  int ends[2];
  posix_spawn_file_actions_t actions;
  if (pipe(ends) != 0) return eqs_fail(j->ctx, EQS_IO, "pipe: %s", strerror(errno));
  int error = posix_spawn_file_actions_init(&actions);
  if (!error) {
    error = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (!error) error = posix_spawn_file_actions_addclose(&actions, ends[0]);
    if (!error)
      error = posix_spawn(child, j->program, &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
  }
  close(ends[1]);
  *out = error ? NULL : fdopen(ends[0], "r");
  if (*out) return EQS_OK;
  close(ends[0]);
  return eqs_fail(j->ctx, EQS_IO, "%s: %s", j->program, strerror(error ? error : errno));
}

/* The loss in the first line that the program writes; NaN if there is none. */
static double first_score(FILE *out)
{
  char line[1024];
  if (!fgets(line, sizeof line, out)) return NAN;
  const char *mse = strstr(line, "\"mse\":");
  double value = NAN;
  if (mse) eqs_number_read(mse + 6, strlen(mse + 6), &value);
  return value;
}

/* Seconds until the score is here. The program's last moments come after that. */
static eqs_status start(job *j, double *seconds)
{
  pid_t child;
  FILE *out;
  int state = 0;
  double began = eqs_clock();
  eqs_status status = spawn(j, &child, &out);
  if (status) return status;
  double mse = first_score(out);
  *seconds = eqs_clock() - began;
  fclose(out);
  while (waitpid(child, &state, 0) < 0 && errno == EINTR) continue;
  if (fabs(mse - 0.25) <= 1e-6) return EQS_OK;
  return eqs_fail(j->ctx, EQS_INPUT, "bench start: %s scored %g, not 0.25 (exit code %d)",
                  j->program, mse, WIFEXITED(state) ? WEXITSTATUS(state) : 128);
}

static eqs_status start_often(job *j, unsigned repeats, eqs_bench_result *r)
{
  double seconds[EQS_BENCH_MAX_REPEATS], warm_up;
  eqs_status status = start(j, &warm_up);
  for (unsigned i = 0; i < repeats && !status; i++) status = start(j, &seconds[i]);
  if (!status) eqs_bench_spread(seconds, repeats, r);
  return status;
}

eqs_status eqs_bench_start(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx,
           .program = o->program ? o->program : "/proc/self/exe",
           .dtype = o->engine.dtype == EQS_F32 ? "f32" : "f64",
           .tier = eqs_tier_name(o->engine.tier)};
  eqs_engine *engine = NULL;
  eqs_status status = write_input(&j);
  if (!status) status = start_often(&j, o->repeats, r);
  if (!status) status = eqs_engine_new(ctx, &engine, &o->engine);
  if (!status) {
    r->tier = eqs_engine_tier(engine);
    r->rows = ROWS;
    r->threads = 1;
    r->cached = 1;
    r->us_per_expr = r->median * 1e6;
    r->checked = o->repeats;
  }
  eqs_engine_free(engine);
  remove_input(&j);
  return status;
}
