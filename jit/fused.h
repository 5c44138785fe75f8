/* SPDX-License-Identifier: BSD-3-Clause */
/* Whole programs as functions, made of the emitters of the kernels. */
#ifndef EQS_JIT_FUSED_H
#define EQS_JIT_FUSED_H

#include "jit/emit.h"
#include "program/form.h"

/* Where the operands of a form come from. */
typedef struct eqs_fused_source {
  LLVMValueRef *column; /* base addresses; NULL where the form reads none */
  LLVMValueRef *number; /* of the pool, for all lanes; likewise */
  unsigned align;       /* bytes that columns are known to be aligned to */
} eqs_fused_source;

/* The vectors of a form's steps from row ROW on; VALUE has room for a vector per step. */
void eqs_fused_values(eqs_emit *e, const eqs_form *form, const eqs_fused_source *source,
                      LLVMValueRef row, LLVMValueRef *value);

/* The vector that REF is, once the steps before it have been made. */
LLVMValueRef eqs_fused_operand(eqs_emit *e, const eqs_fused_source *source, LLVMValueRef row,
                               const LLVMValueRef *value, eqs_form_ref ref);

/* How many columns and numbers of the pool the form reads: one more than the largest index. */
void eqs_fused_extent(const eqs_form *form, uint32_t *columns, uint32_t *numbers);

/* Element I of an array of pointers. */
LLVMValueRef eqs_fused_pointer(eqs_emit *e, LLVMValueRef array, uint32_t i);

/* An eqs_fused called NAME, of kind loss or normal. False when memory is short. */
bool eqs_emit_fused(eqs_emit *e, const eqs_form *form, const char *name);

/* The functions of the plug-in's `formula`. Likewise. */
bool eqs_emit_export(eqs_emit *e, const eqs_form *form, const double *pool, const char *name);

#endif
