/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that Python cannot read, or that SymPy reads as something else, get others. */
#include "expr/sympy.h"
#include <eqsieve/expr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const taken[] = {
#include "expr/sympy_names.def"
};

static int by_name(const void *name, const void *place)
{
  return strcmp(name, *(const char *const *)place);
}

/* Letters beyond ASCII are left out, as few of all those bytes are letters to Python. */
bool eqs_sympy_takes(const char *name)
{
  static const char *const later =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  if (!*name || (*name >= '0' && *name <= '9') || name[strspn(name, later)]) return false;
  return !bsearch(name, taken, sizeof taken / sizeof *taken, sizeof *taken, by_name);
}

static bool is_name(const eqs_names *names, const char *name)
{
  for (size_t i = 0; i < names->n; i++)
    if (!strcmp(names->name[i], name)) return true;
  return false;
}

int eqs_sympy_symbol(const eqs_names *names, size_t j, char symbol[EQS_SYMBOL_BYTES])
{
  if (!names || j >= names->n || eqs_sympy_takes(names->name[j])) return 0;
  snprintf(symbol, EQS_SYMBOL_BYTES, "x%zu", j);
  for (size_t k = 1; is_name(names, symbol); k++)
    snprintf(symbol, EQS_SYMBOL_BYTES, "x%zu_%zu", j, k);
  return 1;
}
