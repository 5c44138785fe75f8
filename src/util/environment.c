/* SPDX-License-Identifier: BSD-3-Clause */
/* One more variable in the environment for a while. */
#include <config.h>

#include "util/environment.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Kept for ever: another thread may have begun to read it. */
typedef struct kept {
  struct kept *next;
  char *variable[];
} kept;

static kept *all_kept;

int eqs_environment_add(eqs_environment *environment, char *variable)
{
  size_t n = 0;
  while (environ && environ[n]) n++;
  kept *k = malloc(sizeof *k + (n + 2) * sizeof *k->variable);
  if (!k) return -1;
  k->next = all_kept;
  all_kept = k;
  k->variable[0] = variable;
  if (n > 0) memcpy(k->variable + 1, environ, n * sizeof *k->variable);
  k->variable[n + 1] = NULL;
  environment->before = environ;
  environment->longer = k->variable;
  __atomic_store_n(&environ, k->variable, __ATOMIC_RELEASE);
  return 0;
}

void eqs_environment_restore(eqs_environment *environment)
{
  char **expected = environment->longer;
  __atomic_compare_exchange_n(&environ, &expected, environment->before, 0, __ATOMIC_ACQ_REL,
                              __ATOMIC_RELAXED);
}
