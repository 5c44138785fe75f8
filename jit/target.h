/* SPDX-License-Identifier: BSD-3-Clause */
/* The machine code is made for: names, vector width, and LLVM's object that describes it. */
#ifndef EQS_JIT_TARGET_H
#define EQS_JIT_TARGET_H

#include "jit/compat.h"
#include "program/jit.h"
#include <stdbool.h>

typedef struct eqs_jit_machine {
  LLVMTargetMachineRef machine;
  char *triple, *cpu, *features;
  unsigned vector_bytes; /* of the widest register that is worth using */
  bool fma;
} eqs_jit_machine;

/* For TARGET, or this host where a field of it is NULL. Freed with eqs_jit_machine_free, also after
   a failure. */
eqs_status eqs_jit_machine_init(eqs_ctx *ctx, eqs_jit_machine *machine,
                                const eqs_jit_target *target);
void eqs_jit_machine_free(eqs_jit_machine *machine);

/* CPU name and features of this host, from malloc. */
eqs_status eqs_jit_host(eqs_ctx *ctx, char **cpu, char **features);

#endif
