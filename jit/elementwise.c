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

static LLVMValueRef apply(eqs_emit *e, const row *k, const LLVMValueRef *arg)
{
  LLVMValueRef value = k->emit(e, arg + k->adjoint);
  return k->adjoint ? f_mul(e, arg[0], value) : value;
}

static void one_vector(eqs_emit *e, const row *k, const LLVMValueRef *number, LLVMValueRef index)
{
  LLVMValueRef arg[MAX_ARGS];
  for (unsigned i = 0; i < k->n_args; i++)
    arg[i] =
        number[i] ? number[i] : f_load(e, eqs_emit_at(e, LLVMGetParam(e->function, i + 1), index));
  f_store(e, apply(e, k, arg), eqs_emit_at(e, LLVMGetParam(e->function, 0), index));
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

/* VALUE, but with what the kernel itself gives for the vectors ARG where a lane of MASK is set. */
static LLVMValueRef call_kernel(eqs_emit *e, const row *k, const LLVMValueRef *arg,
                                LLVMValueRef value, LLVMValueRef mask)
{
  LLVMTypeRef type = eqs_emit_type(e, 1 + MAX_ARGS);
  char symbol[64];
  eqs_emit_symbol(e, symbol, sizeof symbol, k->name);
  LLVMValueRef function = LLVMGetNamedFunction(e->module, symbol);
  if (!function) function = LLVMAddFunction(e->module, symbol, type);
  LLVMValueRef operand[2 + MAX_ARGS];
  for (unsigned i = 0; i <= MAX_ARGS; i++)
    operand[i] = i <= k->n_args ? eqs_emit_frame_vector(e) : operand[0];
  operand[1 + MAX_ARGS] = size_const(e, e->lanes);
  eqs_detour detour = eqs_emit_leave(e, mask);
  for (unsigned i = 0; i < k->n_args; i++) f_store(e, arg[i], operand[1 + i]);
  LLVMBuildCall2(e->builder, type, function, operand, 2 + MAX_ARGS, "");
  return eqs_emit_rejoin(e, detour, value, f_load(e, operand[0]));
}

LLVMValueRef eqs_emit_kernel(eqs_emit *e, eqs_kernel kernel, const LLVMValueRef *arg)
{
  if (kernel == EQS_K_fill) return arg[0];
  const row *k = &rows[kernel - 1];
  bool terse = e->terse;
  e->aside = NULL;
  LLVMValueRef value = apply(e, k, arg), aside = e->aside;
  e->terse = false;
  if (aside) value = call_kernel(e, k, arg, value, aside);
  e->terse = terse;
  return value;
}

unsigned eqs_emit_arity(eqs_kernel kernel)
{
  return kernel == EQS_K_fill ? 1 : rows[kernel - 1].n_args;
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
