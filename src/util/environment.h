/* SPDX-License-Identifier: BSD-3-Clause */
/* One more variable in the environment for a while, for a library that reads it when it is loaded.

   The array that `environ` points to is replaced by a longer copy, and put back afterwards; nothing
   that another thread may be reading is changed or freed. So threads that call getenv meanwhile see
   the environment with or without the variable, and both are whole. (setenv would have to move the
   array under their eyes.) If another thread changes the environment meanwhile, its change stays,
   and so does the variable. */
#ifndef EQS_UTIL_ENVIRONMENT_H
#define EQS_UTIL_ENVIRONMENT_H

#include <stddef.h>

typedef struct eqs_environment {
  char **before, **longer;
} eqs_environment;

/* Adds VARIABLE, "NAME=VALUE", which must outlive the process; it hides one of that name. Returns
   0, or -1 when memory is short, and then nothing has changed. One at a time: the caller locks. */
int eqs_environment_add(eqs_environment *environment, char *variable);
void eqs_environment_restore(eqs_environment *environment);

#endif
