/* SPDX-License-Identifier: BSD-3-Clause */
/* What vectors this processor has, and whether OpenBLAS makes use of them. */
#ifndef EQS_CLI_PROCESSOR_H
#define EQS_CLI_PROCESSOR_H

#include <eqsieve/blas.h>

/* The widest vectors of the processor: "avx512", "avx2", "sse2", or "baseline" where we cannot
   tell. */
const char *eqs_processor_isa(void);

/* A note on standard error where OpenBLAS's kernels are older than the processor. */
void eqs_processor_check_blas(const eqs_blas_facts *blas);

#endif
