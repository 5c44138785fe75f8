/* SPDX-License-Identifier: BSD-3-Clause */
/* The catalogue: all small expressions without constants, by increasing complexity, each once up to
   a factor, with their values on a sample of the rows. Everything systematic is made of it. */
#ifndef EQS_SEARCH_CATALOGUE_H
#define EQS_SEARCH_CATALOGUE_H

#include "search/formula/build.h"
#include "search/judge/front.h"

enum {
  EQS_SAMPLE_ROWS = 128, /* at most */
  EQS_KEY_ROWS = 16,     /* the first of them, on which candidates are compared first */
};

typedef struct eqs_entry {
  uint8_t op; /* EQS_OP_VAR, the number 1, or an operator */
  uint8_t complexity;
  uint8_t bends;     /* holds a transcendental function */
  uint16_t variable; /* of a leaf */
  uint32_t operand[2];
} eqs_entry;

typedef struct eqs_catalogue {
  size_t rows;   /* of the sample */
  size_t stride; /* from entry to entry: rows, rounded up; the rest repeats the last row */
  uint32_t n_variables;
  eqs_op_set allowed;
  double *target; /* stride values */
  uint32_t n, capacity;
  eqs_entry *entry; /* entry[0] is the number 1, then the variables */
  double *value;    /* n x stride */
  uint32_t *slot;   /* hash table of entry numbers + 1, by values */
  uint32_t slots;
} eqs_catalogue;

/* Up to CAPACITY entries of the operators ALLOWED. -1 when memory is short. */
int eqs_catalogue_make(eqs_catalogue *catalogue, const eqs_problem *problem,
                       const eqs_op_set *allowed, uint32_t capacity);
void eqs_catalogue_free(eqs_catalogue *catalogue);

static inline const double *eqs_catalogue_values(const eqs_catalogue *c, uint32_t i)
{
  return c->value + (size_t)i * c->stride;
}

/* Entry I as a formula; false if it is too long. */
bool eqs_catalogue_formula(const eqs_catalogue *catalogue, uint32_t i, eqs_formula *f);

/* Whether F is the target on the sample but for rounding: *DOUBT is the share of squares that it
   leaves. A peel can hide what a fit leaves, so what is found behind one has to pass this. */
bool eqs_catalogue_exact(const eqs_catalogue *catalogue, const eqs_formula *f, double *doubt);

#endif
