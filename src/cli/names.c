/* SPDX-License-Identifier: BSD-3-Clause */
/* The names in an expression, cut as the parser cuts them. */
#include "cli/names.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/text.h"
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool continues_name(char c)
{
  return starts_name(c) || is_digit(c) || c == '.';
}

/* c, c0 ... c99, pi and e mean something without a column. */
static bool is_reserved(const char *name, size_t length)
{
  if (length == 2 && memcmp(name, "pi", 2) == 0) return true;
  if (length == 1 && (*name == 'e' || *name == 'c')) return true;
  if (*name != 'c' || length > 3 || (length == 3 && name[1] == '0')) return false;
  for (size_t i = 1; i < length; i++)
    if (!is_digit(name[i])) return false;
  return true;
}

static eqs_status add(eqs_ctx *ctx, eqs_found_names *found, const char *name, size_t length)
{
  for (size_t j = 0; j < found->names.n; j++)
    if (strlen(found->list[j]) == length && memcmp(found->list[j], name, length) == 0)
      return EQS_OK;
  char *copy = strndup(name, length);
  if (!copy || eqs_grow(&found->list, &found->capacity, found->names.n + 1, sizeof *found->list)) {
    free(copy);
    return eqs_fail_memory(ctx, length + 1);
  }
  found->list[found->names.n++] = copy;
  found->names.name = found->list;
  return EQS_OK;
}

/* Adds the name in backquotes that opens at *TEXT, where a doubled one stands for itself, and steps
   over it; to the end if it is never closed, which the parser will say. */
static eqs_status add_quoted(eqs_ctx *ctx, eqs_found_names *found, const char **text,
                             const char *end)
{
  eqs_text name = {0};
  const char *at = *text + 1;
  while (at < end && (*at != '`' || (at + 1 < end && at[1] == '`'))) {
    if (*at == '`') at++;
    eqs_text_char(&name, *at++);
  }
  bool closed = at < end;
  *text = closed ? at + 1 : end;
  eqs_status status = EQS_OK;
  if (name.failed)
    status = eqs_fail_memory(ctx, name.capacity);
  else if (closed && name.length)
    status = add(ctx, found, name.data, name.length);
  eqs_text_free(&name);
  return status;
}

/* Where the word that starts at TEXT ends. */
static const char *end_of_name(const char *text, const char *end)
{
  while (text < end && continues_name(*text)) text++;
  return text;
}

static bool is_called(const char *text, const char *end)
{
  while (text < end && strchr(" \t\r\n\v\f", *text) && *text) text++;
  return text < end && *text == '(';
}

eqs_status eqs_names_find(eqs_ctx *ctx, eqs_found_names *found, const char *text, size_t length)
{
  const char *end = text + length;
  eqs_status status = EQS_OK;
  while (text < end && status == EQS_OK) {
    double number;
    size_t used;
    if (*text == '`') {
      status = add_quoted(ctx, found, &text, end);
    } else if (starts_name(*text)) {
      const char *after = end_of_name(text, end);
      size_t n = (size_t)(after - text);
      if (!is_reserved(text, n) && !is_called(after, end)) status = add(ctx, found, text, n);
      text = after;
    } else if (is_digit(*text) &&
               (used = eqs_number_read(text, (size_t)(end - text), &number)) > 0) {
      text += used;
    } else {
      text++;
    }
  }
  return status;
}

void eqs_names_free(eqs_found_names *found)
{
  for (size_t j = 0; j < found->names.n; j++) free((void *)found->list[j]);
  free((void *)found->list);
  memset(found, 0, sizeof *found);
}
