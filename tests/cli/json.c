/* SPDX-License-Identifier: BSD-3-Clause */
/* Prints what stands at a path of a JSON file: `json FILE front.0.expression`. Tests read results
   with it. A list prints as its length, an object as its keys. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *step(const json_t *value, const char *key)
{
  if (!json_is_array(value)) return json_object_get(value, key);
  char *end;
  unsigned long index = strtoul(key, &end, 10);
  return *end || end == key ? NULL : json_array_get(value, index);
}

static void print(const json_t *value)
{
  const char *key;
  json_t *item;
  switch (json_typeof(value)) {
  case JSON_OBJECT:
    json_object_foreach((json_t *)value, key, item) printf("%s ", key);
    break;
  case JSON_ARRAY:
    printf("%zu", json_array_size(value));
    break;
  case JSON_STRING:
    printf("%s", json_string_value(value));
    break;
  case JSON_INTEGER:
    printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    break;
  case JSON_REAL:
    printf("%.17g", json_real_value(value));
    break;
  default:
    printf("%s", json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
  }
  putchar('\n');
}

int main(int argc, char **argv)
{
  json_error_t error;
  if (argc < 2) return 2;
  json_t *root = json_load_file(argv[1], JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  if (!root) {
    fprintf(stderr, "%s:%d: %s\n", argv[1], error.line, error.text);
    return 1;
  }
  const json_t *value = root;
  if (argc > 2)
    for (char *key = strtok(argv[2], "."); key && value; key = strtok(NULL, "."))
      value = step(value, key);
  if (value) print(value);
  json_decref(root);
  return value ? 0 : 1;
}
