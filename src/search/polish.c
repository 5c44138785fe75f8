/* SPDX-License-Identifier: BSD-3-Clause */
/* The last touch: the front's constants are fitted once more, thoroughly, and those that are nearly
   integers are tried as integers, which makes many of them vanish. */
#include "search/run.h"
#include "util/fail.h"
#include <math.h>

static const eqs_effort POLISH = {.iterations = 60, .starts = 6};
enum { ROUNDS = 2 };
static const double NEAR_INTEGER = 0.25; /* the error decides, with a price on each constant */

/* Copies the formulas of the front into the proposals; returns how many. */
static size_t take_front(eqs_run *run)
{
  size_t n = 0;
  double best = INFINITY;
  for (unsigned k = 0; k <= run->bank.max_complexity && n < run->options->samples; k++) {
    const eqs_niche *niche = &run->bank.niche[EQS_BY_LENGTH][k];
    if (niche->n == 0 || !(niche->member[0].length < best)) continue;
    best = niche->member[0].length;
    eqs_formula_copy(&run->proposal[n++].f, &niche->member[0].f);
  }
  return n;
}

static bool round_param(eqs_node *node)
{
  double nearest = rint(node->value);
  if (node->op != EQS_OP_PARAM || !(fabs(node->value - nearest) <= NEAR_INTEGER)) return false;
  *node = eqs_node_number(nearest);
  return true;
}

/* After the N formulas of the front: each with one constant rounded, and with all that can be. */
static size_t add_rounded(eqs_run *run, size_t n)
{
  size_t most = run->options->samples, end = n;
  for (size_t i = 0; i < n; i++) {
    const eqs_formula *f = &run->proposal[i].f;
    for (uint32_t k = 0; k <= f->n && end < most; k++) {
      eqs_formula *rounded = &run->proposal[end].f;
      bool changed = false;
      eqs_formula_copy(rounded, f);
      for (uint32_t j = 0; j < f->n; j++)
        if (j == k || k == f->n) changed |= round_param(&rounded->node[j]);
      if (changed && eqs_proposal_finish(&run->mask, rounded)) end++;
    }
  }
  return end;
}

static eqs_status polish_once(eqs_run *run)
{
  size_t n = add_rounded(run, take_front(run));
  for (size_t i = 0; i < n; i++) run->batch[i] = &run->proposal[i].f;
  eqs_status status = eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, 1, run->batch, n,
                                     run->next_task, POLISH, run->score);
  run->next_task += n;
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    const eqs_formula *f = run->batch[i];
    const eqs_score *s = &run->score[i];
    eqs_welcome welcome;
    if (s->done && s->finite &&
        eqs_bank_offer(&run->bank, f, eqs_nodes_hash(f->node, f->n), s->mse, s->mae, &welcome) != 0)
      status = eqs_fail_memory(run->ctx, run->bank.capacity * sizeof(eqs_member));
  }
  return status;
}

eqs_status eqs_run_polish(eqs_run *run)
{
  eqs_status status = EQS_OK;
  for (unsigned k = 0; k < ROUNDS && status == EQS_OK; k++) status = polish_once(run);
  return status;
}
