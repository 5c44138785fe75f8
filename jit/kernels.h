/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels of one dtype, written into the module of a build context. */
#ifndef EQS_JIT_KERNELS_H
#define EQS_JIT_KERNELS_H

#include "jit/emit.h"
#include "program/kernel.h"

/* One vector of what KERNEL makes of the vectors ARG. */
LLVMValueRef eqs_emit_kernel(eqs_emit *e, eqs_kernel kernel, const LLVMValueRef *arg);
unsigned eqs_emit_arity(eqs_kernel kernel);

void eqs_emit_elementwise_kernels(eqs_emit *e); /* fill and every row of kernels.def */
void eqs_emit_reductions(eqs_emit *e);          /* loss, gram1..8, weighted or not, panel */
void eqs_emit_rhos(eqs_emit *e);                /* the other losses */

#endif
