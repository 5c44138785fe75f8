/* SPDX-License-Identifier: BSD-3-Clause */
/* The BLAS plug-in: OpenBLAS and LAPACKE behind the table of blas.h. */
#include "blas/blas.h"

#include <cblas.h>
#include <lapacke.h>
#include <omp.h>

/* OpenBLAS built on OpenMP takes its number of threads from the caller's OpenMP setting, and
   openblas_set_num_threads changes that setting for the whole process. So a call sets it to one and
   puts it back: the library stays single-threaded, and the program keeps its threads. */
static int hold_threads(void)
{
  int threads = omp_get_max_threads();
  if (threads > 1) omp_set_num_threads(1);
  return threads;
}

static void release_threads(int threads)
{
  if (threads > 1) omp_set_num_threads(threads);
}

static void sgemm(int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                  const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc)
{
  int threads = hold_threads();
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
              transpose_b ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c,
              ldc);
  release_threads(threads);
}

static int dsyev(int n, double *a, int lda, double *w)
{
  int threads = hold_threads();
  int info = LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', n, a, lda, w);
  release_threads(threads);
  return info;
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
  int threads = hold_threads();
  openblas_set_num_threads(1);
  release_threads(threads);
  return &table;
}
