/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of hashing. */
#include "util/hash.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* The first outputs of splitmix64 from state 0, as published with the generator. */
Test(hash, words_hash_as_splitmix64)
{
  const uint64_t gamma = 0x9e3779b97f4a7c15u;
  cr_assert(eq(u64, eqs_hash_u64(0), 0xe220a8397b1dcdafu));
  cr_assert(eq(u64, eqs_hash_u64(gamma), 0x6e789e6aa1b965f4u));
  cr_assert(eq(u64, eqs_hash_u64(2 * gamma), 0x06c45d188009454fu));
}

Test(hash, order_matters)
{
  cr_assert(ne(u64, eqs_hash_add(eqs_hash_add(0, 1), 2), eqs_hash_add(eqs_hash_add(0, 2), 1)));
}

Test(hash, each_prefix_seed_and_bit_gives_another_value)
{
  enum { LONGEST = 40, N = LONGEST + 1 + 8 * LONGEST + 1 };
  unsigned char text[LONGEST];
  uint64_t value[N];
  size_t n = 0;
  for (int i = 0; i < LONGEST; i++) text[i] = 0;
  for (size_t length = 0; length <= LONGEST; length++) value[n++] = eqs_hash_bytes(text, length, 0);
  for (int bit = 0; bit < 8 * LONGEST; bit++) {
    text[bit / 8] ^= (unsigned char)(1 << bit % 8);
    value[n++] = eqs_hash_bytes(text, LONGEST, 0);
    text[bit / 8] ^= (unsigned char)(1 << bit % 8);
  }
  value[n++] = eqs_hash_bytes(text, LONGEST, 1);
  cr_assert(eq(sz, n, N));
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < i; k++) cr_assert(ne(u64, value[i], value[k]), "%zu and %zu", i, k);
}

Test(hash, alignment_does_not_matter)
{
  char buffer[64];
  uint64_t first = eqs_hash_bytes("the same twenty bytes", 20, 3);
  for (size_t shift = 0; shift < 16; shift++) {
    memcpy(buffer + shift, "the same twenty bytes", 20);
    cr_assert(eq(u64, eqs_hash_bytes(buffer + shift, 20, 3), first));
  }
}
