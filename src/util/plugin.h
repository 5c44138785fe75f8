/* SPDX-License-Identifier: BSD-3-Clause */
/* Plug-ins keep heavy libraries (LLVM, BLAS) out of a process that does not need them: each is a
   shared object with one exported function that returns a table of function pointers. */
#ifndef EQS_UTIL_PLUGIN_H
#define EQS_UTIL_PLUGIN_H

#include <eqsieve/error.h>

/* Loads the plug-in NAME ("jit", "blas") once per process and returns in *TABLE what its function
   `eqs_plugin_NAME` returns. Later calls, from any thread, return the same table or the same
   failure (EQS_NO_ENGINE, with the paths that were tried). Looked for in $EQSIEVE_PLUGIN_DIR, then
   in the folder "eqsieve" beside the shared library that runs, which may have been moved, then
   where it was configured to be installed. A library in libtool's folder of a build tree has its
   plug-ins with it. Nowhere else: a folder that others may write to must not become one of
   plug-ins. */
eqs_status eqs_plugin_load(eqs_ctx *ctx, const char *name, const void **table);

/* What a look at a plug-in says before anybody uses it; all NULL if it is good. The texts stay. */
typedef struct eqs_plugin_verdict {
  char *variable;      /* "NAME=VALUE", to stand in the environment while it is loaded once more */
  const char *refusal; /* why it is of no use: the next place is looked at */
} eqs_plugin_verdict;
typedef eqs_plugin_verdict eqs_plugin_vet(const void *table);

/* The same, with a look at what was loaded. Only the first call for NAME can make use of it. */
eqs_status eqs_plugin_load_vetted(eqs_ctx *ctx, const char *name, eqs_plugin_vet *vet,
                                  const void **table);

#endif
