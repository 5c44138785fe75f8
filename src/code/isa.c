/* SPDX-License-Identifier: BSD-3-Clause */
/* Choosing vector instructions without asking LLVM, so that a warm start need not load it. */
#include "code/isa.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static eqs_isa host_isa(void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return EQS_ISA_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return EQS_ISA_AVX2;
#endif
  return EQS_ISA_NONE;
}

/* Whether the comma-separated FEATURES switch FEATURE on. */
static bool has(const char *features, const char *feature)
{
  size_t length = strlen(feature);
  for (const char *p = features; *p;) {
    size_t span = strcspn(p, ",");
    if (span == length && strncmp(p, feature, length) == 0) return true;
    p += span + (p[span] == ',');
  }
  return false;
}

static eqs_isa allowed_isa(const char *cpu, const char *features)
{
  if (features && *features) {
    if (has(features, "+avx512f") && has(features, "+avx512dq") && has(features, "+avx512vl"))
      return EQS_ISA_AVX512;
    return has(features, "+avx2") && has(features, "+fma") ? EQS_ISA_AVX2 : EQS_ISA_NONE;
  }
  if (!cpu || !*cpu || strcmp(cpu, "x86-64-v4") == 0) return EQS_ISA_AVX512;
  return strcmp(cpu, "x86-64-v3") == 0 ? EQS_ISA_AVX2 : EQS_ISA_NONE;
}

eqs_isa eqs_isa_find(void)
{
  eqs_isa host = host_isa();
  eqs_isa allowed = allowed_isa(getenv("EQSIEVE_CPU"), getenv("EQSIEVE_FEATURES"));
  return host < allowed ? host : allowed;
}
