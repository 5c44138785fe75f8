/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading weights. The file is not trusted: every tensor must be there, of the right type and
   shape, in bytes of its own, and finite. */
#include "model/weights.h"
#include "util/fail.h"
#include <endian.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
  HEADER_MAX = 1 << 20,
  ENTRIES_MAX = EQS_WEIGHTS_BLOCKS * EQS_TENSORS + 1,
};

typedef struct reader {
  eqs_ctx *ctx;
  const char *path;
  FILE *file;
  char *header;
  json_t *json;
  unsigned char *data;
  size_t bytes; /* of DATA */
  struct {
    size_t begin, end;
  } taken[ENTRIES_MAX];
  size_t entries, sum; /* pieces taken, and their bytes */
} reader;

static eqs_status damaged(reader *r, const char *what)
{
  return eqs_fail(r->ctx, EQS_INPUT, "%s: %s (not a file of weights, or a damaged one)", r->path,
                  what);
}

/* SIZE bytes from the file, or a message. */
static eqs_status read_exactly(reader *r, void *out, size_t size)
{
  if (fread(out, 1, size, r->file) == size) return EQS_OK;
  if (ferror(r->file))
    return eqs_fail(r->ctx, EQS_IO, "%s: cannot be read: %s", r->path, strerror(errno));
  return damaged(r, "it ends too early");
}

static eqs_status read_header(reader *r)
{
  uint64_t length;
  eqs_status status = read_exactly(r, &length, sizeof length);
  if (status != EQS_OK) return status;
  length = le64toh(length);
  if (length > HEADER_MAX) return damaged(r, "its header is longer than 1 MiB");
  r->header = malloc(length + 1);
  if (!r->header) return eqs_fail_memory(r->ctx, length + 1);
  status = read_exactly(r, r->header, length);
  if (status != EQS_OK) return status;
  json_error_t error;
  r->json = json_loadb(r->header, length, JSON_REJECT_DUPLICATES, &error);
  if (!r->json || !json_is_object(r->json)) return damaged(r, "its header is not a JSON object");
  return EQS_OK;
}

/* The rest of the file; more than MAX bytes are too many. */
static eqs_status read_data(reader *r, size_t max)
{
  r->data = malloc(max + 1);
  if (!r->data) return eqs_fail_memory(r->ctx, max + 1);
  r->bytes = fread(r->data, 1, max + 1, r->file);
  if (ferror(r->file))
    return eqs_fail(r->ctx, EQS_IO, "%s: cannot be read: %s", r->path, strerror(errno));
  if (r->bytes > max) return damaged(r, "it holds more than this model");
  return EQS_OK;
}

static bool is_count(const json_t *array, size_t i, size_t value)
{
  const json_t *item = json_array_get(array, i);
  return json_is_integer(item) && json_integer_value(item) >= 0 &&
         (uint64_t)json_integer_value(item) == value;
}

/* Finds tensor NAME and checks it; *AT is where its bytes begin. */
static eqs_status find(reader *r, const char *name, const char *dtype, size_t rows, size_t columns,
                       size_t bytes, const unsigned char **at)
{
  const json_t *entry = json_object_get(r->json, name);
  const char *type = json_string_value(json_object_get(entry, "dtype"));
  const json_t *shape = json_object_get(entry, "shape");
  const json_t *offsets = json_object_get(entry, "data_offsets");
  if (!entry) return eqs_fail(r->ctx, EQS_INPUT, "%s: tensor %s is missing", r->path, name);
  if (!type || strcmp(type, dtype) != 0)
    return eqs_fail(r->ctx, EQS_INPUT, "%s: tensor %s is not of type %s", r->path, name, dtype);
  if (json_array_size(shape) != (columns ? 2 : 1) || !is_count(shape, 0, rows) ||
      (columns && !is_count(shape, 1, columns)))
    return eqs_fail(r->ctx, EQS_INPUT,
                    "%s: tensor %s has another shape than %zu x %zu (it belongs to a model with "
                    "other settings)",
                    r->path, name, rows, columns ? columns : 1);
  const json_t *first = json_array_get(offsets, 0);
  json_int_t begin = json_integer_value(first);
  if (!json_is_integer(first) || begin < 0 || (uint64_t)begin > r->bytes ||
      r->bytes - (size_t)begin < bytes || json_array_size(offsets) != 2 ||
      !is_count(offsets, 1, (size_t)begin + bytes))
    return damaged(r, "a tensor lies outside of it");
  r->taken[r->entries].begin = (size_t)begin;
  r->taken[r->entries++].end = (size_t)begin + bytes;
  r->sum += bytes;
  *at = r->data + begin;
  return EQS_OK;
}

static eqs_status read_tensor(reader *r, const char *prefix, const eqs_tensor *t, float *values)
{
  char name[EQS_WEIGHTS_NAME];
  const unsigned char *at;
  snprintf(name, sizeof name, "%s%s", prefix, t->name);
  eqs_status status = find(r, name, "F32", t->rows, t->columns, t->count * sizeof(float), &at);
  if (status != EQS_OK) return status;
  for (size_t i = 0; i < t->count; i++) {
    uint32_t bits;
    memcpy(&bits, at + i * sizeof bits, sizeof bits);
    bits = le32toh(bits);
    memcpy(&values[i], &bits, sizeof bits);
    if (!isfinite(values[i]))
      return eqs_fail(r->ctx, EQS_INPUT, "%s: tensor %s holds a number that is not finite", r->path,
                      name);
  }
  return EQS_OK;
}

static eqs_status read_steps(reader *r, uint64_t *steps)
{
  const unsigned char *at;
  eqs_status status = find(r, EQS_WEIGHTS_STEP, "I64", 1, 0, sizeof *steps, &at);
  if (status != EQS_OK) return status;
  memcpy(steps, at, sizeof *steps);
  *steps = le64toh(*steps);
  return *steps > INT64_MAX ? damaged(r, "its step number is negative") : EQS_OK;
}

/* Every byte of the data belongs to one tensor. */
static eqs_status check_cover(reader *r)
{
  for (size_t i = 0; i < r->entries; i++)
    for (size_t k = 0; k < i; k++)
      if (r->taken[i].begin < r->taken[k].end && r->taken[k].begin < r->taken[i].end)
        return damaged(r, "two tensors overlap");
  return r->sum == r->bytes ? EQS_OK : damaged(r, "it holds more than this model");
}

static eqs_status read_all(reader *r, eqs_vae *vae)
{
  eqs_status status = read_header(r);
  if (status == EQS_OK)
    status =
        read_data(r, EQS_WEIGHTS_BLOCKS * vae->layout.count * sizeof(float) + sizeof vae->steps);
  if (status != EQS_OK) return status;
  const bool with_adam = json_object_get(r->json, EQS_WEIGHTS_STEP) != NULL;
  for (int b = 0; b < (with_adam ? EQS_WEIGHTS_BLOCKS : 1); b++)
    for (int i = 0; i < EQS_TENSORS && status == EQS_OK; i++)
      status = read_tensor(r, eqs_weights_prefix(b), &vae->layout.tensor[i],
                           eqs_weights_block(vae, b) + vae->layout.tensor[i].offset);
  if (status == EQS_OK && with_adam) status = read_steps(r, &vae->steps);
  if (status == EQS_OK) status = check_cover(r);
  if (status == EQS_OK)
    eqs_params_transpose(&vae->params, vae->dims, eqs_vae_by_position(&vae->config),
                         vae->transposed);
  return status;
}

static void close_reader(reader *r)
{
  json_decref(r->json);
  free(r->header);
  free(r->data);
}

/* A file's header may ask for gigabytes that the file does not fill: nothing is made of them then.
   How long a stream is that is no file shows only at its end. */
static eqs_status check_length(reader *r, const eqs_vae_config *config)
{
  struct stat file;
  eqs_layout layout;
  eqs_status status = eqs_config_check(r->ctx, config);
  if (status != EQS_OK || fstat(fileno(r->file), &file) != 0 || !S_ISREG(file.st_mode))
    return status;
  eqs_layout_make(&layout, eqs_dims_of(config));
  if ((uint64_t)file.st_size >= layout.count * sizeof(float)) return EQS_OK;
  return eqs_fail(r->ctx, EQS_INPUT,
                  "%s: it is shorter than the %zu weights of such a model (not a file of weights, "
                  "a damaged one, or one of a model with other settings)",
                  r->path, layout.count);
}

eqs_status eqs_vae_read(eqs_ctx *ctx, eqs_vae **out, const eqs_vae_config *config, FILE *file,
                        const char *name)
{
  reader r = {.ctx = ctx, .path = name, .file = file};
  eqs_vae *vae = NULL;
  eqs_status status = check_length(&r, config);
  if (status == EQS_OK) status = eqs_vae_new(ctx, &vae, config);
  if (status == EQS_OK) status = read_all(&r, vae);
  if (status == EQS_OK)
    *out = vae;
  else
    eqs_vae_free(vae);
  close_reader(&r);
  return status;
}

static eqs_status open_file(eqs_ctx *ctx, const char *path, FILE **file)
{
  *file = fopen(path, "rbe");
  if (*file) return EQS_OK;
  return eqs_fail(ctx, EQS_IO, "%s: cannot be opened: %s", path, strerror(errno));
}

eqs_status eqs_vae_load(eqs_ctx *ctx, eqs_vae **out, const eqs_vae_config *config, const char *path)
{
  FILE *file;
  eqs_status status = open_file(ctx, path, &file);
  if (status != EQS_OK) return status;
  status = eqs_vae_read(ctx, out, config, file, path);
  fclose(file);
  return status;
}

/* ---- What the header says -------------------------------------------------------------------- */

/* A number of __metadata__, written as a string; 0 if there is none. */
static uint64_t count_of(const json_t *metadata, const char *key, int base)
{
  const char *text = json_string_value(json_object_get(metadata, key));
  return text ? strtoull(text, NULL, base) : 0;
}

static char *word_of(const json_t *metadata, const char *key)
{
  const char *text = json_string_value(json_object_get(metadata, key));
  return strdup(text ? text : "");
}

static eqs_status read_metadata(reader *r, eqs_vae_config *config, eqs_vae_note *note)
{
  eqs_status status = read_header(r);
  if (status != EQS_OK) return status;
  const json_t *m = json_object_get(r->json, "__metadata__");
  const struct {
    const char *key;
    uint32_t *to;
  } counts[] = {{"n_tokens", &config->n_tokens},
                {"max_length", &config->max_length},
                {"embedding", &config->embedding},
                {"hidden", &config->hidden},
                {"latent", &config->latent}};
  eqs_vae_config_init(config);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    uint64_t value = count_of(m, counts[i].key, 10);
    *counts[i].to = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
  }
  if (eqs_config_check(NULL, config) != EQS_OK) return damaged(r, "it does not say its sizes");
  note->vocabulary = word_of(m, "vocabulary");
  note->variables = word_of(m, "variables");
  note->key = count_of(m, "key", 16);
  note->epochs = count_of(m, "epochs", 10);
  if (!note->vocabulary || !note->variables) return eqs_fail_memory(r->ctx, HEADER_MAX);
  return EQS_OK;
}

eqs_status eqs_vae_describe(eqs_ctx *ctx, const char *path, eqs_vae_config *config,
                            eqs_vae_note *note)
{
  reader r = {.ctx = ctx, .path = path};
  *note = (eqs_vae_note){0};
  eqs_status status = open_file(ctx, path, &r.file);
  if (status != EQS_OK) return status;
  status = read_metadata(&r, config, note);
  if (status != EQS_OK) eqs_vae_note_free(note);
  close_reader(&r);
  fclose(r.file);
  return status;
}

void eqs_vae_note_free(eqs_vae_note *note)
{
  free((char *)note->vocabulary);
  free((char *)note->variables);
  *note = (eqs_vae_note){0};
}
