/* SPDX-License-Identifier: BSD-3-Clause */
/* What the engine asks of the plug-in jit/: object code for kernels. It allocates with malloc and
   never keeps state between calls, which may come from any thread. */
#ifndef EQS_PROGRAM_JIT_H
#define EQS_PROGRAM_JIT_H

#include <eqsieve/error.h>
#include <eqsieve/table.h>
#include <stddef.h>

enum { EQS_JIT_ABI = 1 };

/* The machine to make code for. NULL fields mean this host. */
typedef struct eqs_jit_target {
  const char *triple;   /* "x86_64-linux-gnu", "aarch64-linux-gnu" */
  const char *cpu;      /* an LLVM CPU name such as "znver4", "x86-64" */
  const char *features; /* an LLVM feature string such as "+avx2,+fma" */
} eqs_jit_target;

typedef struct eqs_jit_object {
  unsigned char *bytes; /* an ELF relocatable object; freed with free() */
  size_t size;
} eqs_jit_object;

typedef struct eqs_jit_api {
  unsigned abi; /* EQS_JIT_ABI */
  const char *llvm_version;

  /* CPU name and features of this host as strings from malloc. */
  eqs_status (*host)(eqs_ctx *ctx, char **cpu, char **features);

  /* All kernels of one dtype: the elementwise ones of kernels.def, fill, and the reductions of
     kernel.h. The object may refer to the slow-path functions of code/slow.h by name and to nothing
     else. The bits of the results do not depend on the vector width. On targets without fused
     multiply-add the polynomials round more often and give other bits; sums and fused operators do
     not. */
  eqs_status (*kernels)(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                        eqs_jit_object *object);

  /* The LLVM IR of the same, for people: text from malloc. */
  eqs_status (*kernels_ir)(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                           char **text);
} eqs_jit_api;

#endif
