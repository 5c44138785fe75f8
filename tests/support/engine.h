/* SPDX-License-Identifier: BSD-3-Clause */
/* Engines for tests. Native code runs on x86-64, and what is stitched needs AVX2: where it cannot
   run a test of it is skipped. Where it can, a refusal is a failure. */
#ifndef TESTS_SUPPORT_ENGINE_H
#define TESTS_SUPPORT_ENGINE_H

#include "code/isa.h"
#include <criterion/criterion.h>
#include <eqsieve/engine.h>
#include <stdbool.h>

static inline bool engine_can_run(eqs_tier tier)
{
#ifdef __x86_64__
  return tier != EQS_TIER_STITCH || eqs_isa_find() != EQS_ISA_NONE;
#else
  return tier == EQS_TIER_AUTO || tier == EQS_TIER_REFERENCE;
#endif
}

/* Goes on if STATUS, of making something of TIER, is EQS_OK. */
static inline void engine_judge(const eqs_ctx *ctx, eqs_status status, eqs_tier tier)
{
  if (status == EQS_NO_ENGINE && !engine_can_run(tier)) cr_skip_test("%s", eqs_ctx_message(ctx));
  cr_assert_eq(status, EQS_OK, "%s", eqs_ctx_message(ctx));
}

static inline eqs_engine *engine_new(eqs_tier tier, eqs_dtype dtype)
{
  eqs_engine *engine = NULL;
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_engine_options options = {sizeof options, tier, dtype};
  engine_judge(ctx, eqs_engine_new(ctx, &engine, &options), tier);
  eqs_ctx_free(ctx);
  return engine;
}

#endif
