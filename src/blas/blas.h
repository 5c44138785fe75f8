/* SPDX-License-Identifier: BSD-3-Clause */
/* The few BLAS and LAPACK functions in use, behind a plug-in so that a program which needs none of
   them does not load the library. Row-major, float or double as named; single-threaded: our own
   threads run outside. */
#ifndef EQS_BLAS_BLAS_H
#define EQS_BLAS_BLAS_H

#include <eqsieve/error.h>

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

/* Loads the plug-in on first use; later calls return the same table. */
eqs_status eqs_blas_get(eqs_ctx *ctx, const eqs_blas **blas);

#endif
