/* SPDX-License-Identifier: BSD-3-Clause */
/* Native kernels: asks the plug-in for object code, or takes it from the cache on disk, loads it
   into executable memory and finds the functions in it. */
#ifndef EQS_CODE_NATIVE_H
#define EQS_CODE_NATIVE_H

#include "program/jit.h"
#include "program/kernel.h"

typedef struct eqs_native {
  eqs_kernels kernels;
  char *cpu;      /* LLVM's name of the CPU the code was made for */
  char *llvm;     /* LLVM version that made it */
  int from_cache; /* the object came from disk */
  double seconds; /* that loading or compiling took */
  struct eqs_image *image;
} eqs_native;

/* The kernels of DTYPE for TARGET (NULL: this host; a CPU name may also come from
   $EQSIEVE_CPU, its features from $EQSIEVE_FEATURES). EQS_NO_ENGINE if the plug-in is missing or
   no executable memory is to be had. Code lives until eqs_native_free. Cost: 0.3 s compiled; under
   a millisecond from the cache, which $EQSIEVE_CACHE moves, and switches off if it is empty. */
eqs_status eqs_native_new(eqs_ctx *ctx, eqs_native **native, const eqs_jit_target *target,
                          eqs_dtype dtype);

/* The same, but always compiled: the cache is neither read nor written. */
eqs_status eqs_native_compile(eqs_ctx *ctx, eqs_native **native, const eqs_jit_target *target,
                              eqs_dtype dtype);
void eqs_native_free(eqs_native *native);

/* TARGET (or NULL) with what the environment says where it says nothing itself. */
eqs_jit_target eqs_native_target(const eqs_jit_target *target);

/* The plug-in, loaded at the first call. */
eqs_status eqs_native_api(eqs_ctx *ctx, const eqs_jit_api **api);

#endif
