/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernels as the engine gets them: a whole table, for the CPU that was asked for. */
#include "code/native.h"
#include "support/engine.h"
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

static eqs_native *make(const eqs_jit_target *target, eqs_dtype dtype)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  engine_judge(ctx, eqs_native_new(ctx, &native, target, dtype), EQS_TIER_BLOCK);
  eqs_ctx_free(ctx);
  return native;
}

Test(code_native, whole_table)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_native *native = make(NULL, (eqs_dtype)dtype);
    for (unsigned k = 0; k < EQS_N_KERNELS; k++)
      cr_expect(native->kernels.elementwise[k], "%s", eqs_kernel_names[k]);
    for (unsigned k = 1; k <= EQS_MAX_FUSED_K; k++) cr_expect(native->kernels.gram[k], "%u", k);
    cr_expect(native->kernels.loss && native->kernels.panel);
    cr_expect_gt(strlen(native->cpu), 0);
    cr_expect_gt(strlen(native->llvm), 0);
    cr_expect_gt(native->seconds, 0);
    eqs_native_free(native);
  }
}

/* The environment names the CPU, and an argument wins over it. */
Test(code_native, cpu)
{
  setenv("EQSIEVE_CPU", "x86-64-v2", 1);
  setenv("EQSIEVE_FEATURES", "", 1);
  eqs_native *native = make(NULL, EQS_F32);
  cr_expect_str_eq(native->cpu, "x86-64-v2");
  eqs_native_free(native);
  native = make(&(eqs_jit_target){NULL, "x86-64", NULL}, EQS_F32);
  cr_expect_str_eq(native->cpu, "x86-64");
  eqs_native_free(native);
}

Test(code_native, unknown_machine)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  eqs_jit_target target = {"no-such-machine", NULL, NULL};
  cr_expect_eq(eqs_native_new(ctx, &native, &target, EQS_F64), EQS_NO_ENGINE);
  cr_expect_not_null(strstr(eqs_ctx_message(ctx), "no-such-machine"), "%s", eqs_ctx_message(ctx));
  cr_expect_null(native);
  eqs_ctx_free(ctx);
}

/* Code for another machine could be made, but does not run here: LLVM is not asked. */
Test(code_native, aarch64)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  eqs_jit_target target = {"aarch64-linux-gnu", "generic", "+neon"};
  setenv("EQSIEVE_PLUGIN_DIR", "/nonexistent", 1);
  cr_expect_eq(eqs_native_new(ctx, &native, &target, EQS_F64), EQS_NO_ENGINE);
  cr_expect_null(strstr(eqs_ctx_message(ctx), "plug-in"), "%s", eqs_ctx_message(ctx));
  cr_expect_null(native);
  eqs_ctx_free(ctx);
}

/* Nobody takes an older plug-in that lies about: here there is no other, unless one of this build
   is installed. */
Test(code_native, a_plug_in_of_another_build_is_passed_over)
{
  eqs_ctx *ctx = eqs_ctx_new();
  const eqs_jit_api *api;
  void *other = dlopen(OTHER_DIR "/jit.so", RTLD_NOW | RTLD_LOCAL);
  cr_assert_not_null(other, "%s", dlerror());
  cr_assert_not_null(dlsym(other, "eqs_plugin_jit"));
  setenv("EQSIEVE_PLUGIN_DIR", OTHER_DIR, 1);
  if (eqs_native_api(ctx, &api) == EQS_OK)
    cr_expect_str_neq(api->stamp, "other");
  else
    cr_expect_not_null(strstr(eqs_ctx_message(ctx), "/jit.so (of another build of eqsieve)"), "%s",
                       eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
}
