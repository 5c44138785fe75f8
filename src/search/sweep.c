/* SPDX-License-Identifier: BSD-3-Clause */
/* Stages of the sweep: a catalogue, then the sources that are made of it. */
#include "search/sweep.h"
#include "search/meet.h"
#include "search/nearest.h"
#include "search/polynomial.h"
#include "search/rank.h"
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

typedef struct watch {
  eqs_run *run;
  double share;
} watch;

static bool is_over(void *user)
{
  const watch *w = user;
  return eqs_budget_over(&w->run->budget, w->share);
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

static eqs_status meet(eqs_run *run, const eqs_catalogue *c, const stage *s, eqs_modulo_kind kind)
{
  eqs_finds finds = {.most = MOST_FINDS};
  watch w = {run, s->meet_share};
  eqs_status status = EQS_OK;
  if (eqs_meet(c, kind, &s->meet, is_over, &w, &finds) != 0)
    status = eqs_fail_memory(run->ctx, finds.n * sizeof *finds.f);
  if (status == EQS_OK) status = judge(run, &finds);
  eqs_finds_free(&finds);
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

static eqs_status rank(eqs_run *run, const eqs_catalogue *c, const stage *s)
{
  eqs_finds finds = {.most = 3 * MOST_FINDS};
  watch w = {run, s->share};
  eqs_status status = EQS_OK;
  if (eqs_rank(c, &s->rank, is_over, &w, &finds) != 0)
    status = eqs_fail_memory(run->ctx, finds.n * sizeof *finds.f);
  if (status == EQS_OK) status = judge(run, &finds);
  eqs_finds_free(&finds);
  return status;
}

static eqs_status nearest(eqs_run *run, const eqs_catalogue *c, const stage *s)
{
  eqs_finds finds = {.most = 4 * MOST_FINDS};
  if (s->nearest.most == 0) return EQS_OK;
  watch w = {run, s->share};
  eqs_status status = EQS_OK;
  if (eqs_nearest(c, &s->nearest, is_over, &w, &finds) != 0)
    status = eqs_fail_memory(run->ctx, s->nearest.bytes);
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

eqs_status eqs_sweep(eqs_run *run, unsigned number)
{
  const stage *s = &STAGE[number];
  uint64_t evals = run->options->max_evals;
  eqs_catalogue catalogue;
  if ((evals > 0 && evals < s->evals) || run->problem.train->n < LEAST_ROWS) return EQS_OK;
  run->budget.now.phase = "sweep";
  if (eqs_catalogue_make(&catalogue, &run->problem, &run->mask.rules.allowed, s->entries) != 0)
    return eqs_fail_memory(run->ctx, s->entries * EQS_SAMPLE_ROWS * sizeof(double));
  eqs_status status = number == 0 ? polynomials(run, &catalogue) : EQS_OK;
  if (status == EQS_OK) status = meet(run, &catalogue, s, EQS_MODULO_POWERS);
  /* Also where the first found something exact: this may be simpler, and finite where that is not.
   */
  if (status == EQS_OK) status = meet(run, &catalogue, s, widest(&catalogue));
  if (status == EQS_OK && !eqs_run_satisfied(run)) status = rank(run, &catalogue, s);
  if (status == EQS_OK && !eqs_run_satisfied(run)) status = nearest(run, &catalogue, s);
  eqs_catalogue_free(&catalogue);
  return status;
}
