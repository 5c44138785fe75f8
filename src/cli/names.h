/* SPDX-License-Identifier: BSD-3-Clause */
/* The names in an expression, where no data file says what may be one. */
#ifndef EQS_CLI_NAMES_H
#define EQS_CLI_NAMES_H

#include <eqsieve/expr.h>

typedef struct eqs_found_names {
  eqs_names names; /* in order of appearance */
  const char **list;
  size_t capacity;
} eqs_found_names;

/* Every word of TEXT that is not called like a function, no constant and no free constant, and
   everything in backquotes. */
eqs_status eqs_names_find(eqs_ctx *ctx, eqs_found_names *found, const char *text, size_t length);
void eqs_names_free(eqs_found_names *found);

#endif
