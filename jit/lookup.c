/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables in registers, which one shuffle reads, and in memory. Which way is taken changes no bit.
 */
#include "jit/lookup.h"

#include <stdio.h>

enum { MAX_TABLE_BITS = 4 };

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

/* ---- Two small tables at once, from memory: an entry of both is one load of a short vector, which
   costs less than a gather, and two tables no more than one. ----------------------------------- */

/* Entry i of FIRST and SECOND as numbers 2 i and 2 i + 1; without a second, the first's again. */
static void interleave(double *out, const double *first, const double *second, unsigned length)
{
  for (unsigned i = 0; i < length; i++) {
    out[2 * i] = first[i];
    out[2 * i + 1] = second ? second[i] : first[i];
  }
}

/* The row whose number is lane LANE of what stands in INDEX: taken from memory, because the ports
   that take lanes out of registers are those that the polynomials need. */
static LLVMValueRef load_row(eqs_emit *e, LLVMValueRef base, LLVMValueRef index, unsigned lane)
{
  LLVMValueRef at = LLVMBuildInBoundsGEP2(e->builder, e->integer, index,
                                          (LLVMValueRef[]){size_const(e, lane)}, 1, "");
  LLVMValueRef place = LLVMBuildLoad2(e->builder, e->integer, at, "");
  if (e->dtype == EQS_F32) place = LLVMBuildZExt(e->builder, place, e->size, "");
  LLVMTypeRef pair = LLVMVectorType(e->elem, 2);
  LLVMValueRef row = LLVMBuildLoad2(e->builder, pair, eqs_emit_at(e, base, place), "");
  LLVMSetAlignment(row, 2 * e->bits / 8);
  return row;
}

/* Every second of N rows from FIRST on, one behind the other. */
static LLVMValueRef every_second_row(eqs_emit *e, LLVMValueRef base, LLVMValueRef index,
                                     unsigned first, unsigned n)
{
  if (n == 2) return load_row(e, base, index, first);
  LLVMValueRef low = every_second_row(e, base, index, first, n / 2);
  LLVMValueRef high = every_second_row(e, base, index, first + n / 2, n / 2);
  return eqs_emit_join_halves(e, low, high);
}

/* Column COLUMN of rows of which EVEN and ODD hold every second one. */
static LLVMValueRef column_of(eqs_emit *e, LLVMValueRef even, LLVMValueRef odd, unsigned column)
{
  LLVMValueRef lane[64];
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  unsigned n = LLVMGetVectorSize(LLVMTypeOf(even));
  for (unsigned i = 0; i < n; i += 2) {
    lane[i] = LLVMConstInt(i32, i + column, 0);
    lane[i + 1] = LLVMConstInt(i32, n + i + column, 0);
  }
  return LLVMBuildShuffleVector(e->builder, even, odd, LLVMConstVector(lane, n), "");
}

static eqs_entries load_rows(eqs_emit *e, LLVMValueRef base, LLVMValueRef index, unsigned first,
                             unsigned n)
{
  unsigned lanes = eqs_register_lanes(e);
  if (n <= lanes) {
    LLVMValueRef even = every_second_row(e, base, index, first, n);
    LLVMValueRef odd = every_second_row(e, base, index, first + 1, n);
    return (eqs_entries){column_of(e, even, odd, 0), column_of(e, even, odd, 1)};
  }
  eqs_entries low = load_rows(e, base, index, first, n / 2);
  eqs_entries high = load_rows(e, base, index, first + n / 2, n / 2);
  return (eqs_entries){eqs_emit_join_halves(e, low.first, high.first),
                       eqs_emit_join_halves(e, low.second, high.second)};
}

eqs_entries f_lookup_both(eqs_emit *e, const char *name, const double *first, const double *second,
                          LLVMValueRef index)
{
  shuffler *shuffle = find_shuffler(e);
  if (shuffle) {
    LLVMValueRef entry = each_register(e, shuffle, first, index, 0, e->lanes);
    return (eqs_entries){entry,
                         second ? each_register(e, shuffle, second, index, 0, e->lanes) : entry};
  }
  double rows[2 << MAX_TABLE_BITS];
  unsigned length = 1U << eqs_table_bits(e);
  interleave(rows, first, second, length);
  LLVMValueRef base = table_in_memory(e, name, rows, 2 * length);
  LLVMValueRef place = i_and(e, i_shl(e, index, 1), i_const(e, 2 * length - 2));
  LLVMValueRef index_room = eqs_emit_frame_vector(e);
  f_store(e, place, index_room);
  return load_rows(e, base, index_room, 0, e->lanes);
}

LLVMValueRef f_lookup(eqs_emit *e, const char *name, const double *table, LLVMValueRef index)
{
  return f_lookup_both(e, name, table, NULL, index).first;
}
