/* SPDX-License-Identifier: BSD-3-Clause */
/* Elementwise kernels: the loop around an operator, for every row of kernels.def. */
#include "jit/kernels.h"
#include "jit/operator.h"
#include "program/kernel.h"

enum { MAX_ARGS = 4 };

typedef struct row {
  const char *name;
  eqs_emitter *emit;
  uint8_t n_args;
  uint8_t pool;    /* bit i: argument i is one number for all rows */
  uint8_t adjoint; /* argument 0 is d, by which the emitter's result is multiplied */
} row;

static const row rows[] = {
#define EQS_KERNEL_1(op, name) {#name, eqs_emit_##op, 1, 0, 0},
#define EQS_KERNEL_2(op, name, pool) {#name, eqs_emit_##op, 2, pool, 0},
#define EQS_KERNEL_3(op, name, pool) {#name, eqs_emit_##op, 3, pool, 0},
#define EQS_ADJOINT_1(op, name) {#name, eqs_emit_dx_##op, 3, 0, 1},
#define EQS_ADJOINT_X(op, name, pool) {#name, eqs_emit_dx_##op, 4, (pool) << 2, 1},
#define EQS_ADJOINT_Y(op, name, pool) {#name, eqs_emit_dy_##op, 4, (pool) << 2, 1},
#include "program/kernels.def"
};

static LLVMValueRef pool_number(eqs_emit *e, unsigned arg)
{
  LLVMValueRef address = LLVMGetParam(e->function, arg + 1);
  return f_splat(e, LLVMBuildLoad2(e->builder, e->elem, address, ""));
}

static void one_vector(eqs_emit *e, const row *k, const LLVMValueRef *number, LLVMValueRef index)
{
  LLVMValueRef arg[MAX_ARGS];
  for (unsigned i = 0; i < k->n_args; i++)
    arg[i] =
        number[i] ? number[i] : f_load(e, eqs_emit_at(e, LLVMGetParam(e->function, i + 1), index));
  LLVMValueRef value = k->emit(e, arg + k->adjoint);
  if (k->adjoint) value = f_mul(e, arg[0], value);
  f_store(e, value, eqs_emit_at(e, LLVMGetParam(e->function, 0), index));
}

/* for (i = 0; i < n; i += lanes) one vector */
static void elementwise(eqs_emit *e, const row *k)
{
  eqs_emit_begin(e, k->name, 1 + MAX_ARGS);
  LLVMValueRef number[MAX_ARGS] = {0}, n = LLVMGetParam(e->function, 1 + MAX_ARGS);
  for (unsigned i = 0; i < k->n_args; i++)
    if (k->pool >> i & 1) number[i] = pool_number(e, i);
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef loop = eqs_emit_block(e, "loop"), done = eqs_emit_block(e, "done");
  LLVMValueRef zero = size_const(e, 0);
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntEQ, n, zero, ""), done, loop);

  LLVMPositionBuilderAtEnd(e->builder, loop);
  LLVMValueRef index = LLVMBuildPhi(e->builder, e->size, "row");
  one_vector(e, k, number, index);
  LLVMValueRef next = LLVMBuildAdd(e->builder, index, size_const(e, e->lanes), "");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, next, n, ""), loop, done);
  LLVMAddIncoming(index, (LLVMValueRef[]){zero, next},
                  (LLVMBasicBlockRef[]){entry, LLVMGetInsertBlock(e->builder)}, 2);

  LLVMPositionBuilderAtEnd(e->builder, done);
  eqs_emit_end(e);
}

static LLVMValueRef same(eqs_emit *e, const LLVMValueRef *a)
{
  (void)e;
  return a[0];
}

/* Two registers a turn where the row count allows it: their instructions alternate, which hides the
   latency of the long chains (pow gains a fifth, tanh a tenth, the cheap ones nothing). */
static unsigned lanes_per_turn(const eqs_emit *e)
{
  unsigned two = 2 * e->vector_bytes * 8 / e->bits;
  return two < EQS_LANES ? two : EQS_LANES;
}

void eqs_emit_elementwise_kernels(eqs_emit *e)
{
  eqs_emit_set_lanes(e, lanes_per_turn(e));
  elementwise(e, &(row){"fill", same, 1, 1, 0});
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) elementwise(e, &rows[i]);
}
