/* SPDX-License-Identifier: BSD-3-Clause */
/* Making plans: a kernel for every step, or stitched runs between kernels. */
#include "eval/plan.h"
#include "eval/costs.h"
#include "eval/ready.h"

/* A program with adjoints is being fitted: it will be evaluated some twenty times. */
enum { FIT_VISITS = 20 };

/* Code pays once the rows visited would have made up for it; the first visit counts in full, since
   it cannot be had cheaper afterwards. */
static bool is_worth_while(const eqs_engine *engine, const eqs_program *program, eqs_plan *plan,
                           uint32_t n_steps)
{
  double rows = (double)plan->bytes / (double)eqs_dtype_size(engine->dtype);
  uint32_t joined;
  if (engine->eager) return true;
  if (program->n_steps > program->n_values) rows *= FIT_VISITS;
  if (plan->wanted == 0) plan->wanted = eqs_costs_stitch_rows(&engine->costs, n_steps, n_steps);
  if (rows < plan->wanted) return false;
  uint32_t cheap = eqs_stitch_cheap(program, n_steps, &joined);
  plan->wanted = eqs_costs_stitch_rows(&engine->costs, cheap, joined);
  return rows >= plan->wanted;
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

/* Leaves the plan as it is if nothing comes of it. */
static void plan_stitched(eqs_plan *plan, eqs_workspace *w, const eqs_engine *engine,
                          const eqs_program *program, uint32_t n_steps, bool adjoints,
                          size_t slot_bytes)
{
  size_t n;
  if (!has_piece(w, engine)) return;
  eqs_part *part = eqs_stitch(&w->stitcher, program, n_steps, adjoints, slot_bytes,
                              w->part[adjoints], w->mark, &n);
  if (n == 0) return;
  plan->part = part;
  plan->n = n;
}

const eqs_plan *eqs_plan_get(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                             bool adjoints, size_t slot_bytes, size_t bytes)
{
  if (w->ready && !adjoints) return &w->ready->plan;
  eqs_plan *plan = &w->plan[adjoints];
  uint32_t n_steps = adjoints ? program->n_steps : program->n_values;
  if (plan->engine != engine)
    *plan = (eqs_plan){.engine = engine, .stitched = !engine->arena, .n = n_steps};
  plan->bytes += bytes;
  if (!plan->stitched && is_worth_while(engine, program, plan, n_steps)) {
    plan_stitched(plan, w, engine, program, n_steps, adjoints, slot_bytes);
    plan->stitched = true;
  }
  return plan;
}
