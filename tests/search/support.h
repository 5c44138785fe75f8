/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the search share: formulas from text, and their values. */
#ifndef EQS_TESTS_SEARCH_SUPPORT_H
#define EQS_TESTS_SEARCH_SUPPORT_H

#include "search/formula/grammar.h"

enum { TEST_VARIABLES = 3 };

/* The formula that TEXT says in infix notation over x, y and z; literals with a point are free
   constants. Fails the test if it cannot be read. */
eqs_formula formula_of(const char *text);

/* The same formula in prefix tokens, constants as c0, c1, ...; the caller frees it. */
char *text_of(const eqs_formula *f);

/* The value of F at X. */
double value_of(const eqs_formula *f, const double *x);

/* What the sweep asks whether to stop. */
bool never(void *user);
bool at_once(void *user);

/* Rules with this list of operators and no limits but MAX_NODES. */
eqs_rules rules_of(const char *operators, uint32_t max_nodes);

/* The vocabulary of RULES over the test's variables, numbers 1 and 2. */
eqs_vocabulary vocabulary_of(const eqs_rules *rules);

#endif
