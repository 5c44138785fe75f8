/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the JSON writer, read back with jansson. */
#include "util/json.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

Test(json, commas_and_keys_fall_into_place)
{
  eqs_text text = {0};
  eqs_json json = eqs_json_new(&text);
  eqs_json_object(&json);
  eqs_json_key(&json, "a");
  eqs_json_array(&json);
  eqs_json_number(&json, 1.5);
  eqs_json_count(&json, UINT64_MAX);
  eqs_json_bool(&json, true);
  eqs_json_bool(&json, false);
  eqs_json_null(&json);
  eqs_json_string(&json, NULL);
  eqs_json_array(&json);
  eqs_json_end_array(&json);
  eqs_json_end_array(&json);
  eqs_json_key(&json, "b");
  eqs_json_object(&json);
  eqs_json_end_object(&json);
  eqs_json_key(&json, "c");
  eqs_json_string(&json, "d");
  eqs_json_end_object(&json);
  cr_assert(eq(str, text.data,
               "{\"a\":[1.5,18446744073709551615,true,false,null,null,[]],\"b\":{},\"c\":\"d\"}"));
  eqs_text_free(&text);
}

Test(json, numbers_that_are_not_finite_become_null)
{
  eqs_text text = {0};
  eqs_json json = eqs_json_new(&text);
  eqs_json_array(&json);
  eqs_json_number(&json, NAN);
  eqs_json_number(&json, -INFINITY);
  eqs_json_number(&json, -0.0);
  eqs_json_number(&json, 1e300);
  eqs_json_end_array(&json);
  cr_assert(eq(str, text.data, "[null,null,-0,1e300]"));
  eqs_text_free(&text);
}

static void quotes(const char *bytes, const char *expected)
{
  eqs_text text = {0};
  eqs_json json = eqs_json_new(&text);
  eqs_json_string(&json, bytes);
  cr_assert(eq(str, text.data, (char *)expected));
  eqs_text_free(&text);
}

Test(json, strings_are_escaped)
{
  quotes("plain", "\"plain\"");
  quotes("a\"b\\c", "\"a\\\"b\\\\c\"");
  quotes("\n\t\x01\x1f", "\"\\n\\t\\u0001\\u001f\"");
  quotes("\xc3\xa9\xe2\x82\xac", "\"\xc3\xa9\xe2\x82\xac\"");
}

Test(json, stray_bytes_become_the_replacement_character)
{
  quotes("caf\xe9", "\"caf\\ufffd\"");
  quotes("\xc0\x80", "\"\\ufffd\\ufffd\"");
  quotes("\xed\xa0\x80!", "\"\\ufffd\\ufffd\\ufffd!\"");
}

Test(json, any_bytes_are_read_back_as_json)
{
  char bytes[256];
  for (int i = 0; i < 255; i++) bytes[i] = (char)(i + 1);
  bytes[255] = '\0';
  eqs_text text = {0};
  eqs_json json = eqs_json_new(&text);
  eqs_json_object(&json);
  eqs_json_key(&json, bytes);
  eqs_json_string(&json, bytes);
  eqs_json_end_object(&json);
  json_error_t error;
  json_t *root = json_loads(text.data, 0, &error);
  cr_assert(root != NULL, "%s", error.text);
  cr_assert(eq(sz, json_object_size(root), 1));
  json_decref(root);
  eqs_text_free(&text);
}

Test(json, nesting_too_deep_fails_the_text)
{
  eqs_text text = {0};
  eqs_json json = eqs_json_new(&text);
  for (int i = 0; i < EQS_JSON_DEPTH - 1; i++) eqs_json_array(&json);
  cr_assert(not(text.failed));
  eqs_json_array(&json);
  cr_assert(text.failed);
  eqs_text_free(&text);
}
