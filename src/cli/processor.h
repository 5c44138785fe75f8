/* SPDX-License-Identifier: BSD-3-Clause */
/* What vectors this processor has, and whether OpenBLAS makes use of them. */
#ifndef EQS_CLI_PROCESSOR_H
#define EQS_CLI_PROCESSOR_H

/* The widest vectors of the processor: "avx512", "avx2", "sse2", or "baseline" where we cannot
   tell. */
const char *eqs_processor_isa(void);

/* A note on standard error where OpenBLAS's kernels, those for CORE, are older than the processor.
 */
void eqs_processor_check_blas(const char *core);

#endif
