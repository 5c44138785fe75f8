/* SPDX-License-Identifier: BSD-3-Clause */
/* Loading objects: good ones run, damaged ones are refused and never followed. */
#include "code/image.h"
#include "code/object.h"
#include "program/jit.h"
#include "support/engine.h"
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
  if (!engine_can_run(EQS_TIER_BLOCK)) cr_skip_test("no native code here");
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
  return eqs_image_load(ctx, image, bytes, size, NULL);
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

/* The sine of a column as a function of its own, which calls the kernel for large arguments. */
static void make_caller(eqs_jit_object *object)
{
  const void *table;
  cr_assert_eq(eqs_plugin_load(ctx, "jit", &table), EQS_OK);
  const eqs_jit_api *api = table;
  const eqs_arg x = {.place = EQS_IN_COLUMN}, y = {.place = EQS_IN_SLOT};
  eqs_step step = {EQS_K_sin, 0, {x, x, x, x}};
  const eqs_program program = {
      .n_steps = 1, .n_values = 1, .n_slots = 1, .step = &step, .result = y};
  eqs_form form = {0};
  const eqs_form *const one = &form;
  eqs_jit_maker *maker;
  cr_assert_eq(eqs_form_make(&form, &program, EQS_FORM_LOSS), 0);
  cr_assert_eq(api->maker_new(ctx, NULL, EQS_F64, &maker), EQS_OK);
  cr_assert_eq(api->fuse(ctx, maker, &one, 1, object), EQS_OK, "%s", eqs_ctx_message(ctx));
  api->maker_free(maker);
  eqs_form_free(&form);
}

static void sine_is_two(double *dst, const double *x, const void *a1, const void *a2,
                        const void *a3, size_t n)
{
  (void)x, (void)a1, (void)a2, (void)a3;
  for (size_t i = 0; i < n; i++) dst[i] = 2;
}

/* A function outside is reached through its stub. */
Test(code_image, calls_out)
{
  enum { ROWS = EQS_FUSED_ROWS };
  const eqs_external symbols[] = {{"eqs_sin_f64", (void (*)(void))sine_is_two}, {NULL, NULL}};
  eqs_jit_object caller;
  eqs_image *image;
  make_caller(&caller);
  cr_assert_eq(eqs_image_load(ctx, &image, caller.bytes, caller.size, symbols), EQS_OK, "%s",
               eqs_ctx_message(ctx));
  void *address = eqs_image_symbol(image, "eqs_fused_0");
  cr_assert_not_null(address);
  eqs_fused *sine;
  memcpy(&sine, &address, sizeof sine);
  _Alignas(64) double x[ROWS], target[ROWS] = {0}, sums[24] = {0}, sse = 0;
  for (int i = 0; i < ROWS; i++) x[i] = 1e22;
  const void *column = x;
  sine(sums, &column, NULL, target, 0, ROWS);
  for (int i = 0; i < 8; i++) sse += sums[i];
  cr_expect_eq(sse, 4 * ROWS);
  eqs_image_free(image);
  free(caller.bytes);
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
  eqs_jit_object caller;
  eqs_image *image;
  make_caller(&caller);
  cr_expect_eq(eqs_image_load(ctx, &image, caller.bytes, caller.size, NULL), EQS_INPUT);
  cr_expect_not_null(strstr(eqs_ctx_message(ctx), "eqs_sin_f64"), "%s", eqs_ctx_message(ctx));
  cr_expect_null(image);
  free(caller.bytes);
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
