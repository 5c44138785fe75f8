/* SPDX-License-Identifier: BSD-3-Clause */
/* The steps of a program, block after block. */
#include "eval/walk.h"
#include "eval/plan.h"
#include "eval/pool.h"

void eqs_walk_begin(eqs_walk *a, eqs_workspace *w, const eqs_engine *engine,
                    const eqs_program *program, const eqs_dataset *dataset, size_t tile,
                    size_t done, bool adjoints)
{
  static const void *const none[] = {NULL};
  size_t first = tile * EQS_TILE + done, rows = dataset->n_rows - first;
  a->w = w;
  a->aim = NULL;
  a->program = program;
  a->kernels = engine->kernels;
  a->dataset = dataset;
  a->n_jacobian = adjoints ? program->n_params : 0;
  a->size = eqs_dtype_size(engine->dtype);
  a->block = w->block;
  a->left = rows < EQS_TILE - done ? rows : EQS_TILE - done;
  a->at[EQS_IN_SLOT] = (const char *const *)w->slot_at;
  a->at[EQS_IN_POOL] = (const char *const *)w->pool_at;
  a->at[EQS_IN_COLUMN] =
      (const char *const *)(dataset->n_features > 0 ? eqs_run_columns(program, dataset) : none);
  a->offset[EQS_IN_SLOT] = a->offset[EQS_IN_POOL] = 0;
  a->offset[EQS_IN_COLUMN] = first * a->size;
  if (a->left == 0) return;
  eqs_pool_fill(w->pool, program, engine);
  a->plan = eqs_plan_get(w, engine, program, adjoints, a->block * a->size, a->left * a->size);
}

void eqs_walk_begin_rho(eqs_walk *a, const eqs_aim *aim)
{
  a->aim = aim;
  for (size_t i = 0; i < 5; i++) {
    double number = i < 4 ? aim->param[i] : 1;
    if (a->dataset->dtype == EQS_F32)
      ((float *)a->param)[i] = (float)number;
    else
      a->param[i] = number;
  }
  const void *one = (const char *)a->param + 4 * a->size;
  a->weight = eqs_walk_slot(a, EQS_SLOT_ONES);
  if (!a->dataset->weight)
    a->kernels->elementwise[EQS_K_fill](eqs_walk_slot(a, EQS_SLOT_ONES), one, one, one, one,
                                        a->block);
}

void eqs_walk_rho(const eqs_walk *a, void *acc, size_t rows)
{
  a->kernels->rho[a->aim->rho](acc, eqs_walk_slot(a, EQS_SLOT_SLOPE),
                               eqs_walk_slot(a, EQS_SLOT_CURVE), a->value, a->target, a->weight,
                               a->param, rows);
}

/* Steps that compute the value have three operands at most. */
static inline void run_step(const eqs_walk *a, const eqs_step *s, unsigned operands, size_t rows)
{
  const char *last = eqs_walk_address(a, s->arg[2]);
  a->kernels->elementwise[s->kernel](a->w->slot_at[s->dst], eqs_walk_address(a, s->arg[0]),
                                     eqs_walk_address(a, s->arg[1]), last,
                                     operands > 3 ? eqs_walk_address(a, s->arg[3]) : last, rows);
}

static void run_steps(const eqs_walk *a, size_t rows)
{
  const eqs_step *s = a->program->step, *values = s + a->program->n_values, *end = s + a->plan->n;
  for (; s < values; s++) run_step(a, s, 3, rows);
  for (; s < end; s++) run_step(a, s, 4, rows);
}

/* Stitched code is called as stitch.h says. */
static void run_parts(const eqs_walk *a, size_t rows)
{
  const void *numbers = eqs_stitch_numbers(a->size == sizeof(float) ? EQS_F32 : EQS_F64);
  for (const eqs_part *p = a->plan->part, *end = p + a->plan->n; p < end; p++)
    if (p->code)
      p->code(a->w->slots, a->at[EQS_IN_COLUMN], a->w->pool, numbers, &a->offset[EQS_IN_COLUMN],
              rows);
    else
      run_step(a, &a->program->step[p->step], p->step < a->program->n_values ? 3 : 4, rows);
}

/* Where reductions find what they read. */
static void locate(eqs_walk *a)
{
  size_t offset = a->offset[EQS_IN_COLUMN];
  a->value = eqs_walk_address(a, a->program->result);
  if (a->dataset->target) a->target = (const char *)a->dataset->target + offset;
  if (a->dataset->weight) a->weight = (const char *)a->dataset->weight + offset;
  for (uint32_t k = 0; k < a->n_jacobian; k++)
    a->jacobian[k] = eqs_walk_address(a, a->program->jacobian[k]);
}

size_t eqs_walk_next(eqs_walk *a)
{
  size_t rows = a->left < a->block ? a->left : a->block;
  size_t padded = (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  if (rows == 0) return 0;
  locate(a);
  if (a->plan->part)
    run_parts(a, padded);
  else
    run_steps(a, padded);
  a->left -= rows;
  return rows;
}
