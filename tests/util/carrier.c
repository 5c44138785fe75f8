/* SPDX-License-Identifier: BSD-3-Clause */
/* A shared library with the loader of plug-ins in it, as libeqsieve has it. */
#include "carrier.h"
#include <stdio.h>

eqs_status carrier_load(const char *name, eqs_plugin_vet *vet, const void **table, char *message)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_status status = eqs_plugin_load_vetted(ctx, name, vet, table);
  snprintf(message, CARRIER_MESSAGE, "%s", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
  return status;
}
