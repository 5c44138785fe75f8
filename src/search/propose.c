/* SPDX-License-Identifier: BSD-3-Clause */
/* The proposals of one iteration, by all sources at once: the model is slow and has one thread's
   work, during which the others look for places and mutate. Every proposal has a number, from which
   its random stream follows, so it does not matter who makes it. */
#include "search/run.h"

enum {
  RANDOM_AT_FIRST = 8, /* iterations of random formulas */
  RANDOM_EVERY = 24,   /* one local proposal in so many is random */
  LOCAL_AT_ONCE = 16,
};

/* Number FIRST of this iteration and those after it, into PROPOSAL[0..N-1]. */
static void propose_locally(const eqs_run *run, uint32_t first, uint32_t n, eqs_proposal *proposal)
{
  uint64_t number = run->iteration * run->options->samples + first;
  bool random = run->iteration < RANDOM_AT_FIRST;
  for (uint32_t i = 0; i < n; i++) {
    proposal[i].source = EQS_FROM_LOCAL;
    if (random || (first + i) % RANDOM_EVERY == 0)
      eqs_random_propose(&run->local, number + i, &proposal[i].f);
    else
      eqs_local_propose(&run->local, number + i, &proposal[i].f);
  }
}

/* One look around, as above; what is no whole group is empty. */
static void propose_blocks(const eqs_run *run, uint32_t first, uint32_t n, eqs_proposal *proposal)
{
  uint64_t number = run->iteration * run->options->samples + first;
  if (n == EQS_PURSUED_AT_ONCE) eqs_pursuit_propose(&run->pursuit, number, proposal);
  for (uint32_t i = 0; i < n; i++) {
    proposal[i].source = EQS_FROM_PURSUIT;
    if (n < EQS_PURSUED_AT_ONCE) proposal[i].f.n = 0;
  }
}

static eqs_status propose_by_model(eqs_run *run, const uint32_t *count, eqs_proposal *proposal)
{
  eqs_status status =
      eqs_model_propose(run->ctx, &run->model, run->iteration, count[EQS_FROM_MODEL], proposal);
  if (status != EQS_OK) return status;
  return eqs_latent_propose(run->ctx, &run->model, &run->bank, run->iteration,
                            count[EQS_FROM_LATENT], proposal + count[EQS_FROM_MODEL]);
}

/* In the order of the proposals: local search, pursuit, model. The longest task is the first. */
static eqs_status propose_all(eqs_run *run, const uint32_t *count, eqs_proposal *proposal)
{
  int threads = eqs_ctx_threads(run->ctx);
  uint32_t local = count[EQS_FROM_LOCAL], blocks = count[EQS_FROM_PURSUIT];
  eqs_status status = EQS_OK;
#pragma omp parallel num_threads(threads)
#pragma omp single
  {
#pragma omp task shared(status)
    status = propose_by_model(run, count, proposal + local + blocks);
    for (uint32_t i = 0; i < blocks; i += EQS_PURSUED_AT_ONCE) {
      uint32_t left = blocks - i;
#pragma omp task
      propose_blocks(run, i, left < EQS_PURSUED_AT_ONCE ? left : EQS_PURSUED_AT_ONCE,
                     proposal + local + i);
    }
    for (uint32_t i = 0; i < local; i += LOCAL_AT_ONCE) {
      uint32_t left = local - i;
#pragma omp task
      propose_locally(run, i, left < LOCAL_AT_ONCE ? left : LOCAL_AT_ONCE, proposal + i);
    }
  }
  return status;
}

/* It needs formulas to begin with: those of the sweep, or some random ones. */
static bool may_pursue(const eqs_run *run)
{
  bool begun = run->iteration >= RANDOM_AT_FIRST || !eqs_run_uses(run, EQS_FROM_LOCAL);
  return begun && eqs_run_uses(run, EQS_FROM_PURSUIT) && eqs_pursuit_is_possible(&run->pursuit);
}

eqs_status eqs_run_propose(eqs_run *run, uint32_t n, uint32_t *proposed)
{
  uint32_t count[EQS_N_SOURCES];
  if (eqs_budget_grant(&run->budget, 1) == 0) return EQS_OK; /* nor has the model learnt anything */
  run->shares.active[EQS_FROM_PURSUIT] = may_pursue(run);
  eqs_shares_split(&run->shares, n, count);
  if (count[EQS_FROM_PURSUIT] >= EQS_PURSUED_AT_ONCE)
    eqs_pursuit_prepare(&run->pursuit, run->iteration);
  eqs_status status = propose_all(run, count, run->proposal);
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    run->budget.now.n_sampled += count[s];
    run->result->source[s].sampled += count[s];
    *proposed += count[s];
  }
  return status;
}
