/* SPDX-License-Identifier: BSD-3-Clause */
/* Which vector instructions code made here may use. */
#ifndef EQS_CODE_ISA_H
#define EQS_CODE_ISA_H

typedef enum eqs_isa {
  EQS_ISA_NONE,   /* not x86-64, or without AVX2 and FMA */
  EQS_ISA_AVX2,   /* 16 registers of 32 bytes, FMA */
  EQS_ISA_AVX512, /* 32 registers of 64 bytes: F, DQ and VL */
} eqs_isa;

/* What both this host and the environment allow: $EQSIEVE_FEATURES, or else the level of the x86-64
   psABI that $EQSIEVE_CPU names, as in native.h. */
eqs_isa eqs_isa_find(void);

#endif
