/* SPDX-License-Identifier: BSD-3-Clause */
/* What the host can do without the engine: fused multiply-adds in registers at the widest vectors
   it has, and reading memory. Engines are reported beside these figures of the same run. */
#include "bench/bench.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  ROUNDS = 400000, /* of multiply-adds on every chain: some milliseconds */
  CHAINS = 12,     /* independent, more than latency times issue width */
};

/* A loop of multiply-adds: returns how many floating-point operations it did, a sum in *SINK so
   that nothing is optimised away. */
typedef double fma_loop(double *sink);

/* A loop over BYTES of memory, adding up. */
typedef double read_loop(const void *memory, size_t bytes);

typedef struct isa {
  const char *name;
  fma_loop *fma[2]; /* by eqs_dtype */
  read_loop *read;
} isa;

/* The loops for one width of vectors. T: element, V: vector type of BYTES, MAD: its multiply-add.
 */
#define FMA_LOOP(name, attributes, T, V, bytes, MAD)                                               \
  attributes static double name(double *sink)                                                      \
  {                                                                                                \
    V a[CHAINS], b, c, sum;                                                                        \
    for (size_t l = 0; l < (bytes) / sizeof(T); l++) {                                             \
      ((T *)&b)[l] = (T)0.999;                                                                     \
      ((T *)&c)[l] = (T)0.001;                                                                     \
    }                                                                                              \
    for (int i = 0; i < CHAINS; i++) a[i] = c * (T)i;                                              \
    for (int round = 0; round < ROUNDS; round++)                                                   \
      for (int i = 0; i < CHAINS; i++) a[i] = MAD(a[i], b, c);                                     \
    sum = a[0];                                                                                    \
    for (int i = 1; i < CHAINS; i++) sum = sum + a[i];                                             \
    for (size_t l = 0; l < (bytes) / sizeof(T); l++) *sink += (double)((T *)&sum)[l];              \
    return 2.0 * ROUNDS * CHAINS * (double)((bytes) / sizeof(T));                                  \
  }

#define READ_LOOP(name, attributes, V)                                                             \
  attributes static double name(const void *memory, size_t bytes)                                  \
  {                                                                                                \
    const V *v = memory;                                                                           \
    V a = v[0], b = v[1], c = v[2], d = v[3];                                                      \
    for (size_t i = 4; i + 3 < bytes / sizeof(V); i += 4) {                                        \
      a += v[i];                                                                                   \
      b += v[i + 1];                                                                               \
      c += v[i + 2];                                                                               \
      d += v[i + 3];                                                                               \
    }                                                                                              \
    a += b + c + d;                                                                                \
    return ((const double *)&a)[0];                                                                \
  }

typedef double d2 __attribute__((vector_size(16)));
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
typedef float f4 __attribute__((vector_size(16)));
FMA_LOOP(fma_f64_128, , double, d2, 16, MULTIPLY_ADD)
FMA_LOOP(fma_f32_128, , float, f4, 16, MULTIPLY_ADD)
READ_LOOP(read_128, , d2)

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f")))
FMA_LOOP(fma_f64_256, AVX2, double, __m256d, 32, _mm256_fmadd_pd)
FMA_LOOP(fma_f32_256, AVX2, float, __m256, 32, _mm256_fmadd_ps)
READ_LOOP(read_256, AVX2, __m256d)
FMA_LOOP(fma_f64_512, AVX512, double, __m512d, 64, _mm512_fmadd_pd)
FMA_LOOP(fma_f32_512, AVX512, float, __m512, 64, _mm512_fmadd_ps)
READ_LOOP(read_512, AVX512, __m512d)
#endif

static isa widest(void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return (isa){"avx512", {fma_f64_512, fma_f32_512}, read_512};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return (isa){"avx2", {fma_f64_256, fma_f32_256}, read_256};
#endif
  return (isa){"128-bit", {fma_f64_128, fma_f32_128}, read_128};
}

typedef struct job {
  isa isa;
  eqs_dtype dtype;
  int threads;
  const char *memory;
  size_t bytes; /* per thread */
  double work;  /* operations or bytes of one call, all threads */
  double sink;
} job;

static eqs_status run_fma(void *user)
{
  job *j = user;
  double work = 0, sink = 0;
#pragma omp parallel num_threads(j->threads) reduction(+ : work, sink)
  {
    double mine = 0;
    work += j->isa.fma[j->dtype](&mine);
    sink += mine;
  }
  j->work = work;
  j->sink = sink;
  return EQS_OK;
}

static eqs_status run_read(void *user)
{
  job *j = user;
  double sink = 0;
#pragma omp parallel num_threads(j->threads) reduction(+ : sink)
  sink += j->isa.read(j->memory + (size_t)omp_get_thread_num() * j->bytes, j->bytes);
  j->work = (double)j->bytes * j->threads;
  j->sink = sink;
  return EQS_OK;
}

eqs_status eqs_bench_peak(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  /* Larger than any third-level cache in use: reads come from memory. */
  enum { BYTES = 256 << 20 };
  job j = {.isa = widest(), .dtype = o->engine.dtype, .threads = eqs_ctx_threads(ctx)};
  double seconds, mad;
  eqs_status status = eqs_bench_time(run_fma, &j, o->repeats, &r->median, &r->mad);
  if (status) return status;
  r->peak_gflops = j.work / r->median * 1e-9;
  j.bytes = BYTES;
  char *memory = eqs_alloc((size_t)j.threads, BYTES);
  if (!memory) return eqs_fail_memory(ctx, (size_t)j.threads * BYTES);
  memset(memory, 0, (size_t)j.threads * BYTES); /* pages that were never written read as one */
  j.memory = memory;
  status = eqs_bench_time(run_read, &j, o->repeats, &seconds, &mad);
  free(memory);
  if (status) return status;
  r->bytes_per_s = j.work / seconds;
  r->checked = isfinite(j.sink);
  snprintf(r->isa, sizeof r->isa, "%s", j.isa.name);
  return EQS_OK;
}
