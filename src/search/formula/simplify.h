/* SPDX-License-Identifier: BSD-3-Clause */
/* Rewriting a formula into a shorter or plainer one with the same values. */
#ifndef EQS_SEARCH_SIMPLIFY_H
#define EQS_SEARCH_SIMPLIFY_H

#include "expr/rules.h"
#include "search/formula/formula.h"

/* Folds constants, drops neutral elements, cancels inverse pairs, collects like terms and takes
   free constants together; constants come to stand left. Values stay the same up to rounding
   wherever the formula was finite; nodes and complexity never grow. Uses operators of ALLOWED
   alone. True if F changed. A formula with constants that share a name is left alone. */
bool eqs_simplify(eqs_formula *f, const eqs_op_set *allowed);

#endif
