/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the generator: the published vectors, and the moments of what is drawn. */
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

typedef struct vector {
  uint32_t counter[4], key[2], out[4];
} vector;

/* Known answers of philox4x32-10 from Random123 (D. E. Shaw Research). */
static const vector known[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

Test(random, philox_gives_the_published_vectors)
{
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    uint32_t out[4];
    eqs_philox(known[i].key, known[i].counter, out);
    cr_assert(eq(int, memcmp(out, known[i].out, sizeof out), 0), "vector %zu", i);
  }
}

Test(random, a_stream_is_the_generator_in_counting_order)
{
  eqs_rng rng = eqs_rng_new(0x299f31d0a4093822, 0x0370734413198a2e);
  for (uint32_t block = 0; block < 3; block++) {
    uint32_t key[2] = {0xa4093822, 0x299f31d0}, out[4];
    uint32_t counter[4] = {block, 0, 0x13198a2e, 0x03707344};
    eqs_philox(key, counter, out);
    for (int k = 0; k < 4; k++) cr_assert(eq(u32, eqs_rng_u32(&rng), out[k]));
  }
}

Test(random, the_position_carries_into_its_second_word)
{
  eqs_rng rng = eqs_rng_new(1, 2);
  rng.counter[0] = UINT32_MAX;
  eqs_rng_u32(&rng);
  cr_assert(eq(u32, rng.counter[0], 0));
  cr_assert(eq(u32, rng.counter[1], 1));
  cr_assert(eq(u32, rng.counter[2], 2));
}

Test(random, seeds_and_tasks_name_different_streams)
{
  eqs_rng a = eqs_rng_new(1, 1), b = eqs_rng_new(1, 2), c = eqs_rng_new(2, 1),
          again = eqs_rng_new(1, 1);
  uint64_t first = eqs_rng_u64(&a);
  cr_assert(ne(u64, first, eqs_rng_u64(&b)));
  cr_assert(ne(u64, first, eqs_rng_u64(&c)));
  cr_assert(eq(u64, first, eqs_rng_u64(&again)));
}

/* Bounds are five standard deviations of the statistic. */
Test(random, uniform_numbers_fill_the_interval)
{
  enum { N = 200000, BINS = 50 };
  eqs_rng rng = eqs_rng_new(7, 0);
  double sum = 0, chi2 = 0;
  int bin[BINS] = {0};
  for (int i = 0; i < N; i++) {
    double u = eqs_rng_uniform(&rng);
    cr_assert(u >= 0 && u < 1);
    sum += u;
    bin[(int)(u * BINS)]++;
  }
  for (int b = 0; b < BINS; b++) chi2 += pow(bin[b] - (double)N / BINS, 2) / ((double)N / BINS);
  cr_assert(epsilon_eq(dbl, sum / N, 0.5, 5 * sqrt(1.0 / 12 / N)));
  cr_assert(lt(dbl, chi2, BINS - 1 + 5 * sqrt(2.0 * (BINS - 1))));
}

Test(random, numbers_below_a_bound_are_even)
{
  static const uint32_t bounds[] = {1, 2, 3, 6, 10, 1000};
  eqs_rng rng = eqs_rng_new(8, 0);
  for (size_t k = 0; k < sizeof bounds / sizeof bounds[0]; k++) {
    uint32_t n = bounds[k];
    double sum = 0, variance = ((double)n * n - 1) / 12;
    enum { N = 50000 };
    for (int i = 0; i < N; i++) {
      uint32_t x = eqs_rng_below(&rng, n);
      cr_assert(lt(u32, x, n));
      sum += x;
    }
    cr_assert(epsilon_eq(dbl, sum / N, (n - 1) / 2.0, 5 * sqrt(variance / N) + 1e-12));
  }
  /* Three quarters of the range: without refusal the low half would come twice as often. */
  int low = 0;
  for (int i = 0; i < 60000; i++) low += eqs_rng_below(&rng, 0xc0000000u) < 0x60000000u;
  cr_assert(epsilon_eq(dbl, low / 60000.0, 0.5, 5 * sqrt(0.25 / 60000)));
}

Test(random, normal_numbers_have_the_moments_of_a_normal)
{
  enum { N = 200000 };
  eqs_rng rng = eqs_rng_new(9, 0);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, tail = 0;
  for (int i = 0; i < N; i++) {
    double x = eqs_rng_normal(&rng);
    cr_assert(isfinite(x));
    m1 += x;
    m2 += x * x;
    m3 += x * x * x;
    m4 += x * x * x * x;
    tail += fabs(x) > 1.959963984540054;
  }
  cr_assert(epsilon_eq(dbl, m1 / N, 0, 5 * sqrt(1.0 / N)));
  cr_assert(epsilon_eq(dbl, m2 / N, 1, 5 * sqrt(2.0 / N)));
  cr_assert(epsilon_eq(dbl, m3 / N, 0, 5 * sqrt(15.0 / N)));
  cr_assert(epsilon_eq(dbl, m4 / N, 3, 5 * sqrt(96.0 / N)));
  cr_assert(epsilon_eq(dbl, tail / N, 0.05, 5 * sqrt(0.05 * 0.95 / N)));
}
