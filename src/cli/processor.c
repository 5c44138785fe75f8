/* SPDX-License-Identifier: BSD-3-Clause */
/* What vectors this processor has, and whether OpenBLAS makes use of them. */
#include "cli/processor.h"
#include "cli/cli.h"
#include <stdlib.h>

enum { BASELINE, SSE2, AVX2, AVX512 };

static int level(void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return AVX512;
  if (__builtin_cpu_supports("avx2")) return AVX2;
  return SSE2;
#else
  return BASELINE;
#endif
}

const char *eqs_processor_isa(void)
{
  static const char *const names[] = {"baseline", "sse2", "avx2", "avx512"};
  return names[level()];
}

void eqs_processor_check_blas(const eqs_blas_facts *blas)
{
  if (!blas->better) return;
  const char *forced = getenv("OPENBLAS_CORETYPE");
  if (forced)
    eqs_note(
        "OPENBLAS_CORETYPE=%s: OpenBLAS runs kernels for %s, but the processor has %s "
        "(unset it: training is several times as fast)",
        forced, blas->core, eqs_processor_isa());
  else
    eqs_note(
        "OpenBLAS runs kernels for %s, but the processor has %s (set OPENBLAS_CORETYPE=%s: "
        "training is several times as fast)",
        blas->core, eqs_processor_isa(), blas->better);
}
