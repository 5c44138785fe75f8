/* SPDX-License-Identifier: BSD-3-Clause */
/* The expressions that benchmarks run on: a file, or the work set that is shipped. */
#ifndef EQS_CLI_WORKSET_H
#define EQS_CLI_WORKSET_H

#include <eqsieve/expr.h>

typedef struct eqs_workset {
  eqs_expr **expr;
  size_t n, capacity;
} eqs_workset;

/* Reads PATH, an infix expression in NAMES on each line; NULL is the shipped work set: of the
   installation, or of the source tree that the program was built in, or under $EQSIEVE_DATA_DIR.
   Blank lines and lines that begin with # are passed over. Freed with eqs_workset_free, also after
   a failure. */
eqs_status eqs_workset_read(eqs_ctx *ctx, eqs_workset *workset, const char *path,
                            const eqs_names *names);
void eqs_workset_free(eqs_workset *workset);

#endif
