/* SPDX-License-Identifier: BSD-3-Clause */
/* The growing string. */
#include "util/text.h"
#include "util/memory.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for LENGTH more bytes and the NUL. */
static bool reserve(eqs_text *text, size_t length)
{
  if (!text->failed && (length > SIZE_MAX - 1 - text->length ||
                        eqs_grow(&text->data, &text->capacity, text->length + length + 1, 1)))
    text->failed = true;
  return !text->failed;
}

void eqs_text_add(eqs_text *text, const char *bytes, size_t length)
{
  if (!reserve(text, length)) return;
  if (length) memcpy(text->data + text->length, bytes, length);
  text->length += length;
  text->data[text->length] = '\0';
}

void eqs_text_str(eqs_text *text, const char *string)
{
  eqs_text_add(text, string, strlen(string));
}

void eqs_text_char(eqs_text *text, char c)
{
  eqs_text_add(text, &c, 1);
}

void eqs_text_format(eqs_text *text, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int length = vsnprintf(NULL, 0, format, args);
  if (length < 0)
    text->failed = true;
  else if (reserve(text, (size_t)length)) {
    vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    text->length += (size_t)length;
  }
  va_end(again);
  va_end(args);
}

void eqs_text_clear(eqs_text *text)
{
  text->length = 0;
  text->failed = false;
  if (text->data) text->data[0] = '\0';
}

void eqs_text_free(eqs_text *text)
{
  free(text->data);
  *text = (eqs_text){0};
}
