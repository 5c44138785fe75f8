/* SPDX-License-Identifier: BSD-3-Clause */
/* The library that made an object, known by its file: so kept code is told to be out of date
   without LLVM being loaded, which takes longer than all the rest of a start. A distribution
   replaces that library under the same name. */
#ifndef EQS_CODE_MAKER_H
#define EQS_CODE_MAKER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct eqs_maker {
  char file[512];
  uint64_t identity; /* of that file at the time, from its size and its date */
} eqs_maker;

/* The library in FILE (or NULL), which has been loaded just now. */
eqs_maker eqs_maker_of(const char *file);

/* Whether MAKER is to be known again: its file is there, and its path is not too long. */
bool eqs_maker_known(const eqs_maker *maker);

/* Whether its file is the one it was. */
bool eqs_maker_unchanged(const eqs_maker *maker);

#endif
