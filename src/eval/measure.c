/* SPDX-License-Identifier: BSD-3-Clause */
/* Measuring what tiers cost, on three small programs: medians of repeated runs by the thread's own
   clock, so that other work on the machine shows little. */
#define _GNU_SOURCE /* CLOCK_THREAD_CPUTIME_ID */
#include "eval/costs.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 4, SAMPLES = 7, MANY_TILES = 16, FEW_ROWS = 64, FEW_RUNS = 32 };

/* Arithmetic of two lengths, and functions among arithmetic, a division and a root. */
static const char *const formulas[] = {
    "(x0 + x1) * x2 - x3 * x0",
    ("((x0 + 1.5 * x1) * (x2 - x3) + x0 * x2) * ((x1 - x2) * x3 + x2 * x0) -"
     " x1 * x3 * (x0 + x2 - x1) * 0.5 + (x0 - x3) * (x1 + x3) * (x2 + 0.25 * x0)"),
    "exp(0.3 * x0 - x1) / (x2 + x3) - log(x1 + 1.5 * x3) * sqrt(x0)",
};
enum { SHORT, LONG, DEAR, N_FORMULAS };

typedef struct bench {
  eqs_dataset few, tile, many; /* the same columns; MANY are more than stay in a cache of a core */
  const void *column[COLUMNS];
  void *memory;
  eqs_program value[N_FORMULAS], gradient[N_FORMULAS];
} bench;

static double now_ns(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static int make_programs(bench *b)
{
  static const char *const name[COLUMNS] = {"x0", "x1", "x2", "x3"};
  const eqs_names names = {COLUMNS, name};
  int failed = 0;
  for (int i = 0; i < N_FORMULAS && !failed; i++) {
    eqs_expr *expr = NULL;
    failed = eqs_expr_parse(NULL, &expr, formulas[i], strlen(formulas[i]), &names, 0) ||
             eqs_lower_value(&b->value[i], expr) || eqs_lower_gradient(&b->gradient[i], expr);
    eqs_expr_free(expr);
  }
  return failed;
}

/* Numbers in 0.1 to 2, the same every time and in every tile. */
static void fill_tile(char *column, size_t number, eqs_dtype dtype)
{
  size_t bytes = EQS_TILE * eqs_dtype_size(dtype);
  for (size_t i = 0; i < EQS_TILE; i++) {
    double x = 0.1 + 1.9 * fmod((double)(number * EQS_TILE + i) * 0.6180339887498949, 1);
    if (dtype == EQS_F32)
      ((float *)(void *)column)[i] = (float)x;
    else
      ((double *)(void *)column)[i] = x;
  }
  for (size_t t = 1; t < MANY_TILES; t++) memcpy(column + t * bytes, column, bytes);
}

static int make_rows(bench *b, eqs_dtype dtype)
{
  size_t bytes = (size_t)MANY_TILES * EQS_TILE * eqs_dtype_size(dtype);
  char *memory = b->memory = eqs_alloc(COLUMNS + 1, bytes);
  if (!memory) return -1;
  for (size_t j = 0; j <= COLUMNS; j++) fill_tile(memory + j * bytes, j, dtype);
  for (size_t j = 0; j < COLUMNS; j++) b->column[j] = memory + j * bytes;
  b->many = (eqs_dataset){.dtype = dtype,
                          .n_rows = (size_t)MANY_TILES * EQS_TILE,
                          .n_padded = (size_t)MANY_TILES * EQS_TILE,
                          .n_features = COLUMNS,
                          .column = b->column,
                          .target = memory + COLUMNS * bytes,
                          .weight_sum = (double)MANY_TILES * EQS_TILE};
  b->tile = b->few = b->many;
  b->tile.n_rows = EQS_TILE;
  b->few.n_rows = FEW_ROWS;
  return 0;
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* What is run: a loss, or normal equations, of a program; FRESH: its plan is made anew each time.
 */
typedef struct task {
  const eqs_engine *engine;
  const eqs_program *program;
  const eqs_dataset *dataset;
  bool normal, fresh;
  eqs_workspace w;
} task;

/* Nanoseconds that one run takes. */
static double run(task *t)
{
  double sums[64] = {0}, start = now_ns();
  eqs_loss_sums loss = {0};
  eqs_kept kept;
  eqs_aim aim = eqs_aim_new(t->dataset, NULL);
  size_t tiles = eqs_tiles(t->dataset->n_rows);
  unsigned runs = t->dataset->n_rows == FEW_ROWS ? FEW_RUNS : 1;
  for (unsigned i = 0; i < runs; i++) {
    if (t->fresh && eqs_workspace_reserve(&t->w, t->program, t->dataset->dtype)) return NAN;
    for (size_t tile = 0; tile < tiles; tile++)
      if (t->normal)
        eqs_run_normal(&t->w, t->engine, t->program, t->dataset, &aim, tile, sums, &kept);
      else
        eqs_run_loss(&t->w, t->engine, t->program, t->dataset, &aim, tile, &loss);
  }
  return (now_ns() - start) / runs;
}

/* How much longer A takes than B, of which it is a copy but for the engine: in alternation, so that
   both have the same share of what else happens. The plan of a tile, made anew each time, is lost
   in its rows. *OF_A: how long A takes. */
static double longer(task a, const eqs_engine *b, double *of_a)
{
  double difference[SAMPLES], first[SAMPLES];
  task other = a;
  other.engine = b;
  bool ready = !eqs_workspace_reserve(&a.w, a.program, a.dataset->dtype) &&
               !eqs_workspace_reserve(&other.w, a.program, a.dataset->dtype);
  for (int s = -1; ready && s < SAMPLES; s++) { /* the first warms up */
    double one = run(&a), two = run(&other);
    if (s < 0) continue;
    difference[s] = one - two;
    first[s] = one;
  }
  eqs_workspace_free(&a.w);
  eqs_workspace_free(&other.w);
  if (!ready) return NAN;
  qsort(difference, SAMPLES, sizeof *difference, compare);
  qsort(first, SAMPLES, sizeof *first, compare);
  if (of_a) *of_a = first[SAMPLES / 2];
  return difference[SAMPLES / 2];
}

static void measure_stitching(bench *b, const eqs_engine *engine, eqs_costs *c)
{
  eqs_engine block = *engine, stitch = *engine;
  double few[2], tile[2], more[2], saved = 0;
  block.arena = NULL;
  block.fuser = stitch.fuser = NULL;
  stitch.eager = true;
  for (int i = SHORT; i <= LONG; i++) {
    const eqs_program *p = &b->value[i];
    saved = longer((task){.engine = &block, .program = p, .dataset = &b->tile}, &stitch, &tile[i]);
    more[i] = -longer((task){.engine = &block, .program = p, .dataset = &b->few, .fresh = true},
                      &stitch, &few[i]);
  }
  double n_short = b->value[SHORT].n_values, n_long = b->value[LONG].n_values;
  double calls = (few[LONG] - few[SHORT]) / (n_long - n_short);
  c->step = (tile[LONG] - tile[SHORT]) / (n_long - n_short) / EQS_TILE;
  c->call = fmax(calls - c->step * FEW_ROWS, 0);
  c->joined = fmin(saved / EQS_TILE / (n_long - 1), c->step);
  /* The few rows have had their share of what stitching saves. */
  double make_short = more[SHORT] + c->joined * FEW_ROWS * (n_short - 1);
  double make_long = more[LONG] + c->joined * FEW_ROWS * (n_long - 1);
  c->make_step = fmax((make_long - make_short) / (n_long - n_short), 0);
  c->make = fmax(make_short - c->make_step * n_short, 0);
}

static void count(const eqs_program *p, double *cheap, double *dear)
{
  uint32_t n = eqs_stitch_cheap(p, p->n_steps, NULL);
  *cheap = n;
  *dear = p->n_steps - n;
}

/* With normal equations and many rows, since it is fits of these that visit rows often enough. */
static void measure_fusing(bench *b, const eqs_engine *engine, eqs_costs *c)
{
  eqs_engine stitch = *engine, fused = *engine;
  double cost[N_FORMULAS], gain[N_FORMULAS], cheap[N_FORMULAS], dear[N_FORMULAS];
  stitch.fuser = NULL;
  stitch.eager = true;
  fused.tier = EQS_TIER_FUSED;
  eqs_form form = {0};
  for (int i = LONG; i <= DEAR; i++) {
    const eqs_program *p = &b->gradient[i];
    count(p, &cheap[i], &dear[i]);
    double start = now_ns();
    eqs_fusion *fusion =
        eqs_form_make(&form, p, EQS_FORM_NORMAL) ? NULL : eqs_fuser_want(engine->fuser, &form);
    if (fusion) eqs_fuser_work(engine->fuser, fusion);
    cost[i] = now_ns() - start;
    gain[i] = longer((task){.engine = &stitch, .program = p, .dataset = &b->many, .normal = true},
                     &fused, NULL) /
              (double)b->many.n_rows;
    eqs_fusion_drop(fusion);
  }
  eqs_form_free(&form);
  c->fuse_cheap = cost[LONG] / cheap[LONG];
  c->gain_cheap = gain[LONG] / cheap[LONG];
  c->fuse_dear = (cost[DEAR] - c->fuse_cheap * cheap[DEAR]) / dear[DEAR];
  c->gain_dear = (gain[DEAR] - c->gain_cheap * cheap[DEAR]) / dear[DEAR];
  /* Formulas as long as those of the work set gain half as much for a step, since their numbers and
     tables do not stay in registers. */
  if (c->gain_dear > 0) c->gain_dear /= 2;
}

void eqs_costs_measure(eqs_ctx *ctx, const eqs_engine *engine, eqs_costs *costs)
{
  bench b = {.memory = NULL};
  if (!make_programs(&b) && !make_rows(&b, engine->dtype)) {
    if (engine->arena) measure_stitching(&b, engine, costs);
    if (engine->fuser && !eqs_fuser_check(ctx, engine->fuser)) measure_fusing(&b, engine, costs);
  }
  for (int i = 0; i < N_FORMULAS; i++) {
    eqs_program_free(&b.value[i]);
    eqs_program_free(&b.gradient[i]);
  }
  free(b.memory);
}
