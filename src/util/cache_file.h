/* SPDX-License-Identifier: BSD-3-Clause */
/* Files in the cache directory. Only what belongs to this user and can be written by nobody else is
   read; entries are written aside and renamed, so that a reader sees a whole one or none. */
#ifndef EQS_UTIL_CACHE_FILE_H
#define EQS_UTIL_CACHE_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum { EQS_CACHE_NAME = 64 };

/* Whether what is written is kept. */
bool eqs_cache_writable(void);

/* Entry NAME for reading, a descriptor; -1 if there is none, or none to be trusted. */
int eqs_cache_open(const char *name);

/* A new entry that is being written. */
typedef struct eqs_cache_draft {
  int directory, fd; /* FD is written to */
  char name[EQS_CACHE_NAME], aside[2 * EQS_CACHE_NAME];
} eqs_cache_draft;

/* Begins entry NAME, and makes the directory if need be; false if it cannot be. */
bool eqs_cache_begin(eqs_cache_draft *draft, const char *name);

/* Ends it: it takes the place of the one before if GOOD, else it is thrown away. FD is closed.
   Entries whose names begin with PREFIX are removed when they are older than 90 days, and the
   oldest of them beyond MOST. */
void eqs_cache_end(eqs_cache_draft *draft, bool good, const char *prefix, size_t most);

#endif
