/* SPDX-License-Identifier: BSD-3-Clause */
/* Object code kept on disk between runs, in $EQSIEVE_CACHE, or else $XDG_CACHE_HOME/eqsieve or
   ~/.cache/eqsieve; an empty $EQSIEVE_CACHE means none. What comes from there will be executed:
   only files of this user, which nobody else may write, in a directory of which the same is true.
   Nothing here fails: what cannot be read is compiled, and what cannot be written is left. */
#ifndef EQS_CODE_CACHE_H
#define EQS_CODE_CACHE_H

#include "code/maker.h"
#include "program/jit.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct eqs_cached {
  eqs_jit_object object; /* bytes from malloc */
  char cpu[64], llvm[32];
  eqs_maker maker; /* zeroed: the entry is good whatever LLVM is there */
} eqs_cached;

/* What the object for TARGET and DTYPE on this host is kept under; 0 if it is not to be kept. */
uint64_t eqs_cache_key(const eqs_jit_target *target, eqs_dtype dtype);

/* The same for what tiers cost there with code of LLVM's version LLVM. */
uint64_t eqs_cache_costs_key(const eqs_jit_target *target, eqs_dtype dtype, const char *llvm);

/* The entry is whole, and LLVM has not been replaced since it was made. */
bool eqs_cache_read(uint64_t key, eqs_cached *entry);
void eqs_cache_write(uint64_t key, const eqs_cached *entry);

#endif
