/* SPDX-License-Identifier: BSD-3-Clause */
/* Philox4x32-10 and what is drawn from it. Constants from Salmon et al., SC 2011, section 4. */
#include "util/random.h"
#include <math.h>
#include <string.h>

static void philox_round(uint32_t x[4], const uint32_t key[2])
{
  uint64_t a = UINT64_C(0xd2511f53) * x[0], b = UINT64_C(0xcd9e8d57) * x[2];
  uint32_t y0 = (uint32_t)(b >> 32) ^ x[1] ^ key[0], y2 = (uint32_t)(a >> 32) ^ x[3] ^ key[1];
  x[0] = y0;
  x[1] = (uint32_t)b;
  x[2] = y2;
  x[3] = (uint32_t)a;
}

void eqs_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
  uint32_t k[2] = {key[0], key[1]}, x[4];
  memcpy(x, counter, sizeof x);
  for (int round = 0; round < 10; round++) {
    philox_round(x, k);
    k[0] += 0x9e3779b9u;
    k[1] += 0xbb67ae85u;
  }
  memcpy(out, x, sizeof x);
}

eqs_rng eqs_rng_new(uint64_t seed, uint64_t task)
{
  return (eqs_rng){
      .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
      .counter = {0, 0, (uint32_t)task, (uint32_t)(task >> 32)},
  };
}

uint32_t eqs_rng_u32(eqs_rng *rng)
{
  if (rng->left == 0) {
    eqs_philox(rng->key, rng->counter, rng->block);
    if (++rng->counter[0] == 0) rng->counter[1]++;
    rng->left = 4;
  }
  return rng->block[4 - rng->left--];
}

uint64_t eqs_rng_u64(eqs_rng *rng)
{
  uint64_t low = eqs_rng_u32(rng);
  return (uint64_t)eqs_rng_u32(rng) << 32 | low;
}

double eqs_rng_uniform(eqs_rng *rng)
{
  return (double)(eqs_rng_u64(rng) >> 11) * 0x1p-53;
}

/* Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019): the high word of a
   product is uniform once the few low words that come too often are refused. */
uint32_t eqs_rng_below(eqs_rng *rng, uint32_t n)
{
  uint64_t product = (uint64_t)eqs_rng_u32(rng) * n;
  if ((uint32_t)product < n) {
    uint32_t surplus = -n % n;
    while ((uint32_t)product < surplus) product = (uint64_t)eqs_rng_u32(rng) * n;
  }
  return (uint32_t)(product >> 32);
}

/* Box and Muller (1958). One of the pair is thrown away: a normal then always takes two draws. */
double eqs_rng_normal(eqs_rng *rng)
{
  const double two_pi = 6.283185307179586;
  double radius = sqrt(-2 * log(1 - eqs_rng_uniform(rng))); /* 1 - u is never zero */
  return radius * cos(two_pi * eqs_rng_uniform(rng));
}
