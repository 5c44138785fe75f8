/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading a RESULT. */
#include "cli/result.h"
#include "cli/stream.h"
#include "util/fail.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static eqs_status copy_string(eqs_ctx *ctx, const json_t *string, char **text, size_t *length)
{
  *length = json_string_length(string);
  *text = malloc(*length + 1);
  if (!*text) return eqs_fail_memory(ctx, *length + 1);
  memcpy(*text, json_string_value(string), *length + 1);
  return EQS_OK;
}

/* The element of a front that SELECT names. */
static eqs_status choose(eqs_ctx *ctx, const char *place, const json_t *root, uint64_t select,
                         const json_t **element)
{
  const json_t *front = json_object_get(root, "front");
  size_t n = json_array_size(front);
  if (!front) {
    if (select != EQS_SELECTED && select != 0)
      return eqs_fail(ctx, EQS_INPUT, "%s: holds one formula: --select %llu is beyond it", place,
                      (unsigned long long)select);
    *element = root;
    return EQS_OK;
  }
  if (!json_is_array(front) || n == 0)
    return eqs_fail(ctx, EQS_INPUT, "%s: the front is empty: the search found no formula", place);
  if (select == EQS_SELECTED) {
    const json_t *selected = json_object_get(root, "selected");
    if (!json_is_integer(selected) || json_integer_value(selected) < 0)
      return eqs_fail(ctx, EQS_INPUT, "%s: no formula is selected (choose one with --select)",
                      place);
    select = (uint64_t)json_integer_value(selected);
  }
  if (select >= n)
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: the front has %zu formulas, counted from 0: there is no %llu", place, n,
                    (unsigned long long)select);
  *element = json_array_get(front, (size_t)select);
  return EQS_OK;
}

static eqs_status read_json(eqs_ctx *ctx, eqs_formula_text *formula, const char *bytes, size_t n,
                            uint64_t select)
{
  json_error_t error;
  json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);
  if (!root)
    return eqs_fail(ctx, EQS_INPUT, "%s:%d: not JSON: %s (is the file whole?)", formula->place,
                    error.line, error.text);
  const json_t *element = NULL;
  eqs_status status = choose(ctx, formula->place, root, select, &element);
  if (status == EQS_OK) {
    /* A line of `screen` keeps the fitted constants in "fitted". */
    const json_t *text = json_object_get(element, "fitted");
    if (!json_is_string(text)) text = json_object_get(element, "expression");
    if (json_is_string(text))
      status = copy_string(ctx, text, &formula->expression, &formula->length);
    else
      status = eqs_fail(ctx, EQS_INPUT,
                        "%s: not a result: no \"front\" and no \"expression\" "
                        "(give the JSON of a search or a fit)",
                        formula->place);
  }
  json_decref(root);
  return status;
}

static const char *skip_blank(const char *text, const char *end)
{
  while (text < end && strchr(" \t\r\n", *text) && *text) text++;
  return text;
}

/* Takes BYTES over. */
static eqs_status read_bytes(eqs_ctx *ctx, eqs_formula_text *formula, char *bytes, size_t n,
                             uint64_t select)
{
  const char *end = bytes + n, *start = skip_blank(bytes, end);
  if (start < end && *start == '{') {
    eqs_status status = read_json(ctx, formula, start, (size_t)(end - start), select);
    free(bytes);
    return status;
  }
  if (start == end) {
    free(bytes);
    return eqs_fail(ctx, EQS_INPUT, "%s: empty: neither a result nor an expression",
                    formula->place);
  }
  while (n > 0 && strchr(" \t\r\n", bytes[n - 1]) && bytes[n - 1]) n--;
  formula->length = n - (size_t)(start - bytes);
  memmove(bytes, start, formula->length);
  bytes[formula->length] = '\0';
  formula->expression = bytes;
  return EQS_OK;
}

eqs_status eqs_result_read(eqs_ctx *ctx, eqs_formula_text *formula, const char *result,
                           uint64_t select)
{
  char *bytes;
  size_t n;
  bool file = strcmp(result, "-") == 0 || access(result, F_OK) == 0;
  *formula = (eqs_formula_text){.place = file ? result : NULL};
  if (!file) {
    formula->expression = strdup(result);
    formula->length = strlen(result);
    return formula->expression ? EQS_OK : eqs_fail_memory(ctx, formula->length + 1);
  }
  eqs_status status = eqs_file_read(ctx, result, &bytes, &n);
  return status ? status : read_bytes(ctx, formula, bytes, n, select);
}

/* Whether a word that names no file was meant as an expression all the same. */
static bool like_expression(const char *text)
{
  return strpbrk(text, "()+*^` ") != NULL;
}

eqs_status eqs_result_parse(eqs_ctx *ctx, const eqs_formula_text *formula, const eqs_names *names,
                            eqs_expr **expr)
{
  eqs_status status = eqs_expr_parse(ctx, expr, formula->expression, formula->length, names, 0);
  if (status == EQS_OK || status == EQS_MEMORY) return status;
  if (formula->place)
    return eqs_fail(ctx, status, "%s: not a result: %s", formula->place, eqs_ctx_message(ctx));
  if (like_expression(formula->expression)) return status;
  return eqs_fail(ctx, EQS_IO, "%s: no such file, and no expression either: %s",
                  formula->expression, eqs_ctx_message(ctx));
}

void eqs_result_free(eqs_formula_text *formula)
{
  free(formula->expression);
  formula->expression = NULL;
}

eqs_status eqs_result_line(eqs_ctx *ctx, const char *line, size_t length, char **expression,
                           size_t *expression_length, char **id)
{
  json_error_t error;
  json_t *root = json_loadb(line, length, 0, &error);
  if (!root) return eqs_fail(ctx, EQS_INPUT, "not JSON: %s", error.text);
  const json_t *text = json_object_get(root, "expression"), *name = json_object_get(root, "id");
  eqs_status status;
  *id = NULL;
  if (json_is_string(text))
    status = copy_string(ctx, text, expression, expression_length);
  else
    status = eqs_fail(ctx, EQS_INPUT, "no \"expression\" in the line");
  if (name && !json_is_null(name)) *id = json_dumps(name, JSON_ENCODE_ANY | JSON_COMPACT);
  json_decref(root);
  return status;
}
