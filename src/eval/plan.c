/* SPDX-License-Identifier: BSD-3-Clause */
/* Making plans: a kernel for every step, or stitched runs between kernels. */
#include "eval/plan.h"

/* Bytes of a column, in one evaluation or several, from which stitching pays: it takes about a
   microsecond, and saves as much on so many rows of formulas that are half arithmetic. */
enum { STITCH_BYTES = 8 * 1024 };

/* A program with adjoints is being fitted: it will be evaluated some twenty times. */
static bool is_worth_while(const eqs_engine *engine, const eqs_program *program,
                           const eqs_plan *plan)
{
  return engine->eager || program->n_steps > program->n_values || plan->bytes >= STITCH_BYTES;
}

static bool has_piece(eqs_workspace *w, const eqs_engine *engine)
{
  eqs_stitcher *s = &w->stitcher;
  if (!engine->arena) return false;
  if (s->piece.arena != engine->arena) {
    eqs_piece_give(&s->piece);
    if (!eqs_piece_take(&s->piece, engine->arena)) return false;
    s->used = 0;
  }
  s->isa = engine->isa;
  s->dtype = engine->dtype;
  return true;
}

static void plan_kernels(eqs_plan *plan, uint32_t n_steps)
{
  plan->part = plan->memory;
  plan->n = n_steps;
  for (uint32_t i = 0; i < n_steps; i++) plan->part[i] = (eqs_part){NULL, i};
}

/* Leaves the plan as it is if nothing comes of it. */
static void plan_stitched(eqs_plan *plan, eqs_workspace *w, const eqs_engine *engine,
                          const eqs_program *program, uint32_t n_steps, bool adjoints,
                          size_t slot_bytes)
{
  size_t n;
  if (!has_piece(w, engine)) return;
  eqs_part *part =
      eqs_stitch(&w->stitcher, program, n_steps, adjoints, slot_bytes, plan->memory, w->mark, &n);
  if (n == 0) return;
  plan->part = part;
  plan->n = n;
}

const eqs_plan *eqs_plan_get(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                             bool adjoints, size_t slot_bytes, size_t bytes)
{
  eqs_plan *plan = &w->plan[adjoints];
  uint32_t n_steps = adjoints ? program->n_steps : program->n_values;
  if (plan->engine != engine) {
    plan_kernels(plan, n_steps);
    plan->engine = engine;
    plan->stitched = !engine->arena;
    plan->bytes = 0;
  }
  plan->bytes += bytes;
  if (!plan->stitched && is_worth_while(engine, program, plan)) {
    plan_stitched(plan, w, engine, program, n_steps, adjoints, slot_bytes);
    plan->stitched = true;
  }
  return plan;
}
