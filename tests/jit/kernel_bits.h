/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kernels of one dtype make of the same numbers, as a line for each: its name and a hash
   of its bits. Needs nothing but kernel.h, so that it is compiled for other machines, too. */
#ifndef TESTS_JIT_KERNEL_BITS_H
#define TESTS_JIT_KERNEL_BITS_H

#include "program/kernel.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BITS_ROWS = 64, BITS_ROUNDS = 60, BITS_BLOCKS = 12, BITS_SUMS = 64 };

typedef union bits_block {
  double f64[BITS_ROWS];
  float f32[BITS_ROWS];
  unsigned char byte[BITS_ROWS * sizeof(double)];
} bits_block;

typedef struct bits_state {
  const eqs_kernels *kernels;
  int f32;
  uint64_t random, hash;
  bits_block block[BITS_BLOCKS] __attribute__((aligned(64)));
  unsigned char sums[BITS_SUMS * EQS_VECTOR_BYTES] __attribute__((aligned(64)));
} bits_state;

static inline uint64_t bits_random(bits_state *s)
{
  s->random ^= s->random << 13;
  s->random ^= s->random >> 7;
  return s->random ^= s->random << 17;
}

/* Everyday numbers, large and small ones, and those that are special. */
static inline double bits_number(bits_state *s)
{
  static const double special[] = {0.0,  -0.0, 1,     -1,    0.5,    -2,      1e300, -1e300,
                                   1e15, 1e-9, 1e-30, -1e30, 1e-310, 1.4e-45, 3e9,   700};
  double uniform = (double)(int64_t)bits_random(s) * 0x1p-63;
  uint64_t kind = bits_random(s) % 16;
  if (kind == 0) return special[bits_random(s) % (sizeof special / sizeof *special)];
  if (kind == 1) return uniform > 0 ? (double)INFINITY : -(double)INFINITY;
  if (kind == 2) return uniform > 0 ? (double)NAN : uniform * 1e4;
  return kind < 6 ? uniform * 50 : kind < 11 ? uniform * 3 : uniform;
}

static inline void bits_fill(bits_state *s, unsigned block)
{
  for (unsigned i = 0; i < BITS_ROWS; i++)
    if (s->f32)
      s->block[block].f32[i] = (float)bits_number(s);
    else
      s->block[block].f64[i] = bits_number(s);
}

/* All NaN are alike: which one comes out is the machine's own affair. */
static inline void bits_add(bits_state *s, const void *numbers, unsigned n)
{
  for (unsigned i = 0; i < n; i++) {
    uint64_t word = 0;
    if (s->f32) {
      float x = ((const float *)numbers)[i];
      uint32_t half = 1;
      if (x == x) memcpy(&half, &x, sizeof half);
      word = half;
    } else {
      double x = ((const double *)numbers)[i];
      word = 1;
      if (x == x) memcpy(&word, &x, sizeof word);
    }
    s->hash = (s->hash ^ word) * 0x9e3779b97f4a7c15u;
    s->hash ^= s->hash >> 29;
  }
}

static inline void bits_begin(bits_state *s)
{
  s->random = 0x243f6a8885a308d3u;
  s->hash = 1;
}

static inline void bits_elementwise(bits_state *s, unsigned kernel, const char *name)
{
  bits_begin(s);
  for (unsigned round = 0; round < BITS_ROUNDS; round++) {
    for (unsigned b = 0; b < 4; b++) bits_fill(s, b);
    s->kernels->elementwise[kernel](&s->block[4], &s->block[0], &s->block[1], &s->block[2],
                                    &s->block[3], BITS_ROWS);
    bits_add(s, &s->block[4], BITS_ROWS);
  }
  printf("%s %016llx\n", name, (unsigned long long)s->hash);
}

/* Tame numbers, so that sums say something. */
static inline void bits_reductions(bits_state *s)
{
  const void *column[BITS_BLOCKS];
  bits_begin(s);
  memset(s->sums, 0, sizeof s->sums);
  for (unsigned b = 0; b < BITS_BLOCKS; b++) {
    column[b] = &s->block[b];
    for (unsigned i = 0; i < BITS_ROWS; i++) {
      double x = (double)(bits_random(s) >> 11) * 0x1p-53 + 0.01;
      if (s->f32)
        s->block[b].f32[i] = (float)x;
      else
        s->block[b].f64[i] = x;
    }
  }
  unsigned lanes = EQS_VECTOR_BYTES / (s->f32 ? 4 : 8) * BITS_SUMS;
  for (unsigned n = 1; n < BITS_ROWS; n += 7) {
    s->kernels->loss(s->sums, column[0], column[1], n);
    s->kernels->panel(s->sums, column, column + 4, n);
    for (unsigned k = 1; k <= EQS_MAX_FUSED_K; k++) {
      s->kernels->gram[k](s->sums, column, column[9], column[10], n);
      s->kernels->weighted_gram[k](s->sums, column, column[9], column[10], n);
    }
    bits_add(s, s->sums, lanes);
  }
  printf("sums %016llx\n", (unsigned long long)s->hash);
  for (unsigned r = 0; r < EQS_N_RHO; r++) {
    s->kernels->rho[r](s->sums, &s->block[10], &s->block[11], column[0], column[1], column[2],
                       column[3], BITS_ROWS);
    bits_add(s, s->sums, lanes);
    bits_add(s, &s->block[10], 2 * BITS_ROWS);
  }
  printf("losses %016llx\n", (unsigned long long)s->hash);
}

static inline void bits_print(const eqs_kernels *kernels, int f32)
{
  static bits_state state;
  bits_state *s = &state;
  s->kernels = kernels;
  s->f32 = f32;
  printf("%s\n", f32 ? "f32" : "f64");
#define EQS_KERNEL_1(op, name) bits_elementwise(s, EQS_K_##name, #name);
#define EQS_KERNEL_2(op, name, pool) bits_elementwise(s, EQS_K_##name, #name);
#define EQS_KERNEL_3(op, name, pool) bits_elementwise(s, EQS_K_##name, #name);
#define EQS_ADJOINT_1(op, name) bits_elementwise(s, EQS_K_##name, #name);
#define EQS_ADJOINT_X(op, name, pool) bits_elementwise(s, EQS_K_##name, #name);
#define EQS_ADJOINT_Y(op, name, pool) bits_elementwise(s, EQS_K_##name, #name);
#include "program/kernels.def"
  bits_reductions(s);
}

#endif
