/* SPDX-License-Identifier: BSD-3-Clause */
/* One iteration of the published search at its published size, after a short pretraining: on the
   problem Nguyen-5, sin(x^2) cos(x) - 1 on twenty points, formulas of up to 30 tokens. */
#include "bench/bench.h"
#include "bench/check.h"
#include "search/paper/paper.h"
#include "util/fail.h"
#include "util/random.h"
#include <math.h>
#include <stdlib.h>

enum { ROWS = 20, SAMPLES = 5000, SAMPLES_TO_FIT = 1000, CORPUS = 4000, EPOCHS = 10 };

typedef struct job {
  eqs_table *table;
  eqs_roles roles;
  eqs_rows rows;
  eqs_problem problem;
  eqs_search_options options;
  eqs_search_result result;
  eqs_paper_run run;
} job;

static eqs_status make_problem(eqs_ctx *ctx, job *j)
{
  static const char *const name[] = {"x", "y"};
  double x[ROWS], y[ROWS];
  const double *column[] = {x, y};
  eqs_rng rng = eqs_rng_new(1, 0);
  for (int i = 0; i < ROWS; i++) {
    x[i] = 2 * eqs_rng_uniform(&rng) - 1;
    y[i] = sin(x[i] * x[i]) * cos(x[i]) - 1;
  }
  eqs_status status = eqs_table_from_columns(ctx, &j->table, ROWS, 2, name, column);
  if (!status) status = eqs_roles_choose(ctx, &j->roles, j->table, "y", NULL, NULL);
  if (!status) status = eqs_rows_complete(ctx, &j->rows, j->table, &j->roles, EQS_MISSING_REFUSE);
  j->problem = (eqs_problem){.table = j->table, .roles = &j->roles, .train = &j->rows};
  return status;
}

static void choose_options(const eqs_bench_options *o, eqs_search_options *options)
{
  eqs_search_options_init(options);
  eqs_search_options_preset(options, EQS_PRESET_PAPER);
  options->operators = "add,sub,mul,div,square,cos,sin,exp,log";
  options->paper.literals = o->constants ? "const" : "-1,1,2,3,4,5,6,7,8,9,10";
  options->paper.simplify = 0;
  options->paper.iterations = EQS_BENCH_MAX_REPEATS + 2;
  options->samples = o->constants ? SAMPLES_TO_FIT : SAMPLES;
  options->corpus = CORPUS;
  options->pretrain_epochs = EPOCHS;
  options->engine = o->engine;
  options->seed = 1;
}

static eqs_status iterate(void *user)
{
  job *j = user;
  bool over;
  return eqs_paper_iterate(&j->run, &over);
}

/* The errors in the bank are those of its formulas. */
static eqs_status check(eqs_ctx *ctx, const job *j, size_t *checked)
{
  const eqs_bank *bank = &j->run.bank;
  eqs_expr **expr = calloc(bank->max_complexity + 1, sizeof *expr);
  eqs_metrics *metrics = calloc(bank->max_complexity + 1, sizeof *metrics);
  eqs_status status = EQS_OK;
  size_t n = 0;
  if (!expr || !metrics) status = eqs_fail_memory(ctx, bank->max_complexity * sizeof *metrics);
  for (unsigned k = 0; k <= bank->max_complexity && !status; k++) {
    const eqs_niche *niche = &bank->niche[EQS_BY_MSE][k];
    if (niche->n == 0) continue;
    metrics[n].mse = niche->member[0].mse;
    expr[n] = eqs_expr_from_nodes(niche->member[0].f.node, niche->member[0].f.n);
    if (!expr[n++]) status = eqs_fail_memory(ctx, sizeof **expr);
  }
  if (!status)
    status =
        eqs_bench_check(ctx, j->run.dataset, (const eqs_expr *const *)expr, n, metrics, checked);
  for (size_t i = 0; i < n; i++) eqs_expr_free(expr[i]);
  free(expr);
  free(metrics);
  return status;
}

eqs_status eqs_bench_iterate(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job *j = calloc(1, sizeof *j);
  if (!j) return eqs_fail_memory(ctx, sizeof *j);
  choose_options(o, &j->options);
  eqs_status status = make_problem(ctx, j);
  j->run = (eqs_paper_run){
      .ctx = ctx, .options = &j->options, .problem = j->problem, .result = &j->result};
  if (!status) status = eqs_paper_open(&j->run);
  if (!status) status = eqs_paper_pretrain(&j->run);
  if (!status) status = eqs_bench_time(o, iterate, j, r);
  if (!status) status = check(ctx, j, &r->checked);
  if (!status) {
    r->tier = eqs_engine_tier(j->run.engine);
    r->rows = ROWS;
    r->samples_per_s = j->options.samples / r->median;
  }
  eqs_paper_close(&j->run);
  eqs_rows_free(&j->rows);
  eqs_roles_free(&j->roles);
  eqs_table_free(j->table);
  free(j);
  return status;
}
