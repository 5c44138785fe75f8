/* SPDX-License-Identifier: BSD-3-Clause */
/* LLVM's own word on its version, and the dynamic linker's on its file. */
#include <config.h>

#include "jit/compat.h"
#include "jit/library.h"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

void eqs_llvm_version(char version[EQS_LLVM_VERSION])
{
  unsigned major, minor, patch;
  LLVMGetVersion(&major, &minor, &patch);
  snprintf(version, EQS_LLVM_VERSION, "%u.%u.%u", major, minor, patch);
}

const char *eqs_llvm_file(void)
{
  /* ISO C has no cast from a function pointer to an object pointer. */
  void (*function)(unsigned *, unsigned *, unsigned *) = LLVMGetVersion;
  void *address;
  Dl_info info;
  memcpy(&address, &function, sizeof address);
  return dladdr(address, &info) ? info.dli_fname : NULL;
}
