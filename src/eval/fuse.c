/* SPDX-License-Identifier: BSD-3-Clause */
/* Asking for functions, and running them tile by tile. What they do not do, the end of a tile that
   is no whole turn of their loop, is left to the tiers below. */
#include "eval/fuse.h"
#include "eval/costs.h"
#include "eval/lanes.h"
#include "eval/pool.h"
#include "eval/ready.h"
#include <math.h>
#include <omp.h>
#include <string.h>

enum {
  MOST_STEPS = 1000,    /* of a program that is fused: LLVM takes longer than in proportion */
  ROWS_A_CHECK = 512,   /* between looks at the bound */
  FORMS_AT_ONCE = 1024, /* queued before they are made */
  MOST_QUEUED = 64,     /* for the thread in the background */
};

void eqs_fuse_reset(eqs_workspace *w)
{
  for (int i = 0; i < 2; i++) {
    eqs_fusion_drop(w->fuse[i].fusion);
    w->fuse[i] = (eqs_fuse){0};
  }
}

static bool is_fusible(const eqs_program *program, eqs_form_kind kind)
{
  uint32_t n = kind == EQS_FORM_NORMAL ? program->n_steps : program->n_values;
  return n <= MOST_STEPS && (kind != EQS_FORM_NORMAL || program->n_params <= EQS_MAX_FUSED_K);
}

/* The function made now, if need be by waiting for it. */
static void make_now(eqs_fuse *own, eqs_form *form, const eqs_engine *engine,
                     const eqs_program *program, eqs_form_kind kind)
{
  if (own->engine == engine || eqs_form_make(form, program, kind)) return;
  own->engine = engine;
  own->fusion = eqs_fuser_want(engine->fuser, form);
  if (own->fusion) eqs_fuser_work(engine->fuser, own->fusion);
}

/* Queues the function once the rows visited would have made up for it, had it been there. */
static void make_behind(eqs_fuse *own, eqs_workspace *w, const eqs_engine *engine,
                        const eqs_program *program, eqs_form_kind kind, size_t rows)
{
  own->engine = engine;
  own->rows += (double)rows;
  if (own->fusion || own->rows < engine->fuse_rows) return;
  if (own->wanted == 0) {
    uint32_t n = kind == EQS_FORM_NORMAL ? program->n_steps : program->n_values;
    uint32_t cheap = eqs_stitch_cheap(program, n, NULL);
    own->wanted = eqs_costs_fuse_rows(&engine->costs, cheap, n - cheap);
  }
  if (own->rows < own->wanted) return;
  if (eqs_fuser_count(engine->fuser).queued >= MOST_QUEUED) return;
  own->wanted = INFINITY; /* asked for once */
  if (eqs_form_make(&w->form, program, kind)) return;
  own->fusion = eqs_fuser_want(engine->fuser, &w->form);
  eqs_fuser_start(engine->fuser);
}

static eqs_fused *get(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                      eqs_form_kind kind, size_t rows)
{
  eqs_fuse *own = &w->fuse[kind];
  if (own->engine && own->engine != engine) {
    eqs_fusion_drop(own->fusion);
    *own = (eqs_fuse){0};
  }
  if (engine->tier == EQS_TIER_FUSED)
    make_now(own, &w->form, engine, program, kind);
  else
    make_behind(own, w, engine, program, kind, rows);
  return own->fusion ? atomic_load_explicit(&own->fusion->code, memory_order_acquire) : NULL;
}

eqs_fused *eqs_fuse_ready(eqs_fuse *fuse, const eqs_engine *engine, const eqs_program *program)
{
  eqs_form form = {0};
  if (!engine->fuser || !is_fusible(program, EQS_FORM_LOSS)) return NULL;
  make_now(fuse, &form, engine, program, EQS_FORM_LOSS);
  eqs_form_free(&form);
  return fuse->fusion ? atomic_load_explicit(&fuse->fusion->code, memory_order_acquire) : NULL;
}

static size_t rows_of(const eqs_dataset *dataset, size_t tile)
{
  size_t left = dataset->n_rows - tile * EQS_TILE;
  return left < EQS_TILE ? left : EQS_TILE;
}

static size_t run(eqs_workspace *w, eqs_fused *code, const eqs_engine *engine,
                  const eqs_program *program, const eqs_dataset *dataset, const eqs_aim *aim,
                  size_t tile, double before)
{
  size_t first = tile * EQS_TILE, rows = rows_of(dataset, tile) / EQS_FUSED_ROWS * EQS_FUSED_ROWS;
  size_t step = aim->bound < INFINITY ? ROWS_A_CHECK : EQS_TILE;
  eqs_pool_fill(w->pool, program, engine);
  for (size_t done = 0; done < rows; done += step) {
    size_t n = rows - done < step ? rows - done : step;
    code(w->sums, eqs_run_columns(program, dataset), w->pool, dataset->target, first + done, n);
    if (step < EQS_TILE && eqs_loss_above(aim, before + eqs_lane_sum(w->sums, 0, dataset->dtype)))
      break;
  }
  return rows;
}

size_t eqs_fuse_loss(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                     const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, double before)
{
  if (!engine->fuser || !aim->squares || !is_fusible(program, EQS_FORM_LOSS)) return 0;
  eqs_fused *code =
      w->ready ? w->ready->fused : get(w, engine, program, EQS_FORM_LOSS, rows_of(dataset, tile));
  return code ? run(w, code, engine, program, dataset, aim, tile, before) : 0;
}

size_t eqs_fuse_normal(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                       const eqs_dataset *dataset, const eqs_aim *aim, size_t tile)
{
  if (!engine->fuser || !aim->plain || !is_fusible(program, EQS_FORM_NORMAL)) return 0;
  eqs_fused *code = get(w, engine, program, EQS_FORM_NORMAL, rows_of(dataset, tile));
  eqs_aim all = *aim;
  all.bound = INFINITY;
  return code ? run(w, code, engine, program, dataset, &all, tile, 0) : 0;
}

/* Queues the form, which the table keeps. */
static void queue(const eqs_engine *engine, eqs_form *form, const eqs_program *program,
                  eqs_form_kind kind)
{
  if (is_fusible(program, kind) && eqs_form_make(form, program, kind) == 0)
    eqs_fusion_drop(eqs_fuser_want(engine->fuser, form));
}

static void queue_one(const eqs_engine *engine, const eqs_aim *aim, const eqs_expr *expr,
                      const eqs_cuts *cuts, bool adjoints, eqs_program *program, eqs_form *form)
{
  int failed = adjoints ? eqs_lower_gradient_cut(program, expr, cuts)
                        : eqs_lower_value_cut(program, expr, cuts);
  if (failed) return;
  if (aim->squares) queue(engine, form, program, EQS_FORM_LOSS);
  if (adjoints && aim->plain) queue(engine, form, program, EQS_FORM_NORMAL);
}

void eqs_fuse_all(const eqs_engine *engine, const eqs_aim *aim, const eqs_expr *const *expr,
                  size_t m, bool adjoints, int threads, eqs_cutter *cutter, void *user)
{
  if (engine->tier != EQS_TIER_FUSED) return;
  eqs_program program = {0};
  eqs_form form = {0};
  for (size_t first = 0; first < m; first += FORMS_AT_ONCE) {
    size_t end = first + FORMS_AT_ONCE < m ? first + FORMS_AT_ONCE : m;
    for (size_t i = first; i < end; i++) {
      bool fitted = adjoints && expr[i]->n_params > 0;
      const eqs_cuts *cuts = fitted && cutter ? cutter(user, expr[i]) : NULL;
      queue_one(engine, aim, expr[i], cuts, fitted, &program, &form);
    }
#pragma omp parallel num_threads(threads)
    eqs_fuser_work(engine->fuser, NULL);
  }
  eqs_program_free(&program);
  eqs_form_free(&form);
}
