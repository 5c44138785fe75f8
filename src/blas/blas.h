/* SPDX-License-Identifier: BSD-3-Clause */
/* The few BLAS and LAPACK functions in use, behind a plug-in so that a program which needs none of
   them does not load the library. Row-major, float or double as named; single-threaded: our own
   threads run outside. */
#ifndef EQS_BLAS_BLAS_H
#define EQS_BLAS_BLAS_H

#include <eqsieve/error.h>
#include <stdbool.h>

enum { EQS_BLAS_ABI = 1 };

typedef struct eqs_blas {
  unsigned abi; /* EQS_BLAS_ABI */

  /* C (m x n) = alpha * op(A) op(B) + beta * C; a transposed operand has its flag set. */
  void (*sgemm)(int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a,
                int lda, const float *b, int ldb, float beta, float *c, int ldc);

  /* Eigenvalues (increasing) and eigenvectors (columns of A on return) of a symmetric n x n matrix
     given by its upper triangle. Returns 0, or LAPACK's info. */
  int (*dsyev)(int n, double *a, int lda, double *w);

  const char *(*core)(void);    /* the core type whose kernels run, such as "Cooperlake" */
  const char *(*version)(void); /* library and version */
} eqs_blas;

/* Loads the plug-in on first use; later calls return the same table.

   OpenBLAS chooses its kernels while it is loaded. A release older than the processor chooses those
   of a processor long gone, many times slower. So where its choice has narrower vectors than this
   processor, the plug-in is loaded once more with OPENBLAS_CORETYPE in the environment, for as long
   as that takes (util/environment.h). Not so where the user has set that variable, and to no avail
   where the program had OpenBLAS loaded already: its kernels stay. */
eqs_status eqs_blas_get(eqs_ctx *ctx, const eqs_blas **blas);

/* The core type that OpenBLAS had chosen by itself before eqs_blas_get chose another; NULL where it
   was left alone. */
const char *eqs_blas_replaced(void);

/* Whether the kernels for CORE use vectors as wide as this processor's. */
bool eqs_blas_core_suits(const char *core);

/* A core type that OpenBLAS knows since 0.3.0 and whose kernels suit this processor; NULL where
   there is nothing to choose. */
const char *eqs_blas_core_of_host(void);

#endif
