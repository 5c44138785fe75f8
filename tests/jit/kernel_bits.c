/* SPDX-License-Identifier: BSD-3-Clause */
/* kernel_bits TRIPLE FILE64 FILE32: writes the kernels for another machine to two object files, and
   prints what those of this host make of the same numbers. Exit code 77: not here. */
#include "kernel_bits.h"
#include "code/native.h"
#include <stdlib.h>

static int write_object(eqs_ctx *ctx, const eqs_jit_api *api, const eqs_jit_target *target,
                        eqs_dtype dtype, const char *path)
{
  eqs_jit_object object;
  if (api->kernels(ctx, target, dtype, &object)) return 77;
  FILE *f = fopen(path, "wb");
  int failed = !f || fwrite(object.bytes, 1, object.size, f) != object.size;
  if (f && fclose(f) != 0) failed = 1;
  free(object.bytes);
  return failed;
}

static int print_host(eqs_ctx *ctx, eqs_dtype dtype)
{
  eqs_native *native;
  if (eqs_native_new(ctx, &native, NULL, dtype)) return 77;
  bits_print(&native->kernels, dtype == EQS_F32);
  eqs_native_free(native);
  return 0;
}

int main(int argc, char **argv)
{
  const eqs_jit_api *api;
  eqs_ctx *ctx = eqs_ctx_new();
  if (argc != 4) return 2;
  const eqs_jit_target target = {argv[1], "generic", ""};
  int code = eqs_native_api(ctx, &api) ? 77 : 0;
  for (int dtype = EQS_F64; dtype <= EQS_F32 && !code; dtype++) {
    code = write_object(ctx, api, &target, (eqs_dtype)dtype, argv[2 + dtype]);
    if (!code) code = print_host(ctx, (eqs_dtype)dtype);
  }
  if (code) fprintf(stderr, "%s\n", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
  return code;
}
