/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions and their blocks, and the way out of a kernel for seldom work. */
#include "jit/emit.h"

#include <stdio.h>
#include <string.h>

void eqs_emit_attribute(eqs_emit *e, LLVMValueRef function, const char *name)
{
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                          LLVMCreateEnumAttribute(e->context, kind, 0));
}

void eqs_emit_symbol(const eqs_emit *e, char *out, size_t size, const char *name)
{
  snprintf(out, size, "eqs_%s_%s", name, e->dtype == EQS_F64 ? "f64" : "f32");
}

LLVMTypeRef eqs_emit_type(const eqs_emit *e, unsigned n_pointers)
{
  LLVMTypeRef parameter[8];
  for (unsigned i = 0; i < n_pointers; i++) parameter[i] = e->pointer;
  parameter[n_pointers] = e->size;
  return LLVMFunctionType(LLVMVoidTypeInContext(e->context), parameter, n_pointers + 1, 0);
}

void eqs_emit_begin(eqs_emit *e, const char *name, unsigned n_pointers)
{
  char symbol[64];
  eqs_emit_symbol(e, symbol, sizeof symbol, name);
  e->function = LLVMAddFunction(e->module, symbol, eqs_emit_type(e, n_pointers));
  eqs_emit_attribute(e, e->function, "nounwind");
  LLVMPositionBuilderAtEnd(e->builder, eqs_emit_block(e, "entry"));
}

void eqs_emit_end(eqs_emit *e)
{
  LLVMBuildRetVoid(e->builder);
  e->function = NULL;
}

LLVMBasicBlockRef eqs_emit_block(eqs_emit *e, const char *name)
{
  return LLVMAppendBasicBlockInContext(e->context, e->function, name);
}

/* Tells the register allocator which way the branch goes. */
static void seldom(eqs_emit *e, LLVMValueRef branch)
{
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMMetadataRef weights[] = {
      LLVMMDStringInContext2(e->context, "branch_weights", strlen("branch_weights")),
      LLVMValueAsMetadata(LLVMConstInt(i32, 1, 0)),
      LLVMValueAsMetadata(LLVMConstInt(i32, 4095, 0)),
  };
  LLVMMetadataRef node = LLVMMDNodeInContext2(e->context, weights, 3);
  LLVMSetMetadata(branch, LLVMGetMDKindIDInContext(e->context, "prof", strlen("prof")),
                  LLVMMetadataAsValue(e->context, node));
}

eqs_detour eqs_emit_leave(eqs_emit *e, LLVMValueRef any)
{
  eqs_detour detour = {LLVMGetInsertBlock(e->builder), NULL};
  LLVMBasicBlockRef cold = eqs_emit_block(e, "cold");
  detour.join = eqs_emit_block(e, "join");
  seldom(e, LLVMBuildCondBr(e->builder, any, cold, detour.join));
  LLVMPositionBuilderAtEnd(e->builder, cold);
  return detour;
}

LLVMValueRef eqs_emit_rejoin(eqs_emit *e, eqs_detour detour, LLVMValueRef value,
                             LLVMValueRef detoured)
{
  LLVMBasicBlockRef from[] = {detour.usual, LLVMGetInsertBlock(e->builder)};
  LLVMBuildBr(e->builder, detour.join);
  LLVMPositionBuilderAtEnd(e->builder, detour.join);
  LLVMValueRef result = LLVMBuildPhi(e->builder, e->vec, "");
  LLVMAddIncoming(result, (LLVMValueRef[]){value, detoured}, from, 2);
  return result;
}

LLVMValueRef eqs_emit_frame_vector(eqs_emit *e)
{
  LLVMBasicBlockRef here = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(e->function);
  LLVMPositionBuilderBefore(e->builder, LLVMGetFirstInstruction(entry));
  LLVMValueRef room = LLVMBuildAlloca(e->builder, e->vec, "");
  LLVMSetAlignment(room, 64);
  LLVMPositionBuilderAtEnd(e->builder, here);
  return room;
}

static LLVMValueRef slow_function(eqs_emit *e, const char *name, eqs_slow_emitter *slow,
                                  LLVMTypeRef type)
{
  char symbol[64];
  snprintf(symbol, sizeof symbol, "slow_%s_%u", name, e->lanes);
  LLVMValueRef function = LLVMGetNamedFunction(e->module, symbol);
  if (function) return function;
  LLVMBasicBlockRef here = LLVMGetInsertBlock(e->builder);
  LLVMValueRef caller = e->function;
  function = e->function = LLVMAddFunction(e->module, symbol, type);
  LLVMSetLinkage(function, LLVMInternalLinkage);
  static const char *const attributes[] = {"nounwind", "noinline", "cold"};
  for (unsigned i = 0; i < 3; i++) eqs_emit_attribute(e, function, attributes[i]);
  LLVMPositionBuilderAtEnd(e->builder, eqs_emit_block(e, "entry"));
  LLVMBuildRet(e->builder, slow(e, LLVMGetParam(function, 0), LLVMGetParam(function, 1),
                                LLVMGetParam(function, 2)));
  e->function = caller;
  LLVMPositionBuilderAtEnd(e->builder, here);
  return function;
}

LLVMValueRef eqs_emit_slow(eqs_emit *e, const char *name, eqs_slow_emitter *slow,
                           LLVMValueRef value, LLVMValueRef any, LLVMValueRef x, LLVMValueRef y)
{
  if (e->terse) {
    e->aside = e->aside ? LLVMBuildOr(e->builder, e->aside, any, "") : any;
    return value;
  }
  LLVMTypeRef parameter[] = {e->vec, e->vec, e->vec};
  LLVMTypeRef type = LLVMFunctionType(e->vec, parameter, 3, 0);
  LLVMValueRef function = slow_function(e, name, slow, type);
  eqs_detour detour = eqs_emit_leave(e, any);
  LLVMValueRef arg[] = {value, x, y ? y : x};
  return eqs_emit_rejoin(e, detour, value, LLVMBuildCall2(e->builder, type, function, arg, 3, ""));
}
