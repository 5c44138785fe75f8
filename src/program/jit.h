/* SPDX-License-Identifier: BSD-3-Clause */
/* What the engine asks of the plug-in jit/: object code for kernels and for whole programs. It
   allocates with malloc and keeps no state between calls, which may come from any thread, but in a
   maker, which one thread uses at a time. */
#ifndef EQS_PROGRAM_JIT_H
#define EQS_PROGRAM_JIT_H

#include "program/form.h"
#include <eqsieve/error.h>
#include <eqsieve/table.h>
#include <stddef.h>

enum { EQS_JIT_ABI = 5 };

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

/* A program as one function, of kind EQS_FORM_LOSS or EQS_FORM_NORMAL: adds rows FIRST to FIRST + N
   of the columns to the sums ACC, with the bits that the kernels of the program followed by the
   loss or Gram kernel give. FIRST and N are multiples of EQS_FUSED_ROWS, N is not 0. */
enum { EQS_FUSED_ROWS = 32 };
typedef void eqs_fused(void *acc, const void *const *column, const void *pool, const void *target,
                       size_t first, size_t n);

/* LLVM's description of a machine, for one thread that makes code for it again and again. */
typedef struct eqs_jit_maker eqs_jit_maker;

typedef struct eqs_jit_api {
  unsigned abi;      /* EQS_JIT_ABI */
  const char *stamp; /* of the sources and of LLVM; what it makes is that of the same stamp alone */
  const char *llvm_version; /* of the library that is loaded */
  const char *llvm_file;    /* that it is in; NULL if that cannot be said */

  /* CPU name and features of this host as strings from malloc. */
  eqs_status (*host)(eqs_ctx *ctx, char **cpu, char **features);

  /* All kernels of one dtype: the elementwise ones of kernels.def, fill, and the reductions of
     kernel.h. The object refers to nothing else. The bits of the results do not depend on the
     vector width. On targets without fused multiply-add the polynomials round more often and give
     other bits; sums and fused operators do not. */
  eqs_status (*kernels)(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                        eqs_jit_object *object);

  /* The LLVM IR of the same, for people: text from malloc. */
  eqs_status (*kernels_ir)(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                           char **text);

  eqs_status (*maker_new)(eqs_ctx *ctx, const eqs_jit_target *target, eqs_dtype dtype,
                          eqs_jit_maker **maker);
  void (*maker_free)(eqs_jit_maker *maker);

  /* An object with the functions "eqs_fused_0" to "eqs_fused_N-1" of the forms; it refers to the
     kernels and to nothing else. A function takes some milliseconds; many in one object
     share the fixed cost of a call, about one. */
  eqs_status (*fuse)(eqs_ctx *ctx, eqs_jit_maker *maker, const eqs_form *const *form, size_t n,
                     eqs_jit_object *object);

  /* An object for other programs, of a form of kind EQS_FORM_VALUES and the numbers POOL in double:
     "double NAME(const double *x)" for one row, "void NAME_rows(const double *const *columns,
     double *out, size_t n)" for N of them, with the same bits. It refers to memcpy and to nothing
     else. */
  eqs_status (*formula)(eqs_ctx *ctx, const eqs_jit_target *target, const eqs_form *form,
                        const double *pool, const char *name, eqs_jit_object *object);
} eqs_jit_api;

#endif
