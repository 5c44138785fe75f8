/* SPDX-License-Identifier: BSD-3-Clause */
/* Levenberg-Marquardt on the normal equations, damped in proportion to their diagonal (Marquardt,
   J. SIAM 11, 1963); the damping follows the ratio of actual to predicted gain (Nielsen, "Damping
   parameter in Marquardt's method", IMM-REP-1999-05, 1999).

   Wherever the normal equations are at hand, the constants that the result is linear in take their
   best values at once (resolve.h), and the loss there is what a step is judged by.

   A trial point is evaluated with its normal equations at once while steps succeed, since they are
   then needed anyway, and with the loss alone after a failure. */
#include "fit/lm.h"
#include "fit/cholesky.h"
#include "fit/resolve.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LAMBDA_START = 1e-2, LAMBDA_MAX = 1e12;

/* Damping is for what bends: constants that the result is linear in are all but free of it, and so
   take their best values beside each step of the others, to first order as in variable projection
   (Kaufman, BIT 15, 1975). What is left keeps the matrix definite in float. */
static const double LINEAR_LAMBDA = 1e-6;

/* Columns that hardly move the result keep this share of the largest diagonal as damping. */
static const double DIAGONAL_FLOOR = 1e-12;

/* A fit is given up when twice the rate of its last steps would not bring it below the bar. */
enum { RATE_STEPS = 3 };
static const double RATE_FACTOR = 2;

typedef struct state {
  eqs_crew *crew;
  const eqs_engine *engine;
  eqs_program *program;
  const eqs_dataset *dataset;
  const eqs_aim *aim;
  const eqs_linear *linear;
  bool resolves; /* linear constants are solved for at every point */
  size_t k;
  double *normal; /* at the current constants: r'r, J'r, J'J */
  double *trial;  /* the same at the trial constants */
  double *damped, *step, *old;
  double lambda, growth;
  eqs_lm_outcome out;
} state;

int eqs_lm_reserve(eqs_lm_memory *memory, size_t k)
{
  if (k <= memory->capacity) return 0;
  double *data = eqs_alloc(3 * eqs_normal_size(k) + 2 * k, sizeof *data);
  if (!data) return -1;
  free(memory->data);
  *memory = (eqs_lm_memory){data, k};
  return 0;
}

void eqs_lm_free(eqs_lm_memory *memory)
{
  free(memory->data);
  *memory = (eqs_lm_memory){0};
}

static bool evaluate_normal(state *s, double *normal)
{
  s->out.normals++;
  eqs_sum_normal(s->crew, s->engine, s->program, s->dataset, s->aim, normal);
  for (size_t i = 0; i < eqs_normal_size(s->k); i++)
    if (!isfinite(normal[i])) return false;
  return true;
}

/* Sums in float have errors of this size, which must not be what is left of them. */
static const double LEAST_LEFT[] = {[EQS_F64] = 1e-10, [EQS_F32] = 1e-4};

/* Moves the linear constants to their best values, and NORMAL with them. */
static bool resolve(state *s, double *normal)
{
  if (!s->resolves) return true;
  double left = eqs_resolve(s->linear, s->k, s->program->pool, normal, s->damped);
  return left > LEAST_LEFT[s->dataset->dtype] || evaluate_normal(s, normal);
}

/* The normal equations with the best linear constants. */
static bool evaluate_resolved(state *s, double *normal)
{
  return evaluate_normal(s, normal) && resolve(s, normal);
}

static double evaluate_loss(state *s)
{
  eqs_loss_sums sums;
  s->out.losses++;
  eqs_sum_loss(s->crew, s->engine, s->program, s->dataset, s->aim, &sums);
  return eqs_aim_value(s->aim, &sums);
}

/* Solves (J'J + lambda D) step = -J'r. */
static bool solve(state *s)
{
  const double *g = s->normal + 1, *a = g + s->k;
  size_t k = s->k, size = k * (k + 1) / 2;
  double largest = 0;
  for (size_t i = 0; i < k; i++) largest = fmax(largest, a[eqs_upper(i, i, k)]);
  memcpy(s->damped, a, size * sizeof *a);
  for (size_t i = 0; i < k; i++) {
    double d = a[eqs_upper(i, i, k)];
    double lambda = s->linear->linear[i] ? fmin(s->lambda, LINEAR_LAMBDA) : s->lambda;
    s->damped[eqs_upper(i, i, k)] += lambda * fmax(d, DIAGONAL_FLOOR * largest);
    s->step[i] = -g[i];
  }
  return eqs_cholesky_solve(s->damped, s->step, k) == 0;
}

/* How much the quadratic model says that the step lowers the loss. */
static double predicted_gain(const state *s)
{
  const double *g = s->normal + 1, *a = g + s->k, *d = s->step;
  double gain = 0;
  for (size_t i = 0; i < s->k; i++) {
    gain -= 2 * g[i] * d[i] + a[eqs_upper(i, i, s->k)] * d[i] * d[i];
    for (size_t j = i + 1; j < s->k; j++) gain -= 2 * a[eqs_upper(i, j, s->k)] * d[i] * d[j];
  }
  return gain;
}

static void damp_more(state *s)
{
  s->lambda *= s->growth;
  s->growth *= 2;
}

static void damp_less(state *s, double ratio)
{
  double shrink = 1 - pow(2 * ratio - 1, 3);
  s->lambda *= fmax(1.0 / 9, fmin(shrink, 1));
  s->growth = 2;
}

/* One trial step. Returns false when the fit is over. */
static bool iterate(state *s, double tolerance)
{
  double *c = s->program->pool, sse = s->normal[0];
  bool eager = s->growth == 2; /* the last step succeeded */
  if (!solve(s)) {
    damp_more(s);
    return s->lambda < LAMBDA_MAX;
  }
  double gain = predicted_gain(s);
  if (!(gain > tolerance * sse)) {
    s->out.converged = true;
    return false;
  }
  memcpy(s->old, c, s->k * sizeof *c);
  for (size_t i = 0; i < s->k; i++) c[i] += s->step[i];
  double trial = eager ? (evaluate_resolved(s, s->trial) ? s->trial[0] : NAN) : evaluate_loss(s);
  bool accepted = trial < sse;
  if (accepted && !eager) accepted = evaluate_resolved(s, s->trial);
  if (!accepted) {
    memcpy(c, s->old, s->k * sizeof *c);
    damp_more(s);
    return s->lambda < LAMBDA_MAX;
  }
  damp_less(s, (sse - trial) / gain);
  double *swap = s->normal;
  s->normal = s->trial;
  s->trial = swap;
  s->out.converged = sse - trial <= tolerance * sse;
  return !s->out.converged;
}

eqs_lm_outcome eqs_lm_run(eqs_crew *crew, eqs_lm_memory *memory, const eqs_engine *engine,
                          eqs_program *program, const eqs_dataset *dataset, const eqs_aim *aim,
                          const eqs_linear *linear, const eqs_lm_limits *limits)
{
  size_t k = program->n_params, size = eqs_normal_size(k);
  double *data = memory->data;
  state s = {.crew = crew,
             .engine = engine,
             .program = program,
             .dataset = dataset,
             .aim = aim,
             .linear = linear,
             .resolves = aim->rho == EQS_RHO_SQUARE && eqs_can_resolve(linear, k),
             .k = k,
             .normal = data,
             .trial = data + size,
             .damped = data + 2 * size,
             .step = data + 3 * size,
             .old = data + 3 * size + k,
             .lambda = LAMBDA_START,
             .growth = 2,
             .out = {.start = NAN, .sse = NAN}};
  if (!evaluate_normal(&s, s.normal)) return s.out;
  s.out.start = s.normal[0];
  if (!resolve(&s, s.normal)) return s.out;
  double bar = limits->bar * (limits->start > 0 ? s.normal[0] / limits->start : 1);
  double past[RATE_STEPS] = {0}; /* the losses before the last steps */
  for (unsigned i = 0; i < limits->iterations; i++) {
    if (i >= RATE_STEPS) {
      double rate = RATE_FACTOR * (past[i % RATE_STEPS] - s.normal[0]) / RATE_STEPS;
      if (s.normal[0] - rate * (limits->iterations - i) > bar) break;
    }
    past[i % RATE_STEPS] = s.normal[0];
    if (!iterate(&s, limits->tolerance)) break;
  }
  s.out.sse = s.normal[0];
  if (aim->rho == EQS_RHO_SQUARE && dataset->dtype == EQS_F64)
    eqs_settle(linear, k, program->pool, s.normal, s.damped);
  return s.out;
}
