/* SPDX-License-Identifier: BSD-3-Clause */
/* Aligned blocks and growing arrays. */
#include "util/memory.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *eqs_alloc(size_t count, size_t size)
{
  size_t bytes;
  void *data;
  if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX) return NULL;
  return posix_memalign(&data, EQS_ALIGN, bytes ? bytes : 1) == 0 ? data : NULL;
}

void *eqs_alloc_zero(size_t count, size_t size)
{
  void *data = eqs_alloc(count, size);
  return data ? memset(data, 0, count * size) : NULL;
}

int eqs_grow(void *data, size_t *capacity, size_t need, size_t size)
{
  if (need <= *capacity) return 0;
  size_t wanted = *capacity > SIZE_MAX / 2 ? need : 2 * *capacity;
  if (wanted < need) wanted = need;
  if (wanted < 8) wanted = 8;
  size_t bytes;
  if (__builtin_mul_overflow(wanted, size, &bytes) || bytes > PTRDIFF_MAX) return -1;
  /* DATA is the address of a pointer of any type: copy its bytes rather than alias it. */
  void *old;
  memcpy(&old, data, sizeof old);
  void *grown = realloc(old, bytes);
  if (!grown) return -1;
  memcpy(data, &grown, sizeof grown);
  *capacity = wanted;
  return 0;
}
