/* SPDX-License-Identifier: BSD-3-Clause */
/* OpenBLAS's core types on x86-64 by the width of their vectors. A name that is not listed is of a
   later release, which knows later processors. */
#include "blas/blas.h"
#include <stddef.h>
#include <strings.h>

enum { NARROW, AVX2, AVX512 };

static int level_of_host(void)
{
#if defined(__x86_64__)
  /* What the kernels for SkylakeX and for Haswell are compiled with. */
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return AVX2;
#endif
  return NARROW;
}

static int level_of(const char *core)
{
  static const struct {
    const char *core;
    int level;
  } cores[] = {{"Haswell", AVX2},        {"Zen", AVX2},
               {"Excavator", AVX2},      {"Steamroller", NARROW},
               {"Piledriver", NARROW},   {"Bulldozer", NARROW},
               {"Sandybridge", NARROW},  {"Bobcat", NARROW},
               {"Barcelona", NARROW},    {"Opteron", NARROW},
               {"Opteron_SSE3", NARROW}, {"Athlon", NARROW},
               {"Nehalem", NARROW},      {"Dunnington", NARROW},
               {"Penryn", NARROW},       {"Core2", NARROW},
               {"Atom", NARROW},         {"Nano", NARROW},
               {"Prescott", NARROW},     {"Northwood", NARROW},
               {"Banias", NARROW},       {"Coppermine", NARROW},
               {"Katmai", NARROW},       {"Generic", NARROW},
               {"Unknown", NARROW}};
  for (size_t i = 0; i < sizeof cores / sizeof cores[0]; i++)
    if (strcasecmp(core, cores[i].core) == 0) return cores[i].level;
  return AVX512;
}

bool eqs_blas_core_suits(const char *core)
{
  return level_of(core) >= level_of_host();
}

const char *eqs_blas_core_of_host(void)
{
  static const char *const core[] = {[NARROW] = NULL, [AVX2] = "Haswell", [AVX512] = "SkylakeX"};
  return core[level_of_host()];
}
