/* SPDX-License-Identifier: BSD-3-Clause */
/* The plug-in's table: what it makes, for whom, and that it makes the same every time. */
#include "util/plugin.h"
#include "program/jit.h"
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static eqs_ctx *ctx;
static const eqs_jit_api *api;

static void load(void)
{
  const void *table;
  ctx = eqs_ctx_new();
  cr_assert_eq(eqs_plugin_load(ctx, "jit", &table), EQS_OK, "%s", eqs_ctx_message(ctx));
  api = table;
}

static void unload(void)
{
  eqs_ctx_free(ctx);
}

TestSuite(jit_plugin, .init = load, .fini = unload);

Test(jit_plugin, names)
{
  char *cpu, *features;
  cr_expect_eq(api->abi, EQS_JIT_ABI);
  cr_expect_gt(strlen(api->llvm_version), 0);
  cr_assert_eq(api->host(ctx, &cpu, &features), EQS_OK);
  cr_expect_gt(strlen(cpu), 0);
  cr_expect(features[0] == '+' || features[0] == '-', "%s", features);
  free(cpu);
  free(features);
}

/* What the library in that file says of itself. */
Test(jit_plugin, the_llvm_that_is_loaded)
{
  cr_assert_not_null(api->llvm_file);
  void *library = dlopen(api->llvm_file, RTLD_NOW | RTLD_NOLOAD);
  cr_assert_not_null(library, "%s is not loaded", api->llvm_file);
  void (*get)(unsigned *, unsigned *, unsigned *);
  void *address = dlsym(library, "LLVMGetVersion");
  cr_assert_not_null(address);
  memcpy(&get, &address, sizeof get);
  unsigned major, minor, patch;
  get(&major, &minor, &patch);
  char version[64];
  snprintf(version, sizeof version, "%u.%u.%u", major, minor, patch);
  cr_expect_str_eq(api->llvm_version, version);
}

Test(jit_plugin, same_bytes_every_time)
{
  eqs_jit_object a, b;
  cr_assert_eq(api->kernels(ctx, NULL, EQS_F32, &a), EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_assert_eq(api->kernels(ctx, NULL, EQS_F32, &b), EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_assert_eq(a.size, b.size);
  cr_expect_eq(memcmp(a.bytes, b.bytes, a.size), 0);
  free(a.bytes);
  free(b.bytes);
}

Test(jit_plugin, aarch64)
{
  eqs_jit_target target = {"aarch64-linux-gnu", "generic", "+neon"};
  eqs_jit_object object;
  eqs_status status = api->kernels(ctx, &target, EQS_F64, &object);
  if (status == EQS_NO_ENGINE) cr_skip_test("%s", eqs_ctx_message(ctx));
  cr_assert_eq(status, EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_assert_gt(object.size, 64);
  cr_expect_eq(memcmp(object.bytes, "\177ELF", 4), 0);
  cr_expect_eq(object.bytes[18], 183); /* EM_AARCH64 */
  free(object.bytes);
}

Test(jit_plugin, text)
{
  char *text;
  cr_assert_eq(api->kernels_ir(ctx, NULL, EQS_F64, &text), EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_expect_not_null(strstr(text, "@eqs_tanh_f64("));
  cr_expect_not_null(strstr(text, "@eqs_gram8_f64("));
  cr_expect_null(strstr(text, " fast "), "no fast-math flag may appear");
  free(text);
}

Test(jit_plugin, unknown_target)
{
  eqs_jit_target target = {"pdp11-dec-unix", NULL, NULL};
  eqs_jit_object object;
  cr_expect_eq(api->kernels(ctx, &target, EQS_F64, &object), EQS_NO_ENGINE);
  cr_expect_not_null(strstr(eqs_ctx_message(ctx), "pdp11"), "%s", eqs_ctx_message(ctx));
  cr_expect_null(object.bytes);
}
