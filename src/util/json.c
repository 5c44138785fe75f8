/* SPDX-License-Identifier: BSD-3-Clause */
/* The JSON writer. */
#include "util/json.h"
#include "util/utf8.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

eqs_json eqs_json_new(eqs_text *out)
{
  return (eqs_json){.out = out};
}

static bool is_plain(unsigned char c)
{
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void quote(eqs_text *out, const char *text)
{
  const unsigned char *at = (const unsigned char *)text, *end = at + strlen(text);
  eqs_text_char(out, '"');
  while (at < end) {
    const unsigned char *plain = at;
    while (plain < end && is_plain(*plain)) plain++;
    eqs_text_add(out, (const char *)at, (size_t)(plain - at));
    at = plain;
    if (at == end) break;
    size_t length = eqs_utf8_length(at, (size_t)(end - at));
    if (length == 0) { /* a stray byte, from a name in another encoding */
      eqs_text_str(out, "\\ufffd");
      length = 1;
    } else if (*at == '"' || *at == '\\') {
      eqs_text_char(out, '\\');
      eqs_text_char(out, (char)*at);
    } else if (*at == '\n')
      eqs_text_str(out, "\\n");
    else if (*at == '\t')
      eqs_text_str(out, "\\t");
    else if (*at < 0x20)
      eqs_text_format(out, "\\u%04x", *at);
    else
      eqs_text_add(out, (const char *)at, length);
    at += length;
  }
  eqs_text_char(out, '"');
}

/* What stands between the value before and the one that comes. */
static void separate(eqs_json *json)
{
  if (!json->keyed && json->comma[json->depth]) eqs_text_char(json->out, ',');
  json->comma[json->depth] = true;
  json->keyed = false;
}

static void open_scope(eqs_json *json, char bracket)
{
  separate(json);
  eqs_text_char(json->out, bracket);
  if (json->depth + 1 < EQS_JSON_DEPTH)
    json->comma[++json->depth] = false;
  else
    json->out->failed = true;
}

static void close_scope(eqs_json *json, char bracket)
{
  eqs_text_char(json->out, bracket);
  if (json->depth > 0) json->depth--;
}

void eqs_json_object(eqs_json *json)
{
  open_scope(json, '{');
}
void eqs_json_array(eqs_json *json)
{
  open_scope(json, '[');
}
void eqs_json_end_object(eqs_json *json)
{
  close_scope(json, '}');
}
void eqs_json_end_array(eqs_json *json)
{
  close_scope(json, ']');
}

void eqs_json_key(eqs_json *json, const char *key)
{
  separate(json);
  quote(json->out, key);
  eqs_text_char(json->out, ':');
  json->keyed = true;
}

void eqs_json_string(eqs_json *json, const char *text)
{
  if (!text) {
    eqs_json_null(json);
    return;
  }
  separate(json);
  quote(json->out, text);
}

void eqs_json_number(eqs_json *json, double value)
{
  if (!isfinite(value)) {
    eqs_json_null(json);
    return;
  }
  char text[EQS_NUMBER_TEXT];
  separate(json);
  eqs_text_add(json->out, text, eqs_number_text(text, value));
}

void eqs_json_count(eqs_json *json, uint64_t value)
{
  separate(json);
  eqs_text_format(json->out, "%" PRIu64, value);
}

void eqs_json_bool(eqs_json *json, bool value)
{
  separate(json);
  eqs_text_str(json->out, value ? "true" : "false");
}

void eqs_json_null(eqs_json *json)
{
  separate(json);
  eqs_text_str(json->out, "null");
}

void eqs_json_raw(eqs_json *json, const char *value)
{
  separate(json);
  eqs_text_str(json->out, value);
}
