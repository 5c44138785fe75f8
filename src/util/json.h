/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing JSON: the writer places commas and quotes, the caller says what comes. Numbers that are
   not finite become null. */
#ifndef EQS_UTIL_JSON_H
#define EQS_UTIL_JSON_H

#include "util/text.h"
#include <stdbool.h>
#include <stdint.h>

enum { EQS_JSON_DEPTH = 32 };

typedef struct eqs_json {
  eqs_text *out;
  unsigned depth;
  bool comma[EQS_JSON_DEPTH]; /* a value was written at this depth already */
  bool keyed;                 /* the next value belongs to a key just written */
} eqs_json;

eqs_json eqs_json_new(eqs_text *out);

void eqs_json_object(eqs_json *json); /* { */
void eqs_json_array(eqs_json *json);  /* [ */
void eqs_json_end_object(eqs_json *json);
void eqs_json_end_array(eqs_json *json);

void eqs_json_key(eqs_json *json, const char *key);
void eqs_json_string(eqs_json *json, const char *text); /* NULL becomes null */
void eqs_json_number(eqs_json *json, double value);
void eqs_json_count(eqs_json *json, uint64_t value);
void eqs_json_bool(eqs_json *json, bool value);
void eqs_json_null(eqs_json *json);
void eqs_json_raw(eqs_json *json, const char *value); /* text that is JSON already */

#endif
