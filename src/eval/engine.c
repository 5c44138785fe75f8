/* SPDX-License-Identifier: BSD-3-Clause */
/* Choosing the tier and making the engine. */
#include "eval/engine.h"
#include "eval/costs.h"
#include "eval/reference.h"
#include "util/fail.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void eqs_engine_options_init(eqs_engine_options *options)
{
  *options = (eqs_engine_options){.size = sizeof *options, .tier = EQS_TIER_AUTO, .dtype = EQS_F64};
}

/* Makes E a stitching engine, from a block engine. */
static eqs_status add_stitching(eqs_ctx *ctx, eqs_engine *e, eqs_tier tier)
{
  e->isa = eqs_isa_find();
  e->eager = tier == EQS_TIER_STITCH;
  if (e->isa == EQS_ISA_NONE)
    return eqs_fail(ctx, EQS_NO_ENGINE,
                    "stitching needs an x86-64 processor with AVX2 and FMA (try --engine block)");
  eqs_status status = eqs_arena_new(ctx, &e->arena);
  if (!status) e->tier = EQS_TIER_STITCH;
  return status;
}

/* Makes E, a native engine, one that makes functions of programs: at once where FUSED was asked
   for, else where it will pay. */
static eqs_status add_fusing(eqs_ctx *ctx, eqs_engine *e, eqs_tier tier)
{
  eqs_status status = eqs_fuser_new(ctx, &e->fuser, e->kernels, e->dtype);
  if (status) return status;
  if (tier == EQS_TIER_AUTO) {
    e->costs = eqs_costs_get(ctx, e);
    e->fuse_rows = fmin(eqs_costs_fuse_rows(&e->costs, 1, 0), eqs_costs_fuse_rows(&e->costs, 0, 1));
  }
  if (tier != EQS_TIER_FUSED) return EQS_OK;
  status = eqs_fuser_check(ctx, e->fuser);
  if (!status) e->tier = EQS_TIER_FUSED;
  return status;
}

/* Makes E, a reference engine, the fastest that TIER allows. */
static eqs_status climb(eqs_ctx *ctx, eqs_engine *e, eqs_tier tier)
{
  eqs_status status = eqs_native_new(ctx, &e->native, NULL, e->dtype);
  if (status) return status;
  e->tier = EQS_TIER_BLOCK;
  e->kernels = &e->native->kernels;
  if (tier == EQS_TIER_BLOCK) return EQS_OK;
  status = add_stitching(ctx, e, tier);
  if (tier == EQS_TIER_STITCH || status == EQS_MEMORY) return status;
  return add_fusing(ctx, e, tier);
}

eqs_status eqs_engine_new(eqs_ctx *ctx, eqs_engine **engine, const eqs_engine_options *options)
{
  eqs_status status =
      eqs_check_options(ctx, options->size, sizeof *options, "eqs_engine_options_init");
  if (status) return status;
  eqs_engine *e = calloc(1, sizeof *e);
  if (!e) return eqs_fail_memory(ctx, sizeof *e);
  e->dtype = options->dtype;
  e->tier = EQS_TIER_REFERENCE;
  e->kernels = &eqs_reference_kernels[e->dtype];
  if (options->tier != EQS_TIER_REFERENCE) {
    status = climb(ctx, e, options->tier);
    if (status && (options->tier != EQS_TIER_AUTO || status == EQS_MEMORY)) {
      eqs_engine_free(e);
      return status;
    }
  }
  *engine = e;
  return EQS_OK;
}

void eqs_engine_free(eqs_engine *engine)
{
  if (!engine) return;
  eqs_fuser_free(engine->fuser);
  if (engine->native) eqs_native_free(engine->native);
  eqs_arena_drop(engine->arena);
  free(engine);
}

eqs_tier eqs_engine_tier(const eqs_engine *engine)
{
  return engine->tier;
}
eqs_dtype eqs_engine_dtype(const eqs_engine *engine)
{
  return engine->dtype;
}
const char *eqs_engine_cpu(const eqs_engine *e)
{
  return e->native ? e->native->cpu : "";
}
const char *eqs_engine_llvm(const eqs_engine *e)
{
  return e->native ? e->native->llvm : "";
}

static const char *const names[] = {[EQS_TIER_AUTO] = "auto",
                                    [EQS_TIER_REFERENCE] = "reference",
                                    [EQS_TIER_BLOCK] = "block",
                                    [EQS_TIER_STITCH] = "stitch",
                                    [EQS_TIER_FUSED] = "fused"};

const char *eqs_tier_name(eqs_tier tier)
{
  return names[tier];
}

eqs_status eqs_tier_find(eqs_ctx *ctx, const char *name, eqs_tier *tier)
{
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(name, names[i]) == 0) {
      *tier = (eqs_tier)i;
      return EQS_OK;
    }
  }
  return eqs_fail(ctx, EQS_USAGE,
                  "engine '%s' is unknown (use auto, reference, block, stitch or fused)", name);
}
