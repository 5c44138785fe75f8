/* SPDX-License-Identifier: BSD-3-Clause */
/* Hashing of byte strings, eight bytes at a time in little-endian order. */
#include "util/hash.h"

static uint64_t load(const unsigned char *bytes, size_t n)
{
  uint64_t word = 0;
  for (size_t i = 0; i < n; i++) word |= (uint64_t)bytes[i] << (8 * i);
  return word;
}

uint64_t eqs_hash_bytes(const void *data, size_t bytes, uint64_t seed)
{
  const unsigned char *at = data;
  uint64_t h = eqs_hash_add(seed, bytes);
  for (; bytes >= 8; bytes -= 8, at += 8) h = eqs_hash_add(h, load(at, 8));
  return bytes ? eqs_hash_add(h, load(at, bytes)) : h;
}
