/* SPDX-License-Identifier: BSD-3-Clause */
/* The processor's identity from the instruction made for that. */
#include "code/cpu.h"

#include "util/hash.h"

#ifdef __x86_64__

#include <cpuid.h>

/* Which vector registers the operating system saves: without that, features do not count. */
static uint64_t saved_registers(void)
{
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

uint64_t eqs_cpu_identity(void)
{
  unsigned a, b, c, d;
  uint64_t hash = 1;
  if (!__get_cpuid(0, &a, &b, &c, &d)) return 0;
  hash = eqs_hash_add(hash, (uint64_t)b << 32 | c);
  hash = eqs_hash_add(hash, d);
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  /* Not EBX, which numbers the core. */
  hash = eqs_hash_add(hash, (uint64_t)a << 32 | c);
  hash = eqs_hash_add(hash, d);
  if (c & bit_OSXSAVE) hash = eqs_hash_add(hash, saved_registers());
  for (unsigned leaf = 0; leaf < 2; leaf++) {
    if (!__get_cpuid_count(7, leaf, &a, &b, &c, &d)) break;
    hash = eqs_hash_add(hash, (uint64_t)a << 32 | b);
    hash = eqs_hash_add(hash, (uint64_t)c << 32 | d);
  }
  if (__get_cpuid(0x80000001, &a, &b, &c, &d)) hash = eqs_hash_add(hash, (uint64_t)c << 32 | d);
  return hash ? hash : 1;
}

#else

uint64_t eqs_cpu_identity(void)
{
  return 0;
}

#endif
