/* SPDX-License-Identifier: BSD-3-Clause */
/* What linear algebra runs on, for whoever wants to report it. */
#ifndef EQSIEVE_BLAS_H
#define EQSIEVE_BLAS_H

#include <eqsieve/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The texts stay as long as the library does. */
typedef struct eqs_blas_facts {
  const char *version; /* library, version and settings */
  const char *core;    /* the core type whose kernels run, such as "SkylakeX" */
  const char
      *replaced;      /* the one that OpenBLAS had chosen by itself; NULL where it was left alone */
  const char *better; /* one whose kernels suit this processor, where those of CORE have narrower
                         vectors; else NULL */
} eqs_blas_facts;

/* EQS_NO_ENGINE where the plug-in is missing. Cost: what loading OpenBLAS takes, once. */
EQS_API eqs_status eqs_blas_describe(eqs_ctx *ctx, eqs_blas_facts *facts);

#ifdef __cplusplus
}
#endif
#endif
