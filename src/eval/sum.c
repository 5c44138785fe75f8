/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums over all tiles: one after another, or by a crew of threads into a table of partial sums that
   is added up in the order of the tiles. */
#include "eval/sum.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Tiles per thread and step: enough to share, few enough to stop soon after a bad row. */
enum { TILES_A_STEP = 16 };

eqs_status eqs_crew_new(eqs_ctx *ctx, eqs_crew *crew, int n)
{
  *crew = (eqs_crew){.n = n, .workspace = calloc((size_t)n, sizeof(eqs_workspace))};
  return crew->workspace ? EQS_OK : eqs_fail_memory(ctx, (size_t)n * sizeof(eqs_workspace));
}

void eqs_crew_free(eqs_crew *crew)
{
  for (int i = 0; crew->workspace && i < crew->n; i++) eqs_workspace_free(&crew->workspace[i]);
  free(crew->workspace);
  free(crew->partial);
  *crew = (eqs_crew){0};
}

int eqs_crew_reserve(eqs_crew *crew, const eqs_program *program, const eqs_dataset *dataset)
{
  for (int i = 0; i < crew->n; i++)
    if (eqs_workspace_reserve(&crew->workspace[i], program, dataset->dtype)) return -1;
  if (crew->n == 1) return 0;
  size_t need = eqs_tiles(dataset->n_rows) *
                (eqs_normal_size(program->n_params) + sizeof(eqs_loss_sums) / sizeof(double));
  if (need <= crew->capacity) return 0;
  double *partial = eqs_alloc(need, sizeof *partial);
  if (!partial) return -1;
  free(crew->partial);
  crew->partial = partial;
  crew->capacity = need;
  return 0;
}

static void loss_alone(eqs_workspace *w, const eqs_engine *engine, const eqs_program *program,
                       const eqs_dataset *dataset, const eqs_aim *aim, eqs_loss_sums *sums)
{
  size_t tiles = eqs_tiles(dataset->n_rows);
  for (size_t tile = 0; tile < tiles && !eqs_loss_settled(aim, sums); tile++)
    eqs_run_loss(w, engine, program, dataset, aim, tile, sums);
}

static void loss_shared(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                        const eqs_dataset *dataset, const eqs_aim *aim, eqs_loss_sums *sums)
{
  size_t tiles = eqs_tiles(dataset->n_rows), step = (size_t)crew->n * TILES_A_STEP;
  eqs_loss_sums *partial = (eqs_loss_sums *)crew->partial;
  for (size_t first = 0; first < tiles && !eqs_loss_settled(aim, sums); first += step) {
    size_t last = first + step < tiles ? first + step : tiles;
#pragma omp parallel for num_threads(crew->n) schedule(static, 1)
    for (size_t tile = first; tile < last; tile++) {
      partial[tile] = (eqs_loss_sums){0};
      eqs_run_loss(&crew->workspace[omp_get_thread_num()], engine, program, dataset, aim, tile,
                   &partial[tile]);
    }
    /* A tile after the one that settles it adds nothing, as when one thread does it all. */
    for (size_t tile = first; tile < last && !eqs_loss_settled(aim, sums); tile++) {
      sums->sse += partial[tile].sse;
      sums->sae += partial[tile].sae;
      sums->bad += partial[tile].bad;
      sums->loss += partial[tile].loss;
      sums->weight += partial[tile].weight;
    }
  }
}

void eqs_sum_loss(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, const eqs_aim *aim, eqs_loss_sums *sums)
{
  *sums = (eqs_loss_sums){0};
  if (crew->n == 1)
    loss_alone(crew->workspace, engine, program, dataset, aim, sums);
  else
    loss_shared(crew, engine, program, dataset, aim, sums);
}

/* The sums of the tiles in PARTIAL, SIZE numbers and an eqs_kept each, in their order. */
static void normal_shared(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                          const eqs_dataset *dataset, const eqs_aim *aim, double *sums,
                          eqs_kept *kept)
{
  size_t tiles = eqs_tiles(dataset->n_rows), size = eqs_normal_size(program->n_params);
  size_t stride = size + sizeof *kept / sizeof(double);
  memset(crew->partial, 0, tiles * stride * sizeof *sums);
#pragma omp parallel for num_threads(crew->n) schedule(static, 1)
  for (size_t tile = 0; tile < tiles; tile++) {
    double *own = &crew->partial[tile * stride];
    eqs_run_normal(&crew->workspace[omp_get_thread_num()], engine, program, dataset, aim, tile, own,
                   (eqs_kept *)(own + size));
  }
  for (size_t tile = 0; tile < tiles; tile++) {
    const double *own = &crew->partial[tile * stride];
    for (size_t i = 0; i < size; i++) sums[i] += own[i];
    kept->weight += own[size];
    kept->bad += own[size + 1];
  }
}

static void sum_normal(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                       const eqs_dataset *dataset, const eqs_aim *aim, double *sums)
{
  size_t tiles = eqs_tiles(dataset->n_rows), size = eqs_normal_size(program->n_params);
  eqs_kept kept = {0};
  memset(sums, 0, size * sizeof *sums);
  if (crew->n > 1)
    normal_shared(crew, engine, program, dataset, aim, sums, &kept);
  else
    for (size_t tile = 0; tile < tiles; tile++)
      eqs_run_normal(crew->workspace, engine, program, dataset, aim, tile, sums, &kept);
  if (aim->plain) return;
  double makeup = eqs_aim_makeup(aim, kept.weight, kept.bad);
  for (size_t i = 0; i < size; i++) sums[i] *= makeup;
}

/* The loss is finite, and some derivative is not. */
static bool lacks_derivatives(const double *sums, size_t n)
{
  bool all = true;
  for (size_t i = 1; i < n; i++) all = all && isfinite(sums[i]);
  return !all && isfinite(sums[0]);
}

void eqs_sum_normal(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, const eqs_aim *aim, double *sums)
{
  sum_normal(crew, engine, program, dataset, aim, sums);
  if (!lacks_derivatives(sums, eqs_normal_size(program->n_params))) return;
  eqs_aim lenient = *aim;
  lenient.plain = false;
  lenient.lenient = true;
  sum_normal(crew, engine, program, dataset, &lenient, sums);
}

void eqs_crew_column(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                     const eqs_dataset *dataset, void *column)
{
  size_t tiles = eqs_tiles(dataset->n_rows);
  if (crew->n == 1) {
    for (size_t tile = 0; tile < tiles; tile++)
      eqs_run_column(crew->workspace, engine, program, dataset, tile, column);
    return;
  }
#pragma omp parallel for num_threads(crew->n) schedule(static)
  for (size_t tile = 0; tile < tiles; tile++)
    eqs_run_column(&crew->workspace[omp_get_thread_num()], engine, program, dataset, tile, column);
}
