/* SPDX-License-Identifier: BSD-3-Clause */
/* Telling processors apart without LLVM, so that cached code is found before LLVM is loaded. */
#ifndef EQS_CODE_CPU_H
#define EQS_CODE_CPU_H

#include <stdint.h>

/* A hash of vendor, model and everything this processor and its operating system offer to
   programs; equal on all cores of a machine. 0 if it cannot be had: then nothing is cached. */
uint64_t eqs_cpu_identity(void);

#endif
