/* SPDX-License-Identifier: BSD-3-Clause */
/* What vectors this processor has, and whether OpenBLAS makes use of them. */
#include "cli/processor.h"
#include "cli/cli.h"
#include <stdlib.h>
#include <strings.h>

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

/* The vectors that the kernels of OpenBLAS's x86-64 cores use; what is not listed uses less. */
static int level_of_core(const char *core)
{
  static const struct {
    const char *core;
    int level;
  } cores[] = {{"SkylakeX", AVX512}, {"Cooperlake", AVX512}, {"Sapphirerapids", AVX512},
               {"Haswell", AVX2},    {"Zen", AVX2},          {"Excavator", AVX2}};
  for (size_t i = 0; i < sizeof cores / sizeof cores[0]; i++)
    if (strcasecmp(core, cores[i].core) == 0) return cores[i].level;
  return SSE2;
}

void eqs_processor_check_blas(const char *core)
{
  const char *forced = getenv("OPENBLAS_CORETYPE");
  if (!forced || level() == BASELINE || level_of_core(core) >= level()) return;
  eqs_note(
      "OPENBLAS_CORETYPE=%s: OpenBLAS runs kernels for %s, but the processor has %s "
      "(unset it: training is up to twice as fast)",
      forced, core, eqs_processor_isa());
}
