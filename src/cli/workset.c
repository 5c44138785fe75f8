/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding and reading the expressions that benchmarks run on. */
#include <config.h>

#include "cli/stream.h"
#include "cli/workset.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/text.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char shipped[] = "data/workset/expressions.txt";

/* Whether FOLDER holds the work set; then its path is in *PATH. */
static bool is_in(eqs_text *path, const char *folder, size_t length)
{
  eqs_text_clear(path);
  eqs_text_format(path, "%.*s/%s", (int)length, folder, shipped);
  return !path->failed && access(path->data, R_OK) == 0;
}

/* Writes the folder that the program is in to FOLDER; 0, or how long it is. */
static size_t folder_of_program(char folder[PATH_MAX])
{
  ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
  while (length > 0 && folder[--length] != '/') continue;
  folder[length > 0 ? length : 0] = '\0';
  return length > 0 ? (size_t)length : 0;
}

/* Where data are installed as seen from the program, both of which may have been moved. */
static bool is_beside_program(eqs_text *path, const char *folder)
{
  eqs_text data = {0};
  if (!*folder) return false;
  eqs_text_format(&data, "%s/../share/" PACKAGE, folder);
  bool found = !data.failed && is_in(path, data.data, data.length);
  eqs_text_free(&data);
  return found;
}

/* A program that is not installed is in libtool's folder, and the build folder mostly within the
   source tree. */
static bool is_above_build(eqs_text *path, const char *folder, size_t length)
{
  enum { LEVELS = 3 };
  static const char built[] = "/.libs";
  size_t n = sizeof built - 1;
  if (length < n || strcmp(folder + length - n, built) != 0) return false;
  for (int i = 0; i < LEVELS && length > 0; i++) {
    do length--;
    while (length > 0 && folder[length] != '/');
    if (length > 0 && is_in(path, folder, length)) return true;
  }
  return false;
}

static eqs_status find(eqs_ctx *ctx, eqs_text *path)
{
  const char *chosen = getenv("EQSIEVE_DATA_DIR");
  if (chosen && *chosen && is_in(path, chosen, strlen(chosen))) return EQS_OK;
  char folder[PATH_MAX];
  size_t length = folder_of_program(folder);
  if (is_above_build(path, folder, length) || is_beside_program(path, folder) ||
      is_in(path, EQS_DATA_DIR, strlen(EQS_DATA_DIR)))
    return EQS_OK;
  if (path->failed) return eqs_fail_memory(ctx, PATH_MAX);
  return eqs_fail(ctx, EQS_IO, "%s/%s was not found (name a file with --expressions)", EQS_DATA_DIR,
                  shipped);
}

static eqs_status read_line(eqs_ctx *ctx, eqs_workset *workset, const eqs_stream *lines,
                            const char *line, size_t length, const eqs_names *names)
{
  if (eqs_grow(&workset->expr, &workset->capacity, workset->n + 1, sizeof(eqs_expr *)))
    return eqs_fail_memory(ctx, workset->n * sizeof(eqs_expr *));
  eqs_status status = eqs_expr_parse(ctx, &workset->expr[workset->n], line, length, names, 0);
  if (status)
    return eqs_fail(ctx, status, "%s:%llu: %s", lines->path, (unsigned long long)lines->number,
                    eqs_ctx_message(ctx));
  workset->n++;
  return EQS_OK;
}

eqs_status eqs_workset_read(eqs_ctx *ctx, eqs_workset *workset, const char *path,
                            const eqs_names *names)
{
  eqs_text found = {0};
  eqs_stream lines = {0};
  eqs_status status = path ? EQS_OK : find(ctx, &found);
  if (!status) status = eqs_stream_open(ctx, &lines, path ? path : found.data);
  while (!status) {
    const char *line;
    size_t length;
    status = eqs_stream_next(ctx, &lines, &line, &length);
    if (status || !line) break;
    size_t blank = 0; /* the line has no NUL at its end */
    while (blank < length && (line[blank] == ' ' || line[blank] == '\t')) blank++;
    if (blank < length && line[blank] != '#')
      status = read_line(ctx, workset, &lines, line, length, names);
  }
  if (!status && workset->n == 0)
    status = eqs_fail(ctx, EQS_INPUT, "%s: there are no expressions in it", lines.path);
  eqs_stream_close(&lines);
  eqs_text_free(&found);
  return status;
}

void eqs_workset_free(eqs_workset *workset)
{
  for (size_t i = 0; i < workset->n; i++) eqs_expr_free(workset->expr[i]);
  free(workset->expr);
}
