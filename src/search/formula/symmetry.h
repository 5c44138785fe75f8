/* SPDX-License-Identifier: BSD-3-Clause */
/* The normal form of symmetric sums in a formula (expr/symmetric.h), so that one function is
   written in few ways and no constant stands in a sum for nothing. */
#ifndef EQS_SEARCH_SYMMETRY_H
#define EQS_SEARCH_SYMMETRY_H

#include "search/formula/formula.h"

/* A sum over columns that its part has not is the part; a factor or summand goes outside; sums over
   the same columns that are added are one; and what holds no constant to share is an ordinary sum,
   written out. All this but for constant factors, which the next fit finds. False if the formula
   has become too long. */
bool eqs_symmetry_normalise(eqs_formula *f);

static inline bool eqs_formula_has_sym(const eqs_formula *f)
{
  uint32_t i = 0;
  while (i < f->n && f->node[i].op != EQS_OP_SYM) i++;
  return i < f->n;
}

/* F for those that know no symmetric sums: written out, all constants on their own. False if that
   is longer than MOST nodes. */
bool eqs_formula_write_out(const eqs_formula *f, uint32_t most, eqs_formula *plain);

/* The outermost symmetric sum that node I is in or is; else I. */
uint32_t eqs_symmetry_around(const eqs_formula *f, uint32_t i);

#endif
