/* SPDX-License-Identifier: BSD-3-Clause */
/* Stages of the sweep: a catalogue, then the sources that are made of it. */
#include "search/sweep.h"
#include "search/sweep/meet.h"
#include "search/sweep/nearest.h"
#include "search/sweep/polynomial.h"
#include "search/sweep/rank.h"
#include "util/fail.h"

typedef struct stage {
  uint64_t evals; /* a budget of fewer evaluations passes it over */
  uint32_t entries;
  double meet_share; /* of the time, at which meeting ends, */
  double share;      /* and the stage */
  eqs_meet_size meet;
  eqs_rank_size rank;
  eqs_nearest_size nearest; /* 0: not again */
} stage;

static const stage STAGE[EQS_SWEEP_STAGES] = {
    {0, 1500, 0.05, 0.1, {40, 6, 1500, 120, 60}, {60, 200}, {1 << 20, 1 << 16}},
    {10000, 6000, 0.15, 0.25, {300, 30, 6000, 500, 200}, {250, 1200}, {64 << 20, 1 << 24}},
    {100000, 20000, 0.35, 0.4, {1500, 80, 20000, 1500, 500}, {500, 2500}, {0, 0}},
};

enum { MOST_FINDS = 400, LEAST_ROWS = 6 };

/* The budget, for threads to look at and leave alone. */
typedef struct watch {
  const eqs_run *run;
  double share;
} watch;

static bool is_over(void *user)
{
  const watch *w = user;
  eqs_budget budget = w->run->budget;
  return eqs_budget_over(&budget, w->share);
}

/* The finds become proposals and go the way of all others, as many at a time as there is room. */
static eqs_status judge(eqs_run *run, const eqs_finds *finds)
{
  eqs_status status = EQS_OK;
  run->budget.now.n_sampled += finds->tried;
  run->result->source[EQS_FROM_SWEEP].sampled += finds->tried;
  for (size_t begin = 0; begin < finds->n && status == EQS_OK;) {
    uint32_t n = 0;
    for (; begin < finds->n && n < run->options->samples; begin++) {
      eqs_proposal *p = &run->proposal[n];
      eqs_formula_copy(&p->f, &finds->f[begin]);
      p->source = EQS_FROM_SWEEP;
      if (eqs_proposal_finish(&run->mask, &p->f)) n++;
    }
    status = eqs_run_judge(run, n);
  }
  return status;
}

static eqs_status polynomials(eqs_run *run, const eqs_catalogue *c)
{
  eqs_finds finds = {.most = MOST_FINDS};
  eqs_status status = EQS_OK;
  if (eqs_polynomials(c, &finds) != 0)
    status = eqs_fail_memory(run->ctx, finds.n * sizeof *finds.f);
  if (status == EQS_OK) status = judge(run, &finds);
  eqs_finds_free(&finds);
  return status;
}

/* Terms that are left out of the comparison: as many as the key rows allow. */
static eqs_modulo_kind widest(const eqs_catalogue *c)
{
  eqs_modulo modulo;
  if (eqs_modulo_make(&modulo, c, EQS_MODULO_QUADRATIC)) return EQS_MODULO_QUADRATIC;
  if (eqs_modulo_make(&modulo, c, EQS_MODULO_LINEAR)) return EQS_MODULO_LINEAR;
  return EQS_MODULO_CONSTANT;
}

/* ---- Two sources at once --------------------------------------------------------------------- */

/* A source of finds; 0, or -1 when memory is short. */
typedef int hunt(const eqs_catalogue *c, const stage *s, watch *w, eqs_finds *finds);

static int meet_powers(const eqs_catalogue *c, const stage *s, watch *w, eqs_finds *finds)
{
  finds->most = MOST_FINDS;
  w->share = s->meet_share;
  return eqs_meet(c, EQS_MODULO_POWERS, &s->meet, is_over, w, finds);
}

static int meet_terms(const eqs_catalogue *c, const stage *s, watch *w, eqs_finds *finds)
{
  finds->most = MOST_FINDS;
  w->share = s->meet_share;
  return eqs_meet(c, widest(c), &s->meet, is_over, w, finds);
}

static int rank(const eqs_catalogue *c, const stage *s, watch *w, eqs_finds *finds)
{
  finds->most = 3 * MOST_FINDS;
  w->share = s->share;
  return eqs_rank(c, &s->rank, eqs_ctx_threads(w->run->ctx), is_over, w, finds);
}

static int nearest(const eqs_catalogue *c, const stage *s, watch *w, eqs_finds *finds)
{
  finds->most = 4 * MOST_FINDS;
  w->share = s->share;
  return eqs_nearest(c, &s->nearest, is_over, w, finds);
}

/* What N of them find, one or two, is judged in their order; PICKY: the second's is not, once the
   first's is enough. One thread does not even look for it then. */
static eqs_status hunt_all(eqs_run *run, const eqs_catalogue *c, const stage *s, hunt *const *hunts,
                           int n, bool picky)
{
  eqs_finds finds[2] = {{0}};
  watch w[2] = {{run, 0}, {run, 0}};
  int failed[2] = {0}, at_once = eqs_ctx_threads(run->ctx) > 1 && n > 1 ? n : 0;
  eqs_status status = EQS_OK;
#pragma omp parallel for num_threads(2) if (at_once > 1)
  for (int k = 0; k < at_once; k++) failed[k] = hunts[k](c, s, &w[k], &finds[k]);
  for (int k = 0; k < n; k++) {
    if (status != EQS_OK || (k > 0 && picky && eqs_run_satisfied(run))) break;
    if (k >= at_once) failed[k] = hunts[k](c, s, &w[k], &finds[k]);
    status = failed[k] == 0 ? judge(run, &finds[k])
                            : eqs_fail_memory(run->ctx, finds[k].n * sizeof *finds[k].f);
  }
  for (int k = 0; k < 2; k++) eqs_finds_free(&finds[k]);
  return status;
}

eqs_status eqs_sweep(eqs_run *run, unsigned number)
{
  /* The second also where the first found something exact: it may be simpler, and finite where that
     is not. */
  static hunt *const exact[] = {meet_powers, meet_terms}, *const best[] = {rank, nearest};
  const stage *s = &STAGE[number];
  uint64_t evals = run->options->max_evals;
  eqs_catalogue catalogue;
  if ((evals > 0 && evals < s->evals) || run->problem.train->n < LEAST_ROWS) return EQS_OK;
  run->budget.now.phase = "sweep";
  if (eqs_catalogue_make(&catalogue, &run->problem, &run->mask.rules.allowed, s->entries) != 0)
    return eqs_fail_memory(run->ctx, s->entries * EQS_SAMPLE_ROWS * sizeof(double));
  eqs_status status = number == 0 ? polynomials(run, &catalogue) : EQS_OK;
  if (status == EQS_OK) status = hunt_all(run, &catalogue, s, exact, 2, false);
  if (status == EQS_OK && !eqs_run_satisfied(run))
    status = hunt_all(run, &catalogue, s, best, s->nearest.most > 0 ? 2 : 1, true);
  eqs_catalogue_free(&catalogue);
  return status;
}
