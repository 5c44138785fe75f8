/* SPDX-License-Identifier: BSD-3-Clause */
/* Reductions: sums kept per virtual lane of a 64-byte vector, in row order, so that the bits depend
   on neither the width nor the model of the machine. */
#include "jit/kernels.h"
#include "program/kernel.h"

#include <math.h>
#include <stdio.h>

enum { MAX_SUMS = 1 + EQS_MAX_FUSED_K + EQS_MAX_FUSED_K * (EQS_MAX_FUSED_K + 1) / 2 };

/* What a reduction does with one vector of rows. */
typedef struct reduction {
  unsigned first, n_sums; /* it updates these vectors of ACC */
  void (*step)(eqs_emit *e, const struct reduction *r, LLVMValueRef row, LLVMValueRef keep,
               LLVMValueRef *sum);
  const void *detail;
} reduction;

/* ROW's vector of the block at BASE; lanes not in KEEP (NULL: all are) are zero. */
static LLVMValueRef load_rows(eqs_emit *e, LLVMValueRef base, LLVMValueRef row, LLVMValueRef keep)
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

/* Adds N rows to the sums of R: whole vectors in a loop, then the rest under a mask. Leaves the
   builder in a new block. */
static void reduce(eqs_emit *e, const reduction *r, LLVMValueRef n)
{
  LLVMValueRef start[MAX_SUMS], sum[MAX_SUMS], phi[MAX_SUMS];
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
  LLVMValueRef next = LLVMBuildAdd(e->builder, row, size_const(e, e->lanes), "");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, next, whole, ""), loop, tail);
  phi_pair(row, zero, entry, next, loop);
  for (unsigned i = 0; i < r->n_sums; i++) phi_pair(phi[i], start[i], entry, sum[i], loop);

  LLVMPositionBuilderAtEnd(e->builder, tail);
  for (unsigned i = 0; i < r->n_sums; i++) {
    phi[i] = LLVMBuildPhi(e->builder, e->vec, "");
    phi_pair(phi[i], start[i], entry, sum[i], loop);
    sum[i] = phi[i];
  }
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, whole, n, ""), rest, done);

  LLVMPositionBuilderAtEnd(e->builder, rest);
  r->step(e, r, whole, rows_below(e, whole, n), sum);
  LLVMBuildBr(e->builder, done);

  LLVMPositionBuilderAtEnd(e->builder, done);
  for (unsigned i = 0; i < r->n_sums; i++) {
    LLVMValueRef result = LLVMBuildPhi(e->builder, e->vec, "");
    phi_pair(result, phi[i], tail, sum[i], rest);
    sum[i] = result;
  }
  for (unsigned i = 0; i < r->n_sums; i++) f_store(e, sum[i], sum_address(e, r->first + i));
}

/* ---- Loss: squared and absolute residuals, and a count of values that are not finite --------- */

static void loss_step(eqs_emit *e, const reduction *r, LLVMValueRef row, LLVMValueRef keep,
                      LLVMValueRef *sum)
{
  (void)r;
  LLVMValueRef zero = f_const(e, 0);
  LLVMValueRef value = load_rows(e, LLVMGetParam(e->function, 1), row, keep);
  LLVMValueRef target = load_rows(e, LLVMGetParam(e->function, 2), row, keep);
  LLVMValueRef bad = f_not_lt(e, f_abs(e, value), f_const(e, INFINITY));
  LLVMValueRef residual = f_select(e, bad, zero, f_sub(e, value, target));
  sum[0] = f_fma(e, residual, residual, sum[0]);
  sum[1] = f_add(e, sum[1], f_abs(e, residual));
  sum[2] = f_add(e, sum[2], f_select(e, bad, f_const(e, 1), zero));
}

static void loss(eqs_emit *e)
{
  eqs_emit_begin(e, "loss", 3);
  reduce(e, &(reduction){0, 3, loss_step, NULL}, LLVMGetParam(e->function, 3));
  eqs_emit_end(e);
}

/* ---- Sums of products ------------------------------------------------------------------------ */

typedef struct product {
  uint8_t a, b; /* vectors of rows, by number */
} product;

typedef struct products {
  const product *pair;      /* what each sum of a pass accumulates */
  const LLVMValueRef *base; /* blocks, by number; [0] of a Gram kernel is the value */
  LLVMValueRef target;      /* of a Gram kernel: vector 0 is value - target; else NULL */
} products;

static void product_step(eqs_emit *e, const reduction *r, LLVMValueRef row, LLVMValueRef keep,
                         LLVMValueRef *sum)
{
  const products *p = r->detail;
  LLVMValueRef vector[EQS_MAX_FUSED_K + 1] = {0};
  for (unsigned i = 0; i < r->n_sums; i++) {
    const uint8_t needed[] = {p->pair[i].a, p->pair[i].b};
    for (unsigned j = 0; j < 2; j++) {
      unsigned v = needed[j];
      if (vector[v]) continue;
      vector[v] = load_rows(e, p->base[v], row, keep);
      if (v == 0 && p->target) vector[v] = f_sub(e, vector[v], load_rows(e, p->target, row, keep));
    }
  }
  for (unsigned i = 0; i < r->n_sums; i++)
    sum[i] = f_fma(e, vector[p->pair[i].a], vector[p->pair[i].b], sum[i]);
}

/* How many sums stay in registers with some left for the operands: passes over the rows cost less
   than sums that are spilled to the stack on every row. */
static unsigned sums_per_pass(const eqs_emit *e)
{
  unsigned registers = e->vector_bytes == 64 ? 32 : 16;
  unsigned per_sum = EQS_VECTOR_BYTES / e->vector_bytes;
  return (registers - registers / 8) / per_sum;
}

static void reduce_products(eqs_emit *e, const products *p, unsigned n_sums, LLVMValueRef n)
{
  unsigned most = sums_per_pass(e), passes = (n_sums + most - 1) / most;
  for (unsigned pass = 0; pass < passes; pass++) {
    unsigned first = n_sums * pass / passes, last = n_sums * (pass + 1) / passes;
    products part = {p->pair + first, p->base, p->target};
    reduce(e, &(reduction){first, last - first, product_step, &part}, n);
  }
}

static LLVMValueRef pointer_at(eqs_emit *e, LLVMValueRef array, unsigned i)
{
  LLVMValueRef index = size_const(e, i);
  LLVMValueRef address = LLVMBuildInBoundsGEP2(e->builder, e->pointer, array, &index, 1, "");
  return LLVMBuildLoad2(e->builder, e->pointer, address, "");
}

/* The upper triangle, row by row, of the Gram matrix of the residual and K Jacobian columns. */
static void gram(eqs_emit *e, unsigned k)
{
  char name[16];
  snprintf(name, sizeof name, "gram%u", k);
  eqs_emit_begin(e, name, 4);
  LLVMValueRef base[EQS_MAX_FUSED_K + 1] = {LLVMGetParam(e->function, 2)};
  for (unsigned i = 0; i < k; i++) base[i + 1] = pointer_at(e, LLVMGetParam(e->function, 1), i);
  product pair[MAX_SUMS];
  unsigned n_sums = 0;
  for (unsigned i = 0; i <= k; i++)
    for (unsigned j = i; j <= k; j++) pair[n_sums++] = (product){(uint8_t)i, (uint8_t)j};
  const products all = {pair, base, LLVMGetParam(e->function, 3)};
  reduce_products(e, &all, n_sums, LLVMGetParam(e->function, 4));
  eqs_emit_end(e);
}

static void panel(eqs_emit *e)
{
  eqs_emit_begin(e, "panel", 3);
  LLVMValueRef base[8];
  product pair[16];
  for (unsigned i = 0; i < 4; i++) {
    base[i] = pointer_at(e, LLVMGetParam(e->function, 1), i);
    base[4 + i] = pointer_at(e, LLVMGetParam(e->function, 2), i);
  }
  for (unsigned i = 0; i < 16; i++) pair[i] = (product){(uint8_t)(i / 4), (uint8_t)(4 + i % 4)};
  const products all = {pair, base, NULL};
  reduce_products(e, &all, 16, LLVMGetParam(e->function, 3));
  eqs_emit_end(e);
}

void eqs_emit_reductions(eqs_emit *e)
{
  eqs_emit_set_lanes(e, EQS_VECTOR_BYTES * 8 / e->bits);
  loss(e);
  for (unsigned k = 1; k <= EQS_MAX_FUSED_K; k++) gram(e, k);
  panel(e);
}
