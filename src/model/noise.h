/* SPDX-License-Identifier: BSD-3-Clause */
/* Random numbers in bulk: Philox4x32-10 over sixteen counters at a time. A stream is named by what
   it is for, never by the thread that draws from it. */
#ifndef EQS_MODEL_NOISE_H
#define EQS_MODEL_NOISE_H

#include <stddef.h>
#include <stdint.h>

typedef enum eqs_purpose {
  EQS_NOISE_ORDER = 1, /* of sequences and batches in an epoch */
  EQS_NOISE_TRAIN,     /* dropout and latent noise */
  EQS_NOISE_SAMPLE,    /* latent vectors and choices of samples */
} eqs_purpose;

typedef struct eqs_noise {
  uint32_t key[2], task[2];
  uint64_t group; /* the next one */
} eqs_noise;

enum { EQS_NOISE_GROUP = 64 }; /* words drawn together */

/* The task number of a stream, from PURPOSE and two numbers. */
uint64_t eqs_noise_task(eqs_purpose purpose, uint64_t a, uint64_t b);
eqs_noise eqs_noise_new(uint64_t seed, uint64_t task);

/* The next group of words. Word 16 j + i is word j of the block with counter 16 group + i. */
void eqs_noise_words(eqs_noise *noise, uint32_t words[EQS_NOISE_GROUP]);

/* Each of these starts with a fresh group. N(0, 1); a mask of dropout: 0 with probability P (to
   2^-16), else 1 / (1 - P). */
void eqs_noise_normal(eqs_noise *noise, float *out, size_t n);
void eqs_noise_mask(eqs_noise *noise, float *out, size_t n, float p);

/* Passes over what a mask of N numbers takes. */
void eqs_noise_skip_mask(eqs_noise *noise, size_t n);

#endif
