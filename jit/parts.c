/* SPDX-License-Identifier: BSD-3-Clause */
/* Parts of vectors, and questions about all lanes at once: asked of as few registers as can be. */
#include "jit/emit.h"

#include <math.h>

LLVMValueRef eqs_emit_cut(eqs_emit *e, LLVMValueRef value, unsigned first, unsigned n)
{
  if (n == LLVMGetVectorSize(LLVMTypeOf(value))) return value;
  LLVMValueRef lane[64];
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  for (unsigned i = 0; i < n; i++) lane[i] = LLVMConstInt(i32, first + i, 0);
  return LLVMBuildShuffleVector(e->builder, value, LLVMGetPoison(LLVMTypeOf(value)),
                                LLVMConstVector(lane, n), "");
}

LLVMValueRef eqs_emit_join_halves(eqs_emit *e, LLVMValueRef low, LLVMValueRef high)
{
  LLVMValueRef lane[64];
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  unsigned n = 2 * LLVMGetVectorSize(LLVMTypeOf(low));
  for (unsigned i = 0; i < n; i++) lane[i] = LLVMConstInt(i32, i, 0);
  return LLVMBuildShuffleVector(e->builder, low, high, LLVMConstVector(lane, n), "");
}

static bool has_avx512(const eqs_emit *e)
{
  return e->vector_bytes == 64;
}

/* Without registers for masks a mask is as wide as what was compared, until it becomes one bit a
   lane: halves are joined before. */
static LLVMValueRef one_register_of(eqs_emit *e, LLVMValueRef mask, unsigned n)
{
  if (!has_avx512(e)) mask = LLVMBuildSExt(e->builder, mask, LLVMVectorType(e->integer, n), "");
  for (; n > eqs_register_lanes(e); n /= 2)
    mask = m_or(e, eqs_emit_cut(e, mask, 0, n / 2), eqs_emit_cut(e, mask, n / 2, n / 2));
  if (has_avx512(e)) return mask;
  return LLVMBuildICmp(e->builder, LLVMIntSLT, mask, LLVMConstNull(LLVMTypeOf(mask)), "");
}

LLVMValueRef m_any(eqs_emit *e, LLVMValueRef mask)
{
  mask = one_register_of(e, mask, LLVMGetVectorSize(LLVMTypeOf(mask)));
  LLVMTypeRef type = LLVMIntTypeInContext(e->context, LLVMGetVectorSize(LLVMTypeOf(mask)));
  LLVMValueRef bits = LLVMBuildBitCast(e->builder, mask, type, "");
  return LLVMBuildICmp(e->builder, LLVMIntNE, bits, LLVMConstNull(type), "");
}

/* The larger without sign of two registers' lanes, by one instruction. */
static LLVMValueRef larger(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  enum { LARGER = 3, WITHOUT_SIGN = 8, CURRENT_ROUNDING = 4 };
  const char *name = e->dtype == EQS_F64 ? "llvm.x86.avx512.mask.range.pd.512"
                                         : "llvm.x86.avx512.mask.range.ps.512";
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMTypeRef all = LLVMIntTypeInContext(e->context, eqs_register_lanes(e));
  LLVMValueRef arg[] = {a,
                        b,
                        LLVMConstInt(i32, LARGER | WITHOUT_SIGN, 0),
                        LLVMGetPoison(LLVMTypeOf(a)),
                        LLVMConstAllOnes(all),
                        LLVMConstInt(i32, CURRENT_ROUNDING, 0)};
  return eqs_emit_intrinsic(e, name, NULL, 0, arg, 6);
}

LLVMValueRef f_any_beyond(eqs_emit *e, LLVMValueRef x, double limit)
{
  unsigned n = eqs_register_lanes(e);
  LLVMValueRef size = x;
  if (has_avx512(e) && e->lanes == 2 * n)
    size = larger(e, eqs_emit_cut(e, x, 0, n), eqs_emit_cut(e, x, n, n));
  else
    size = f_abs(e, x);
  LLVMValueRef border = eqs_emit_cut(e, f_const(e, limit), 0, LLVMGetVectorSize(LLVMTypeOf(size)));
  return m_any(e, f_not_lt(e, size, border));
}

/* Positive normal numbers are ordered as their bits are; the others are larger, without sign. */
static LLVMValueRef abnormal(eqs_emit *e, LLVMValueRef x)
{
  unsigned bias = e->dtype == EQS_F64 ? 1023 : 127;
  uint64_t least = (uint64_t)1 << e->mantissa, infinity = (uint64_t)(2 * bias + 1) * least;
  LLVMValueRef above = i_sub(e, f_bits(e, x), i_const(e, least));
  return LLVMBuildICmp(e->builder, LLVMIntUGE, above, i_const(e, infinity - least), "");
}

/* The lanes of one register that are in one of CLASSES, by one instruction. */
static LLVMValueRef in_class(eqs_emit *e, LLVMValueRef x, unsigned classes)
{
  const char *name =
      e->dtype == EQS_F64 ? "llvm.x86.avx512.fpclass.pd.512" : "llvm.x86.avx512.fpclass.ps.512";
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMValueRef arg[] = {x, LLVMConstInt(i32, classes, 0)};
  return eqs_emit_intrinsic(e, name, NULL, 0, arg, 2);
}

static LLVMValueRef any_in_class(eqs_emit *e, LLVMValueRef x, unsigned classes)
{
  unsigned n = eqs_register_lanes(e);
  LLVMValueRef some = in_class(e, eqs_emit_cut(e, x, 0, n), classes);
  for (unsigned first = n; first < e->lanes; first += n)
    some = m_or(e, some, in_class(e, eqs_emit_cut(e, x, first, n), classes));
  return m_any(e, some);
}

static bool has_classes(const eqs_emit *e)
{
  return has_avx512(e) && e->lanes % eqs_register_lanes(e) == 0;
}

LLVMValueRef f_any_abnormal(eqs_emit *e, LLVMValueRef x)
{
  enum { ALL_BUT_POSITIVE_NORMAL = 0xff };
  return has_classes(e) ? any_in_class(e, x, ALL_BUT_POSITIVE_NORMAL) : m_any(e, abnormal(e, x));
}

LLVMValueRef f_any_endless(eqs_emit *e, LLVMValueRef x)
{
  enum { NAN_OR_INFINITY = 0x99 };
  if (has_classes(e)) return any_in_class(e, x, NAN_OR_INFINITY);
  return m_any(e, f_not_lt(e, f_abs(e, x), f_const(e, INFINITY)));
}

LLVMValueRef eqs_emit_exponent(eqs_emit *e, LLVMValueRef power, double *unit)
{
  if (e->dtype == EQS_F32 || has_avx512(e)) {
    *unit = e->dtype == EQS_F64 ? 0x1p-52 : 0x1p-23;
    return LLVMBuildSIToFP(e->builder, power, e->vec, "");
  }
  /* Written behind the leading one of a large power of two, an integer becomes a number. */
  enum { OFFSET = 1024 };
  *unit = 1;
  LLVMValueRef positive = i_add(e, power, i_const(e, (uint64_t)OFFSET << e->mantissa));
  LLVMValueRef bits = i_or(e, i_shr(e, positive, e->mantissa), i_const(e, 0x4330000000000000));
  return f_sub(e, f_from_bits(e, bits), f_const(e, 0x1p52 + OFFSET));
}
