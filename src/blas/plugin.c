/* SPDX-License-Identifier: BSD-3-Clause */
/* The BLAS plug-in: OpenBLAS and LAPACKE behind the table of blas.h. */
#include "blas/blas.h"

#include <cblas.h>
#include <lapacke.h>

static void sgemm(int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                  const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc)
{
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
              transpose_b ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c,
              ldc);
}

static int dsyev(int n, double *a, int lda, double *w)
{
  return LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', n, a, lda, w);
}

static const char *core(void)
{
  return openblas_get_corename();
}

static const char *version(void)
{
  return openblas_get_config();
}

EQS_API const eqs_blas *eqs_plugin_blas(void);

const eqs_blas *eqs_plugin_blas(void)
{
  static const eqs_blas table = {EQS_BLAS_ABI, sgemm, dsyev, core, version};
  openblas_set_num_threads(1);
  return &table;
}
