/* SPDX-License-Identifier: BSD-3-Clause */
/* The set remembers the latest hashes in bounded memory. */
#include "search/formula/seen.h"
#include "util/hash.h"
#include <criterion/criterion.h>

Test(seen, a_hash_is_new_once)
{
  eqs_seen seen;
  cr_assert_eq(eqs_seen_init(&seen, 100), 0);
  for (uint64_t i = 0; i < 100; i++) cr_assert(eqs_seen_add(&seen, eqs_hash_u64(i)));
  for (uint64_t i = 0; i < 100; i++) cr_assert_not(eqs_seen_add(&seen, eqs_hash_u64(i)));
  cr_assert(eqs_seen_add(&seen, 0));
  cr_assert_not(eqs_seen_add(&seen, 0));
  eqs_seen_free(&seen);
}

Test(seen, the_latest_are_kept_when_it_is_full)
{
  eqs_seen seen;
  cr_assert_eq(eqs_seen_init(&seen, 1000), 0);
  size_t places = seen.places;
  for (uint64_t i = 0; i < 50000; i++) cr_assert(eqs_seen_add(&seen, eqs_hash_u64(i)));
  for (uint64_t i = 49000; i < 50000; i++) cr_assert_not(eqs_seen_add(&seen, eqs_hash_u64(i)));
  cr_assert(eqs_seen_add(&seen, eqs_hash_u64(7)), "the oldest are forgotten");
  cr_assert_eq(seen.places, places);
  eqs_seen_free(&seen);
}
