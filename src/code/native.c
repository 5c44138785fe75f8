/* SPDX-License-Identifier: BSD-3-Clause */
/* From the plug-in's object code to a table of kernels. */
#include "code/native.h"

#include "code/cache.h"
#include "code/image.h"
#include "code/stamp.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/plugin.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The function "eqs_NAME_f64" (or _f32) of the image as a function pointer at *POINTER. */
static eqs_status find(eqs_ctx *ctx, const eqs_native *native, eqs_dtype dtype, const char *name,
                       void *pointer)
{
  char symbol[64];
  snprintf(symbol, sizeof symbol, "eqs_%s_%s", name, dtype == EQS_F64 ? "f64" : "f32");
  void *address = eqs_image_symbol(native->image, symbol);
  if (!address) return eqs_fail(ctx, EQS_INPUT, "object code has no function '%s'", symbol);
  memcpy(pointer, &address, sizeof address);
  return EQS_OK;
}

static eqs_status fill_table(eqs_ctx *ctx, eqs_native *native, eqs_dtype dtype)
{
  eqs_kernels *table = &native->kernels;
  eqs_status status = find(ctx, native, dtype, "loss", &table->loss);
  if (!status) status = find(ctx, native, dtype, "panel", &table->panel);
  for (unsigned k = 0; !status && k < EQS_N_KERNELS; k++)
    status = find(ctx, native, dtype, eqs_kernel_names[k], &table->elementwise[k]);
  for (unsigned i = 0; !status && i < EQS_N_RHO; i++)
    status = find(ctx, native, dtype, eqs_rho_names[i], &table->rho[i]);
  for (unsigned k = 1; !status && k <= EQS_MAX_FUSED_K; k++) {
    char name[32];
    snprintf(name, sizeof name, "weighted_gram%u", k);
    status = find(ctx, native, dtype, name, &table->weighted_gram[k]);
    if (!status) status = find(ctx, native, dtype, name + strlen("weighted_"), &table->gram[k]);
  }
  return status;
}

eqs_jit_target eqs_native_target(const eqs_jit_target *target)
{
  eqs_jit_target t = target ? *target : (eqs_jit_target){0};
  const char *cpu = getenv("EQSIEVE_CPU"), *features = getenv("EQSIEVE_FEATURES");
  if (!t.cpu && cpu && *cpu) t.cpu = cpu;
  if (!t.features && features && *features) t.features = features;
  return t;
}

/* LLVM when it was loaded; later its file may be another. Written under the lock of the plug-ins,
   read after it. */
static eqs_maker llvm;

/* Code of another build must not be kept in the cache under the key of this one. */
static eqs_plugin_verdict vet(const void *table)
{
  const eqs_jit_api *api = table;
  bool same = api->abi == EQS_JIT_ABI && strcmp(api->stamp, EQS_JIT_STAMP) == 0;
  if (same) llvm = eqs_maker_of(api->llvm_file);
  return (eqs_plugin_verdict){.refusal = same ? NULL : "of another build of eqsieve"};
}

eqs_status eqs_native_api(eqs_ctx *ctx, const eqs_jit_api **api)
{
  const void *table;
  eqs_status status = eqs_plugin_load_vetted(ctx, "jit", vet, &table);
  if (!status) *api = table;
  return status;
}

/* The name of the CPU that TARGET stands for. */
static eqs_status cpu_name(eqs_ctx *ctx, const eqs_jit_api *api, const eqs_jit_target *target,
                           char **name)
{
  if (target->cpu) {
    *name = strdup(target->cpu);
    return *name ? EQS_OK : eqs_fail_memory(ctx, strlen(target->cpu));
  }
  char *features = NULL;
  eqs_status status = api->host(ctx, name, &features);
  free(features);
  return status;
}

/* Asks the plug-in, and keeps what it made for the next time. */
static eqs_status compile(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype, uint64_t key,
                          eqs_cached *code)
{
  *code = (eqs_cached){0};
  const eqs_jit_api *api;
  char *name = NULL;
  eqs_status status = eqs_native_api(ctx, &api);
  if (status) return status;
  status = cpu_name(ctx, api, target, &name);
  if (!status) status = api->kernels(ctx, target, dtype, &code->object);
  if (!status) {
    snprintf(code->cpu, sizeof code->cpu, "%s", name);
    snprintf(code->llvm, sizeof code->llvm, "%s", api->llvm_version);
    code->maker = llvm;
    if (eqs_maker_known(&llvm)) eqs_cache_write(key, code);
  }
  free(name);
  return status;
}

/* Back to what it was before load, which may have failed half-way. */
static void unload(eqs_native *native)
{
  eqs_image_free(native->image);
  free(native->cpu);
  free(native->llvm);
  *native = (eqs_native){0};
}

/* Loads CODE and fills the table from it. */
static eqs_status load(eqs_ctx *ctx, eqs_native *native, eqs_dtype dtype, const eqs_cached *code)
{
  eqs_status status =
      eqs_image_load(ctx, &native->image, code->object.bytes, code->object.size, NULL);
  if (!status) status = fill_table(ctx, native, dtype);
  if (status) return status;
  native->cpu = strdup(code->cpu);
  native->llvm = strdup(code->llvm);
  return native->cpu && native->llvm ? EQS_OK : eqs_fail_memory(ctx, sizeof code->cpu);
}

/* Fills NATIVE from the cache if KEY is not zero, or else from the plug-in. */
static eqs_status obtain(eqs_ctx *ctx, eqs_native *native, const eqs_jit_target *target,
                         eqs_dtype dtype, uint64_t key)
{
  eqs_cached code = {0};
  eqs_status status = EQS_INPUT;
  native->from_cache = eqs_cache_read(key, &code);
  if (native->from_cache) status = load(ctx, native, dtype, &code);
  if (status == EQS_INPUT) {
    /* Nothing on disk, or nothing that can be used. */
    unload(native);
    free(code.object.bytes);
    status = compile(ctx, target, dtype, key, &code);
    if (!status) status = load(ctx, native, dtype, &code);
  }
  free(code.object.bytes);
  return status;
}

static eqs_status make(eqs_ctx *ctx, eqs_native **result, const eqs_jit_target *target,
                       eqs_dtype dtype, bool cached)
{
  double start = eqs_clock();
  eqs_jit_target wanted = eqs_native_target(target);
  *result = NULL;
  eqs_status status = eqs_image_check(ctx, wanted.triple);
  if (status) return status;
  eqs_native *native = calloc(1, sizeof *native);
  if (!native) return eqs_fail_memory(ctx, sizeof *native);
  uint64_t key = cached ? eqs_cache_key(&wanted, dtype) : 0;
  status = obtain(ctx, native, &wanted, dtype, key);
  if (status) {
    eqs_native_free(native);
    return status;
  }
  native->seconds = eqs_clock() - start;
  *result = native;
  return EQS_OK;
}

eqs_status eqs_native_new(eqs_ctx *ctx, eqs_native **native, const eqs_jit_target *target,
                          eqs_dtype dtype)
{
  return make(ctx, native, target, dtype, true);
}

eqs_status eqs_native_compile(eqs_ctx *ctx, eqs_native **native, const eqs_jit_target *target,
                              eqs_dtype dtype)
{
  return make(ctx, native, target, dtype, false);
}

void eqs_native_free(eqs_native *native)
{
  if (!native) return;
  unload(native);
  free(native);
}
