/* SPDX-License-Identifier: BSD-3-Clause */
/* The build context of the emitters, and the short names in which they are written: f_ works on
   vectors of floating-point lanes, i_ on integer vectors of the same width, m_ on masks. */
#ifndef EQS_JIT_EMIT_H
#define EQS_JIT_EMIT_H

#include "jit/compat.h"
#include <eqsieve/table.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct eqs_emit {
  LLVMContextRef context;
  LLVMModuleRef module;
  LLVMBuilderRef builder;
  LLVMValueRef function; /* the one being built */

  eqs_dtype dtype;
  unsigned bits;         /* of an element: 32 or 64 */
  unsigned mantissa;     /* of its mantissa, without the hidden one: 23 or 52 */
  unsigned lanes;        /* of the vectors being emitted */
  unsigned vector_bytes; /* of the target's widest register: 16, 32 or 64 */

  /* Fused multiply-add in hardware. Without it f_mad rounds twice, so the polynomials give other
     bits, and f_fma is put together from exact parts. */
  bool fma;

  /* For programs as functions: a detour is not written out; ASIDE (one bit, or NULL) says whether
     any would have been taken, for one call of the operator's kernel. */
  bool terse;
  LLVMValueRef aside;

  LLVMTypeRef elem, integer, pointer, size;
  LLVMTypeRef vec, ivec, mask; /* of LANES elements */
} eqs_emit;

void eqs_emit_init(eqs_emit *e, LLVMContextRef context, eqs_dtype dtype, unsigned vector_bytes,
                   bool fma);
void eqs_emit_dispose(eqs_emit *e);
void eqs_emit_set_lanes(eqs_emit *e, unsigned lanes);

/* The same for vectors of as many doubles. */
eqs_emit eqs_emit_in_f64(const eqs_emit *e);

/* Which of two numbers, by dtype. */
static inline double eqs_pick(const eqs_emit *e, double f64, double f32)
{
  return e->dtype == EQS_F64 ? f64 : f32;
}

/* ---- Constants ------------------------------------------------------------------------------ */

LLVMValueRef f_const(const eqs_emit *e, double value);
LLVMValueRef i_const(const eqs_emit *e, uint64_t value);
LLVMValueRef f_splat(eqs_emit *e, LLVMValueRef scalar);
LLVMValueRef size_const(const eqs_emit *e, uint64_t value);

/* ---- Arithmetic, one rounding each ---------------------------------------------------------- */

static inline LLVMValueRef f_add(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFAdd(e->builder, a, b, "");
}
static inline LLVMValueRef f_sub(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFSub(e->builder, a, b, "");
}
static inline LLVMValueRef f_mul(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFMul(e->builder, a, b, "");
}
static inline LLVMValueRef f_div(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFDiv(e->builder, a, b, "");
}
static inline LLVMValueRef f_neg(eqs_emit *e, LLVMValueRef a)
{
  return LLVMBuildFNeg(e->builder, a, "");
}

LLVMValueRef f_sqrt(eqs_emit *e, LLVMValueRef a);
LLVMValueRef f_abs(eqs_emit *e, LLVMValueRef a);
LLVMValueRef f_copysign(eqs_emit *e, LLVMValueRef magnitude, LLVMValueRef sign);

/* a b + c with one rounding where the target can, else with two: for polynomials, whose error
   bounds hold for both. */
LLVMValueRef f_mad(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c);

/* a b + c with one rounding on every target: where a program or an algorithm rests on it. */
LLVMValueRef f_fma(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c);

/* What f_fma does where the hardware cannot. */
LLVMValueRef eqs_emit_soft_fma(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c);

/* c - a b, otherwise as above. */
static inline LLVMValueRef f_mns(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  return f_mad(e, f_neg(e, a), b, c);
}
static inline LLVMValueRef f_fnma(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  return f_fma(e, f_neg(e, a), b, c);
}

/* sum of coefficient[i] x^i for i < N, by Horner's rule. */
LLVMValueRef f_poly(eqs_emit *e, LLVMValueRef x, const double *coefficient, unsigned n);

/* ---- Integers and bits ---------------------------------------------------------------------- */

static inline LLVMValueRef i_add(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildAdd(e->builder, a, b, "");
}
static inline LLVMValueRef i_sub(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildSub(e->builder, a, b, "");
}
static inline LLVMValueRef i_and(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildAnd(e->builder, a, b, "");
}
static inline LLVMValueRef i_or(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildOr(e->builder, a, b, "");
}
static inline LLVMValueRef i_xor(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildXor(e->builder, a, b, "");
}
static inline LLVMValueRef i_shl(eqs_emit *e, LLVMValueRef a, unsigned by)
{
  return LLVMBuildShl(e->builder, a, i_const(e, by), "");
}
static inline LLVMValueRef i_shr(eqs_emit *e, LLVMValueRef a, unsigned by)
{
  return LLVMBuildLShr(e->builder, a, i_const(e, by), "");
}
static inline LLVMValueRef f_bits(eqs_emit *e, LLVMValueRef a)
{
  return LLVMBuildBitCast(e->builder, a, e->ivec, "");
}
static inline LLVMValueRef f_from_bits(eqs_emit *e, LLVMValueRef a)
{
  return LLVMBuildBitCast(e->builder, a, e->vec, "");
}

/* ---- Comparisons (false where a lane is NaN) and choices ------------------------------------ */

static inline LLVMValueRef f_lt(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFCmp(e->builder, LLVMRealOLT, a, b, "");
}
static inline LLVMValueRef f_gt(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFCmp(e->builder, LLVMRealOGT, a, b, "");
}
static inline LLVMValueRef f_eq(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFCmp(e->builder, LLVMRealOEQ, a, b, "");
}
/* True where a < b does not hold: also for NaN. */
static inline LLVMValueRef f_not_lt(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildFCmp(e->builder, LLVMRealUGE, a, b, "");
}
static inline LLVMValueRef f_is_nan(eqs_emit *e, LLVMValueRef a)
{
  return LLVMBuildFCmp(e->builder, LLVMRealUNO, a, a, "");
}
static inline LLVMValueRef m_or(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildOr(e->builder, a, b, "");
}
static inline LLVMValueRef m_and(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildAnd(e->builder, a, b, "");
}
static inline LLVMValueRef m_not(eqs_emit *e, LLVMValueRef a)
{
  return LLVMBuildNot(e->builder, a, "");
}
static inline LLVMValueRef f_select(eqs_emit *e, LLVMValueRef mask, LLVMValueRef a, LLVMValueRef b)
{
  return LLVMBuildSelect(e->builder, mask, a, b, "");
}

/* Whether any lane of MASK is set, as one bit. */
LLVMValueRef m_any(eqs_emit *e, LLVMValueRef mask);

/* Whether any lane of X is LIMIT or more without its sign, or a NaN that hides another lane: where
   it is false, all are numbers below, or NaN. */
LLVMValueRef f_any_beyond(eqs_emit *e, LLVMValueRef x, double limit);

/* Whether any lane of X is not a positive normal number. */
LLVMValueRef f_any_abnormal(eqs_emit *e, LLVMValueRef x);

/* Whether any lane of X is infinite or NaN. */
LLVMValueRef f_any_endless(eqs_emit *e, LLVMValueRef x);

/* POWER, an exponent k at its place in the bits of a number, as k / UNIT. */
LLVMValueRef eqs_emit_exponent(eqs_emit *e, LLVMValueRef power, double *unit);

/* ---- Parts of vectors ----------------------------------------------------------------------- */

/* Lanes FIRST .. FIRST + N - 1 of VALUE; all of its lanes are VALUE itself. */
LLVMValueRef eqs_emit_cut(eqs_emit *e, LLVMValueRef value, unsigned first, unsigned n);
LLVMValueRef eqs_emit_join_halves(eqs_emit *e, LLVMValueRef low, LLVMValueRef high);

/* How many lanes the target's widest register has. */
static inline unsigned eqs_register_lanes(const eqs_emit *e)
{
  return e->vector_bytes * 8 / e->bits;
}

/* A call of the intrinsic NAME. */
LLVMValueRef eqs_emit_intrinsic(eqs_emit *e, const char *name, LLVMTypeRef *overload,
                                unsigned n_overload, LLVMValueRef *args, unsigned n);

/* ---- Memory --------------------------------------------------------------------------------- */

/* BASE + INDEX elements. */
LLVMValueRef eqs_emit_at(eqs_emit *e, LLVMValueRef base, LLVMValueRef index);
LLVMValueRef f_load(eqs_emit *e, LLVMValueRef address);
void f_store(eqs_emit *e, LLVMValueRef value, LLVMValueRef address);

/* ---- Functions, blocks, slow paths ---------------------------------------------------------- */

/* Gives FUNCTION an attribute of LLVM's, such as "nounwind". */
void eqs_emit_attribute(eqs_emit *e, LLVMValueRef function, const char *name);

/* "eqs_NAME_f64" (or _f32), and the type of functions with N_POINTERS pointer arguments and a row
   count. */
void eqs_emit_symbol(const eqs_emit *e, char *out, size_t size, const char *name);
LLVMTypeRef eqs_emit_type(const eqs_emit *e, unsigned n_pointers);

/* Opens a function of that name and type. */
void eqs_emit_begin(eqs_emit *e, const char *name, unsigned n_pointers);
void eqs_emit_end(eqs_emit *e);
LLVMBasicBlockRef eqs_emit_block(eqs_emit *e, const char *name);

/* Room for one vector in the frame, made at the top of the function wherever the builder stands. */
LLVMValueRef eqs_emit_frame_vector(eqs_emit *e);

/* A way around for vectors in which some lane needs more work. */
typedef struct eqs_detour {
  LLVMBasicBlockRef usual, join;
} eqs_detour;

/* Leaves the builder in a block that is entered when ANY (one bit) is set. */
eqs_detour eqs_emit_leave(eqs_emit *e, LLVMValueRef any);

/* Ends the detour; the result is VALUE where it was not taken, else DETOURED. */
LLVMValueRef eqs_emit_rejoin(eqs_emit *e, eqs_detour detour, LLVMValueRef value,
                             LLVMValueRef detoured);

/* What is to be done on a detour, in a function of its own so that it costs the loop no register:
   the right result for every lane, from the VALUE that the usual way gives, X and Y. */
typedef LLVMValueRef eqs_slow_emitter(eqs_emit *e, LLVMValueRef value, LLVMValueRef x,
                                      LLVMValueRef y);

/* VALUE, or what SLOW makes of it if ANY is set. NAME names the function in the object. */
LLVMValueRef eqs_emit_slow(eqs_emit *e, const char *name, eqs_slow_emitter *slow,
                           LLVMValueRef value, LLVMValueRef any, LLVMValueRef x, LLVMValueRef y);

#endif
