/* SPDX-License-Identifier: BSD-3-Clause */
/* What the host can do without the engine: fused multiply-adds in registers at the widest vectors
   it has, and reading memory. Engines are reported beside these figures of the same run. */
#include "bench/bench.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <omp.h>
#include <stdlib.h>

enum {
  ROUNDS = 400000,   /* of multiply-adds on every chain: some milliseconds */
  CHAINS = 12,       /* independent, more than latency times issue width */
  BYTES = 256 << 20, /* of a thread; larger than any cache in use: reads come from memory */
};

/* A loop of multiply-adds a = a * 0.999 + 0.001, which ends at 1 in every lane. Returns how many
   floating-point operations it did, the mean of all lanes in *MEAN. */
typedef double fma_loop(double *mean);

/* The sum of BYTES of doubles. */
typedef double read_loop(const double *memory, size_t bytes);

typedef struct isa {
  const char *name;
  fma_loop *fma[2]; /* by eqs_dtype */
  read_loop *read;
} isa;

/* The loops for one width of vectors. T: element, V: vector type of BYTES, MAD: its multiply-add.
 */
#define FMA_LOOP(name, attributes, T, V, bytes, MAD)                                               \
  attributes static double name(double *mean)                                                      \
  {                                                                                                \
    enum { LANES = (bytes) / sizeof(T) };                                                          \
    V a[CHAINS], b, c, sum;                                                                        \
    for (size_t l = 0; l < LANES; l++) {                                                           \
      ((T *)&b)[l] = (T)0.999;                                                                     \
      ((T *)&c)[l] = (T)0.001;                                                                     \
    }                                                                                              \
    _Pragma("GCC unroll 12") for (int i = 0; i < CHAINS; i++) a[i] = c * (T)i;                     \
    for (int round = 0; round < ROUNDS; round++)                                                   \
      _Pragma("GCC unroll 12") for (int i = 0; i < CHAINS; i++) a[i] = MAD(a[i], b, c);            \
    sum = a[0];                                                                                    \
    _Pragma("GCC unroll 12") for (int i = 1; i < CHAINS; i++) sum = sum + a[i];                    \
    *mean = 0;                                                                                     \
    for (size_t l = 0; l < LANES; l++) *mean += (double)((T *)&sum)[l] / (LANES * CHAINS);         \
    return 2.0 * ROUNDS * CHAINS * LANES;                                                          \
  }

#define READ_LOOP(name, attributes, V)                                                             \
  attributes static double name(const double *memory, size_t bytes)                                \
  {                                                                                                \
    const V *v = (const V *)memory;                                                                \
    V a = v[0], b = v[1], c = v[2], d = v[3];                                                      \
    for (size_t i = 4; i + 3 < bytes / sizeof(V); i += 4) {                                        \
      a += v[i];                                                                                   \
      b += v[i + 1];                                                                               \
      c += v[i + 2];                                                                               \
      d += v[i + 3];                                                                               \
    }                                                                                              \
    a += b + c + d;                                                                                \
    double sum = 0;                                                                                \
    for (size_t l = 0; l < sizeof(V) / sizeof(double); l++) sum += ((const double *)&a)[l];        \
    return sum;                                                                                    \
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
    return (isa){"avx512", {[EQS_F64] = fma_f64_512, [EQS_F32] = fma_f32_512}, read_512};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return (isa){"avx2", {[EQS_F64] = fma_f64_256, [EQS_F32] = fma_f32_256}, read_256};
  return (isa){"sse2", {[EQS_F64] = fma_f64_128, [EQS_F32] = fma_f32_128}, read_128};
#else
  return (isa){"baseline", {[EQS_F64] = fma_f64_128, [EQS_F32] = fma_f32_128}, read_128};
#endif
}

const char *eqs_bench_isa(void)
{
  return widest().name;
}

typedef struct job {
  isa isa;
  eqs_dtype dtype;
  int threads;
  double *memory; /* BYTES per thread */
  double work;    /* operations or bytes of one call, all threads */
  double answer;  /* mean of the lanes, or of the numbers read */
} job;

static eqs_status run_fma(void *user)
{
  job *j = user;
  double work = 0, answer = 0;
#pragma omp parallel num_threads(j->threads) reduction(+ : work, answer)
  {
    double mean;
    work += j->isa.fma[j->dtype](&mean);
    answer += mean;
  }
  j->work = work;
  j->answer = answer / j->threads;
  return EQS_OK;
}

static double *share_of(const job *j, int thread)
{
  return j->memory + (size_t)thread * (BYTES / sizeof(double));
}

/* Every thread writes its own share: pages lie near who writes them first, and pages that nobody
   wrote would all be one. */
static void write_ones(job *j)
{
#pragma omp parallel num_threads(j->threads)
  {
    double *mine = share_of(j, omp_get_thread_num());
    for (size_t i = 0; i < BYTES / sizeof(double); i++) mine[i] = 1;
  }
}

static eqs_status run_read(void *user)
{
  job *j = user;
  double sum = 0;
#pragma omp parallel num_threads(j->threads) reduction(+ : sum)
  sum += j->isa.read(share_of(j, omp_get_thread_num()), BYTES);
  j->work = (double)BYTES * j->threads;
  j->answer = sum * sizeof(double) / j->work;
  return EQS_OK;
}

static eqs_status check(eqs_ctx *ctx, const job *j, const char *what, double tolerance)
{
  if (fabs(j->answer - 1) <= tolerance) return EQS_OK;
  return eqs_fail(ctx, EQS_INPUT, "bench peak: %s gave %.9g, not 1 (the times mean nothing)", what,
                  j->answer);
}

static job new_job(eqs_ctx *ctx, const eqs_bench_options *o)
{
  return (job){.isa = widest(), .dtype = o->engine.dtype, .threads = eqs_ctx_threads(ctx)};
}

static eqs_status peak_fma(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = new_job(ctx, o);
  eqs_status status = eqs_bench_time(o, run_fma, &j, r);
  if (status) return status;
  r->peak_gflops = j.work / r->median * 1e-9;
  return check(ctx, &j, "multiplying and adding", 1e-4);
}

static eqs_status peak_read(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = new_job(ctx, o);
  eqs_bench_result time = {0};
  j.memory = eqs_alloc((size_t)j.threads, BYTES);
  if (!j.memory) return eqs_fail_memory(ctx, (size_t)j.threads * BYTES);
  write_ones(&j);
  eqs_status status = eqs_bench_time(o, run_read, &j, &time);
  free(j.memory);
  if (status) return status;
  r->bytes_per_s = j.work / time.median;
  return check(ctx, &j, "reading", 0);
}

eqs_status eqs_bench_peak_fma(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  eqs_bench_result alone = {0};
  eqs_status status = peak_fma(ctx, o, &alone);
  r->peak_gflops = alone.peak_gflops;
  return status;
}

eqs_status eqs_bench_peak(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  eqs_status status = peak_fma(ctx, o, r);
  if (!status) status = peak_read(ctx, o, r);
  r->checked = 2;
  return status;
}
