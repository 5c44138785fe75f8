/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads the tensors of a trusted file in safetensors layout, whatever their names. */
#ifndef EQS_TESTS_MODEL_SAFETENSORS_H
#define EQS_TESTS_MODEL_SAFETENSORS_H

#include <criterion/criterion.h>
#include <endian.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct safetensors {
  json_t *header;
  unsigned char *data;
  size_t bytes;
} safetensors;

static inline safetensors safetensors_open(const char *path)
{
  safetensors s = {0};
  uint64_t length = 0;
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s", path);
  cr_assert(fread(&length, sizeof length, 1, file) == 1);
  length = le64toh(length);
  cr_assert(length < 1 << 20);
  char *text = malloc(length);
  cr_assert(fread(text, 1, length, file) == length);
  s.header = json_loadb(text, length, 0, NULL);
  cr_assert(json_is_object(s.header), "%s", path);
  free(text);
  s.data = malloc(1 << 20);
  s.bytes = fread(s.data, 1, 1 << 20, file);
  fclose(file);
  return s;
}

static inline void safetensors_close(safetensors *s)
{
  json_decref(s->header);
  free(s->data);
}

/* The COUNT elements of type DTYPE, SIZE bytes each, of tensor NAME. */
static inline const unsigned char *safetensors_find(const safetensors *s, const char *name,
                                                    const char *dtype, size_t size, size_t count)
{
  const json_t *entry = json_object_get(s->header, name);
  const json_t *offsets = json_object_get(entry, "data_offsets");
  size_t begin = (size_t)json_integer_value(json_array_get(offsets, 0));
  size_t end = (size_t)json_integer_value(json_array_get(offsets, 1));
  cr_assert(entry != NULL, "%s is missing", name);
  cr_assert(strcmp(json_string_value(json_object_get(entry, "dtype")), dtype) == 0, "%s", name);
  cr_assert(end <= s->bytes && end - begin == count * size, "%s holds %zu bytes", name,
            end - begin);
  return s->data + begin;
}

static inline const uint8_t *safetensors_bytes(const safetensors *s, const char *name, size_t count)
{
  return safetensors_find(s, name, "U8", 1, count);
}

/* The caller frees it. */
static inline float *safetensors_floats(const safetensors *s, const char *name, size_t count)
{
  const unsigned char *from = safetensors_find(s, name, "F32", sizeof(float), count);
  float *values = malloc(count * sizeof *values);
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, from + i * sizeof bits, sizeof bits);
    bits = le32toh(bits);
    memcpy(&values[i], &bits, sizeof bits);
  }
  return values;
}

#endif
