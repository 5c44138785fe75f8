/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing weights, in the layout of safetensors. */
#include "model/weights.h"
#include "util/fail.h"
#include "util/json.h"
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void add_word(eqs_json *json, const char *key, const char *text)
{
  eqs_json_key(json, key);
  eqs_json_string(json, text ? text : "");
}

static void add_count(eqs_json *json, const char *key, uint64_t value)
{
  char text[24];
  snprintf(text, sizeof text, "%llu", (unsigned long long)value);
  eqs_json_key(json, key);
  eqs_json_string(json, text); /* values of __metadata__ are strings */
}

static void add_tensor(eqs_json *json, const char *name, const char *dtype, size_t rows,
                       size_t columns, size_t *offset, size_t bytes)
{
  eqs_json_key(json, name);
  eqs_json_object(json);
  eqs_json_key(json, "dtype");
  eqs_json_string(json, dtype);
  eqs_json_key(json, "shape");
  eqs_json_array(json);
  eqs_json_count(json, rows);
  if (columns) eqs_json_count(json, columns);
  eqs_json_end_array(json);
  eqs_json_key(json, "data_offsets");
  eqs_json_array(json);
  eqs_json_count(json, *offset);
  eqs_json_count(json, *offset += bytes);
  eqs_json_end_array(json);
  eqs_json_end_object(json);
}

static void add_metadata(eqs_json *json, const eqs_vae *vae, const eqs_vae_note *note)
{
  const eqs_vae_config *c = &vae->config;
  char key[20];
  eqs_json_key(json, "__metadata__");
  eqs_json_object(json);
  add_word(json, "format", "eqsieve segvae 1");
  add_count(json, "n_tokens", c->n_tokens);
  add_count(json, "max_length", c->max_length);
  add_count(json, "embedding", c->embedding);
  add_count(json, "hidden", c->hidden);
  add_count(json, "latent", c->latent);
  if (note) {
    snprintf(key, sizeof key, "%016llx", (unsigned long long)note->key);
    add_word(json, "vocabulary", note->vocabulary);
    add_word(json, "variables", note->variables);
    add_word(json, "key", key);
    add_count(json, "epochs", note->epochs);
  }
  eqs_json_end_object(json);
}

static void make_header(eqs_text *text, const eqs_vae *vae, const eqs_vae_note *note)
{
  eqs_json json = eqs_json_new(text);
  size_t offset = 0;
  eqs_json_object(&json);
  add_metadata(&json, vae, note);
  for (int b = 0; b < EQS_WEIGHTS_BLOCKS; b++)
    for (int i = 0; i < EQS_TENSORS; i++) {
      const eqs_tensor *t = &vae->layout.tensor[i];
      char name[EQS_WEIGHTS_NAME];
      snprintf(name, sizeof name, "%s%s", eqs_weights_prefix(b), t->name);
      add_tensor(&json, name, "F32", t->rows, t->columns, &offset, t->count * sizeof(float));
    }
  add_tensor(&json, EQS_WEIGHTS_STEP, "I64", 1, 0, &offset, sizeof(uint64_t));
  eqs_json_end_object(&json);
  while (text->length % 8 != 0 && !text->failed) eqs_text_char(text, ' ');
}

static void write_u64(FILE *file, uint64_t value)
{
  value = htole64(value);
  fwrite(&value, sizeof value, 1, file);
}

static void write_floats(FILE *file, const float *values, size_t n)
{
  enum { CHUNK = 1024 };
  uint32_t bits[CHUNK];
  for (size_t i = 0; i < n; i += CHUNK) {
    size_t count = n - i < CHUNK ? n - i : CHUNK;
    memcpy(bits, values + i, count * sizeof *bits);
    for (size_t k = 0; k < count; k++) bits[k] = htole32(bits[k]);
    fwrite(bits, sizeof *bits, count, file);
  }
}

/* Errors stay with FILE and are asked for once, at the end. */
bool eqs_vae_write(const eqs_vae *vae, const eqs_vae_note *note, FILE *file)
{
  eqs_text header = {0};
  make_header(&header, vae, note);
  bool good = !header.failed;
  write_u64(file, header.length);
  if (good) fwrite(header.data, 1, header.length, file);
  eqs_text_free(&header);
  for (int b = 0; b < EQS_WEIGHTS_BLOCKS; b++)
    for (int i = 0; i < EQS_TENSORS; i++)
      write_floats(file, eqs_weights_block(vae, b) + vae->layout.tensor[i].offset,
                   vae->layout.tensor[i].count);
  write_u64(file, vae->steps);
  return fflush(file) == 0 && !ferror(file) && good;
}

/* A new file beside PATH, with the permissions that PATH would get. */
static FILE *open_beside(const char *path, eqs_text *name)
{
  for (int attempt = 0; attempt < 100; attempt++) {
    eqs_text_clear(name);
    eqs_text_format(name, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
    if (name->failed) break;
    int fd = open(name->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST) continue;
    if (fd < 0) return NULL;
    FILE *file = fdopen(fd, "wb");
    if (!file) {
      close(fd);
      unlink(name->data);
    }
    return file;
  }
  errno = name->failed ? ENOMEM : EEXIST;
  return NULL;
}

eqs_status eqs_vae_save(eqs_ctx *ctx, const eqs_vae *vae, const eqs_vae_note *note,
                        const char *path)
{
  eqs_status status = EQS_OK;
  eqs_text name = {0};
  FILE *file = open_beside(path, &name);
  if (!file) {
    status = eqs_fail(ctx, EQS_IO, "%s: cannot be written: %s", path, strerror(errno));
    goto done;
  }
  bool failed = !eqs_vae_write(vae, note, file) || fsync(fileno(file)) != 0;
  int error = errno;
  if (fclose(file) != 0 && !failed) failed = true, error = errno;
  if (!failed && rename(name.data, path) != 0) failed = true, error = errno;
  if (failed) {
    unlink(name.data);
    status = eqs_fail(ctx, EQS_IO, "%s: cannot be written: %s", path, strerror(error));
  }
done:
  eqs_text_free(&name);
  return status;
}
