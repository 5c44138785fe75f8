/* SPDX-License-Identifier: BSD-3-Clause */
/* The last touch: the front's constants are fitted once more, thoroughly. Those that are nearly
   integers are tried as integers, which makes many of them vanish, and those that are well-known
   numbers, as far as the rows can tell, as such. */
#include "search/formula/symmetry.h"
#include "search/formula/wellknown.h"
#include "search/judge/sample.h"
#include "search/run.h"
#include "util/ctx.h"
#include "util/fail.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

static const eqs_effort POLISH = {.iterations = 60, .starts = 6};
enum { ROUNDS = 2, SOME_ROWS = 1024 };
static const double NEAR_INTEGER = 0.25; /* the error decides, with a price on each constant */

/* How far from a number a constant may be, in standard errors; no fit is nearer than PRECISION. */
static const double NEAR = 2, PRECISION[] = {[EQS_F64] = 1e-13, [EQS_F32] = 1e-6};

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

/* ---- Integers -------------------------------------------------------------------------------- */

/* From END on, the N formulas of the front, each with one constant rounded, and with all that can
   be. Returns the new end. */
static size_t add_rounded(eqs_run *run, size_t n, size_t end)
{
  size_t most = run->options->samples;
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

/* ---- Well-known numbers ---------------------------------------------------------------------- */

/* Writes how far each constant of F may be from a number that it stands for; INFINITY where the
   rows do not say. Of many rows some are asked, so that it is rather too far. */
static eqs_status find_errors(eqs_run *run, const eqs_formula *f, double *error)
{
  const eqs_problem *p = &run->problem;
  size_t row[SOME_ROWS], rank;
  eqs_rows rows = {.n = eqs_sample_rows(p->train, SOME_ROWS, row), .row = row};
  eqs_expr *expr = eqs_expr_from_nodes(f->node, f->n);
  size_t k = expr != NULL ? expr->n_params : 0;
  double *covariance = eqs_alloc(k * k + 1, sizeof *covariance);
  eqs_status status = EQS_OK;
  if (expr == NULL || covariance == NULL)
    status = eqs_fail_memory(run->ctx, (k * k + 1) * sizeof *covariance);
  else
    status = eqs_fit_covariance(run->ctx, p->table, p->roles, &rows, expr, &p->objective,
                                covariance, error, &rank);
  if (status == EQS_INPUT)
    status = EQS_OK; /* derivatives that are not finite */
  else
    for (size_t j = 0; j < k; j++) {
      double value = fabs(eqs_expr_param(expr, j));
      error[j] = fmax(NEAR * error[j], PRECISION[run->options->engine.dtype] * value);
    }
  free(covariance);
  eqs_expr_free(expr);
  return status;
}

/* Replaces constant J of F by the number it stands for. */
static bool name_param(eqs_formula *f, unsigned j, const double *error)
{
  eqs_node node[EQS_WELLKNOWN_NODES];
  eqs_wellknown number;
  uint32_t i = 0;
  while (f->node[i].op != EQS_OP_PARAM || f->node[i].index != j) i++;
  if (!eqs_wellknown_near(f->node[i].value, error[j], &number)) return false;
  return eqs_formula_splice(f, i, i + 1, node, eqs_wellknown_write(&number, node));
}

/* Like add_rounded. What is written as a quotient stays one: it is not simplified. */
static eqs_status add_named(eqs_run *run, size_t n, size_t *end)
{
  double error[EQS_MAX_PARAMS];
  int threads = run->ctx->threads;
  eqs_status status = EQS_OK;
  run->ctx->threads = 1; /* there is little to do for each formula */
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    eqs_formula *f = &run->proposal[i].f;
    unsigned k = eqs_nodes_number_params(f->node, f->n), named = 0;
    for (unsigned j = 0; j < k; j++) error[j] = INFINITY;
    status = find_errors(run, f, error);
    for (unsigned j = 0; j <= k && *end < run->options->samples && status == EQS_OK; j++) {
      eqs_formula *changed = &run->proposal[*end].f;
      if (j == k && named < 2) break; /* all at once is what was tried already */
      eqs_formula_copy(changed, f);
      bool any = false;
      for (unsigned l = 0; l < k; l++)
        if (l == j || j == k) any |= name_param(changed, l, error);
      if (!any || !eqs_symmetry_normalise(changed)) continue; /* a sum may share nothing now */
      named++;
      eqs_nodes_number_params(changed->node, changed->n);
      *end += eqs_rules_check(&run->mask.rules, changed->node, changed->n, NULL);
    }
  }
  run->ctx->threads = threads;
  return status;
}

/* ---- Both ------------------------------------------------------------------------------------ */

static eqs_status polish_once(eqs_run *run)
{
  size_t front = take_front(run), n = front;
  eqs_status status = add_named(run, front, &n);
  if (status != EQS_OK) return status;
  n = add_rounded(run, front, n);
  for (size_t i = 0; i < n; i++) run->batch[i] = &run->proposal[i].f;
  status = eqs_scorer_fit(run->ctx, &run->scorer, &run->budget, 1, run->batch, n, run->next_task,
                          POLISH, run->score);
  run->next_task += n;
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    const eqs_formula *f = run->batch[i];
    const eqs_score *s = &run->score[i];
    uint64_t hash = eqs_nodes_hash(f->node, f->n);
    eqs_welcome welcome;
    if (s->done && s->finite && eqs_bank_offer(&run->bank, f, hash, s->loss, s->mae, &welcome) != 0)
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
