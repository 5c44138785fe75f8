/* SPDX-License-Identifier: BSD-3-Clause */
/* What a systematic source has found, to be scored. */
#ifndef EQS_SEARCH_FINDS_H
#define EQS_SEARCH_FINDS_H

#include "search/formula.h"
#include <stddef.h>

typedef struct eqs_finds {
  size_t n, most; /* further ones are passed over */
  size_t capacity;
  eqs_formula *f;
  uint64_t tried; /* expressions and targets that were looked at */
} eqs_finds;

/* -1 when memory is short. */
int eqs_finds_add(eqs_finds *finds, const eqs_formula *f);
void eqs_finds_free(eqs_finds *finds);

#endif
