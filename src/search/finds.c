/* SPDX-License-Identifier: BSD-3-Clause */
#include "search/finds.h"
#include "util/memory.h"
#include <stdlib.h>

int eqs_finds_add(eqs_finds *finds, const eqs_formula *f)
{
  if (finds->n >= finds->most) return 0;
  if (eqs_grow(&finds->f, &finds->capacity, finds->n + 1, sizeof *finds->f) != 0) return -1;
  eqs_formula_copy(&finds->f[finds->n++], f);
  return 0;
}

void eqs_finds_free(eqs_finds *finds)
{
  free(finds->f);
  *finds = (eqs_finds){0};
}
