/* SPDX-License-Identifier: BSD-3-Clause */
/* Cutting records into cells as RFC 4180 has it, with blanks around cells allowed. */
#include "data/cells.h"
#include "util/utf8.h"
#include <string.h>

static bool is_blank(char c)
{
  return c == ' ' || c == '\t';
}

bool eqs_quotes_scan(eqs_quotes *quotes, const char *text, size_t length, const char *separators)
{
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    if (quotes->state == EQS_CELL_QUOTED) {
      const char *quote = memchr(text + i, '"', length - i);
      if (!quote) break;
      i = (size_t)(quote - text);
      if (i + 1 < length && text[i + 1] == '"')
        i++;
      else
        quotes->state = EQS_CELL_BARE;
    } else if (c && strchr(separators, c))
      quotes->state = EQS_CELL_START;
    else if (quotes->state == EQS_CELL_START && c == '"')
      quotes->state = EQS_CELL_QUOTED;
    else if (!is_blank(c))
      quotes->state = EQS_CELL_BARE;
  }
  return quotes->state == EQS_CELL_QUOTED;
}

/* Reads the quoted cell whose opening quote is at AT. Returns where it ends: a separator or END;
   NULL if it does not end in a closing quote. With CELL, stores it and undoubles its quotes. */
static char *split_quoted(char *at, char *end, char separator, eqs_cell *cell)
{
  char *from = at + 1, *to = from;
  for (;; from++) {
    if (from == end) return NULL;
    if (*from == '"') {
      if (from + 1 == end || from[1] != '"') break;
      from++;
    }
    if (cell) *to++ = *from;
  }
  if (cell) *cell = (eqs_cell){at + 1, (size_t)(to - (at + 1))};
  for (from++; from < end && *from != separator; from++)
    if (!is_blank(*from)) return NULL;
  return from;
}

static char *split_bare(char *at, char *end, char separator, eqs_cell *cell)
{
  char *stop = memchr(at, separator, (size_t)(end - at));
  if (!stop) stop = end;
  if (cell) {
    char *last = stop;
    while (last > at && is_blank(last[-1])) last--;
    *cell = (eqs_cell){at, (size_t)(last - at)};
  }
  return stop;
}

bool eqs_cells_split(char *record, size_t length, char separator, eqs_cell *cell, size_t max,
                     size_t *n)
{
  char *at = record, *end = record + length;
  for (*n = 0;; ++*n) {
    eqs_cell *out = *n < max ? &cell[*n] : NULL;
    while (at < end && is_blank(*at) && *at != separator) at++;
    at = at < end && *at == '"' ? split_quoted(at, end, separator, out)
                                : split_bare(at, end, separator, out);
    if (!at) return false;
    if (at == end) break;
    at++;
  }
  ++*n;
  return true;
}

const char *eqs_show(char out[EQS_SHOW_BYTES], const char *text, size_t length)
{
  const unsigned char *at = (const unsigned char *)text;
  size_t n = 0, i = 0;
  while (i < length && n + 8 < EQS_SHOW_BYTES) { /* room for one more character and "..." */
    size_t bytes = eqs_utf8_length(at + i, length - i);
    if (bytes == 0 || at[i] < 0x20 || at[i] == 0x7f) {
      out[n++] = '?';
      i++;
    } else {
      memcpy(out + n, at + i, bytes);
      n += bytes;
      i += bytes;
    }
  }
  strcpy(out + n, i < length ? "..." : "");
  return out;
}
