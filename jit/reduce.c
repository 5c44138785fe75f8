/* SPDX-License-Identifier: BSD-3-Clause */
/* Reductions over values and Jacobians: the plain loss, and sums of products. */
#include "jit/kernels.h"
#include "jit/reduction.h"

#include <stdio.h>

/* ---- Loss: squared and absolute residuals, and a count of values that are not finite --------- */

void eqs_emit_loss_terms(eqs_emit *e, LLVMValueRef value, LLVMValueRef target, LLVMValueRef *sum)
{
  LLVMValueRef zero = f_const(e, 0);
  LLVMValueRef bad = eqs_emit_not_finite(e, value);
  LLVMValueRef residual = f_select(e, bad, zero, f_sub(e, value, target));
  sum[0] = f_fma(e, residual, residual, sum[0]);
  sum[1] = f_add(e, sum[1], f_abs(e, residual));
  sum[2] = f_add(e, sum[2], f_select(e, bad, f_const(e, 1), zero));
}

static void loss_step(eqs_emit *e, const eqs_reduction *r, LLVMValueRef row, LLVMValueRef keep,
                      LLVMValueRef *sum)
{
  (void)r;
  LLVMValueRef value = eqs_emit_rows(e, LLVMGetParam(e->function, 1), row, keep);
  LLVMValueRef target = eqs_emit_rows(e, LLVMGetParam(e->function, 2), row, keep);
  eqs_emit_loss_terms(e, value, target, sum);
}

/* The same where all values are finite. */
static void finite_loss_step(eqs_emit *e, const eqs_reduction *r, LLVMValueRef row,
                             LLVMValueRef keep, LLVMValueRef *sum)
{
  (void)r;
  LLVMValueRef value = eqs_emit_rows(e, LLVMGetParam(e->function, 1), row, keep);
  LLVMValueRef target = eqs_emit_rows(e, LLVMGetParam(e->function, 2), row, keep);
  LLVMValueRef residual = f_sub(e, value, target);
  sum[0] = f_fma(e, residual, residual, sum[0]);
  sum[1] = f_add(e, sum[1], f_abs(e, residual));
}

/* Values are taken for finite. One that is not makes the sums so; then, and where the sums are too
   large, nothing is stored and all is done once more with care. */
static void loss(eqs_emit *e)
{
  eqs_emit_begin(e, "loss", 3);
  const eqs_reduction finite = {0, 2, finite_loss_step, NULL}, all = {0, 3, loss_step, NULL};
  LLVMValueRef n = LLVMGetParam(e->function, 3), sum[2];
  eqs_emit_reduce(e, &finite, n, sum);
  LLVMValueRef bad = f_any_endless(e, f_add(e, sum[0], sum[1]));
  LLVMBasicBlockRef usual = eqs_emit_block(e, "usual"), again = eqs_emit_block(e, "again");
  LLVMBasicBlockRef end = eqs_emit_block(e, "end");
  LLVMBuildCondBr(e->builder, bad, again, usual);
  LLVMPositionBuilderAtEnd(e->builder, usual);
  eqs_emit_sums(e, &finite, sum);
  LLVMBuildBr(e->builder, end);
  LLVMPositionBuilderAtEnd(e->builder, again);
  eqs_emit_reduction(e, &all, n);
  LLVMBuildBr(e->builder, end);
  LLVMPositionBuilderAtEnd(e->builder, end);
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
  LLVMValueRef curve;       /* of a weighted one: factor of products of two columns; else NULL */
} products;

/* The vectors of rows that the sums of a pass are made of, each loaded once. */
typedef struct operands {
  LLVMValueRef plain[EQS_MAX_FUSED_K + 1], scaled[EQS_MAX_FUSED_K + 1];
  LLVMValueRef curve, used; /* of a weighted Gram kernel */
} operands;

static LLVMValueRef operand(eqs_emit *e, const products *p, unsigned v, LLVMValueRef row,
                            LLVMValueRef keep, operands *o)
{
  if (o->plain[v]) return o->plain[v];
  LLVMValueRef value = eqs_emit_rows(e, p->base[v], row, keep);
  if (v == 0 && p->target) value = f_sub(e, value, eqs_emit_rows(e, p->target, row, keep));
  if (v > 0 && p->curve) value = f_select(e, o->used, value, f_const(e, 0));
  return o->plain[v] = value;
}

/* The left factor of a sum: a column times the curve, where its partner is a column too. */
static LLVMValueRef left_operand(eqs_emit *e, const products *p, product pair, LLVMValueRef row,
                                 LLVMValueRef keep, operands *o)
{
  LLVMValueRef value = operand(e, p, pair.a, row, keep, o);
  if (!p->curve || pair.a == 0) return value;
  if (!o->scaled[pair.a]) o->scaled[pair.a] = f_mul(e, o->curve, value);
  return o->scaled[pair.a];
}

static void product_step(eqs_emit *e, const eqs_reduction *r, LLVMValueRef row, LLVMValueRef keep,
                         LLVMValueRef *sum)
{
  const products *p = r->detail;
  operands o = {0};
  if (p->curve) {
    o.curve = eqs_emit_rows(e, p->curve, row, keep);
    o.used = m_not(e, f_eq(e, o.curve, f_const(e, 0)));
  }
  for (unsigned i = 0; i < r->n_sums; i++) {
    LLVMValueRef a = left_operand(e, p, p->pair[i], row, keep, &o);
    sum[i] = f_fma(e, a, operand(e, p, p->pair[i].b, row, keep, &o), sum[i]);
  }
}

/* How many sums stay in registers with some left for the operands: passes over the rows cost less
   than sums that are spilled to the stack on every row. */
static unsigned sums_per_pass(const eqs_emit *e)
{
  unsigned registers = e->vector_bytes == 64 ? 32 : 16;
  unsigned per_sum = EQS_VECTOR_BYTES / e->vector_bytes;
  return (registers - registers / 8) / per_sum;
}

static void reduce_products(eqs_emit *e, const products *p, unsigned begin, unsigned n_sums,
                            LLVMValueRef n)
{
  unsigned most = sums_per_pass(e), passes = (n_sums + most - 1) / most;
  for (unsigned pass = 0; pass < passes; pass++) {
    unsigned first = n_sums * pass / passes, last = n_sums * (pass + 1) / passes;
    products part = {p->pair + first, p->base, p->target, p->curve};
    eqs_emit_reduction(e, &(eqs_reduction){begin + first, last - first, product_step, &part}, n);
  }
}

static LLVMValueRef pointer_at(eqs_emit *e, LLVMValueRef array, unsigned i)
{
  LLVMValueRef index = size_const(e, i);
  LLVMValueRef address = LLVMBuildInBoundsGEP2(e->builder, e->pointer, array, &index, 1, "");
  return LLVMBuildLoad2(e->builder, e->pointer, address, "");
}

/* The upper triangle, row by row, of the Gram matrix of the residual and K Jacobian columns; when
   weighted, without its first entry. */
static void gram(eqs_emit *e, unsigned k, bool weighted)
{
  char name[32];
  snprintf(name, sizeof name, "%sgram%u", weighted ? "weighted_" : "", k);
  eqs_emit_begin(e, name, 4);
  LLVMValueRef base[EQS_MAX_FUSED_K + 1] = {LLVMGetParam(e->function, 2)};
  LLVMValueRef other = LLVMGetParam(e->function, 3);
  for (unsigned i = 0; i < k; i++) base[i + 1] = pointer_at(e, LLVMGetParam(e->function, 1), i);
  product pair[EQS_MAX_SUMS];
  unsigned n_sums = 0;
  for (unsigned i = 0; i <= k; i++)
    for (unsigned j = i; j <= k; j++)
      if (j > 0 || !weighted) pair[n_sums++] = (product){(uint8_t)i, (uint8_t)j};
  const products all = {pair, base, weighted ? NULL : other, weighted ? other : NULL};
  reduce_products(e, &all, weighted, n_sums, LLVMGetParam(e->function, 4));
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
  const products all = {pair, base, NULL, NULL};
  reduce_products(e, &all, 0, 16, LLVMGetParam(e->function, 3));
  eqs_emit_end(e);
}

void eqs_emit_reductions(eqs_emit *e)
{
  eqs_emit_set_lanes(e, EQS_VECTOR_BYTES * 8 / e->bits);
  loss(e);
  for (unsigned k = 1; k <= EQS_MAX_FUSED_K; k++) {
    gram(e, k, false);
    gram(e, k, true);
  }
  panel(e);
  eqs_emit_rhos(e);
}
