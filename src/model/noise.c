/* SPDX-License-Identifier: BSD-3-Clause */
/* Vectorised Philox, and normals and dropout masks made of it. */
#include "model/noise.h"
#include "model/vector.h"
#include "util/hash.h"
#include <math.h>

enum { LANES = 16 };

uint64_t eqs_noise_task(eqs_purpose purpose, uint64_t a, uint64_t b)
{
  return eqs_hash_add(eqs_hash_add((uint64_t)purpose, a), b);
}

eqs_noise eqs_noise_new(uint64_t seed, uint64_t task)
{
  return (eqs_noise){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                     .task = {(uint32_t)task, (uint32_t)(task >> 32)}};
}

/* The constants are those of Salmon et al., as in util/random.c. */
EQS_CLONES static void philox_lanes(const uint32_t key[2], const uint32_t task[2], uint64_t counter,
                                    uint32_t *restrict words)
{
#pragma omp simd
  for (int lane = 0; lane < LANES; lane++) {
    uint32_t k0 = key[0], k1 = key[1];
    uint32_t x0 = (uint32_t)counter + (uint32_t)lane, x1 = (uint32_t)(counter >> 32);
    uint32_t x2 = task[0], x3 = task[1];
    for (int round = 0; round < 10; round++) {
      uint64_t a = UINT64_C(0xd2511f53) * x0, b = UINT64_C(0xcd9e8d57) * x2;
      x0 = (uint32_t)(b >> 32) ^ x1 ^ k0;
      x2 = (uint32_t)(a >> 32) ^ x3 ^ k1;
      x1 = (uint32_t)b;
      x3 = (uint32_t)a;
      k0 += 0x9e3779b9u;
      k1 += 0xbb67ae85u;
    }
    words[lane] = x0;
    words[LANES + lane] = x1;
    words[2 * LANES + lane] = x2;
    words[3 * LANES + lane] = x3;
  }
}

void eqs_noise_words(eqs_noise *noise, uint32_t words[EQS_NOISE_GROUP])
{
  philox_lanes(noise->key, noise->task, noise->group++ * LANES, words);
}

/* Box and Muller (1958) on pairs of words with 24 bits each, the first in (0, 1]. */
EQS_CLONES static void normal_lanes(const uint32_t *restrict words, float *restrict out)
{
  const int pairs = EQS_NOISE_GROUP / 2;
#pragma omp simd
  for (int i = 0; i < pairs; i++) {
    float u = (float)(int32_t)((words[i] >> 8) + 1) * 0x1p-24f;
    float t = (float)(int32_t)(words[pairs + i] >> 8) * 0x1p-24f - 0.5f;
    float radius = sqrtf(-2.0f * eqs_logf(u)), sine, cosine;
    eqs_sincos_turns(t, &sine, &cosine);
    out[i] = radius * cosine;
    out[pairs + i] = radius * sine;
  }
}

void eqs_noise_normal(eqs_noise *noise, float *out, size_t n)
{
  uint32_t words[EQS_NOISE_GROUP];
  float values[EQS_NOISE_GROUP];
  for (size_t i = 0; i < n; i += EQS_NOISE_GROUP) {
    eqs_noise_words(noise, words);
    normal_lanes(words, values);
    size_t left = n - i < EQS_NOISE_GROUP ? n - i : EQS_NOISE_GROUP;
    memcpy(out + i, values, left * sizeof *out);
  }
}

EQS_CLONES static void mask_lanes(const uint32_t *restrict words, uint32_t threshold, float keep,
                                  float *restrict out)
{
#pragma omp simd
  for (int i = 0; i < EQS_NOISE_GROUP; i++) {
    out[i] = (words[i] & 0xffff) < threshold ? 0.0f : keep;
    out[EQS_NOISE_GROUP + i] = words[i] >> 16 < threshold ? 0.0f : keep;
  }
}

enum { STEP = 2 * EQS_NOISE_GROUP }; /* numbers of a mask that a group makes */

void eqs_noise_skip_mask(eqs_noise *noise, size_t n)
{
  noise->group += (n + STEP - 1) / STEP;
}

void eqs_noise_mask(eqs_noise *noise, float *out, size_t n, float p)
{
  const uint32_t threshold = (uint32_t)lrintf(p * 65536.0f);
  uint32_t words[EQS_NOISE_GROUP];
  float values[STEP];
  for (size_t i = 0; i < n; i += STEP) {
    eqs_noise_words(noise, words);
    mask_lanes(words, threshold, 1 / (1 - p), values);
    size_t left = n - i < STEP ? n - i : STEP;
    memcpy(out + i, values, left * sizeof *out);
  }
}
