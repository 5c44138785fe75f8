/* SPDX-License-Identifier: BSD-3-Clause */
/* Comparing values regardless of some terms: two functions agree modulo {1, x} if one is a multiple
   of the other plus a linear function of the variables. What is compared are products with weights
   on which the terms vanish; the ratio of two of them is a key to look up. */
#ifndef EQS_SEARCH_MODULO_H
#define EQS_SEARCH_MODULO_H

#include "search/sweep/catalogue.h"

typedef enum eqs_modulo_kind {
  EQS_MODULO_CONSTANT,
  EQS_MODULO_LINEAR,
  EQS_MODULO_QUADRATIC,
  EQS_MODULO_POWERS, /* of the variables, as factors: logarithms are compared */
} eqs_modulo_kind;

enum { EQS_MAX_TERMS = 14, EQS_WEIGHTS = 3 };

typedef struct eqs_modulo {
  eqs_modulo_kind kind;
  unsigned n_terms;
  struct {
    uint32_t entry[2]; /* of the catalogue; their product, or the logarithm of the first */
  } term[EQS_MAX_TERMS];
  double weight[EQS_WEIGHTS][EQS_KEY_ROWS];
} eqs_modulo;

/* False if there are too few rows for so many terms, or a logarithm does not exist. */
bool eqs_modulo_make(eqs_modulo *modulo, const eqs_catalogue *catalogue, eqs_modulo_kind kind);

/* The terms' values on N rows, each STRIDE numbers from the last. */
void eqs_modulo_terms(const eqs_modulo *modulo, const eqs_catalogue *catalogue, size_t n,
                      size_t stride, double *to);

typedef struct eqs_key {
  double ratio, check;
} eqs_key;

typedef enum eqs_key_kind {
  EQS_KEY_NONE,  /* not finite, or lost in rounding */
  EQS_KEY_TERMS, /* nothing but terms */
  EQS_KEY_GOOD,
} eqs_key_kind;

/* The key of the values on the key rows. */
eqs_key_kind eqs_modulo_key(const eqs_modulo *modulo, const double *value, eqs_key *key);

#endif
