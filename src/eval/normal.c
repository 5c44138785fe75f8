/* SPDX-License-Identifier: BSD-3-Clause */
/* Normal equations of a tile: J'J, J'r and the loss. */
#include "eval/fuse.h"
#include "eval/root.h"
#include "eval/walk.h"
#include <math.h>
#include <string.h>

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
static void forgive_derivatives(const eqs_walk *a, size_t rows)
{
  for (uint32_t k = 0; k < a->n_jacobian; k++) {
    eqs_arg arg = a->program->jacobian[k];
    if (arg.place == EQS_IN_SLOT)
      zero_unless_finite(a->dataset->dtype, a->w->slot_at[arg.index], rows);
  }
}

/* Losses, slopes and curves of the block, and derivatives as the aim takes them. */
static void shape_block(const eqs_walk *a, char *rho, size_t rows)
{
  eqs_walk_rho(a, rho, rows);
  if (a->aim->lenient) forgive_derivatives(a, rows);
}

static void normal_fused(eqs_walk *a, double *sums, eqs_dtype dtype)
{
  uint32_t k = a->program->n_params;
  size_t n = eqs_normal_size(k);
  for (size_t rows; (rows = eqs_walk_next(a)); eqs_walk_advance(a))
    a->kernels->gram[k](a->w->sums, (const void *const *)a->jacobian, a->value, a->target, rows);
  for (size_t i = 0; i < n; i++) sums[i] += eqs_lane_sum(a->w->sums, i, dtype);
}

/* The same with slopes and curves; the first sum is that of the loss. */
static void normal_weighted(eqs_walk *a, double *sums, eqs_dtype dtype)
{
  uint32_t k = a->program->n_params;
  size_t n = eqs_normal_size(k);
  char *rho = a->w->sums + eqs_sum_vectors(k) * EQS_VECTOR_BYTES;
  for (size_t rows; (rows = eqs_walk_next(a)); eqs_walk_advance(a)) {
    shape_block(a, rho, rows);
    a->kernels->weighted_gram[k](a->w->sums, (const void *const *)a->jacobian,
                                 eqs_walk_slot(a, EQS_SLOT_SLOPE), eqs_walk_slot(a, EQS_SLOT_CURVE),
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
static void gather_panels(const eqs_walk *a, size_t panels, double *sums, eqs_dtype dtype)
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
static void plain_columns(eqs_walk *a, size_t rows)
{
  size_t padded = (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  a->kernels->elementwise[EQS_K_sub_vv](eqs_walk_slot(a, EQS_SLOT_RESIDUAL), a->value, a->target,
                                        a->target, a->target, padded);
  for (size_t i = 0; i < a->program->n_params; i++) a->w->jacobian[i] = a->jacobian[i];
}

/* The same of the plain problem that has the weighted one's normal equations. */
static void root_columns(eqs_walk *a, size_t rows, char *rho, eqs_dtype dtype)
{
  size_t padded = (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
  void *root = eqs_walk_slot(a, EQS_SLOT_ROOT);
  shape_block(a, rho, rows);
  eqs_root_of(dtype, root, eqs_walk_slot(a, EQS_SLOT_RESIDUAL), eqs_walk_slot(a, EQS_SLOT_CURVE),
              eqs_walk_slot(a, EQS_SLOT_SLOPE), padded);
  for (unsigned i = 0; i < a->program->n_params; i++) {
    void *scaled = eqs_walk_slot(a, EQS_SLOT_ROOT + 1 + i);
    eqs_root_times(dtype, scaled, root, a->jacobian[i], padded);
    a->w->jacobian[i] = scaled;
  }
}

/* Many constants: residuals become one more column, and panels of four columns are multiplied pair
   by pair. Columns beyond the last are zeros. */
static void normal_panels(eqs_walk *a, double *sums, eqs_dtype dtype)
{
  size_t k = a->program->n_params, panels = eqs_panels(k);
  char *rho = a->w->sums + eqs_sum_vectors(k) * EQS_VECTOR_BYTES;
  const void **column = a->w->jacobian;
  memset(eqs_walk_slot(a, EQS_SLOT_ZEROS), 0, a->block * a->size);
  for (size_t rows; (rows = eqs_walk_next(a)); eqs_walk_advance(a)) {
    if (a->aim)
      root_columns(a, rows, rho, dtype);
    else
      plain_columns(a, rows);
    for (size_t i = k; i < 4 * panels; i++)
      column[i] = eqs_walk_slot(a, i == k ? EQS_SLOT_RESIDUAL : EQS_SLOT_ZEROS);
    char *sum = a->w->sums;
    for (size_t p = 0; p < panels; p++)
      for (size_t q = p; q < panels; q++, sum += 16 * EQS_VECTOR_BYTES)
        a->kernels->panel(sum, column + 4 * p, column + 4 * q, rows);
  }
  gather_panels(a, panels, sums, dtype);
}

static void run_normal_weighted(eqs_walk *a, const eqs_aim *aim, double *sums, eqs_kept *kept)
{
  size_t k = a->program->n_params, first = eqs_sum_vectors(k);
  eqs_dtype dtype = a->dataset->dtype;
  eqs_walk_begin_rho(a, aim);
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
  eqs_walk a;
  eqs_clear_sums(w, eqs_sum_vectors(program->n_params) + (aim->plain ? 0 : EQS_RHO_SUMS));
  size_t done = eqs_fuse_normal(w, engine, program, dataset, aim, tile);
  eqs_walk_begin(&a, w, engine, program, dataset, tile, done, true);
  if (!aim->plain)
    run_normal_weighted(&a, aim, sums, kept);
  else if (program->n_params <= EQS_MAX_FUSED_K)
    normal_fused(&a, sums, engine->dtype);
  else
    normal_panels(&a, sums, engine->dtype);
}
