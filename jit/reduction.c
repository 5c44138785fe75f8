/* SPDX-License-Identifier: BSD-3-Clause */
/* The loop of a reduction and its masked end. */
#include "jit/reduction.h"

#include <math.h>

LLVMValueRef eqs_emit_not_finite(eqs_emit *e, LLVMValueRef value)
{
  return f_not_lt(e, f_abs(e, value), f_const(e, INFINITY));
}

LLVMValueRef eqs_emit_rows(eqs_emit *e, LLVMValueRef base, LLVMValueRef row, LLVMValueRef keep)
{
  LLVMValueRef value = f_load(e, eqs_emit_at(e, base, row));
  return keep ? f_select(e, keep, value, f_const(e, 0)) : value;
}

static LLVMValueRef sum_address(eqs_emit *e, unsigned which)
{
  return eqs_emit_at(e, LLVMGetParam(e->function, 0), size_const(e, (uint64_t)which * e->lanes));
}

/* Lanes whose row ROW + lane is below N. */
static LLVMValueRef rows_below(eqs_emit *e, LLVMValueRef row, LLVMValueRef n)
{
  LLVMValueRef lane[64];
  for (unsigned i = 0; i < e->lanes; i++) lane[i] = LLVMConstInt(e->integer, i, 0);
  LLVMValueRef left = LLVMBuildSub(e->builder, n, row, "");
  left = LLVMBuildTruncOrBitCast(e->builder, left, e->integer, "");
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMValueRef none = LLVMGetPoison(e->ivec);
  left = LLVMBuildInsertElement(e->builder, none, left, LLVMConstInt(i32, 0, 0), "");
  left = LLVMBuildShuffleVector(e->builder, left, none,
                                LLVMConstNull(LLVMVectorType(i32, e->lanes)), "");
  return LLVMBuildICmp(e->builder, LLVMIntULT, LLVMConstVector(lane, e->lanes), left, "");
}

static void phi_pair(LLVMValueRef phi, LLVMValueRef a, LLVMBasicBlockRef from_a, LLVMValueRef b,
                     LLVMBasicBlockRef from_b)
{
  LLVMAddIncoming(phi, (LLVMValueRef[]){a, b}, (LLVMBasicBlockRef[]){from_a, from_b}, 2);
}

void eqs_emit_reduce(eqs_emit *e, const eqs_reduction *r, LLVMValueRef n, LLVMValueRef *sum)
{
  LLVMValueRef start[EQS_MAX_SUMS], phi[EQS_MAX_SUMS];
  LLVMValueRef zero = size_const(e, 0);
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef loop = eqs_emit_block(e, "loop"), tail = eqs_emit_block(e, "tail");
  LLVMBasicBlockRef rest = eqs_emit_block(e, "rest"), done = eqs_emit_block(e, "done");
  for (unsigned i = 0; i < r->n_sums; i++) start[i] = f_load(e, sum_address(e, r->first + i));
  LLVMValueRef whole = LLVMBuildAnd(e->builder, n, size_const(e, ~(uint64_t)(e->lanes - 1)), "");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntEQ, whole, zero, ""), tail, loop);

  LLVMPositionBuilderAtEnd(e->builder, loop);
  LLVMValueRef row = LLVMBuildPhi(e->builder, e->size, "row");
  for (unsigned i = 0; i < r->n_sums; i++) sum[i] = phi[i] = LLVMBuildPhi(e->builder, e->vec, "");
  r->step(e, r, row, NULL, sum);
  LLVMBasicBlockRef latch = LLVMGetInsertBlock(e->builder); /* a step may have branched */
  LLVMValueRef next = LLVMBuildAdd(e->builder, row, size_const(e, e->lanes), "");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, next, whole, ""), loop, tail);
  phi_pair(row, zero, entry, next, latch);
  for (unsigned i = 0; i < r->n_sums; i++) phi_pair(phi[i], start[i], entry, sum[i], latch);

  LLVMPositionBuilderAtEnd(e->builder, tail);
  for (unsigned i = 0; i < r->n_sums; i++) {
    phi[i] = LLVMBuildPhi(e->builder, e->vec, "");
    phi_pair(phi[i], start[i], entry, sum[i], latch);
    sum[i] = phi[i];
  }
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, whole, n, ""), rest, done);

  LLVMPositionBuilderAtEnd(e->builder, rest);
  r->step(e, r, whole, rows_below(e, whole, n), sum);
  LLVMBasicBlockRef last = LLVMGetInsertBlock(e->builder);
  LLVMBuildBr(e->builder, done);

  LLVMPositionBuilderAtEnd(e->builder, done);
  for (unsigned i = 0; i < r->n_sums; i++) {
    LLVMValueRef result = LLVMBuildPhi(e->builder, e->vec, "");
    phi_pair(result, phi[i], tail, sum[i], last);
    sum[i] = result;
  }
}

void eqs_emit_sums(eqs_emit *e, const eqs_reduction *r, const LLVMValueRef *sum)
{
  for (unsigned i = 0; i < r->n_sums; i++) f_store(e, sum[i], sum_address(e, r->first + i));
}

void eqs_emit_reduction(eqs_emit *e, const eqs_reduction *r, LLVMValueRef n)
{
  LLVMValueRef sum[EQS_MAX_SUMS];
  eqs_emit_reduce(e, r, n, sum);
  eqs_emit_sums(e, r, sum);
}
