/* SPDX-License-Identifier: BSD-3-Clause */
/* What the plug-in is, for others. */
#include "blas/blas.h"
#include <eqsieve/blas.h>
#include <stddef.h>

eqs_status eqs_blas_describe(eqs_ctx *ctx, eqs_blas_facts *facts)
{
  const eqs_blas *blas;
  *facts = (eqs_blas_facts){0};
  eqs_status status = eqs_blas_get(ctx, &blas);
  if (status) return status;
  const char *core = blas->core();
  *facts = (eqs_blas_facts){
      .version = blas->version(),
      .core = core,
      .replaced = eqs_blas_replaced(),
      .better = core && !eqs_blas_core_suits(core) ? eqs_blas_core_of_host() : NULL,
  };
  return EQS_OK;
}
