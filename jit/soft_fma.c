/* SPDX-License-Identifier: BSD-3-Clause */
/* Fused multiply-add for targets without it, after Boldo and Melquiond, "Emulation of FMA and
   correctly rounded sums: proved algorithms using rounding to odd", IEEE Trans. Comput. 57 (2008).
   Right wherever the product and its error stay in the normal range; beyond, it rounds twice. */
#include "jit/limits.h"

#include <stdio.h>
#include <string.h>

/* A sum or product that was rounded, and what the rounding lost. */
typedef struct exact {
  LLVMValueRef rounded, lost;
} exact;

/* Knuth's sum. */
static exact sum(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef s = f_add(e, a, b), b_part = f_sub(e, s, a), a_part = f_sub(e, s, b_part);
  return (exact){s, f_add(e, f_sub(e, a, a_part), f_sub(e, b, b_part))};
}

/* A as two numbers of half as many digits (Veltkamp). */
static exact split(eqs_emit *e, LLVMValueRef a)
{
  LLVMValueRef scaled = f_mul(e, a, f_const(e, eqs_pick(e, 0x1p27 + 1, 0x1p12 + 1)));
  LLVMValueRef high = f_sub(e, scaled, f_sub(e, scaled, a));
  return (exact){high, f_sub(e, a, high)};
}

/* Dekker's product. */
static exact product(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  LLVMValueRef p = f_mul(e, a, b);
  exact x = split(e, a), y = split(e, b);
  LLVMValueRef lost = f_sub(e, f_mul(e, x.rounded, y.rounded), p);
  lost = f_add(e, lost, f_mul(e, x.rounded, y.lost));
  lost = f_add(e, lost, f_mul(e, x.lost, y.rounded));
  return (exact){p, f_add(e, lost, f_mul(e, x.lost, y.lost))};
}

/* a + b rounded to odd: if inexact, to the neighbour whose last bit is set. */
static LLVMValueRef sum_to_odd(eqs_emit *e, LLVMValueRef a, LLVMValueRef b)
{
  exact s = sum(e, a, b);
  LLVMValueRef bits = f_bits(e, s.rounded), one = i_const(e, 1), none = i_const(e, 0);
  LLVMValueRef even = LLVMBuildICmp(e->builder, LLVMIntEQ, i_and(e, bits, one), none, "");
  LLVMValueRef inexact = LLVMBuildFCmp(e->builder, LLVMRealUNE, s.lost, f_const(e, 0), "");
  /* Away from zero if what was lost has the sum's sign, else towards it. */
  LLVMValueRef apart = i_and(e, i_xor(e, bits, f_bits(e, s.lost)), eqs_sign_bit(e));
  LLVMValueRef opposite = LLVMBuildICmp(e->builder, LLVMIntNE, apart, none, "");
  LLVMValueRef step = LLVMBuildSelect(e->builder, opposite, i_const(e, ~(uint64_t)0), one, "");
  LLVMValueRef odd = f_from_bits(e, i_add(e, bits, step));
  return f_select(e, m_and(e, even, inexact), odd, s.rounded);
}

static LLVMValueRef fused(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  exact p = product(e, a, b), low = sum(e, c, p.lost), high = sum(e, p.rounded, low.rounded);
  LLVMValueRef result = f_add(e, high.rounded, sum_to_odd(e, low.lost, high.lost));
  LLVMValueRef plain = f_add(e, p.rounded, c);
  /* Splitting must not overflow, and zeros keep the sign that the plain sum gives them. */
  LLVMValueRef limit = f_const(e, eqs_pick(e, 0x1p990, 0x1p110));
  LLVMValueRef usable = m_and(e, f_lt(e, f_abs(e, a), limit), f_lt(e, f_abs(e, b), limit));
  usable = m_and(e, usable, f_lt(e, f_abs(e, plain), limit));
  usable = m_and(e, usable, LLVMBuildFCmp(e->builder, LLVMRealUNE, result, f_const(e, 0), ""));
  return f_select(e, usable, result, plain);
}

/* A function of its own, because it is long: inlined into every sum of products it would make the
   compiler work for seconds. */
static LLVMValueRef fused_function(eqs_emit *e, LLVMTypeRef type)
{
  char name[32];
  snprintf(name, sizeof name, "soft_fma_%u", e->lanes);
  LLVMValueRef function = LLVMGetNamedFunction(e->module, name);
  if (function) return function;
  LLVMBasicBlockRef here = LLVMGetInsertBlock(e->builder);
  function = LLVMAddFunction(e->module, name, type);
  LLVMSetLinkage(function, LLVMInternalLinkage);
  eqs_emit_attribute(e, function, "nounwind");
  eqs_emit_attribute(e, function, "noinline");
  LLVMPositionBuilderAtEnd(e->builder,
                           LLVMAppendBasicBlockInContext(e->context, function, "entry"));
  LLVMBuildRet(e->builder, fused(e, LLVMGetParam(function, 0), LLVMGetParam(function, 1),
                                 LLVMGetParam(function, 2)));
  LLVMPositionBuilderAtEnd(e->builder, here);
  return function;
}

LLVMValueRef eqs_emit_soft_fma(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  LLVMTypeRef parameter[] = {e->vec, e->vec, e->vec};
  LLVMTypeRef type = LLVMFunctionType(e->vec, parameter, 3, 0);
  LLVMValueRef function = fused_function(e, type);
  return LLVMBuildCall2(e->builder, type, function, (LLVMValueRef[]){a, b, c}, 3, "");
}
