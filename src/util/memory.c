/* SPDX-License-Identifier: BSD-3-Clause */
/* Aligned blocks, growing arrays and the arena. */
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

enum { FIRST_CHUNK = 4096 };

struct eqs_arena_chunk {
  struct eqs_arena_chunk *older;
  size_t size; /* of BYTES */
  _Alignas(EQS_ALIGN) unsigned char bytes[];
};

/* Each chunk is at least twice its predecessor, so the newest is the largest and a loop that resets
   settles on one chunk. */
static struct eqs_arena_chunk *push_chunk(eqs_arena *arena, size_t need)
{
  size_t size = FIRST_CHUNK;
  if (arena->chunk && __builtin_mul_overflow(arena->chunk->size, (size_t)2, &size)) return NULL;
  if (size < need) size = need;
  if (size > SIZE_MAX - sizeof(struct eqs_arena_chunk)) return NULL;
  struct eqs_arena_chunk *chunk = eqs_alloc(1, sizeof *chunk + size);
  if (!chunk) return NULL;
  *chunk = (struct eqs_arena_chunk){.older = arena->chunk, .size = size};
  arena->chunk = chunk;
  arena->used = 0;
  return chunk;
}

/* Bytes to skip so that ADDRESS becomes a multiple of ALIGN, a power of two. */
static size_t gap(const void *address, size_t align)
{
  return (size_t)(-(uintptr_t)address & (align - 1));
}

void *eqs_arena_alloc(eqs_arena *arena, size_t bytes, size_t align)
{
  struct eqs_arena_chunk *chunk = arena->chunk;
  if (chunk) {
    size_t left = chunk->size - arena->used, skip = gap(chunk->bytes + arena->used, align);
    if (skip <= left && bytes <= left - skip) {
      void *data = chunk->bytes + arena->used + skip;
      arena->used += skip + bytes;
      return data;
    }
  }
  size_t need;
  if (__builtin_add_overflow(bytes, align, &need)) return NULL;
  chunk = push_chunk(arena, need);
  if (!chunk) return NULL;
  size_t skip = gap(chunk->bytes, align);
  arena->used = skip + bytes;
  return chunk->bytes + skip;
}

char *eqs_arena_strdup(eqs_arena *arena, const char *text, size_t length)
{
  char *copy = length < SIZE_MAX ? eqs_arena_alloc(arena, length + 1, 1) : NULL;
  if (!copy) return NULL;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

static void free_chunks(struct eqs_arena_chunk *chunk)
{
  while (chunk) {
    struct eqs_arena_chunk *older = chunk->older;
    free(chunk);
    chunk = older;
  }
}

void eqs_arena_reset(eqs_arena *arena)
{
  if (arena->chunk) {
    free_chunks(arena->chunk->older);
    arena->chunk->older = NULL;
  }
  arena->used = 0;
}

void eqs_arena_free(eqs_arena *arena)
{
  free_chunks(arena->chunk);
  *arena = (eqs_arena){0};
}
