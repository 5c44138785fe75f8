/* SPDX-License-Identifier: BSD-3-Clause */
/* One kernel of the engine on a block in the first-level cache. */
#include "bench/bench.h"
#include "code/native.h"
#include "eval/reference.h"
#include "util/fail.h"
#include "util/random.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { ARGS = 4, ELEMENTS = 1 << 20 /* of a repeat */ };

typedef union block {
  double f64[EQS_MAX_BLOCK];
  float f32[EQS_MAX_BLOCK];
} __attribute__((aligned(EQS_VECTOR_BYTES))) block;

typedef struct job {
  eqs_dtype dtype;
  unsigned kernel;
  eqs_elementwise *run;
  size_t rows;
  block arg[ARGS], out;
} job;

const char *eqs_bench_kernel_name(size_t i)
{
  return i + 1 < EQS_N_KERNELS ? eqs_kernel_names[i + 1] : NULL; /* the first fills */
}

static eqs_status find(eqs_ctx *ctx, const char *name, unsigned *kernel)
{
  for (size_t i = 0; eqs_bench_kernel_name(i); i++) {
    *kernel = (unsigned)i + 1;
    if (strcmp(name, eqs_bench_kernel_name(i)) == 0) return EQS_OK;
  }
  return eqs_fail(
      ctx, EQS_USAGE,
      "bench kernel: no kernel '%s' (without --kernel all are measured, by their names)", name);
}

static double get(const job *j, const block *b, size_t i)
{
  return j->dtype == EQS_F64 ? b->f64[i] : (double)b->f32[i];
}

static void put(const job *j, block *b, size_t i, double value)
{
  if (j->dtype == EQS_F64)
    b->f64[i] = value;
  else
    b->f32[i] = (float)value;
}

/* A number as in the data of the other benchmarks, or of any size and sign. */
static double draw(const job *j, eqs_rng *rng, bool wide)
{
  double u = eqs_rng_uniform(rng);
  if (!wide) return 0.1 + 1.9 * u;
  int most = j->dtype == EQS_F64 ? DBL_MAX_EXP : FLT_MAX_EXP;
  double size = ldexp(0.5 + u / 2, (int)eqs_rng_below(rng, 2 * (unsigned)most - 2) - most + 2);
  return eqs_rng_u32(rng) & 1 ? size : -size;
}

static eqs_status work(void *user)
{
  job *j = user;
  for (size_t done = 0; done < ELEMENTS; done += j->rows)
    j->run(&j->out, &j->arg[0], &j->arg[1], &j->arg[2], &j->arg[3], j->rows);
  return EQS_OK;
}

/* Adjoints are products, of which one factor may leave the range where the product does not. */
static bool may_differ(const job *j, double want, double d)
{
  if (j->kernel < EQS_K_d_inv) return false;
  double inner = fabs(want / d), most = j->dtype == EQS_F64 ? DBL_MAX : FLT_MAX;
  return !(inner < most / 8 && inner > 8 / most);
}

/* The reference computes in double and rounds once. */
static eqs_status check(eqs_ctx *ctx, job *j, size_t *checked)
{
  block want;
  const eqs_kernels *reference = &eqs_reference_kernels[j->dtype];
  reference->elementwise[j->kernel](&want, &j->arg[0], &j->arg[1], &j->arg[2], &j->arg[3], j->rows);
  double share = 8 * (j->dtype == EQS_F64 ? DBL_EPSILON : (double)FLT_EPSILON);
  double least = 8 * (j->dtype == EQS_F64 ? 0x1p-1074 : 0x1p-149);
  for (size_t i = 0; i < j->rows; i++) {
    double a = get(j, &want, i), b = get(j, &j->out, i);
    bool same = a == b || (isnan(a) && isnan(b)) || fabs(a - b) <= fmax(share * fabs(a), least);
    if (!same && !may_differ(j, a, get(j, &j->arg[0], i)))
      return eqs_fail(ctx, EQS_INPUT, "bench kernel: %s gives %.17g for row %zu, not %.17g",
                      eqs_kernel_names[j->kernel], b, i, a);
  }
  *checked = j->rows;
  return EQS_OK;
}

eqs_status eqs_bench_kernel(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.dtype = o->engine.dtype};
  eqs_native *native = NULL;
  size_t rows = (o->rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  j.rows = rows < EQS_MAX_BLOCK ? rows : EQS_MAX_BLOCK;
  eqs_status status = find(ctx, o->kernel ? o->kernel : "", &j.kernel);
  if (!status) status = eqs_native_new(ctx, &native, NULL, j.dtype);
  if (status) return status;
  for (unsigned a = 0; a < ARGS; a++) {
    eqs_rng rng = eqs_rng_new(1, a);
    for (size_t i = 0; i < j.rows; i++) put(&j, &j.arg[a], i, draw(&j, &rng, o->wide));
  }
  j.run = native->kernels.elementwise[j.kernel];
  status = eqs_bench_time(o, work, &j, r);
  if (!status) status = check(ctx, &j, &r->checked);
  if (!status) status = eqs_bench_peak_fma(ctx, o, r);
  size_t turns = (ELEMENTS + j.rows - 1) / j.rows;
  r->ns_per_element = r->median / (double)(turns * j.rows) * 1e9;
  r->kernel = eqs_kernel_names[j.kernel];
  r->rows = j.rows;
  r->tier = EQS_TIER_BLOCK;
  r->threads = 1;
  eqs_native_free(native);
  return status;
}
