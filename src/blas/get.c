/* SPDX-License-Identifier: BSD-3-Clause */
/* Finds the BLAS plug-in, checks that it speaks this version of the table, and sees to it that its
   kernels suit the processor. */
#include "blas/blas.h"
#include "util/fail.h"
#include "util/plugin.h"
#include <stdio.h>
#include <stdlib.h>

/* Written under the lock of the plug-ins, read after it. */
static char replaced[32];

/* Whether the plug-in is of this version, and what OpenBLAS is to be told when it is loaded once
   more, unless it has chosen well. */
static eqs_plugin_verdict vet(const void *table)
{
  static char variable[64];
  const eqs_plugin_verdict good = {0};
  const eqs_blas *blas = table;
  if (blas->abi != EQS_BLAS_ABI)
    return (eqs_plugin_verdict){.refusal = "of another version of eqsieve"};
  if (getenv("OPENBLAS_CORETYPE")) return good;
  const char *better = eqs_blas_core_of_host(), *own = blas->core();
  if (!better || !own || eqs_blas_core_suits(own)) return good;
  snprintf(replaced, sizeof replaced, "%s", own);
  snprintf(variable, sizeof variable, "OPENBLAS_CORETYPE=%s", better);
  return (eqs_plugin_verdict){.variable = variable};
}

eqs_status eqs_blas_get(eqs_ctx *ctx, const eqs_blas **blas)
{
  const void *table;
  eqs_status status = eqs_plugin_load_vetted(ctx, "blas", vet, &table);
  if (status == EQS_OK) *blas = table;
  return status;
}

const char *eqs_blas_replaced(void)
{
  return *replaced ? replaced : NULL;
}
