/* SPDX-License-Identifier: BSD-3-Clause */
/* What a measurement says of the host it was made on. */
#include "bench/bench.h"
#include "blas/blas.h"
#include <stdio.h>

void eqs_bench_describe(eqs_bench_result *result)
{
  eqs_engine *engine;
  eqs_engine_options options;
  const eqs_blas *blas;
  eqs_engine_options_init(&options);
  options.dtype = result->dtype;
  if (eqs_engine_new(NULL, &engine, &options) == EQS_OK) {
    snprintf(result->cpu, sizeof result->cpu, "%s", eqs_engine_cpu(engine));
    snprintf(result->llvm, sizeof result->llvm, "%s", eqs_engine_llvm(engine));
    eqs_engine_free(engine);
  }
  if (eqs_blas_get(NULL, &blas) == EQS_OK)
    snprintf(result->blas_core, sizeof result->blas_core, "%s", blas->core());
  snprintf(result->isa, sizeof result->isa, "%s", eqs_bench_isa());
}
