/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions and their blocks, and the way out of a kernel to a slow function. */
#include "jit/emit.h"

#include <stdio.h>
#include <string.h>

static void symbol_name(const eqs_emit *e, char *out, size_t size, const char *prefix,
                        const char *name)
{
  snprintf(out, size, "%s%s_%s", prefix, name, e->dtype == EQS_F64 ? "f64" : "f32");
}

void eqs_emit_attribute(eqs_emit *e, LLVMValueRef function, const char *name)
{
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                          LLVMCreateEnumAttribute(e->context, kind, 0));
}

void eqs_emit_symbol(const eqs_emit *e, char *out, size_t size, const char *name)
{
  symbol_name(e, out, size, "eqs_", name);
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

/* What a detour that is not written out would do goes into a block that is deleted. */
static eqs_detour note_detour(eqs_emit *e, LLVMValueRef mask, eqs_detour detour)
{
  if (e->in_detour++ == 0) e->aside = e->aside ? m_or(e, e->aside, mask) : mask;
  LLVMPositionBuilderAtEnd(e->builder, eqs_emit_block(e, "unwritten"));
  return detour;
}

eqs_detour eqs_emit_leave(eqs_emit *e, LLVMValueRef mask)
{
  eqs_detour detour = {LLVMGetInsertBlock(e->builder), NULL};
  if (e->terse) return note_detour(e, mask, detour);
  LLVMBasicBlockRef cold = eqs_emit_block(e, "cold");
  detour.join = eqs_emit_block(e, "join");
  LLVMValueRef bits = m_bits(e, mask), none = LLVMConstNull(LLVMTypeOf(bits));
  LLVMValueRef any = LLVMBuildICmp(e->builder, LLVMIntNE, bits, none, "");
  seldom(e, LLVMBuildCondBr(e->builder, any, cold, detour.join));
  LLVMPositionBuilderAtEnd(e->builder, cold);
  return detour;
}

LLVMValueRef eqs_emit_rejoin(eqs_emit *e, eqs_detour detour, LLVMValueRef value,
                             LLVMValueRef detoured)
{
  LLVMBasicBlockRef from[] = {detour.usual, LLVMGetInsertBlock(e->builder)};
  if (e->terse) {
    e->in_detour--;
    LLVMDeleteBasicBlock(from[1]);
    LLVMPositionBuilderAtEnd(e->builder, detour.usual);
    return value;
  }
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

static LLVMValueRef slow_function(eqs_emit *e, const char *name, LLVMTypeRef type)
{
  char symbol[64];
  symbol_name(e, symbol, sizeof symbol, "eqs_slow_", name);
  LLVMValueRef function = LLVMGetNamedFunction(e->module, symbol);
  if (function) return function;
  function = LLVMAddFunction(e->module, symbol, type);
  eqs_emit_attribute(e, function, "nounwind");
  eqs_emit_attribute(e, function, "cold");
  return function;
}

LLVMValueRef eqs_emit_slow(eqs_emit *e, const char *name, LLVMValueRef value, LLVMValueRef mask,
                           LLVMValueRef x, LLVMValueRef y)
{
  LLVMTypeRef parameter[] = {e->pointer, e->pointer, e->pointer, e->size};
  LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(e->context), parameter, 4, 0);
  LLVMValueRef function = slow_function(e, name, type);
  LLVMValueRef out = eqs_emit_frame_vector(e), in = eqs_emit_frame_vector(e),
               in2 = y ? eqs_emit_frame_vector(e) : in;
  eqs_detour detour = eqs_emit_leave(e, mask);
  f_store(e, value, out);
  f_store(e, x, in);
  if (y) f_store(e, y, in2);
  LLVMValueRef bits = LLVMBuildZExt(e->builder, m_bits(e, mask), e->size, "");
  LLVMBuildCall2(e->builder, type, function, (LLVMValueRef[]){out, in, in2, bits}, 4, "");
  return eqs_emit_rejoin(e, detour, value, f_load(e, out));
}
