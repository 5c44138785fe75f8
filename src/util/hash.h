/* SPDX-License-Identifier: BSD-3-Clause */
/* 64-bit hashing of words, bytes and sequences; not cryptographic. The same on every machine. */
#ifndef EQS_UTIL_HASH_H
#define EQS_UTIL_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection with good avalanche.
 */
static inline uint64_t eqs_hash_u64(uint64_t x)
{
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/* Folds X into H; the order of folding matters. */
static inline uint64_t eqs_hash_add(uint64_t h, uint64_t x)
{
  return eqs_hash_u64(h ^ eqs_hash_u64(x));
}

uint64_t eqs_hash_bytes(const void *data, size_t bytes, uint64_t seed);

#endif
