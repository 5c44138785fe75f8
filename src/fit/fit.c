/* SPDX-License-Identifier: BSD-3-Clause */
/* Fitting expressions: several starts for each, the best kept; threads take expressions, or share
   the rows of one where there are few. */
#include "eval/fuse.h"
#include "fit/hoist.h"
#include "fit/linear.h"
#include "fit/lm.h"
#include "util/fail.h"
#include "util/random.h"
#include <eqsieve/fit.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* A fit this close to the data, relative to the variance of the target, needs no other start. */
static const double EXACT = 1e-28;

/* The rounding of a corner: from the mean loss down, stage by stage, until the loss has settled. */
enum { STAGES = 7 };
static const double NARROWER = 1.0 / 30, SETTLED = 1e-7;

/* What the narrower corners may still gain decides whether they are tried at all: of 58 000 fits of
   ten constants to 594 rows, one in twenty gained more than this share after the first. */
static const double LATER_GAIN = 0.015;

typedef struct fitter {
  const eqs_engine *engine;
  const eqs_dataset *dataset;
  const eqs_fit_options *options;
  eqs_aim aim;     /* of expressions with free constants: any loss may still become small */
  eqs_aim bounded; /* of those without */
  eqs_crew crew;
  eqs_lm_memory memory;
  eqs_hoist hoist;
  double best[EQS_MAX_PARAMS];
  double bar; /* of the expression at hand, as a sum */
  eqs_linear linear;
} fitter;

void eqs_fit_options_init(eqs_fit_options *options)
{
  *options = (eqs_fit_options){.size = sizeof *options,
                               .iterations = 20,
                               .starts = 4,
                               .tolerance = 1e-10,
                               .bound = INFINITY};
}

static void take_params(const eqs_expr *expr, double *value)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_PARAM) value[expr->node[i].index] = expr->node[i].value;
}

static void put_params(eqs_expr *expr, const double *value)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++)
    if (expr->node[i].op == EQS_OP_PARAM) expr->node[i].value = value[expr->node[i].index];
}

/* Constants of formulas are mostly of order one, now and then a factor of thirty away from it: odd
   starts are normal around zero, even ones log-uniform with a random sign. */
static void draw_start(eqs_rng *rng, unsigned start, double *value, size_t k)
{
  for (size_t i = 0; i < k; i++) {
    if (start % 2) {
      value[i] = 1.5 * eqs_rng_normal(rng);
    } else {
      double magnitude = exp(log(30) * (2 * eqs_rng_uniform(rng) - 1));
      value[i] = eqs_rng_uniform(rng) < 0.5 ? -magnitude : magnitude;
    }
  }
}

static bool better(double a, double b)
{
  return a < b || (isnan(b) && !isnan(a));
}

/* START is what the loss of interest is at the start, if AIM is it with a corner rounded; 0 if not.
 */
static eqs_lm_outcome descend(fitter *f, eqs_program *program, const eqs_aim *aim, double start)
{
  const eqs_lm_limits limits = {.iterations = f->options->iterations,
                                .tolerance = f->options->tolerance,
                                .bar = start > 0 ? f->bar / (1 - LATER_GAIN) : f->bar,
                                .start = start};
  return eqs_lm_run(&f->crew, &f->memory, f->engine, program, f->dataset, aim, &f->linear, &limits);
}

static double exact_value(fitter *f, const eqs_program *program, eqs_lm_outcome *out)
{
  eqs_loss_sums sums;
  eqs_sum_loss(&f->crew, f->engine, program, f->dataset, &f->aim, &sums);
  out->losses++;
  return eqs_aim_value(&f->aim, &sums);
}

/* A loss with a corner has no second derivative to go by: the corner is rounded, wide at first and
   narrower with every stage, until that gains nothing. Leaves the best constants met. */
static eqs_lm_outcome descend_sharp(fitter *f, eqs_program *program)
{
  unsigned stages = f->options->roundings ? f->options->roundings : STAGES;
  double kept[EQS_MAX_PARAMS], *c = program->pool;
  size_t bytes = program->n_params * sizeof *c;
  eqs_lm_outcome out = {0};
  double value = exact_value(f, program, &out), width = value / f->aim.total;
  out.start = out.sse = value;
  memcpy(kept, c, bytes);
  for (unsigned stage = 0; stage < stages && isfinite(value); stage++, width *= NARROWER) {
    double last = value;
    eqs_aim rounded = eqs_aim_rounded(&f->aim, width, f->dataset->dtype);
    eqs_lm_outcome part = descend(f, program, &rounded, value);
    out.losses += part.losses;
    out.normals += part.normals;
    out.converged = part.converged;
    value = exact_value(f, program, &out);
    if (value < out.sse) {
      out.sse = value;
      memcpy(kept, c, bytes);
    }
    if (stage > 0 && fabs(last - value) <= SETTLED * last) break;
    if (value * (1 - LATER_GAIN) > f->bar) break;
  }
  memcpy(c, kept, bytes);
  return out;
}

/* Runs the starts on a lowered program and leaves the best constants in f->best. */
static void run_starts(fitter *f, eqs_program *program, uint64_t number, eqs_fit_result *r)
{
  const eqs_fit_options *o = f->options;
  double *c = program->pool, best = NAN, given = NAN;
  double enough = EXACT * f->dataset->target_ss;
  eqs_rng rng = eqs_rng_new(o->seed, o->task ? o->task[number] : number);
  for (unsigned start = 0; start < (o->starts ? o->starts : 1) && !(best <= enough); start++) {
    if (start) draw_start(&rng, start, c, program->n_params);
    eqs_lm_outcome out = f->aim.sharp ? descend_sharp(f, program) : descend(f, program, &f->aim, 0);
    r->evaluations += out.losses;
    r->gradients += out.normals;
    if (start == 0) given = out.start;
    if (!better(out.sse, best)) continue;
    best = out.sse;
    r->converged = out.converged;
    memcpy(f->best, c, program->n_params * sizeof *c);
  }
  r->improved = better(best, given);
  if (isnan(best)) r->status = EQS_INPUT;
}

static void judge(const eqs_aim *aim, const eqs_loss_sums *sums, const fitter *f,
                  eqs_fit_result *result)
{
  result->metrics = eqs_metrics_of(aim, sums, f->dataset);
  if (result->metrics.rejected) result->status = EQS_INPUT;
}

/* The program lives in the crew's first workspace. -1 when memory is short. */
static int score_one(fitter *f, const eqs_expr *expr, eqs_fit_result *result)
{
  eqs_program *program = &f->crew.workspace[0].program;
  eqs_loss_sums sums;
  if (eqs_lower_value(program, expr) || eqs_crew_reserve(&f->crew, program, f->dataset)) return -1;
  eqs_sum_loss(&f->crew, f->engine, program, f->dataset, &f->bounded, &sums);
  result->evaluations++;
  judge(&f->bounded, &sums, f, result);
  return 0;
}

static int fit_one(fitter *f, eqs_expr *expr, uint64_t number, eqs_fit_result *result)
{
  eqs_program *program = &f->crew.workspace[0].program;
  const eqs_cuts *cuts = NULL;
  eqs_loss_sums sums;
  if (eqs_hoist_make(&f->hoist, &f->crew, f->engine, f->dataset, expr, &cuts) ||
      eqs_lower_gradient_cut(program, expr, cuts) ||
      eqs_crew_reserve(&f->crew, program, f->dataset) || eqs_lm_reserve(&f->memory, expr->n_params))
    return -1;
  take_params(expr, f->best);
  f->bar = f->options->bar ? f->options->bar[number] * f->aim.total : INFINITY;
  eqs_linear_params(expr, &f->linear);
  run_starts(f, program, number, result);
  memcpy(program->pool, f->best, expr->n_params * sizeof(double));
  eqs_sum_loss(&f->crew, f->engine, program, f->dataset, &f->aim, &sums);
  result->evaluations++;
  put_params(expr, f->best);
  judge(&f->aim, &sums, f, result);
  return 0;
}

static int treat(fitter *f, eqs_expr *expr, uint64_t number, eqs_fit_result *result)
{
  *result = (eqs_fit_result){.status = EQS_OK};
  return expr->n_params > 0 ? fit_one(f, expr, number, result) : score_one(f, expr, result);
}

static eqs_status fitter_new(eqs_ctx *ctx, fitter *f, const eqs_engine *engine,
                             const eqs_dataset *dataset, const eqs_fit_options *options,
                             int members)
{
  eqs_score_options score;
  eqs_score_options_init(&score);
  *f = (fitter){.engine = engine, .dataset = dataset, .options = options};
  score.objective = options->objective;
  f->aim = eqs_aim_new(dataset, &score);
  score.bound = options->bound;
  f->bounded = eqs_aim_new(dataset, &score);
  return eqs_crew_new(ctx, &f->crew, members);
}

static void fitter_free(fitter *f)
{
  eqs_crew_free(&f->crew);
  eqs_lm_free(&f->memory);
  eqs_hoist_free(&f->hoist);
}

/* All threads on the rows of one expression after the other. */
static eqs_status fit_rows(eqs_ctx *ctx, fitter *f, eqs_expr *const *expr, size_t m,
                           eqs_fit_result *result)
{
  for (size_t i = 0; i < m; i++)
    if (treat(f, expr[i], i, &result[i])) return eqs_fail_memory(ctx, 0);
  return EQS_OK;
}

static eqs_status fit_expressions(eqs_ctx *ctx, fitter *f, int threads, eqs_expr *const *expr,
                                  size_t m, eqs_fit_result *result)
{
  int failed = 0;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(| : failed)
  for (size_t i = 0; i < m; i++)
    failed |= treat(&f[omp_get_thread_num()], expr[i], i, &result[i]) != 0;
  return failed ? eqs_fail_memory(ctx, 0) : EQS_OK;
}

static const eqs_cuts *find_cuts(void *user, const eqs_expr *expr)
{
  fitter *f = user;
  return eqs_hoist_find(&f->hoist, f->dataset, expr);
}

eqs_status eqs_fit_batch(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                         eqs_expr *const *expr, size_t m, const eqs_fit_options *options,
                         eqs_fit_result *result)
{
  int threads = eqs_ctx_threads(ctx);
  eqs_status status =
      eqs_check_options(ctx, options->size, sizeof *options, "eqs_fit_options_init");
  if (status) return status;
  bool by_rows = m < (size_t)threads && eqs_tiles(dataset->n_rows) > 1;
  int n = by_rows ? 1 : threads;
  for (size_t i = 0; i < m; i++)
    if (expr[i]->n_params > EQS_MAX_PARAMS)
      return eqs_fail(ctx, EQS_LIMIT, "expression %zu has %u free constants (at most %d)", i,
                      (unsigned)expr[i]->n_params, EQS_MAX_PARAMS);
  fitter *f = calloc((size_t)n, sizeof *f);
  if (!f) return eqs_fail_memory(ctx, (size_t)n * sizeof *f);
  for (int i = 0; i < n && !status; i++)
    status = fitter_new(ctx, &f[i], engine, dataset, options, by_rows ? threads : 1);
  if (!status)
    eqs_fuse_all(engine, &f[0].aim, (const eqs_expr *const *)expr, m, true, threads, find_cuts,
                 &f[0]);
  if (!status)
    status = by_rows ? fit_rows(ctx, f, expr, m, result)
                     : fit_expressions(ctx, f, threads, expr, m, result);
  for (int i = 0; i < n; i++) fitter_free(&f[i]);
  free(f);
  return status;
}
