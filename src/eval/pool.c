/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers that are one for all rows. What is computed from free constants alone runs through the
   same kernels as everything else, on one vector of equal lanes. */
#include "eval/pool.h"
#include "data/dataset.h"
#include "util/memory.h"
#include <string.h>

enum { VECTOR = EQS_LANES * sizeof(double) };

static void spread(char *vector, const char *number, eqs_dtype dtype)
{
  if (dtype == EQS_F32)
    for (size_t i = 0; i < EQS_LANES; i++) ((float *)vector)[i] = *(const float *)number;
  else
    for (size_t i = 0; i < EQS_LANES; i++) ((double *)vector)[i] = *(const double *)number;
}

typedef double two_f64 __attribute__((vector_size(16)));
typedef float two_f32 __attribute__((vector_size(8)));

/* Whole grains: both sides have room, and a number of bytes that compilers know needs no call. */
static void copy(double *to, const double *from, uint32_t n)
{
  for (uint32_t i = 0; i < n; i += EQS_POOL_GRAIN)
    memcpy(to + i, from + i, EQS_POOL_GRAIN * sizeof *to);
}

static void narrow(float *to, const double *from, uint32_t n)
{
  for (uint32_t i = 0; i < n; i += EQS_POOL_GRAIN)
    for (uint32_t j = i; j < i + EQS_POOL_GRAIN; j += 2) {
      two_f64 wide;
      memcpy(&wide, from + j, sizeof wide);
      two_f32 number = __builtin_convertvector(wide, two_f32);
      memcpy(to + j, &number, sizeof number);
    }
}

void eqs_pool_fill(void *pool, const eqs_program *program, const eqs_engine *engine)
{
  _Alignas(EQS_ALIGN) char vector[5][VECTOR];
  size_t size = eqs_dtype_size(engine->dtype);
  char *number = pool;
  if (engine->dtype == EQS_F32)
    narrow(pool, program->pool, program->n_pool);
  else
    copy(pool, program->pool, program->n_pool);
  for (const eqs_step *s = program->uniform, *end = s + program->n_uniform; s < end; s++) {
    for (unsigned i = 0; i < eqs_kernel_arity[s->kernel]; i++)
      spread(vector[i], number + s->arg[i].index * size, engine->dtype);
    engine->kernels->elementwise[s->kernel](vector[4], vector[0], vector[1], vector[2], vector[3],
                                            EQS_LANES);
    memcpy(number + s->dst * size, vector[4], size);
  }
}
