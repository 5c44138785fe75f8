/* SPDX-License-Identifier: BSD-3-Clause */
/* The template of all reductions: sums kept per virtual lane of a 64-byte vector, in row order, so
   that the bits depend on neither the width nor the model of the machine. */
#ifndef EQS_JIT_REDUCTION_H
#define EQS_JIT_REDUCTION_H

#include "jit/emit.h"
#include "program/kernel.h"

enum { EQS_MAX_SUMS = 1 + EQS_MAX_FUSED_K + EQS_MAX_FUSED_K * (EQS_MAX_FUSED_K + 1) / 2 };

/* What a reduction does with one vector of rows: it updates the vectors FIRST.. of ACC, which is
   the function's first argument. KEEP has the lanes that are rows; NULL: all are. */
typedef struct eqs_reduction {
  unsigned first, n_sums;
  void (*step)(eqs_emit *e, const struct eqs_reduction *r, LLVMValueRef row, LLVMValueRef keep,
               LLVMValueRef *sum);
  const void *detail;
} eqs_reduction;

/* Adds N rows to the sums: whole vectors in a loop, then the rest under a mask. Leaves the builder
   in a new block. */
void eqs_emit_reduction(eqs_emit *e, const eqs_reduction *r, LLVMValueRef n);

/* Its two halves: the sums computed, and stored. */
void eqs_emit_reduce(eqs_emit *e, const eqs_reduction *r, LLVMValueRef n, LLVMValueRef *sum);
void eqs_emit_sums(eqs_emit *e, const eqs_reduction *r, const LLVMValueRef *sum);

/* ROW's vector of the block at BASE; lanes not in KEEP are zero. */
LLVMValueRef eqs_emit_rows(eqs_emit *e, LLVMValueRef base, LLVMValueRef row, LLVMValueRef keep);

/* Lanes of VALUE that are not finite. */
LLVMValueRef eqs_emit_not_finite(eqs_emit *e, LLVMValueRef value);

/* What one vector of rows adds to the three sums of the loss. */
void eqs_emit_loss_terms(eqs_emit *e, LLVMValueRef value, LLVMValueRef target, LLVMValueRef *sum);

#endif
