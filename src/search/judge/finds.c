/* SPDX-License-Identifier: BSD-3-Clause */
/* A list that drops the most doubtful when it is full. */
#include "search/judge/finds.h"
#include "util/memory.h"
#include <stdlib.h>

static size_t most_doubtful(const eqs_finds *finds)
{
  size_t worst = 0;
  for (size_t i = 1; i < finds->n; i++)
    if (finds->doubt[i] >= finds->doubt[worst]) worst = i;
  return worst;
}

int eqs_finds_add(eqs_finds *finds, const eqs_formula *f, double doubt)
{
  size_t at = finds->n;
  if (at >= finds->most) {
    at = most_doubtful(finds);
    if (!(doubt < finds->doubt[at])) return 0;
  } else {
    if (eqs_grow(&finds->f, &finds->capacity, at + 1, sizeof *finds->f) != 0 ||
        eqs_grow(&finds->doubt, &finds->doubts, at + 1, sizeof *finds->doubt) != 0)
      return -1;
    finds->n++;
  }
  eqs_formula_copy(&finds->f[at], f);
  finds->doubt[at] = doubt;
  return 0;
}

void eqs_finds_free(eqs_finds *finds)
{
  free(finds->f);
  free(finds->doubt);
  *finds = (eqs_finds){0};
}
