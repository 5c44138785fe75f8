/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables in registers, which one shuffle reads, and in memory. Which way is taken changes no bit.
 */
#include "jit/lookup.h"

#include <stdio.h>

static LLVMValueRef constants(const eqs_emit *e, const double *table, unsigned first, unsigned n,
                              unsigned length)
{
  LLVMValueRef entry[16];
  for (unsigned i = 0; i < n; i++) entry[i] = LLVMConstReal(e->elem, table[(first + i) % length]);
  return LLVMConstVector(entry, n);
}

/* One register of indices to one of entries. */
typedef LLVMValueRef shuffler(eqs_emit *e, const double *table, LLVMValueRef index);

static LLVMValueRef two_registers_f64(eqs_emit *e, const double *table, LLVMValueRef index)
{
  LLVMValueRef arg[] = {constants(e, table, 0, 8, 16), index, constants(e, table, 8, 8, 16)};
  return eqs_emit_intrinsic(e, "llvm.x86.avx512.vpermi2var.pd.512", NULL, 0, arg, 3);
}

static LLVMValueRef one_register_f32(eqs_emit *e, const double *table, LLVMValueRef index)
{
  LLVMValueRef arg[] = {constants(e, table, 0, 16, 8), index};
  return eqs_emit_intrinsic(e, "llvm.x86.avx512.permvar.sf.512", NULL, 0, arg, 2);
}

static LLVMValueRef half_register_f32(eqs_emit *e, const double *table, LLVMValueRef index)
{
  LLVMValueRef arg[] = {constants(e, table, 0, 8, 8), index};
  return eqs_emit_intrinsic(e, "llvm.x86.avx2.permps", NULL, 0, arg, 2);
}

/* SHUFFLE for each register of INDEX, of which the first begins at lane FIRST and there are N. */
static LLVMValueRef each_register(eqs_emit *e, shuffler *shuffle, const double *table,
                                  LLVMValueRef index, unsigned first, unsigned n)
{
  unsigned lanes = e->vector_bytes * 8 / e->bits;
  if (n <= lanes) return shuffle(e, table, eqs_emit_cut(e, index, first, n));
  LLVMValueRef low = each_register(e, shuffle, table, index, first, n / 2);
  LLVMValueRef high = each_register(e, shuffle, table, index, first + n / 2, n / 2);
  return eqs_emit_join_halves(e, low, high);
}

static shuffler *find_shuffler(const eqs_emit *e)
{
  if (e->lanes * e->bits < e->vector_bytes * 8) return NULL;
  if (e->vector_bytes == 64) return e->dtype == EQS_F64 ? two_registers_f64 : one_register_f32;
  return e->vector_bytes == 32 && e->dtype == EQS_F32 ? half_register_f32 : NULL;
}

LLVMValueRef f_lookup(eqs_emit *e, const char *name, const double *table, LLVMValueRef index)
{
  shuffler *shuffle = find_shuffler(e);
  if (shuffle) return each_register(e, shuffle, table, index, 0, e->lanes);
  unsigned length = 1U << eqs_table_bits(e);
  return f_gather(e, name, table, length, i_and(e, index, i_const(e, length - 1)));
}

static LLVMValueRef table_in_memory(eqs_emit *e, const char *name, const double *table,
                                    unsigned length)
{
  char symbol[64];
  snprintf(symbol, sizeof symbol, "table_%s_%s", name, e->dtype == EQS_F64 ? "f64" : "f32");
  LLVMValueRef global = LLVMGetNamedGlobal(e->module, symbol);
  if (global) return global;
  LLVMValueRef entry[512];
  for (unsigned i = 0; i < length; i++) entry[i] = LLVMConstReal(e->elem, table[i]);
  LLVMValueRef value = LLVMConstVector(entry, length);
  global = LLVMAddGlobal(e->module, LLVMTypeOf(value), symbol);
  LLVMSetInitializer(global, value);
  LLVMSetGlobalConstant(global, 1);
  LLVMSetLinkage(global, LLVMPrivateLinkage);
  LLVMSetAlignment(global, 64);
  return global;
}

LLVMValueRef f_gather(eqs_emit *e, const char *name, const double *table, unsigned length,
                      LLVMValueRef index)
{
  LLVMValueRef base = table_in_memory(e, name, table, length);
  LLVMValueRef address = LLVMBuildInBoundsGEP2(e->builder, e->elem, base, &index, 1, "");
  LLVMTypeRef overload[] = {e->vec, LLVMTypeOf(address)};
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMValueRef arg[] = {address, LLVMConstInt(i32, e->bits / 8, 0), LLVMConstAllOnes(e->mask),
                        LLVMGetPoison(e->vec)};
  return eqs_emit_intrinsic(e, "llvm.masked.gather", overload, 2, arg, 4);
}
