/* SPDX-License-Identifier: BSD-3-Clause */
/* Costs: where they come from and what follows from them. */
#include "eval/costs.h"
#include "code/cache.h"
#include "util/cache_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Measured on an Emerald Rapids at 2.75 GHz. */
static const eqs_costs usual[] = {
    [EQS_F64] = {.call = 8,
                 .step = 0.06,
                 .joined = 0.05,
                 .make = 400,
                 .make_step = 50,
                 .fuse_cheap = 3e5,
                 .fuse_dear = 3e6,
                 .gain_cheap = 0.0045,
                 .gain_dear = 0.25},
    [EQS_F32] = {.call = 8,
                 .step = 0.04,
                 .joined = 0.03,
                 .make = 400,
                 .make_step = 50,
                 .fuse_cheap = 3e5,
                 .fuse_dear = 3e6,
                 .gain_cheap = 0.003,
                 .gain_dear = 0.1},
};

eqs_costs eqs_costs_default(eqs_dtype dtype)
{
  return usual[dtype];
}

static bool within(double x, double least, double most)
{
  return x >= least && x <= most; /* not for NaN */
}

bool eqs_costs_plausible(const eqs_costs *c)
{
  return within(c->call, 0, 1e3) && within(c->step, 1e-3, 10) && within(c->joined, 0, c->step) &&
         within(c->make, 0, 1e5) && within(c->make_step, 0, 1e4) &&
         within(c->fuse_cheap, 1e3, 1e8) && within(c->fuse_dear, 1e3, 1e9) &&
         within(c->gain_cheap, -10, c->step) && within(c->gain_dear, -100, 100);
}

static bool read_kept(uint64_t key, eqs_costs *costs)
{
  eqs_cached entry = {0};
  bool good = eqs_cache_read(key, &entry) && entry.object.size == sizeof *costs;
  if (good) memcpy(costs, entry.object.bytes, sizeof *costs);
  free(entry.object.bytes);
  return good && eqs_costs_plausible(costs);
}

static void keep(uint64_t key, eqs_costs *costs)
{
  eqs_cached entry = {.object = {(unsigned char *)costs, sizeof *costs}};
  eqs_cache_write(key, &entry);
}

eqs_costs eqs_costs_get(eqs_ctx *ctx, const eqs_engine *engine)
{
  eqs_costs costs = eqs_costs_default(engine->dtype);
  eqs_jit_target target = eqs_native_target(NULL);
  uint64_t key = eqs_cache_costs_key(&target, engine->dtype, engine->native->llvm);
  if (read_kept(key, &costs)) {
    costs.source = EQS_COSTS_KEPT;
    return costs;
  }
  costs = eqs_costs_default(engine->dtype);
  if (!key || !eqs_cache_writable()) return costs;
  eqs_costs_measure(ctx, engine, &costs);
  if (!eqs_costs_plausible(&costs)) return eqs_costs_default(engine->dtype);
  costs.source = EQS_COSTS_MEASURED;
  keep(key, &costs);
  return costs;
}

/* Code that has just been made runs cold, from caches that have to be filled and branches that
   nobody has seen: in a stream of expressions making it costs this much more than where it was
   measured, again and again on one program. (Xeon, AVX-512: arithmetic pays from 3700 rows.) */
static const double COLD = 2;

double eqs_costs_stitch_rows(const eqs_costs *c, uint32_t steps, uint32_t joined)
{
  return joined ? COLD * (c->make + c->make_step * steps) / (c->joined * joined) : INFINITY;
}

double eqs_costs_fuse_rows(const eqs_costs *c, uint32_t cheap, uint32_t dear)
{
  double gain = c->gain_cheap * cheap + c->gain_dear * dear;
  return gain > 0 ? (c->fuse_cheap * cheap + c->fuse_dear * dear) / gain : INFINITY;
}

int eqs_engine_choice(const eqs_engine *engine, eqs_choice *choice)
{
  const eqs_costs *c = &engine->costs;
  if (!engine->arena || !engine->fuser || engine->tier == EQS_TIER_FUSED) return 0;
  *choice = (eqs_choice){
      .source = (eqs_cost_source)c->source,
      .call_ns = c->call,
      .step_ns = c->step,
      .stitched_ns = c->step - c->joined,
      .stitch_make_ns = c->make + 10 * c->make_step,
      .stitch_rows = eqs_costs_stitch_rows(c, 10, 9),
      .fuse_ms = {10 * c->fuse_cheap * 1e-6, 5 * (c->fuse_cheap + c->fuse_dear) * 1e-6},
      .fuse_rows = {eqs_costs_fuse_rows(c, 10, 0), eqs_costs_fuse_rows(c, 5, 5)},
  };
  return 1;
}
