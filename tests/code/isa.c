/* SPDX-License-Identifier: BSD-3-Clause */
/* Which instructions the environment allows, and the host has. */
#include "code/isa.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static eqs_isa with(const char *cpu, const char *features)
{
  setenv("EQSIEVE_CPU", cpu, 1);
  setenv("EQSIEVE_FEATURES", features, 1);
  return eqs_isa_find();
}

Test(isa, environment_takes_away_and_never_adds)
{
  eqs_isa host = with("", "");
  eqs_isa avx2 = host < EQS_ISA_AVX2 ? host : EQS_ISA_AVX2;
  cr_expect_eq(with("x86-64", ""), EQS_ISA_NONE);
  cr_expect_eq(with("x86-64-v3", ""), avx2);
  cr_expect_eq(with("x86-64-v4", ""), host);
  cr_expect_eq(with("", "+sse4.2"), EQS_ISA_NONE);
  cr_expect_eq(with("", "+avx2"), EQS_ISA_NONE, "without fma");
  cr_expect_eq(with("", "+fma,+avx2"), avx2);
  cr_expect_eq(with("x86-64", "+avx512vl,+avx512f,+avx512dq"), host, "features win");
  cr_expect_eq(with("", "+avx512f,+fma,-avx512dq,+avx2"), avx2);
}
