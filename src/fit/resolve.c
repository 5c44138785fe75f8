/* SPDX-License-Identifier: BSD-3-Clause */
/* With the residuals r, the derivatives L by the linear constants and N by the others, a step d of
   the linear ones gives r + L d, L, and N with each column multiplied as its owner was: the
   products of these follow from those of r, L and N. */
#include "fit/resolve.h"
#include "fit/cholesky.h"
#include <math.h>
#include <string.h>

/* Keeps constants that the data do not tell apart from growing without bound. */
static const double DAMPING = 1e-9;

/* A smaller gain, as a share of the loss, is left to the next step. */
static const double LEAST_GAIN = 1e-6;

/* Constants that could gain less move by less than 1e-14 of their errors. */
static const double SETTLED = 1e-28;
enum { MOST_REFINEMENTS = 3 };

bool eqs_can_resolve(const eqs_linear *linear, size_t k)
{
  bool some = false;
  for (size_t i = 0; i < k; i++) {
    if (linear->owner[i] == EQS_MANY_OWNERS) return false;
    some |= linear->linear[i];
  }
  return some;
}

static double entry(const double *upper, size_t i, size_t j, size_t k)
{
  return upper[i <= j ? eqs_upper(i, j, k) : eqs_upper(j, i, k)];
}

/* The linear constants alone. */
typedef struct part {
  size_t n, place[EQS_MAX_PARAMS];
  double step[EQS_MAX_PARAMS];
} part;

/* Solves for their steps, and leaves the factor in MATRIX; false if there are none. */
static bool solve(const eqs_linear *linear, size_t k, const double *normal, part *p, double *matrix)
{
  const double *g = normal + 1, *a = g + k;
  size_t n = 0, at = 0;
  for (size_t i = 0; i < k; i++)
    if (linear->linear[i]) p->place[n++] = i;
  p->n = n;
  for (size_t i = 0; i < n; i++) {
    p->step[i] = -g[p->place[i]];
    for (size_t j = i; j < n; j++) matrix[at++] = entry(a, p->place[i], p->place[j], k);
    matrix[at - (n - i)] *= 1 + DAMPING;
  }
  return n > 0 && eqs_cholesky_solve(matrix, p->step, n) == 0;
}

/* What the column of constant I is multiplied by; NAN if that cannot be said. */
static double factor(const eqs_linear *linear, size_t i, const double *c, const double *step)
{
  int owner = linear->linear[i] ? EQS_NO_OWNER : linear->owner[i];
  return owner == EQS_NO_OWNER ? 1 : 1 + step[owner] / c[owner];
}

double eqs_resolve(const eqs_linear *linear, size_t k, double *c, double *normal, double *room)
{
  double *step = room, *a = normal + 1 + k, *g = normal + 1, multiple[EQS_MAX_PARAMS], gain = 0;
  part p;
  if (!solve(linear, k, normal, &p, room + k)) return 1;
  memset(step, 0, k * sizeof *step);
  for (size_t i = 0; i < p.n; i++) step[p.place[i]] = p.step[i];
  for (size_t i = 0; i < k; i++) gain -= g[i] * step[i];
  if (!(gain > LEAST_GAIN * normal[0])) return 1;
  for (size_t i = 0; i < k; i++) {
    multiple[i] = factor(linear, i, c, step);
    if (!isfinite(multiple[i]) || !isfinite(step[i])) return 1;
  }
  /* r'r + 2 d'L'r + d'L'L d, where L'L d = -L'r but for the damping. */
  double old = normal[0], loss = old;
  for (size_t i = 0; i < k; i++) {
    double moved = 0;
    for (size_t j = 0; j < k; j++) moved += entry(a, i, j, k) * step[j];
    loss += step[i] * (2 * g[i] + moved);
    room[k + i] = multiple[i] * (g[i] + moved);
  }
  memcpy(g, room + k, k * sizeof *g);
  for (size_t i = 0; i < k; i++)
    for (size_t j = i; j < k; j++) a[eqs_upper(i, j, k)] *= multiple[i] * multiple[j];
  for (size_t i = 0; i < k; i++) c[i] += step[i];
  normal[0] = loss;
  return loss / old;
}

/* What the equations without damping say beyond the steps of P, solved with the damped factor:
   iterative refinement. Returns the gain, and adds it to the steps. */
static double refine(size_t k, const double *normal, const double *factor_of, part *p)
{
  const double *g = normal + 1, *a = g + k;
  double rest[EQS_MAX_PARAMS], more[EQS_MAX_PARAMS], gain = 0;
  for (size_t i = 0; i < p->n; i++) {
    rest[i] = -g[p->place[i]];
    for (size_t j = 0; j < p->n; j++) rest[i] -= entry(a, p->place[i], p->place[j], k) * p->step[j];
  }
  memcpy(more, rest, p->n * sizeof *more);
  eqs_cholesky_again(factor_of, more, p->n);
  for (size_t i = 0; i < p->n; i++) gain += rest[i] * more[i];
  for (size_t i = 0; i < p->n; i++) p->step[i] += more[i];
  return gain;
}

void eqs_settle(const eqs_linear *linear, size_t k, double *c, const double *normal, double *room)
{
  part p;
  double gain = 0;
  if (!solve(linear, k, normal, &p, room)) return;
  for (size_t i = 0; i < p.n; i++) gain -= normal[1 + p.place[i]] * p.step[i];
  if (!(gain <= LEAST_GAIN * normal[0])) return;
  for (int i = 0; i < MOST_REFINEMENTS && gain > SETTLED * normal[0]; i++)
    gain = refine(k, normal, room, &p);
  for (size_t i = 0; i < p.n; i++)
    if (!isfinite(c[p.place[i]] + p.step[i])) return;
  for (size_t i = 0; i < p.n; i++) c[p.place[i]] += p.step[i];
}
