/* SPDX-License-Identifier: BSD-3-Clause */
/* What a systematic source has found, to be scored. */
#ifndef EQS_SEARCH_FINDS_H
#define EQS_SEARCH_FINDS_H

#include "search/formula/formula.h"
#include <stddef.h>

typedef struct eqs_finds {
  size_t n, most; /* the least doubtful MOST are kept */
  size_t capacity, doubts;
  eqs_formula *f;
  double *doubt;  /* how far each is from being exact */
  uint64_t tried; /* expressions and targets that were looked at */
} eqs_finds;

/* -1 when memory is short. */
int eqs_finds_add(eqs_finds *finds, const eqs_formula *f, double doubt);
void eqs_finds_free(eqs_finds *finds);

#endif
