/* SPDX-License-Identifier: BSD-3-Clause */
/* Random numbers from Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror, Shaw,
   "Parallel random numbers: as easy as 1, 2, 3", SC 2011). A stream is named by (seed, task), so
   what a piece of work draws depends on its number and never on the thread that does it. */
#ifndef EQS_UTIL_RANDOM_H
#define EQS_UTIL_RANDOM_H

#include <stdint.h>

typedef struct eqs_rng {
  uint32_t key[2];     /* from the seed */
  uint32_t counter[4]; /* [0..1] position, [2..3] task */
  uint32_t block[4];   /* the latest output */
  unsigned left;       /* words of BLOCK not handed out yet */
} eqs_rng;

/* The stream of TASK under SEED. Streams of different tasks are independent; each has 2^66 words.
 */
eqs_rng eqs_rng_new(uint64_t seed, uint64_t task);

uint32_t eqs_rng_u32(eqs_rng *rng);
uint64_t eqs_rng_u64(eqs_rng *rng);

/* Uniform in [0, 1) with 53 bits; in 0..N-1 without bias (N > 0); standard normal. */
double eqs_rng_uniform(eqs_rng *rng);
uint32_t eqs_rng_below(eqs_rng *rng, uint32_t n);
double eqs_rng_normal(eqs_rng *rng);

/* The bare function: ten rounds of COUNTER under KEY, into OUT. Exposed for the published vectors.
 */
void eqs_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

#endif
