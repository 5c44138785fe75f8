/* SPDX-License-Identifier: BSD-3-Clause */
/* The LLVM library that is loaded, which may be a later one than the plug-in was built with. */
#ifndef EQS_JIT_LIBRARY_H
#define EQS_JIT_LIBRARY_H

enum { EQS_LLVM_VERSION = 32 };

/* Writes its version, such as "19.1.7". */
void eqs_llvm_version(char version[EQS_LLVM_VERSION]);

/* The file that it was loaded from; NULL if that cannot be said. */
const char *eqs_llvm_file(void);

#endif
