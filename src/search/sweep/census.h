/* SPDX-License-Identifier: BSD-3-Clause */
/* The census: all formulas of the variables and the numbers -1, 1 and 2, by increasing complexity,
   each once by its values on some rows. Unlike the catalogue, which knows an expression only up to
   a factor, this has what can stand without any constant. Small ones are kept; of larger ones, made
   of two that were kept, each is shown once and dropped. */
#ifndef EQS_SEARCH_CENSUS_H
#define EQS_SEARCH_CENSUS_H

#include "expr/rules.h"
#include "search/formula/formula.h"
#include <stddef.h>

enum { EQS_CENSUS_COMPLEX = 40 };

/* How a formula is made: a leaf, or an operator on formulas that are kept. */
typedef struct eqs_made {
  uint8_t op; /* EQS_OP_NUM, EQS_OP_VAR, or an operator */
  int8_t number;
  uint16_t variable;
  uint32_t operand[2];
} eqs_made;

typedef struct eqs_census {
  size_t rows, stride; /* from one formula's values to the next; the rest repeats the last */
  const double *const *column; /* one for each variable, ROWS values each */
  const uint16_t *variable;    /* and its number in formulas */
  uint32_t n_variables;
  eqs_op_set allowed;
  uint32_t capacity;   /* formulas to keep */
  uint64_t most;       /* formulas to look at, about */
  unsigned complexity; /* the largest, at most EQS_CENSUS_COMPLEX */

  uint32_t n, n_numbers; /* kept; the first are numbers */
  unsigned kept_to;      /* the largest complexity of which all are kept */
  unsigned complete_to;  /* and of which all were shown */
  uint64_t looked;
  eqs_made *made;
  double *value;
  uint32_t *slot, slots; /* hash table of numbers + 1, by values */
} eqs_census;

/* What is done with a formula: MADE has the values V. Values are finite and not all the same. One
   that was not kept may be shown several times. True: enough. */
typedef bool eqs_census_visit(void *user, unsigned complexity, const eqs_made *made,
                              const double *v);

/* Takes the census of a CENSUS whose first part is set, and ends early when VISIT says so. -1 when
   memory is short. */
int eqs_census_take(eqs_census *census, eqs_census_visit *visit, void *user);
void eqs_census_free(eqs_census *census);

/* MADE as a formula; false if it is too long. */
bool eqs_census_formula(const eqs_census *census, const eqs_made *made, eqs_formula *f);

#endif
