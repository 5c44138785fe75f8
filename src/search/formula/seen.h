/* SPDX-License-Identifier: BSD-3-Clause */
/* The set of canonical hashes that were proposed already, in bounded memory. */
#ifndef EQS_SEARCH_SEEN_H
#define EQS_SEARCH_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two tables of the same size: additions go to the younger one; when that is full the older one is
   forgotten and they change places. */
typedef struct eqs_seen {
  uint64_t *young, *old; /* open addressing; 0 is an empty place */
  size_t places;         /* of each, a power of two */
  size_t used;           /* of the younger one */
} eqs_seen;

/* Remembers at least the latest N additions. -1 when memory is short. Memory: 16 to 64 bytes each.
 */
int eqs_seen_init(eqs_seen *seen, size_t n);
void eqs_seen_free(eqs_seen *seen);

/* True if HASH is new; it is then remembered. */
bool eqs_seen_add(eqs_seen *seen, uint64_t hash);

#endif
