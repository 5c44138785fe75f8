/* SPDX-License-Identifier: BSD-3-Clause */
/* Losses and values of a tile. */
#include "eval/run.h"
#include "eval/fuse.h"
#include "eval/walk.h"
#include <math.h>
#include <string.h>

void eqs_run_loss(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, eqs_loss_sums *sums)
{
  eqs_walk a;
  eqs_dtype dtype = engine->dtype;
  bool bounded = aim->bound < INFINITY;
  unsigned which = aim->squares ? 0 : 3; /* the vector of what the aim adds up */
  double before = eqs_aim_sum(aim, sums);
  eqs_clear_sums(w, aim->squares ? 3 : 3 + EQS_RHO_SUMS);
  size_t done = eqs_fuse_loss(w, engine, program, dataset, aim, tile, before);
  eqs_walk_begin(&a, w, engine, program, dataset, tile, done, false);
  if (!aim->squares) eqs_walk_begin_rho(&a, aim);
  for (size_t rows; (rows = eqs_walk_next(&a)); eqs_walk_advance(&a)) {
    a.kernels->loss(w->sums, a.value, a.target, rows);
    if (!aim->squares) eqs_walk_rho(&a, w->sums + 3 * EQS_VECTOR_BYTES, rows);
    if (bounded && eqs_loss_above(aim, before + eqs_lane_sum(w->sums, which, dtype))) break;
  }
  sums->sse += eqs_lane_sum(w->sums, 0, dtype);
  sums->sae += eqs_lane_sum(w->sums, 1, dtype);
  sums->bad += eqs_lane_sum(w->sums, 2, dtype);
  if (aim->squares) return;
  sums->loss += eqs_lane_sum(w->sums, 3, dtype);
  sums->weight += eqs_lane_sum(w->sums, 4, dtype);
}

void eqs_run_column(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, void *column)
{
  eqs_walk a;
  eqs_walk_begin(&a, w, engine, program, dataset, tile, 0, false);
  char *out = (char *)column + a.offset[EQS_IN_COLUMN];
  for (size_t rows; (rows = eqs_walk_next(&a)); eqs_walk_advance(&a), out += a.block * a.size)
    memcpy(out, a.value, (rows + EQS_LANES - 1) / EQS_LANES * EQS_LANES * a.size);
}

void eqs_run_values(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, double *out)
{
  eqs_walk a;
  eqs_walk_begin(&a, w, engine, program, dataset, tile, 0, false);
  out += tile * EQS_TILE;
  for (size_t rows; (rows = eqs_walk_next(&a)); eqs_walk_advance(&a), out += rows)
    for (size_t i = 0; i < rows; i++)
      out[i] = engine->dtype == EQS_F32 ? (double)((const float *)a.value)[i]
                                        : ((const double *)a.value)[i];
}
