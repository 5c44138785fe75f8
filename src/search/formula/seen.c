/* SPDX-License-Identifier: BSD-3-Clause */
/* A hash set that forgets the oldest half when it is full. */
#include "search/formula/seen.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

int eqs_seen_init(eqs_seen *seen, size_t n)
{
  size_t places = 64;
  while (places / 2 < n) places *= 2;
  *seen = (eqs_seen){.places = places};
  seen->young = eqs_alloc_zero(places, sizeof *seen->young);
  seen->old = eqs_alloc_zero(places, sizeof *seen->old);
  if (seen->young != NULL && seen->old != NULL) return 0;
  eqs_seen_free(seen);
  return -1;
}

void eqs_seen_free(eqs_seen *seen)
{
  free(seen->young);
  free(seen->old);
  *seen = (eqs_seen){0};
}

/* The place of HASH, or the empty one where it would go. */
static uint64_t *find(uint64_t *table, size_t places, uint64_t hash)
{
  size_t i = hash & (places - 1);
  while (table[i] != 0 && table[i] != hash) i = (i + 1) & (places - 1);
  return &table[i];
}

bool eqs_seen_add(eqs_seen *seen, uint64_t hash)
{
  if (hash == 0) hash = 1;
  uint64_t *place = find(seen->young, seen->places, hash);
  if (*place == hash || *find(seen->old, seen->places, hash) == hash) return false;
  if (seen->used >= seen->places / 2) {
    uint64_t *forgotten = seen->old;
    seen->old = seen->young;
    seen->young = memset(forgotten, 0, seen->places * sizeof *forgotten);
    seen->used = 0;
    place = find(seen->young, seen->places, hash);
  }
  *place = hash;
  seen->used++;
  return true;
}
