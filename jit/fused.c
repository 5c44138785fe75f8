/* SPDX-License-Identifier: BSD-3-Clause */
/* A program as one loop over the rows of a tile: values, adjoints and sums stay in registers, two
   of which a turn hide some of the latency of its long chains. The sums are those of the
   reductions, lane by lane and row by row: where two registers are narrower than the 64 bytes of a
   virtual vector, the loop runs once for each part of it. */
#include "jit/fused.h"
#include "jit/kernels.h"
#include "jit/reduction.h"
#include "program/jit.h"

#include <stdlib.h>

typedef struct fused {
  const eqs_form *form;
  eqs_fused_source source;
  unsigned lanes; /* of the vectors in which values are computed */
  unsigned whole; /* of 64 bytes */
  unsigned part;  /* of a sum, that one run of the loop keeps: at most WHOLE */
  unsigned n_sums;
  LLVMValueRef acc, target, first, n;
  LLVMValueRef *value; /* by step */
} fused;

LLVMValueRef eqs_fused_operand(eqs_emit *e, const eqs_fused_source *source, LLVMValueRef row,
                               const LLVMValueRef *value, eqs_form_ref ref)
{
  uint32_t index = eqs_form_index(ref);
  switch (eqs_form_place(ref)) {
  case EQS_IN_SLOT:
    return value[index];
  case EQS_IN_POOL:
    return source->number[index];
  default:
    break;
  }
  LLVMValueRef vector = f_load(e, eqs_emit_at(e, source->column[index], row));
  LLVMSetAlignment(vector, source->align);
  return vector;
}

void eqs_fused_values(eqs_emit *e, const eqs_form *form, const eqs_fused_source *source,
                      LLVMValueRef row, LLVMValueRef *value)
{
  for (uint32_t i = 0; i < eqs_form_steps(form); i++) {
    const eqs_form_step *step = eqs_form_step_at(form, i);
    LLVMValueRef arg[4];
    for (unsigned a = 0; a < eqs_emit_arity((eqs_kernel)step->kernel); a++)
      arg[a] = eqs_fused_operand(e, source, row, value, step->arg[a]);
    value[i] = eqs_emit_kernel(e, (eqs_kernel)step->kernel, arg);
  }
}

static void note(eqs_form_ref ref, uint32_t *columns, uint32_t *numbers)
{
  uint32_t *extent = eqs_form_place(ref) == EQS_IN_COLUMN ? columns : numbers;
  if (eqs_form_place(ref) == EQS_IN_SLOT) return;
  if (eqs_form_index(ref) >= *extent) *extent = eqs_form_index(ref) + 1;
}

void eqs_fused_extent(const eqs_form *form, uint32_t *columns, uint32_t *numbers)
{
  *columns = *numbers = 0;
  note(eqs_form_result(form), columns, numbers);
  for (uint32_t k = 0; k < eqs_form_params(form); k++)
    note(eqs_form_jacobian(form, k), columns, numbers);
  for (uint32_t i = 0; i < eqs_form_steps(form); i++) {
    const eqs_form_step *step = eqs_form_step_at(form, i);
    for (unsigned a = 0; a < eqs_emit_arity((eqs_kernel)step->kernel); a++)
      note(step->arg[a], columns, numbers);
  }
}

LLVMValueRef eqs_fused_pointer(eqs_emit *e, LLVMValueRef array, uint32_t i)
{
  LLVMValueRef index = size_const(e, i);
  LLVMValueRef address = LLVMBuildInBoundsGEP2(e->builder, e->pointer, array, &index, 1, "");
  return LLVMBuildLoad2(e->builder, e->pointer, address, "");
}

/* Lanes FIRST to FIRST + N of VECTOR. */
static LLVMValueRef lanes_of(eqs_emit *e, LLVMValueRef vector, unsigned first, unsigned n)
{
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMValueRef index[64];
  for (unsigned i = 0; i < n; i++) index[i] = LLVMConstInt(i32, first + i, 0);
  return LLVMBuildShuffleVector(e->builder, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                LLVMConstVector(index, n), "");
}

enum { MOST_OPERANDS = EQS_MAX_FUSED_K + 2, MOST_PIECES = 4 };

/* The value, the target and the Jacobian columns of a turn, cut into the vectors of the sums. */
typedef struct pieces {
  LLVMValueRef of[MOST_OPERANDS][MOST_PIECES];
  unsigned n_operands, n;
} pieces;

static void cut(eqs_emit *e, const fused *f, pieces *p, LLVMValueRef vector)
{
  LLVMValueRef *to = p->of[p->n_operands++];
  for (unsigned i = 0; i < p->n; i++)
    to[i] = p->n == 1 ? vector : lanes_of(e, vector, i * f->part, f->part);
}

static void add_loss(eqs_emit *e, const pieces *p, LLVMValueRef *sum)
{
  for (unsigned i = 0; i < p->n; i++) eqs_emit_loss_terms(e, p->of[0][i], p->of[1][i], sum);
}

/* Sum by sum, since not all of them are in registers. */
static void add_products(eqs_emit *e, pieces *p, LLVMValueRef *sum)
{
  for (unsigned i = 0; i < p->n; i++) p->of[1][i] = f_sub(e, p->of[0][i], p->of[1][i]);
  for (unsigned a = 1; a < p->n_operands; a++)
    for (unsigned b = a; b < p->n_operands; b++, sum++)
      for (unsigned i = 0; i < p->n; i++) *sum = f_fma(e, p->of[a][i], p->of[b][i], *sum);
}

/* One turn of the loop. */
static void turn(eqs_emit *e, const fused *f, LLVMValueRef row, LLVMValueRef *sum)
{
  pieces p = {.n = f->lanes / f->part};
  eqs_fused_values(e, f->form, &f->source, row, f->value);
  LLVMValueRef target = f_load(e, eqs_emit_at(e, f->target, row));
  LLVMSetAlignment(target, f->source.align);
  cut(e, f, &p, eqs_fused_operand(e, &f->source, row, f->value, eqs_form_result(f->form)));
  cut(e, f, &p, target);
  for (uint32_t k = 0; k < eqs_form_params(f->form); k++)
    cut(e, f, &p, eqs_fused_operand(e, &f->source, row, f->value, eqs_form_jacobian(f->form, k)));
  eqs_emit_set_lanes(e, f->part);
  if (eqs_form_kind_of(f->form) == EQS_FORM_LOSS)
    add_loss(e, &p, sum);
  else
    add_products(e, &p, sum);
}

static LLVMValueRef sum_at(eqs_emit *e, const fused *f, unsigned which, LLVMValueRef shift)
{
  LLVMValueRef index = size_const(e, (uint64_t)which * f->whole);
  return eqs_emit_at(e, eqs_emit_at(e, f->acc, index), shift);
}

static void close_loop(eqs_emit *e, LLVMValueRef phi, LLVMValueRef start, LLVMBasicBlockRef entry,
                       LLVMValueRef next, LLVMValueRef end, LLVMBasicBlockRef loop,
                       LLVMBasicBlockRef done)
{
  LLVMBasicBlockRef latch = LLVMGetInsertBlock(e->builder); /* a step may have branched */
  LLVMValueRef more = LLVMBuildICmp(e->builder, LLVMIntULT, next, end, "");
  LLVMBuildCondBr(e->builder, more, loop, done);
  LLVMAddIncoming(phi, (LLVMValueRef[]){start, next}, (LLVMBasicBlockRef[]){entry, latch}, 2);
  LLVMPositionBuilderAtEnd(e->builder, done);
}

/* The rows' loop for the lanes of the sums from SHIFT on. */
static void rows_loop(eqs_emit *e, const fused *f, LLVMValueRef shift)
{
  LLVMValueRef start[EQS_MAX_SUMS], sum[EQS_MAX_SUMS], phi[EQS_MAX_SUMS];
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef loop = eqs_emit_block(e, "rows"), done = eqs_emit_block(e, "summed");
  eqs_emit_set_lanes(e, f->part);
  for (unsigned i = 0; i < f->n_sums; i++) start[i] = f_load(e, sum_at(e, f, i, shift));
  LLVMValueRef begin = LLVMBuildAdd(e->builder, f->first, shift, "");
  LLVMValueRef end = LLVMBuildAdd(e->builder, begin, f->n, "");
  LLVMBuildBr(e->builder, loop);

  LLVMPositionBuilderAtEnd(e->builder, loop);
  LLVMValueRef row = LLVMBuildPhi(e->builder, e->size, "row");
  for (unsigned i = 0; i < f->n_sums; i++) sum[i] = phi[i] = LLVMBuildPhi(e->builder, e->vec, "");
  eqs_emit_set_lanes(e, f->lanes);
  turn(e, f, row, sum);
  LLVMBasicBlockRef latch = LLVMGetInsertBlock(e->builder);
  for (unsigned i = 0; i < f->n_sums; i++)
    LLVMAddIncoming(phi[i], (LLVMValueRef[]){start[i], sum[i]}, (LLVMBasicBlockRef[]){entry, latch},
                    2);
  unsigned stride = f->lanes < f->whole ? f->whole : f->lanes;
  LLVMValueRef next = LLVMBuildAdd(e->builder, row, size_const(e, stride), "");
  close_loop(e, row, begin, entry, next, end, loop, done);
  eqs_emit_set_lanes(e, f->part);
  for (unsigned i = 0; i < f->n_sums; i++) f_store(e, sum[i], sum_at(e, f, i, shift));
}

/* A loop over the parts of the whole vector, unless there is but one. */
static void parts_loop(eqs_emit *e, const fused *f)
{
  LLVMValueRef zero = size_const(e, 0);
  if (f->part == f->whole) {
    rows_loop(e, f, zero);
    return;
  }
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder);
  LLVMBasicBlockRef loop = eqs_emit_block(e, "part"), done = eqs_emit_block(e, "done");
  LLVMBuildBr(e->builder, loop);
  LLVMPositionBuilderAtEnd(e->builder, loop);
  LLVMValueRef shift = LLVMBuildPhi(e->builder, e->size, "shift");
  rows_loop(e, f, shift);
  LLVMValueRef next = LLVMBuildAdd(e->builder, shift, size_const(e, f->part), "");
  close_loop(e, shift, zero, entry, next, size_const(e, f->whole), loop, done);
}

static void begin(eqs_emit *e, fused *f, const char *name)
{
  LLVMTypeRef type[] = {e->pointer, e->pointer, e->pointer, e->pointer, e->size, e->size};
  e->function = LLVMAddFunction(e->module, name,
                                LLVMFunctionType(LLVMVoidTypeInContext(e->context), type, 6, 0));
  eqs_emit_attribute(e, e->function, "nounwind");
  LLVMPositionBuilderAtEnd(e->builder, eqs_emit_block(e, "entry"));
  f->acc = LLVMGetParam(e->function, 0);
  f->target = LLVMGetParam(e->function, 3);
  f->first = LLVMGetParam(e->function, 4);
  f->n = LLVMGetParam(e->function, 5);
}

static void load_sources(eqs_emit *e, fused *f, uint32_t columns, uint32_t numbers)
{
  LLVMValueRef column = LLVMGetParam(e->function, 1), pool = LLVMGetParam(e->function, 2);
  eqs_emit_set_lanes(e, f->lanes);
  for (uint32_t i = 0; i < columns; i++) f->source.column[i] = eqs_fused_pointer(e, column, i);
  for (uint32_t i = 0; i < numbers; i++)
    f->source.number[i] =
        f_splat(e, LLVMBuildLoad2(e->builder, e->elem, eqs_emit_at(e, pool, size_const(e, i)), ""));
}

/* Two registers a turn, as in the kernels; to these goes what is put aside. */
static unsigned lanes_per_turn(const eqs_emit *e)
{
  return 2 * e->vector_bytes * 8 / e->bits;
}

static unsigned sums_of(const eqs_form *form)
{
  unsigned k = eqs_form_params(form);
  return eqs_form_kind_of(form) == EQS_FORM_LOSS ? 3 : 1 + k + k * (k + 1) / 2;
}

bool eqs_emit_fused(eqs_emit *e, const eqs_form *form, const char *name)
{
  uint32_t columns, numbers;
  eqs_fused_extent(form, &columns, &numbers);
  LLVMValueRef *memory =
      calloc((size_t)columns + numbers + eqs_form_steps(form) + 1, sizeof *memory);
  if (!memory) return false;
  fused f = {.form = form,
             .source = {memory, memory + columns, 0},
             .whole = EQS_VECTOR_BYTES * 8 / e->bits,
             .n_sums = sums_of(form),
             .value = memory + columns + numbers};
  f.lanes = lanes_per_turn(e);
  f.part = f.lanes < f.whole ? f.lanes : f.whole;
  f.source.align = f.part * e->bits / 8;
  e->terse = true;
  begin(e, &f, name);
  load_sources(e, &f, columns, numbers);
  parts_loop(e, &f);
  eqs_emit_end(e);
  free(memory);
  return true;
}
