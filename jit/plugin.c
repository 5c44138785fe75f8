/* SPDX-License-Identifier: BSD-3-Clause */
/* The plug-in's table: kernels as object code and as text. */
#include "code/stamp.h"
#include "jit/fused.h"
#include "jit/kernels.h"
#include "jit/library.h"
#include "jit/target.h"
#include "util/fail.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values that do not change in a loop are taken out of it, what is computed twice is shared. The
   heavier passes were tried: they cost more and gain nothing on code that is vectors already. */
static const char passes[] = "function(early-cse," EQS_INSTCOMBINE
                             ",simplifycfg,"
                             "loop-mssa(licm),early-cse)";

static void set_attribute(eqs_emit *e, LLVMValueRef function, const char *name, const char *value)
{
  LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                          LLVMCreateStringAttribute(e->context, name, (unsigned)strlen(name), value,
                                                    (unsigned)strlen(value)));
}

static void set_target(eqs_emit *e, const eqs_jit_machine *m)
{
  LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(m->machine);
  LLVMSetModuleDataLayout(e->module, layout);
  LLVMDisposeTargetData(layout);
  LLVMSetTarget(e->module, m->triple);
  static const char *const width[] = {"128", "256", "512"};
  for (LLVMValueRef f = LLVMGetFirstFunction(e->module); f; f = LLVMGetNextFunction(f)) {
    if (LLVMIsDeclaration(f)) continue;
    set_attribute(e, f, "target-cpu", m->cpu);
    set_attribute(e, f, "target-features", m->features);
    set_attribute(e, f, "prefer-vector-width", width[m->vector_bytes / 32]);
  }
}

/* LLVM does not do what was asked of it and SAID why. */
static eqs_status refuse(eqs_ctx *ctx, const char *said)
{
  char version[EQS_LLVM_VERSION];
  eqs_llvm_version(version);
  return eqs_fail(ctx, EQS_NO_ENGINE, "LLVM %s: %s", version, said ? said : "");
}

static eqs_status run_passes(eqs_ctx *ctx, eqs_emit *e, const eqs_jit_machine *m)
{
  LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
  LLVMErrorRef error = LLVMRunPasses(e->module, passes, m->machine, options);
  LLVMDisposePassBuilderOptions(options);
  if (!error) return EQS_OK;
  char *message = LLVMGetErrorMessage(error);
  eqs_status status = refuse(ctx, message);
  LLVMDisposeErrorMessage(message);
  return status;
}

/* What has been written into the module, made ready for code. */
static eqs_status finish(eqs_ctx *ctx, eqs_emit *e, const eqs_jit_machine *m)
{
  set_target(e, m);
  char *message = NULL;
  eqs_status status = EQS_OK;
  if (LLVMVerifyModule(e->module, LLVMReturnStatusAction, &message)) status = refuse(ctx, message);
  LLVMDisposeMessage(message);
  return status ? status : run_passes(ctx, e, m);
}

/* Opens a build context in a context of its own. */
static void open_module(eqs_emit *e, const eqs_jit_machine *m, eqs_dtype dtype)
{
  eqs_emit_init(e, LLVMContextCreate(), dtype, m->vector_bytes, m->fma);
}

/* Opens one and writes all kernels of DTYPE into it. */
static eqs_status build(eqs_ctx *ctx, eqs_emit *e, const eqs_jit_machine *m, eqs_dtype dtype)
{
  open_module(e, m, dtype);
  eqs_emit_elementwise_kernels(e);
  eqs_emit_reductions(e);
  return finish(ctx, e, m);
}

static void dispose(eqs_emit *e)
{
  LLVMContextRef context = e->context;
  eqs_emit_dispose(e);
  if (context) LLVMContextDispose(context);
}

/* The module as an object file in memory from malloc. */
static eqs_status emit_object(eqs_ctx *ctx, const eqs_emit *e, const eqs_jit_machine *m,
                              eqs_jit_object *object)
{
  char *message = NULL;
  LLVMMemoryBufferRef buffer = NULL;
  if (LLVMTargetMachineEmitToMemoryBuffer(m->machine, e->module, LLVMObjectFile, &message,
                                          &buffer)) {
    eqs_status status = refuse(ctx, message);
    LLVMDisposeMessage(message);
    return status;
  }
  object->size = LLVMGetBufferSize(buffer);
  object->bytes = malloc(object->size);
  if (object->bytes) memcpy(object->bytes, LLVMGetBufferStart(buffer), object->size);
  LLVMDisposeMemoryBuffer(buffer);
  return object->bytes ? EQS_OK : eqs_fail_memory(ctx, object->size);
}

static eqs_status kernels(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                          eqs_jit_object *object)
{
  eqs_jit_machine machine;
  eqs_emit e = {0};
  *object = (eqs_jit_object){0};
  eqs_status status = eqs_jit_machine_init(ctx, &machine, target);
  if (!status) status = build(ctx, &e, &machine, dtype);
  if (!status) status = emit_object(ctx, &e, &machine, object);
  dispose(&e);
  eqs_jit_machine_free(&machine);
  return status;
}

static eqs_status kernels_ir(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                             char **text)
{
  eqs_jit_machine machine;
  eqs_emit e = {0};
  *text = NULL;
  eqs_status status = eqs_jit_machine_init(ctx, &machine, target);
  if (!status) status = build(ctx, &e, &machine, dtype);
  if (!status) {
    char *printed = LLVMPrintModuleToString(e.module);
    *text = strdup(printed);
    LLVMDisposeMessage(printed);
    if (!*text) status = eqs_fail_memory(ctx, 0);
  }
  dispose(&e);
  eqs_jit_machine_free(&machine);
  return status;
}

/* ---- Whole programs -------------------------------------------------------------------------- */

struct eqs_jit_maker {
  eqs_jit_machine machine;
  eqs_dtype dtype;
};

static void maker_free(eqs_jit_maker *maker)
{
  if (maker) eqs_jit_machine_free(&maker->machine);
  free(maker);
}

static eqs_status maker_new(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                            eqs_jit_maker **result)
{
  *result = NULL;
  eqs_jit_maker *maker = calloc(1, sizeof *maker);
  if (!maker) return eqs_fail_memory(ctx, sizeof *maker);
  maker->dtype = dtype;
  eqs_status status = eqs_jit_machine_init(ctx, &maker->machine, target);
  if (status)
    maker_free(maker);
  else
    *result = maker;
  return status;
}

/* A context of its own for each object: what LLVM keeps in a context it keeps for ever. */
static eqs_status fuse(eqs_ctx *ctx, eqs_jit_maker *maker, const eqs_form *const *form, size_t n,
                       eqs_jit_object *object)
{
  eqs_emit e = {0};
  eqs_status status = EQS_OK;
  *object = (eqs_jit_object){0};
  open_module(&e, &maker->machine, maker->dtype);
  for (size_t i = 0; i < n && !status; i++) {
    char name[32];
    snprintf(name, sizeof name, "eqs_fused_%zu", i);
    if (!eqs_emit_fused(&e, form[i], name)) status = eqs_fail_memory(ctx, 0);
  }
  if (!status) status = finish(ctx, &e, &maker->machine);
  if (!status) status = emit_object(ctx, &e, &maker->machine, object);
  dispose(&e);
  return status;
}

static eqs_status formula(eqs_ctx *ctx, const eqs_jit_target *target, const eqs_form *form,
                          const double *pool, const char *name, eqs_jit_object *object)
{
  eqs_jit_machine machine;
  eqs_emit e = {0};
  *object = (eqs_jit_object){0};
  eqs_status status = eqs_jit_machine_init(ctx, &machine, target);
  if (!status) {
    open_module(&e, &machine, EQS_F64);
    if (!eqs_emit_export(&e, form, pool, name)) status = eqs_fail_memory(ctx, 0);
  }
  if (!status) status = finish(ctx, &e, &machine);
  if (!status) status = emit_object(ctx, &e, &machine, object);
  dispose(&e);
  eqs_jit_machine_free(&machine);
  return status;
}

EQS_API const eqs_jit_api *eqs_plugin_jit(void);

EQS_API const eqs_jit_api *eqs_plugin_jit(void)
{
  static char version[EQS_LLVM_VERSION];
  static eqs_jit_api api = {EQS_JIT_ABI, EQS_JIT_STAMP, version,    NULL, eqs_jit_host, kernels,
                            kernels_ir,  maker_new,     maker_free, fuse, formula};
  eqs_llvm_version(version);
  api.llvm_file = eqs_llvm_file();
  return &api;
}
