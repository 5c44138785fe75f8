/* SPDX-License-Identifier: BSD-3-Clause */
/* Walking a tile block by block. */
#include "eval/run.h"
#include "eval/fuse.h"
#include "eval/lanes.h"
#include "eval/layout.h"
#include "eval/plan.h"
#include "eval/pool.h"
#include "eval/root.h"
#include <math.h>
#include <string.h>

/* A walk over the blocks of one tile. */
typedef struct walk {
  eqs_workspace *w;
  const eqs_program *program;
  const eqs_kernels *kernels;
  const eqs_dataset *dataset;
  const eqs_plan *plan;
  size_t size;        /* of a number */
  size_t block, left; /* rows of a full block, rows still to come */
  /* By eqs_place: where each operand begins, and how many bytes further the block at hand does. */
  const char *const *at[3];
  size_t offset[3];
  const char *value, *target, *weight; /* of the block */
  const eqs_aim *aim;                  /* unless values are all that is wanted */
  _Alignas(16) double param[5];        /* of a rho kernel in the dtype, then one */
  uint32_t n_jacobian;
  const char *jacobian[EQS_MAX_PARAMS];
} walk;

/* Where ARG is for the block at hand. Which place that is is as hard to predict as anything in an
   expression, so nothing branches on it. */
static inline const char *address(const walk *a, eqs_arg arg)
{
  return a->at[arg.place][arg.index] + a->offset[arg.place];
}

/* DONE: rows of the tile that need no walk, a multiple of EQS_LANES. */
static void begin(walk *a, eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, size_t tile, size_t done, bool adjoints)
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

static void *extra_slot(const walk *a, unsigned slot)
{
  return a->w->slots + (a->program->n_slots + slot) * a->block * a->size;
}

/* What a rho kernel needs beside the values. */
static void begin_rho(walk *a, const eqs_aim *aim)
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
  a->weight = extra_slot(a, EQS_SLOT_ONES);
  if (!a->dataset->weight)
    a->kernels->elementwise[EQS_K_fill](extra_slot(a, EQS_SLOT_ONES), one, one, one, one, a->block);
}

static void run_rho(const walk *a, void *acc, size_t rows)
{
  a->kernels->rho[a->aim->rho](acc, extra_slot(a, EQS_SLOT_SLOPE), extra_slot(a, EQS_SLOT_CURVE),
                               a->value, a->target, a->weight, a->param, rows);
}

/* Steps that compute the value have three operands at most. */
static inline void run_step(const walk *a, const eqs_step *s, unsigned operands, size_t rows)
{
  const char *last = address(a, s->arg[2]);
  a->kernels->elementwise[s->kernel](a->w->slot_at[s->dst], address(a, s->arg[0]),
                                     address(a, s->arg[1]), last,
                                     operands > 3 ? address(a, s->arg[3]) : last, rows);
}

static void run_steps(const walk *a, size_t rows)
{
  const eqs_step *s = a->program->step, *values = s + a->program->n_values, *end = s + a->plan->n;
  for (; s < values; s++) run_step(a, s, 3, rows);
  for (; s < end; s++) run_step(a, s, 4, rows);
}

/* Stitched code is called as stitch.h says. */
static void run_parts(const walk *a, size_t rows)
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
static void locate(walk *a)
{
  size_t offset = a->offset[EQS_IN_COLUMN];
  a->value = address(a, a->program->result);
  if (a->dataset->target) a->target = (const char *)a->dataset->target + offset;
  if (a->dataset->weight) a->weight = (const char *)a->dataset->weight + offset;
  for (uint32_t k = 0; k < a->n_jacobian; k++) a->jacobian[k] = address(a, a->program->jacobian[k]);
}

/* Runs the steps on the next block; returns how many rows it has, 0 at the end of the tile. */
static size_t next_block(walk *a)
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

static void advance(walk *a)
{
  a->offset[EQS_IN_COLUMN] += a->block * a->size;
}

void eqs_run_loss(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, eqs_loss_sums *sums)
{
  walk a;
  eqs_dtype dtype = engine->dtype;
  bool bounded = aim->bound < INFINITY;
  unsigned which = aim->squares ? 0 : 3; /* the vector of what the aim adds up */
  double before = eqs_aim_sum(aim, sums);
  memset(w->sums, 0, (3 + EQS_RHO_SUMS) * EQS_VECTOR_BYTES);
  size_t done = eqs_fuse_loss(w, engine, program, dataset, aim, tile, before);
  begin(&a, w, engine, program, dataset, tile, done, false);
  if (!aim->squares) begin_rho(&a, aim);
  for (size_t rows; (rows = next_block(&a)); advance(&a)) {
    a.kernels->loss(w->sums, a.value, a.target, rows);
    if (!aim->squares) run_rho(&a, w->sums + 3 * EQS_VECTOR_BYTES, rows);
    if (bounded && eqs_loss_above(aim, before + eqs_lane_sum(w->sums, which, dtype))) break;
  }
  sums->sse += eqs_lane_sum(w->sums, 0, dtype);
  sums->sae += eqs_lane_sum(w->sums, 1, dtype);
  sums->bad += eqs_lane_sum(w->sums, 2, dtype);
  if (aim->squares) return;
  sums->loss += eqs_lane_sum(w->sums, 3, dtype);
  sums->weight += eqs_lane_sum(w->sums, 4, dtype);
}

/* Zero in place of numbers that are infinite or NaN. */
static void zero_unless_finite(eqs_dtype dtype, char *column, size_t n)
{
  float *f = (float *)(void *)column;
  double *d = (double *)(void *)column;
  for (size_t i = 0; i < n; i++)
    if (dtype == EQS_F32)
      f[i] = isfinite(f[i]) ? f[i] : 0;
    else
      d[i] = isfinite(d[i]) ? d[i] : 0;
}

/* The derivative of sqrt(x (c + z)) by c is 0 * inf where x is zero: it says nothing, and the value
   does not change there. Derivatives that are columns of the data stay as they are: where those are
   not finite, no value is, and the row has no share. */
static void forgive_derivatives(const walk *a, size_t rows)
{
  for (uint32_t k = 0; k < a->n_jacobian; k++) {
    eqs_arg arg = a->program->jacobian[k];
    if (arg.place == EQS_IN_SLOT)
      zero_unless_finite(a->dataset->dtype, a->w->slot_at[arg.index], rows);
  }
}

/* Losses, slopes and curves of the block, and derivatives as the aim takes them. */
static void shape_block(const walk *a, char *rho, size_t rows)
{
  run_rho(a, rho, rows);
  if (a->aim->lenient) forgive_derivatives(a, rows);
}

static void normal_fused(walk *a, double *sums, eqs_dtype dtype)
{
  uint32_t k = a->program->n_params;
  size_t n = eqs_normal_size(k);
  for (size_t rows; (rows = next_block(a)); advance(a))
    a->kernels->gram[k](a->w->sums, (const void *const *)a->jacobian, a->value, a->target, rows);
  for (size_t i = 0; i < n; i++) sums[i] += eqs_lane_sum(a->w->sums, i, dtype);
}

/* The same with slopes and curves; the first sum is that of the loss. */
static void normal_weighted(walk *a, double *sums, eqs_dtype dtype)
{
  uint32_t k = a->program->n_params;
  size_t n = eqs_normal_size(k);
  char *rho = a->w->sums + eqs_sum_vectors(k) * EQS_VECTOR_BYTES;
  for (size_t rows; (rows = next_block(a)); advance(a)) {
    shape_block(a, rho, rows);
    a->kernels->weighted_gram[k](a->w->sums, (const void *const *)a->jacobian,
                                 extra_slot(a, EQS_SLOT_SLOPE), extra_slot(a, EQS_SLOT_CURVE),
                                 rows);
  }
  for (size_t i = 1; i < n; i++) sums[i] += eqs_lane_sum(a->w->sums, i, dtype);
}

/* Where the product of columns P <= Q of (J, r) belongs in the normal sums; r is column K. */
static size_t normal_place(size_t p, size_t q, size_t k)
{
  if (p == k) return 0;
  if (q == k) return 1 + p;
  return 1 + k + p * k - p * (p - 1) / 2 + (q - p);
}

/* Adds the panels' products to the normal sums: each pair of columns once. The square of the
   residuals is no aim's loss but a plain one's. */
static void gather_panels(const walk *a, size_t panels, double *sums, eqs_dtype dtype)
{
  size_t k = a->program->n_params, vector = 0, last = a->aim ? k - 1 : k;
  for (size_t p = 0; p < panels; p++)
    for (size_t q = p; q < panels; q++)
      for (size_t i = 4 * p; i < 4 * p + 4; i++)
        for (size_t j = 4 * q; j < 4 * q + 4; j++, vector++)
          if (i <= j && i <= last && j <= k)
            sums[normal_place(i, j, k)] += eqs_lane_sum(a->w->sums, vector, dtype);
}

/* Residuals, and the columns of the Jacobian. */
static void plain_columns(walk *a, size_t rows)
{
  size_t padded = (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  a->kernels->elementwise[EQS_K_sub_vv](extra_slot(a, EQS_SLOT_RESIDUAL), a->value, a->target,
                                        a->target, a->target, padded);
  for (size_t i = 0; i < a->program->n_params; i++) a->w->jacobian[i] = a->jacobian[i];
}

/* The same of the plain problem that has the weighted one's normal equations. */
static void root_columns(walk *a, size_t rows, char *rho, eqs_dtype dtype)
{
  size_t padded = (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  void *root = extra_slot(a, EQS_SLOT_ROOT);
  shape_block(a, rho, rows);
  eqs_root_of(dtype, root, extra_slot(a, EQS_SLOT_RESIDUAL), extra_slot(a, EQS_SLOT_CURVE),
              extra_slot(a, EQS_SLOT_SLOPE), padded);
  for (unsigned i = 0; i < a->program->n_params; i++) {
    void *scaled = extra_slot(a, EQS_SLOT_ROOT + 1 + i);
    eqs_root_times(dtype, scaled, root, a->jacobian[i], padded);
    a->w->jacobian[i] = scaled;
  }
}

/* Many constants: residuals become one more column, and panels of four columns are multiplied pair
   by pair. Columns beyond the last are zeros. */
static void normal_panels(walk *a, double *sums, eqs_dtype dtype)
{
  size_t k = a->program->n_params, panels = eqs_panels(k);
  char *rho = a->w->sums + eqs_sum_vectors(k) * EQS_VECTOR_BYTES;
  const void **column = a->w->jacobian;
  memset(extra_slot(a, EQS_SLOT_ZEROS), 0, a->block * a->size);
  for (size_t rows; (rows = next_block(a)); advance(a)) {
    if (a->aim)
      root_columns(a, rows, rho, dtype);
    else
      plain_columns(a, rows);
    for (size_t i = k; i < 4 * panels; i++)
      column[i] = extra_slot(a, i == k ? EQS_SLOT_RESIDUAL : EQS_SLOT_ZEROS);
    char *sum = a->w->sums;
    for (size_t p = 0; p < panels; p++)
      for (size_t q = p; q < panels; q++, sum += 16 * EQS_VECTOR_BYTES)
        a->kernels->panel(sum, column + 4 * p, column + 4 * q, rows);
  }
  gather_panels(a, panels, sums, dtype);
}

static void run_normal_weighted(walk *a, const eqs_aim *aim, double *sums, eqs_kept *kept)
{
  size_t k = a->program->n_params, first = eqs_sum_vectors(k);
  eqs_dtype dtype = a->dataset->dtype;
  begin_rho(a, aim);
  if (k <= EQS_MAX_FUSED_K)
    normal_weighted(a, sums, dtype);
  else
    normal_panels(a, sums, dtype);
  sums[0] += eqs_lane_sum(a->w->sums, first, dtype);
  kept->weight += eqs_lane_sum(a->w->sums, first + 1, dtype);
  kept->bad += eqs_lane_sum(a->w->sums, first + 2, dtype);
}

void eqs_run_normal(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, double *sums,
                    eqs_kept *kept)
{
  walk a;
  memset(w->sums, 0, (eqs_sum_vectors(program->n_params) + EQS_RHO_SUMS) * EQS_VECTOR_BYTES);
  size_t done = eqs_fuse_normal(w, engine, program, dataset, aim, tile);
  begin(&a, w, engine, program, dataset, tile, done, true);
  if (!aim->plain)
    run_normal_weighted(&a, aim, sums, kept);
  else if (program->n_params <= EQS_MAX_FUSED_K)
    normal_fused(&a, sums, engine->dtype);
  else
    normal_panels(&a, sums, engine->dtype);
}

void eqs_run_column(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, void *column)
{
  walk a;
  begin(&a, w, engine, program, dataset, tile, 0, false);
  char *out = (char *)column + a.offset[EQS_IN_COLUMN];
  for (size_t rows; (rows = next_block(&a)); advance(&a), out += a.block * a.size)
    memcpy(out, a.value, (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES * a.size);
}

void eqs_run_values(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, double *out)
{
  walk a;
  begin(&a, w, engine, program, dataset, tile, 0, false);
  out += tile * EQS_TILE;
  for (size_t rows; (rows = next_block(&a)); advance(&a), out += rows)
    for (size_t i = 0; i < rows; i++)
      out[i] = engine->dtype == EQS_F32 ? (double)((const float *)a.value)[i]
                                        : ((const double *)a.value)[i];
}
