/* SPDX-License-Identifier: BSD-3-Clause */
/* Scoring many expressions: threads take expressions; where the data is larger than the cache, all
   expressions of a chunk visit one panel of rows before the next panel is touched. */
#include "eval/derived.h"
#include "eval/fuse.h"
#include "eval/sum.h"
#include "util/fail.h"
#include <omp.h>
#include <stdlib.h>

enum {
  CHUNK = 1024, /* programs kept at a time when the data is visited panel by panel */
};

typedef struct batch {
  const eqs_engine *engine;
  const eqs_dataset *dataset;
  eqs_aim aim;
  const eqs_expr *const *expr;
  size_t m;
  eqs_metrics *metrics;
  int threads;
  eqs_crew crew; /* a workspace per thread */
  eqs_derived derived;
} batch;

/* Looks for what M expressions share on ROWS rows. A function of its own for each structure, where
   that was asked for, is to be found again in other company: nothing is cut out of it. */
static int share(batch *b, const eqs_expr *const *expr, size_t m, size_t rows)
{
  eqs_derived_free(&b->derived);
  if (b->engine->tier == EQS_TIER_FUSED) return 0;
  return eqs_derived_choose(&b->derived, b->dataset, expr, m, rows);
}

/* Lowers and runs each expression in turn, over all rows: for data that fits the cache. */
static int score_whole(batch *b)
{
  size_t rows = b->dataset->n_rows;
  if (share(b, b->expr, b->m, rows)) return -1;
  eqs_derived_fill(&b->derived, b->engine, b->dataset, 0, rows, b->threads);
  int failed = 0;
#pragma omp parallel for num_threads(b->threads) schedule(dynamic, 4) reduction(| : failed)
  for (size_t i = 0; i < b->m; i++) {
    eqs_workspace *w = &b->crew.workspace[omp_get_thread_num()];
    eqs_crew alone = {.workspace = w, .n = 1};
    eqs_cuts cuts;
    eqs_loss_sums sums;
    if (eqs_lower_value_cut(&w->program, b->expr[i],
                            eqs_derived_cut(&b->derived, b->expr[i], &cuts)) ||
        eqs_crew_reserve(&alone, &w->program, b->dataset)) {
      failed |= 1;
      continue;
    }
    eqs_sum_loss(&alone, b->engine, &w->program, b->dataset, &b->aim, &sums);
    b->metrics[i] = eqs_metrics_of(&b->aim, &sums, b->dataset);
  }
  return failed;
}

static int lower_chunk(batch *b, eqs_program *program, const eqs_expr *const *expr, size_t m)
{
  if (share(b, expr, m, EQS_TILES_A_PANEL * (size_t)EQS_TILE)) return -1;
  int failed = 0;
#pragma omp parallel for num_threads(b->threads) schedule(dynamic, 16) reduction(| : failed)
  for (size_t i = 0; i < m; i++) {
    eqs_program *own = &b->crew.workspace[omp_get_thread_num()].program;
    eqs_cuts cuts;
    failed |= eqs_lower_value_cut(own, expr[i], eqs_derived_cut(&b->derived, expr[i], &cuts)) ||
              eqs_program_keep(&program[i], own);
  }
  return failed;
}

/* One panel of rows for all programs of a chunk that are not settled. */
static int score_panel(batch *b, const eqs_program *program, size_t m, size_t tile, size_t end,
                       eqs_loss_sums *sums)
{
  size_t first = tile * EQS_TILE, last = end * EQS_TILE, rows = b->dataset->n_rows;
  eqs_derived_fill(&b->derived, b->engine, b->dataset, first, last < rows ? last : rows,
                   b->threads);
  int failed = 0;
#pragma omp parallel for num_threads(b->threads) schedule(dynamic, 4) reduction(| : failed)
  for (size_t i = 0; i < m; i++) {
    eqs_workspace *w = &b->crew.workspace[omp_get_thread_num()];
    if (eqs_workspace_reserve(w, &program[i], b->dataset->dtype)) {
      failed |= 1;
      continue;
    }
    for (size_t t = tile; t < end && !eqs_loss_settled(&b->aim, &sums[i]); t++)
      eqs_run_loss(w, b->engine, &program[i], b->dataset, &b->aim, t, &sums[i]);
  }
  return failed;
}

static int score_panels(batch *b)
{
  size_t tiles = eqs_tiles(b->dataset->n_rows);
  size_t chunk = b->m < CHUNK ? b->m : CHUNK;
  eqs_program *program = calloc(chunk, sizeof *program);
  eqs_loss_sums *sums = calloc(chunk, sizeof *sums);
  int failed = !program || !sums;
  for (size_t first = 0; first < b->m && !failed; first += chunk) {
    size_t m = b->m - first < chunk ? b->m - first : chunk;
    failed = lower_chunk(b, program, b->expr + first, m);
    for (size_t i = 0; i < m; i++) sums[i] = (eqs_loss_sums){0};
    for (size_t tile = 0; tile < tiles && !failed; tile += EQS_TILES_A_PANEL) {
      size_t end = tile + EQS_TILES_A_PANEL < tiles ? tile + EQS_TILES_A_PANEL : tiles;
      failed = score_panel(b, program, m, tile, end, sums);
    }
    for (size_t i = 0; i < m && !failed; i++)
      b->metrics[first + i] = eqs_metrics_of(&b->aim, &sums[i], b->dataset);
  }
  for (size_t i = 0; program && i < chunk; i++) eqs_program_free(&program[i]);
  free(program);
  free(sums);
  return failed;
}

/* Fewer expressions than threads: the threads share the rows of one expression. */
static int score_rows(batch *b)
{
  eqs_program program = {0};
  int failed = 0;
  for (size_t i = 0; i < b->m && !failed; i++) {
    failed =
        eqs_lower_value(&program, b->expr[i]) || eqs_crew_reserve(&b->crew, &program, b->dataset);
    if (failed) break;
    eqs_loss_sums sums;
    eqs_sum_loss(&b->crew, b->engine, &program, b->dataset, &b->aim, &sums);
    b->metrics[i] = eqs_metrics_of(&b->aim, &sums, b->dataset);
  }
  eqs_program_free(&program);
  return failed;
}

/* As many of THREADS as have a tenth of a millisecond's work each: waking more, and waiting for
   them on a machine that has other things to do, costs more than they save. */
static int useful_threads(const batch *b, int threads)
{
  const double lowering = 0.5, node_row = 1e-4, worth_waking = 100; /* microseconds */
  double rows = (double)b->dataset->n_rows, work = 0;
  for (size_t i = 0; i < b->m && work < worth_waking * threads; i++)
    work += lowering + node_row * b->expr[i]->n_nodes * rows;
  int useful = 1 + (int)(work / worth_waking);
  return useful < threads ? useful : threads;
}

eqs_status eqs_engine_score_with(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                                 const eqs_expr *const *expr, size_t m,
                                 const eqs_score_options *options, eqs_metrics *metrics)
{
  eqs_status status = EQS_OK;
  if (options)
    status = eqs_check_options(ctx, options->size, sizeof *options, "eqs_score_options_init");
  if (status) return status;
  batch b = {.engine = engine,
             .dataset = dataset,
             .aim = eqs_aim_new(dataset, options),
             .expr = expr,
             .m = m,
             .metrics = metrics};
  b.threads = useful_threads(&b, eqs_ctx_threads(ctx));
  size_t tiles = eqs_tiles(dataset->n_rows);
  status = eqs_crew_new(ctx, &b.crew, b.threads);
  if (status) return status;
  eqs_fuse_all(engine, &b.aim, expr, m, false, eqs_ctx_threads(ctx), NULL, NULL);
  int failed;
  if (m < (size_t)b.threads && tiles > 1)
    failed = score_rows(&b);
  else if (tiles > EQS_TILES_A_PANEL)
    failed = score_panels(&b);
  else
    failed = score_whole(&b);
  eqs_crew_free(&b.crew);
  eqs_derived_free(&b.derived);
  return failed ? eqs_fail_memory(ctx, 0) : EQS_OK;
}

eqs_status eqs_engine_score(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                            const eqs_expr *const *expr, size_t m, eqs_metrics *metrics)
{
  return eqs_engine_score_with(ctx, engine, dataset, expr, m, NULL, metrics);
}

eqs_status eqs_engine_predict(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                              const eqs_expr *expr, double *prediction)
{
  eqs_workspace w = {0};
  int failed =
      eqs_lower_value(&w.program, expr) || eqs_workspace_reserve(&w, &w.program, engine->dtype);
  for (size_t tile = 0; !failed && tile < eqs_tiles(dataset->n_rows); tile++)
    eqs_run_values(&w, engine, &w.program, dataset, tile, prediction);
  eqs_workspace_free(&w);
  return failed ? eqs_fail_memory(ctx, 0) : EQS_OK;
}
