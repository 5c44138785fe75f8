/* SPDX-License-Identifier: BSD-3-Clause */
/* A formula as an object for other programs, its numbers written into it: one function that
   evaluates whole vectors of rows, and around it one for a row and one for any number of them. */
#include "jit/fused.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct export
{
  const eqs_form *form;
  const double *pool;
  uint32_t columns, numbers;
  LLVMTypeRef body_type;
  LLVMValueRef body; /* columns, out, and a row count that is a multiple of the lanes, not 0 */
}
export;

static LLVMTypeRef type_of(eqs_emit *e, LLVMTypeRef result, unsigned n_pointers, bool count)
{
  LLVMTypeRef parameter[] = {e->pointer, n_pointers > 1 ? e->pointer : e->size, e->size};
  return LLVMFunctionType(result, parameter, n_pointers + count, 0);
}

static void open_function(eqs_emit *e, const char *name, LLVMTypeRef type)
{
  e->function = LLVMAddFunction(e->module, name, type);
  eqs_emit_attribute(e, e->function, "nounwind");
  LLVMPositionBuilderAtEnd(e->builder, eqs_emit_block(e, "entry"));
}

/* One vector of rows, to be stored where it belongs. */
static void body_turn(eqs_emit *e, const export *x, const eqs_fused_source *source,
                      LLVMValueRef *value, LLVMValueRef row)
{
  eqs_fused_values(e, x->form, source, row, value);
  LLVMValueRef result = eqs_fused_operand(e, source, row, value, eqs_form_result(x->form));
  LLVMValueRef store =
      LLVMBuildStore(e->builder, result, eqs_emit_at(e, LLVMGetParam(e->function, 1), row));
  LLVMSetAlignment(store, source->align);
}

static bool emit_body(eqs_emit *e, export *x)
{
  LLVMValueRef *memory =
      calloc((size_t)x->columns + x->numbers + eqs_form_steps(x->form) + 1, sizeof *memory);
  if (!memory) return false;
  const eqs_fused_source source = {memory, memory + x->columns, e->bits / 8};
  LLVMValueRef *value = memory + x->columns + x->numbers, zero = size_const(e, 0);
  x->body_type = type_of(e, LLVMVoidTypeInContext(e->context), 2, true);
  open_function(e, "eqs.body", x->body_type); /* no C function is called so */
  x->body = e->function;
  LLVMSetLinkage(x->body, LLVMInternalLinkage);
  eqs_emit_attribute(e, x->body, "noinline");
  for (uint32_t i = 0; i < x->columns; i++)
    source.column[i] = eqs_fused_pointer(e, LLVMGetParam(x->body, 0), i);
  for (uint32_t i = 0; i < x->numbers; i++) source.number[i] = f_const(e, x->pool[i]);
  LLVMBasicBlockRef entry = LLVMGetInsertBlock(e->builder), loop = eqs_emit_block(e, "rows");
  LLVMBasicBlockRef done = eqs_emit_block(e, "done");
  LLVMBuildBr(e->builder, loop);

  LLVMPositionBuilderAtEnd(e->builder, loop);
  LLVMValueRef row = LLVMBuildPhi(e->builder, e->size, "row");
  body_turn(e, x, &source, value, row);
  LLVMValueRef next = LLVMBuildAdd(e->builder, row, size_const(e, e->lanes), "");
  LLVMBasicBlockRef latch = LLVMGetInsertBlock(e->builder);
  LLVMValueRef more = LLVMBuildICmp(e->builder, LLVMIntULT, next, LLVMGetParam(x->body, 2), "");
  LLVMBuildCondBr(e->builder, more, loop, done);
  LLVMAddIncoming(row, (LLVMValueRef[]){zero, next}, (LLVMBasicBlockRef[]){entry, latch}, 2);
  LLVMPositionBuilderAtEnd(e->builder, done);
  eqs_emit_end(e);
  free(memory);
  return true;
}

/* Room for a vector of each column, and an array that points to them. */
typedef struct scratch {
  LLVMValueRef *vector, pointers, out;
} scratch;

static void make_scratch(eqs_emit *e, const export *x, scratch *s)
{
  LLVMValueRef count = LLVMConstInt(LLVMInt32TypeInContext(e->context), x->columns + 1, 0);
  s->pointers = LLVMBuildArrayAlloca(e->builder, e->pointer, count, "");
  s->out = eqs_emit_frame_vector(e);
  for (uint32_t i = 0; i < x->columns; i++) s->vector[i] = eqs_emit_frame_vector(e);
}

/* Points the array at the vectors, all lanes of which become FIRST[i]. */
static void fill_scratch(eqs_emit *e, const export *x, const scratch *s, LLVMValueRef *first)
{
  for (uint32_t i = 0; i < x->columns; i++) {
    LLVMValueRef index = size_const(e, i);
    LLVMValueRef at = LLVMBuildInBoundsGEP2(e->builder, e->pointer, s->pointers, &index, 1, "");
    LLVMBuildStore(e->builder, s->vector[i], at);
    f_store(e, f_splat(e, LLVMBuildLoad2(e->builder, e->elem, first[i], "")), s->vector[i]);
  }
}

static void call_body(eqs_emit *e, const export *x, LLVMValueRef columns, LLVMValueRef out,
                      LLVMValueRef n)
{
  LLVMBuildCall2(e->builder, x->body_type, x->body, (LLVMValueRef[]){columns, out, n}, 3, "");
}

/* double NAME(const double *x) */
static void emit_one(eqs_emit *e, const export *x, const char *name, scratch *s,
                     LLVMValueRef *first)
{
  open_function(e, name, type_of(e, e->elem, 1, false));
  make_scratch(e, x, s);
  for (uint32_t i = 0; i < x->columns; i++)
    first[i] = eqs_emit_at(e, LLVMGetParam(e->function, 0), size_const(e, i));
  fill_scratch(e, x, s, first);
  call_body(e, x, s->pointers, s->out, size_const(e, e->lanes));
  LLVMBuildRet(e->builder, LLVMBuildLoad2(e->builder, e->elem, s->out, ""));
}

static void copy(eqs_emit *e, LLVMValueRef to, LLVMValueRef from, LLVMValueRef bytes)
{
  LLVMBuildMemCpy(e->builder, to, e->bits / 8, from, e->bits / 8, bytes);
}

/* The last REST rows from row WHOLE on, in vectors of their own: nothing is read or written beyond
   the caller's. */
static void emit_rest(eqs_emit *e, const export *x, const scratch *s, LLVMValueRef *first,
                      LLVMValueRef whole, LLVMValueRef rest)
{
  LLVMValueRef bytes = LLVMBuildMul(e->builder, rest, size_const(e, e->bits / 8), "");
  for (uint32_t i = 0; i < x->columns; i++)
    first[i] = eqs_emit_at(e, eqs_fused_pointer(e, LLVMGetParam(e->function, 0), i), whole);
  fill_scratch(e, x, s, first);
  for (uint32_t i = 0; i < x->columns; i++) copy(e, s->vector[i], first[i], bytes);
  call_body(e, x, s->pointers, s->out, size_const(e, e->lanes));
  copy(e, eqs_emit_at(e, LLVMGetParam(e->function, 1), whole), s->out, bytes);
}

/* void NAME_rows(const double *const *columns, double *out, size_t n) */
static void emit_rows(eqs_emit *e, const export *x, const char *name, scratch *s,
                      LLVMValueRef *first)
{
  char rows_name[128];
  snprintf(rows_name, sizeof rows_name, "%s_rows", name);
  open_function(e, rows_name, x->body_type);
  make_scratch(e, x, s);
  LLVMValueRef n = LLVMGetParam(e->function, 2), zero = size_const(e, 0);
  LLVMValueRef rest = LLVMBuildAnd(e->builder, n, size_const(e, e->lanes - 1), "");
  LLVMValueRef whole = LLVMBuildSub(e->builder, n, rest, "");
  LLVMBasicBlockRef many = eqs_emit_block(e, "many"), tail = eqs_emit_block(e, "tail");
  LLVMBasicBlockRef few = eqs_emit_block(e, "few"), done = eqs_emit_block(e, "done");
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntNE, whole, zero, ""), many, tail);
  LLVMPositionBuilderAtEnd(e->builder, many);
  call_body(e, x, LLVMGetParam(e->function, 0), LLVMGetParam(e->function, 1), whole);
  LLVMBuildBr(e->builder, tail);
  LLVMPositionBuilderAtEnd(e->builder, tail);
  LLVMBuildCondBr(e->builder, LLVMBuildICmp(e->builder, LLVMIntNE, rest, zero, ""), few, done);
  LLVMPositionBuilderAtEnd(e->builder, few);
  emit_rest(e, x, s, first, whole, rest);
  LLVMBuildBr(e->builder, done);
  LLVMPositionBuilderAtEnd(e->builder, done);
  eqs_emit_end(e);
}

bool eqs_emit_export(eqs_emit *e, const eqs_form *form, const double *pool, const char *name)
{
  export x = {.form = form, .pool = pool};
  eqs_fused_extent(form, &x.columns, &x.numbers);
  LLVMValueRef *room = calloc(2 * (size_t)x.columns + 1, sizeof *room);
  scratch s = {.vector = room};
  eqs_emit_set_lanes(e, 2 * e->vector_bytes * 8 / e->bits);
  bool made = room && emit_body(e, &x);
  if (made) {
    emit_one(e, &x, name, &s, room + x.columns);
    emit_rows(e, &x, name, &s, room + x.columns);
  }
  free(room);
  return made;
}
