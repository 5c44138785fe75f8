/* SPDX-License-Identifier: BSD-3-Clause */
/* Weights on disk: what is saved comes back to the bit and goes on learning as if nothing had
   happened; damaged files are refused. */
#include "tiny.h"
#include <jansson.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static char path[64];

static void choose_path(void)
{
  snprintf(path, sizeof path, "weights-%ld.tmp.safetensors", (long)getpid());
}

static void remove_path(void)
{
  unlink(path);
}

TestSuite(weights, .init = choose_path, .fini = remove_path);

static void train(eqs_ctx *ctx, eqs_vae *vae, uint64_t epochs, uint64_t from)
{
  tiny_corpus corpus = tiny_random(150, vae->config.n_tokens, vae->config.max_length, false);
  eqs_vae_losses losses;
  for (uint64_t epoch = from; epoch < from + epochs; epoch++)
    cr_assert(eqs_vae_train(ctx, vae, &corpus.corpus, epoch, NULL, &losses) == EQS_OK);
  tiny_corpus_free(&corpus);
}

static eqs_vae *saved(eqs_ctx *ctx)
{
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config);
  train(ctx, vae, 3, 0);
  cr_assert(eqs_vae_save(ctx, vae, NULL, path) == EQS_OK, "%s", eqs_ctx_message(ctx));
  return vae;
}

static unsigned char *read_file(size_t *size)
{
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL);
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(*size + 1);
  cr_assert(fread(bytes, 1, *size, file) == *size);
  fclose(file);
  return bytes;
}

static void write_file(const void *bytes, size_t size)
{
  FILE *file = fopen(path, "wb");
  cr_assert(file != NULL && fwrite(bytes, 1, size, file) == size);
  fclose(file);
}

static eqs_status load(eqs_ctx *ctx, const eqs_vae_config *config)
{
  eqs_vae *vae = NULL;
  eqs_status status = eqs_vae_load(ctx, &vae, config, path);
  cr_expect((status == EQS_OK) == (vae != NULL));
  eqs_vae_free(vae);
  return status;
}

Test(weights, come_back_to_the_bit_and_go_on_learning)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx), *copy = NULL;
  const size_t bytes = 3 * vae->layout.size * sizeof(float);
  cr_assert(eqs_vae_load(ctx, &copy, &vae->config, path) == EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_expect(memcmp(vae->weights, copy->weights, bytes) == 0);
  cr_expect(copy->steps == vae->steps && copy->steps == 6);
  train(ctx, vae, 2, 3);
  train(ctx, copy, 2, 3);
  cr_expect(memcmp(vae->weights, copy->weights, bytes) == 0);
  eqs_vae_free(copy);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* What a reader of safetensors in another language relies on. */
Test(weights, the_header_describes_the_file)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  size_t size;
  unsigned char *bytes = read_file(&size);
  size_t length = 0;
  for (int i = 7; i >= 0; i--) length = length << 8 | bytes[i];
  cr_assert(length % 8 == 0 && 8 + length < size);
  json_t *header = json_loadb((char *)bytes + 8, length, 0, NULL);
  json_t *entry = json_object_get(header, "decoder.weight_hh_l0");
  const json_t *shape = json_object_get(entry, "shape");
  const json_t *offsets = json_object_get(entry, "data_offsets");
  cr_expect(strcmp(json_string_value(json_object_get(entry, "dtype")), "F32") == 0);
  cr_expect(json_integer_value(json_array_get(shape, 0)) == 16);
  cr_expect(json_integer_value(json_array_get(shape, 1)) == 4);
  size_t begin = (size_t)json_integer_value(json_array_get(offsets, 0));
  cr_expect(json_integer_value(json_array_get(offsets, 1)) == (json_int_t)begin + 4 * 16 * 4);
  cr_expect(memcmp(bytes + 8 + length + begin, vae->params.decoder.w_hh, 4 * 16 * 4) == 0);
  json_decref(header);
  free(bytes);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(weights, other_settings_are_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  for (int i = 0; i < 4; i++) {
    eqs_vae_config config = vae->config;
    uint32_t *changed[] = {&config.n_tokens, &config.embedding, &config.hidden, &config.latent};
    ++*changed[i];
    cr_expect(load(ctx, &config) == EQS_INPUT);
    cr_expect(strstr(eqs_ctx_message(ctx), "shape") != NULL, "%s", eqs_ctx_message(ctx));
    *changed[i] -= 2;
    cr_expect(load(ctx, &config) == EQS_INPUT);
  }
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(weights, every_truncation_is_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  size_t size;
  unsigned char *bytes = read_file(&size);
  for (size_t cut = 0; cut < size; cut += cut < 64 ? 1 : 97) {
    write_file(bytes, cut);
    cr_expect(load(ctx, &vae->config) == EQS_INPUT, "cut to %zu bytes", cut);
  }
  bytes[size] = 0;
  write_file(bytes, size + 1);
  cr_expect(load(ctx, &vae->config) == EQS_INPUT);
  write_file(bytes, size);
  cr_expect(load(ctx, &vae->config) == EQS_OK);
  free(bytes);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(weights, random_bytes_are_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_rng rng = eqs_rng_new(1, 2);
  unsigned char bytes[4096];
  for (int round = 0; round < 50; round++) {
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)eqs_rng_u32(&rng);
    if (round % 2) memset(bytes + 2, 0, 6); /* a plausible header length */
    write_file(bytes, sizeof bytes);
    cr_expect(load(ctx, &config) == EQS_INPUT);
  }
  eqs_ctx_free(ctx);
}

/* Any byte of the header changed: refused, or harmless, but never a crash. */
Test(weights, a_damaged_header_never_crashes)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  size_t size;
  unsigned char *bytes = read_file(&size);
  eqs_rng rng = eqs_rng_new(3, 4);
  unsigned refused = 0;
  for (int round = 0; round < 500; round++) {
    size_t at = eqs_rng_below(&rng, 3000);
    unsigned char before = bytes[at];
    bytes[at] = (unsigned char)(before ^ (1 + eqs_rng_below(&rng, 255)));
    write_file(bytes, size);
    eqs_status status = load(ctx, &vae->config);
    cr_expect(status == EQS_OK || status == EQS_INPUT);
    refused += status == EQS_INPUT;
    bytes[at] = before;
  }
  cr_expect(refused > 400, "%u", refused);
  free(bytes);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* Writes HEADER and COUNT zero bytes of data. */
static eqs_status load_header(eqs_ctx *ctx, const char *header, size_t count)
{
  size_t length = strlen(header);
  unsigned char *bytes = calloc(1, 8 + length + count);
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(length >> (8 * i));
  memcpy(bytes + 8, header, length);
  write_file(bytes, 8 + length + count);
  free(bytes);
  eqs_vae_config config = tiny_config();
  return load(ctx, &config);
}

Test(weights, lying_headers_are_refused)
{
  static const char *const headers[] = {
      "{}",
      "[]",
      "null",
      "{\"embedding.weight\":7}",
      "{\"embedding.weight\":{\"dtype\":\"F64\",\"shape\":[9,5],\"data_offsets\":[0,180]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5,1],\"data_offsets\":[0,180]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[5,9],\"data_offsets\":[0,180]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5],\"data_offsets\":[0,179]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5],\"data_offsets\":[-8,172]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5],\"data_offsets\":[100,280]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5],"
      "\"data_offsets\":[9223372036854775807,-9223372036854775629]}}",
      "{\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[9,5],\"data_offsets\":[0,180]}}",
  };
  eqs_ctx *ctx = eqs_ctx_new();
  for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
    cr_expect(load_header(ctx, headers[i], 200) == EQS_INPUT, "%s", headers[i]);
  eqs_ctx_free(ctx);
}

Test(weights, numbers_that_are_not_finite_are_refused)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  vae->weights[vae->layout.tensor[3].offset] = NAN;
  cr_assert(eqs_vae_save(ctx, vae, NULL, path) == EQS_OK);
  cr_expect(load(ctx, &vae->config) == EQS_INPUT);
  cr_expect(strstr(eqs_ctx_message(ctx), "encoder.bias_ih_l0") != NULL);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

Test(weights, files_that_cannot_be_opened_are_io_errors)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae_config config = tiny_config();
  eqs_vae *vae = tiny_vae(ctx, &config), *none = NULL;
  cr_expect(eqs_vae_load(ctx, &none, &config, "no/such/file") == EQS_IO);
  cr_expect(eqs_vae_load(ctx, &none, &config, ".") == EQS_IO);
  cr_expect(eqs_vae_save(ctx, vae, NULL, "no/such/folder/file") == EQS_IO);
  cr_expect(strstr(eqs_ctx_message(ctx), "no/such/folder/file") != NULL);
  cr_expect(none == NULL);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

static long peak_kib(void)
{
  struct rusage usage;
  cr_assert(getrusage(RUSAGE_SELF, &usage) == 0);
  return usage.ru_maxrss;
}

/* 25 million weights are asked for and some hundred are there: no memory is filled for them. */
Test(weights, sizes_that_the_file_does_not_fill_cost_nothing)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx);
  eqs_vae_config config = vae->config;
  config.embedding = config.hidden = 1024;
  long before = peak_kib();
  eqs_vae *none = NULL;
  cr_expect(eqs_vae_load(ctx, &none, &config, path) == EQS_INPUT);
  cr_expect(none == NULL && strstr(eqs_ctx_message(ctx), "shorter") != NULL, "%s",
            eqs_ctx_message(ctx));
  cr_expect(peak_kib() - before < 16 * 1024, "%ld KiB more", peak_kib() - before);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}

/* A pipe says nothing of its length. */
Test(weights, come_back_through_a_pipe)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_vae *vae = saved(ctx), *copy = NULL;
  char command[96];
  snprintf(command, sizeof command, "cat %s", path);
  FILE *pipe = popen(command, "r");
  cr_assert(pipe != NULL);
  cr_expect(eqs_vae_read(ctx, &copy, &vae->config, pipe, "pipe") == EQS_OK, "%s",
            eqs_ctx_message(ctx));
  pclose(pipe);
  cr_assert(copy != NULL);
  cr_expect(memcmp(vae->weights, copy->weights, vae->layout.size * sizeof(float)) == 0);
  eqs_vae_free(copy);
  eqs_vae_free(vae);
  eqs_ctx_free(ctx);
}
