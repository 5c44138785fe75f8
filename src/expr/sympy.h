/* SPDX-License-Identifier: BSD-3-Clause */
/* What variables are called for SymPy. */
#ifndef EQS_EXPR_SYMPY_H
#define EQS_EXPR_SYMPY_H

#include <stdbool.h>

/* Whether SymPy reads NAME as the symbol of this name: an identifier of Python, in ASCII, that
   means nothing else there. */
bool eqs_sympy_takes(const char *name);

#endif
