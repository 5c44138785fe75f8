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

/* The arguments that are one number for all rows; NULL for the others. */
static void pool_numbers(eqs_emit *e, const row *k, LLVMValueRef *number)
{
  for (unsigned i = 0; i < MAX_ARGS; i++) {
    number[i] = NULL;
    if (!(k->pool >> i & 1)) continue;
    LLVMValueRef address = LLVMGetParam(e->function, i + 1);
    number[i] = f_splat(e, LLVMBuildLoad2(e->builder, e->elem, address, ""));
  }
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

/* for (i = 0; i < end; i += lanes) one vector; END is a multiple of the lanes. */
static void loop(eqs_emit *e, const row *k, const LLVMValueRef *number, LLVMValueRef end)
{
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef turn = eqs_emit_block(e, "turn"), done = eqs_emit_block(e, "done");
  LLVMValueRef zero = size_const(e, 0);
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntEQ, end, zero, ""), done, turn);

  LLVMPositionBuilderAtEnd(e->builder, turn);
  LLVMValueRef index = LLVMBuildPhi(e->builder, e->size, "row");
  one_vector(e, k, number, index);
  LLVMValueRef next = LLVMBuildAdd(e->builder, index, size_const(e, e->lanes), "");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntULT, next, end, ""), turn, done);
  LLVMAddIncoming(index, (LLVMValueRef[]){zero, next},
                  (LLVMBasicBlockRef[]){entry, LLVMGetInsertBlock(e->builder)}, 2);
  LLVMPositionBuilderAtEnd(e->builder, done);
}

/* The EQS_LANES rows from START that turns of more lanes leave, if it is not N. */
static void rest(eqs_emit *e, const row *k, LLVMValueRef start, LLVMValueRef n)
{
  LLVMBasicBlockRef some = eqs_emit_block(e, "rest"), done = eqs_emit_block(e, "done");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntEQ, start, n, ""), done, some);
  LLVMPositionBuilderAtEnd(e->builder, some);
  unsigned lanes = e->lanes;
  eqs_emit_set_lanes(e, EQS_LANES);
  LLVMValueRef number[MAX_ARGS];
  pool_numbers(e, k, number);
  one_vector(e, k, number, start);
  eqs_emit_set_lanes(e, lanes);
  LLVMBuildBr(e->builder, done);
  LLVMPositionBuilderAtEnd(e->builder, done);
}

static void elementwise(eqs_emit *e, const row *k)
{
  eqs_emit_begin(e, k->name, 1 + MAX_ARGS);
  LLVMValueRef number[MAX_ARGS], n = LLVMGetParam(e->function, 1 + MAX_ARGS), end = n;
  bool leaves_rest = e->lanes > EQS_LANES;
  if (leaves_rest) end = LLVMBuildAnd(e->builder, n, size_const(e, ~(uint64_t)(e->lanes - 1)), "");
  pool_numbers(e, k, number);
  loop(e, k, number, end);
  if (leaves_rest) rest(e, k, end, n);
  eqs_emit_end(e);
}

static LLVMValueRef same(eqs_emit *e, const LLVMValueRef *a)
{
  (void)e;
  return a[0];
}

/* VALUE, or if ANY is set what the kernel itself gives for the vectors ARG. */
static LLVMValueRef call_kernel(eqs_emit *e, const row *k, const LLVMValueRef *arg,
                                LLVMValueRef value, LLVMValueRef any)
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
  eqs_detour detour = eqs_emit_leave(e, any);
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

void eqs_emit_elementwise_kernels(eqs_emit *e)
{
  /* Two registers a turn: one branch decides for both whether to leave the usual way. */
  eqs_emit_set_lanes(e, 2 * eqs_register_lanes(e));
  elementwise(e, &(row){"fill", same, 1, 1, 0});
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) elementwise(e, &rows[i]);
}
