/* SPDX-License-Identifier: BSD-3-Clause */
/* Allocation: aligned blocks and overflow-checked arrays. */
#ifndef EQS_UTIL_MEMORY_H
#define EQS_UTIL_MEMORY_H

#include <stddef.h>

enum { EQS_ALIGN = 64 }; /* one cache line, one 512-bit vector */

static inline size_t eqs_align_up(size_t bytes)
{
  return (bytes + EQS_ALIGN - 1) & ~(size_t)(EQS_ALIGN - 1);
}

/* COUNT * SIZE bytes aligned to EQS_ALIGN, or NULL (also when the product overflows). Freed with
   free(). The bytes are not initialised. */
void *eqs_alloc(size_t count, size_t size);

/* The same, zeroed. */
void *eqs_alloc_zero(size_t count, size_t size);

/* Grows *DATA (from malloc or NULL) so that it holds at least NEED items of SIZE bytes, doubling
 *CAPACITY. Returns 0, or -1 with everything unchanged when memory is short. */
int eqs_grow(void *data, size_t *capacity, size_t need, size_t size);

#endif
