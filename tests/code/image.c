/* SPDX-License-Identifier: BSD-3-Clause */
/* Loading objects: good ones run, damaged ones are refused and never followed. */
#include "code/image.h"
#include "code/object.h"
#include "program/jit.h"
#include "util/plugin.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static eqs_ctx *ctx;
static eqs_jit_object good;

/* The kernels of this host as an object of malloc's size, so that a sanitizer sees every overrun.
 */
static void make_object(void)
{
  const void *table;
  ctx = eqs_ctx_new();
  cr_assert_eq(eqs_plugin_load(ctx, "jit", &table), EQS_OK, "%s", eqs_ctx_message(ctx));
  const eqs_jit_api *api = table;
  cr_assert_eq(api->kernels(ctx, NULL, EQS_F64, &good), EQS_OK, "%s", eqs_ctx_message(ctx));
}

static void drop_object(void)
{
  free(good.bytes);
  eqs_ctx_free(ctx);
}

TestSuite(code_image, .init = make_object, .fini = drop_object);

static eqs_status load(eqs_image **image, const unsigned char *bytes, size_t size)
{
  return eqs_image_load(ctx, image, bytes, size, eqs_slow_symbols);
}

Test(code_image, runs)
{
  eqs_image *image;
  cr_assert_eq(load(&image, good.bytes, good.size), EQS_OK, "%s", eqs_ctx_message(ctx));
  void *address = eqs_image_symbol(image, "eqs_add_vv_f64");
  cr_assert_not_null(address);
  void (*add)(void *, const void *, const void *, const void *, const void *, size_t);
  memcpy(&add, &address, sizeof add);
  _Alignas(64) double a[16], b[16], sum[16];
  for (int i = 0; i < 16; i++) {
    a[i] = i;
    b[i] = 100;
  }
  add(sum, a, b, a, a, 16);
  for (int i = 0; i < 16; i++) cr_expect_eq(sum[i], i + 100);
  cr_expect_null(eqs_image_symbol(image, "eqs_add_vv"));
  cr_expect_null(eqs_image_symbol(image, ""));
  eqs_image_free(image);
}

/* A slow function is reached through its stub. */
Test(code_image, calls_out)
{
  eqs_image *image;
  cr_assert_eq(load(&image, good.bytes, good.size), EQS_OK);
  void *address = eqs_image_symbol(image, "eqs_sin_f64");
  void (*sine)(void *, const void *, const void *, const void *, const void *, size_t);
  memcpy(&sine, &address, sizeof sine);
  _Alignas(64) double x[16], y[16];
  for (int i = 0; i < 16; i++) x[i] = 1e22;
  sine(y, x, x, x, x, 16);
  cr_expect_eq(y[0], -0.8522008497671888); /* sin(1e22), a well-known hard case */
  eqs_image_free(image);
}

/* Code may be run and not written; no memory of the process may be both. */
Test(code_image, is_not_writable)
{
  eqs_image *image;
  cr_assert_eq(load(&image, good.bytes, good.size), EQS_OK);
  uintptr_t code = (uintptr_t)eqs_image_symbol(image, "eqs_add_vv_f64");
  FILE *maps = fopen("/proc/self/maps", "r");
  cr_assert_not_null(maps);
  char line[512];
  bool found = false;
  while (fgets(line, sizeof line, maps)) {
    uintptr_t low, high;
    char mode[5];
    if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &low, &high, mode) != 3) continue;
    cr_expect(!(mode[1] == 'w' && mode[2] == 'x'), "%s", line);
    if (code < low || code >= high) continue;
    found = true;
    cr_expect_str_eq(mode, "r-xp");
  }
  cr_expect(found);
  fclose(maps);
  eqs_image_free(image);
}

Test(code_image, unknown_function)
{
  static const eqs_slow_symbol none[] = {{NULL, NULL}};
  eqs_image *image;
  cr_expect_eq(eqs_image_load(ctx, &image, good.bytes, good.size, none), EQS_INPUT);
  cr_expect_not_null(strstr(eqs_ctx_message(ctx), "eqs_slow_"), "%s", eqs_ctx_message(ctx));
  cr_expect_null(image);
}

/* Every shorter object lacks its tail, where the section table is. */
Test(code_image, truncated)
{
  for (size_t size = 0; size < good.size; size++) {
    eqs_image *image;
    unsigned char *part = malloc(size ? size : 1);
    memcpy(part, good.bytes, size);
    cr_assert_eq(load(&image, part, size), EQS_INPUT, "%zu bytes", size);
    cr_assert_null(image);
    free(part);
  }
}

/* One damaged byte outside code and constants: refused, or harmless; never followed outside. */
Test(code_image, flipped)
{
  eqs_object object;
  cr_assert_eq(eqs_object_open(ctx, &object, good.bytes, good.size), EQS_OK);
  uint64_t first = good.size, last = 0;
  for (uint32_t i = 0; i < object.n_sections; i++) {
    Elf64_Shdr section = eqs_object_section(&object, i);
    if (!(section.sh_flags & SHF_ALLOC)) continue;
    if (section.sh_offset < first) first = section.sh_offset;
    if (section.sh_offset + section.sh_size > last) last = section.sh_offset + section.sh_size;
  }
  unsigned refused = 0;
  eqs_rng rng = eqs_rng_new(5, 0);
  for (size_t i = 0; i < good.size; i++) {
    bool header = i < 64 || i >= object.section_table;
    if ((i >= first && i < last) || (!header && eqs_rng_below(&rng, 8))) continue;
    unsigned char before = good.bytes[i];
    good.bytes[i] ^= (unsigned char)(1 + eqs_rng_below(&rng, 255));
    eqs_image *image;
    eqs_status status = load(&image, good.bytes, good.size);
    cr_assert(status == EQS_OK || status == EQS_INPUT, "byte %zu: %s", i, eqs_status_name(status));
    refused += status == EQS_INPUT;
    eqs_image_free(image);
    good.bytes[i] = before;
  }
  cr_expect_gt(refused, 1000);
}

Test(code_image, other_machine)
{
  good.bytes[18] = 183; /* e_machine: AArch64 */
  eqs_image *image;
  cr_expect_eq(load(&image, good.bytes, good.size), EQS_INPUT);
  cr_expect_not_null(strstr(eqs_ctx_message(ctx), "183"), "%s", eqs_ctx_message(ctx));
}
