/* SPDX-License-Identifier: BSD-3-Clause */
/* The cost of the kernels themselves: compiled by LLVM and loaded, or, cached, as an engine gets
   them when they are on disk. */
#include "bench/bench.h"
#include "code/native.h"
#include "util/fail.h"

typedef struct job {
  eqs_ctx *ctx;
  eqs_dtype dtype;
  eqs_native *native; /* the latest */
} job;

static eqs_status compile(void *user)
{
  job *j = user;
  eqs_native_free(j->native);
  j->native = NULL;
  return eqs_native_compile(j->ctx, &j->native, NULL, j->dtype);
}

static eqs_status load(void *user)
{
  job *j = user;
  eqs_native_free(j->native);
  j->native = NULL;
  return eqs_native_new(j->ctx, &j->native, NULL, j->dtype);
}

/* The kernel that adds makes 2, 4, ... of 1, 2, ... */
static eqs_status check(job *j, eqs_bench_result *r)
{
  union {
    double f64[EQS_LANES];
    float f32[EQS_LANES];
  } x __attribute__((aligned(EQS_VECTOR_BYTES))), sum __attribute__((aligned(EQS_VECTOR_BYTES)));
  for (int i = 0; i < EQS_LANES; i++)
    if (j->dtype == EQS_F64)
      x.f64[i] = i + 1;
    else
      x.f32[i] = (float)(i + 1);
  j->native->kernels.elementwise[EQS_K_add_vv](&sum, &x, &x, NULL, NULL, EQS_LANES);
  for (int i = 0; i < EQS_LANES; i++)
    if ((j->dtype == EQS_F64 ? sum.f64[i] : (double)sum.f32[i]) != 2 * (i + 1))
      return eqs_fail(j->ctx, EQS_INPUT, "bench compile: the kernel that adds is wrong");
  r->checked = EQS_LANES;
  return EQS_OK;
}

eqs_status eqs_bench_compile(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .dtype = o->engine.dtype};
  eqs_status status = eqs_bench_time(o, o->cached ? load : compile, &j, r);
  if (!status) status = check(&j, r);
  r->tier = EQS_TIER_BLOCK;
  r->cached = o->cached != 0;
  r->threads = 1;
  eqs_native_free(j.native);
  return status;
}
