/* SPDX-License-Identifier: BSD-3-Clause */
/* A plug-in for making code that is of another build than the library, and can do nothing. */
#include "program/jit.h"

__attribute__((visibility("default"))) const eqs_jit_api *eqs_plugin_jit(void);

const eqs_jit_api *eqs_plugin_jit(void)
{
  static const eqs_jit_api api = {.abi = EQS_JIT_ABI, .stamp = "other", .llvm_version = "0"};
  return &api;
}
