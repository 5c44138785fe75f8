/* SPDX-License-Identifier: BSD-3-Clause */
/* Copying and splicing of formulas in their fixed buffers. */
#include "search/formula/formula.h"
#include <string.h>

void eqs_formula_copy(eqs_formula *to, const eqs_formula *from)
{
  to->n = from->n;
  memcpy(to->node, from->node, from->n * sizeof *from->node);
}

bool eqs_formula_splice(eqs_formula *f, uint32_t begin, uint32_t end, const eqs_node *with,
                        uint32_t n)
{
  uint32_t length = f->n - (end - begin) + n;
  if (length > EQS_FORMULA_NODES) return false;
  memmove(f->node + begin + n, f->node + end, (f->n - end) * sizeof *f->node);
  if (n > 0) memcpy(f->node + begin, with, n * sizeof *with);
  f->n = length;
  return true;
}

bool eqs_formula_varies(const eqs_formula *f)
{
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_VAR) return true;
  return false;
}

uint32_t eqs_formula_params(const eqs_formula *f)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < f->n; i++) n += f->node[i].op == EQS_OP_PARAM;
  return n;
}
