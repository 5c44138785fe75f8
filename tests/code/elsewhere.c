/* SPDX-License-Identifier: BSD-3-Clause */
/* Run on a machine that native code does not run on: says what comes of asking for kernels. */
#include "code/native.h"
#include <stdio.h>

int main(void)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  eqs_status status = eqs_native_new(ctx, &native, NULL, EQS_F64);
  printf("%s: %s\n", eqs_status_name(status), eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
  return 0;
}
