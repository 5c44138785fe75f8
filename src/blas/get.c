/* SPDX-License-Identifier: BSD-3-Clause */
/* Finds the BLAS plug-in and checks that it speaks this version of the table. */
#include "blas/blas.h"
#include "util/fail.h"
#include "util/plugin.h"

eqs_status eqs_blas_get(eqs_ctx *ctx, const eqs_blas **blas)
{
  const void *table;
  eqs_status status = eqs_plugin_load(ctx, "blas", &table);
  if (status != EQS_OK) return status;
  const eqs_blas *found = table;
  if (found->abi != EQS_BLAS_ABI)
    return eqs_fail(ctx, EQS_NO_ENGINE,
                    "plug-in blas: version %u of the interface, %u is needed (reinstall eqsieve)",
                    found->abi, (unsigned)EQS_BLAS_ABI);
  *blas = found;
  return EQS_OK;
}
