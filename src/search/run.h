/* SPDX-License-Identifier: BSD-3-Clause */
/* A search while it runs: everything that its phases share. */
#ifndef EQS_SEARCH_RUN_H
#define EQS_SEARCH_RUN_H

#include "search/formula/seen.h"
#include "search/judge/front.h"
#include "search/judge/gaps.h"
#include "search/judge/scorer.h"
#include "search/lessons/lessons.h"
#include "search/propose/local_source.h"
#include "search/propose/model_source.h"
#include "search/propose/pursuit.h"
#include "search/propose/shares.h"
#include "search/settings/budget.h"

typedef struct eqs_run {
  eqs_ctx *ctx;
  const eqs_search_options *options;
  eqs_problem problem;
  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;

  eqs_gaps gaps;
  eqs_bank bank;
  eqs_seen seen;
  eqs_shares shares;
  eqs_local_source local;
  eqs_pursuit pursuit;
  eqs_vae *vae; /* NULL: a search without a model */
  bool taught;  /* the model has learnt and makes proposals */
  eqs_model_source model;
  eqs_lessons lessons;
  eqs_scorer scorer;
  eqs_budget budget;

  /* One iteration: room for options->samples of each. */
  eqs_proposal *proposal;
  eqs_formula **batch;       /* those that are new */
  eqs_proposal **batch_from; /* and where they came from */
  eqs_score *score;
  uint32_t *order;
  eqs_formula **chosen;
  double *bar; /* what the bank asks of each */
  eqs_score *chosen_score;

  uint64_t iteration;
  uint64_t next_task; /* numbers the fits */
  unsigned idle;      /* iterations in a row without anything new */
  unsigned exact;     /* iterations since an exact formula was found */
  char *best_text;
  eqs_search_result *result;
} eqs_run;

/* Makes everything ready; on failure the caller still calls eqs_run_close. */
eqs_status eqs_run_open(eqs_run *run, eqs_ctx *ctx, const eqs_problem *problem,
                        const eqs_search_options *options, eqs_search_result *result);
void eqs_run_close(eqs_run *run);

/* Whether the options let SOURCE propose. */
static inline bool eqs_run_uses(const eqs_run *run, eqs_source source)
{
  return run->options->sources == 0 || (run->options->sources >> source & 1) != 0;
}

/* Teaches the model the random formulas it starts from, in at most SHARE of the time; nothing where
   there is no model, or where its weights are there already. */
eqs_status eqs_run_pretrain(eqs_run *run, double share);

/* Fills run->proposal with up to N proposals of all sources; *PROPOSED says how many. */
eqs_status eqs_run_propose(eqs_run *run, uint32_t n, uint32_t *proposed);

/* What run->proposal[0..N-1] holds is scored, as far as it is new and the budget goes, and offered
   to the bank. */
eqs_status eqs_run_judge(eqs_run *run, uint32_t n);

/* Whether a formula is as good as asked for or, where nothing was, exact; rounding keeps the error
   of an exact one above zero. */
bool eqs_run_satisfied(const eqs_run *run);

/* One round of proposing, scoring and keeping. *OVER says that the budget has ended or that nothing
   is left to do. */
eqs_status eqs_run_iterate(eqs_run *run, bool *over);

/* Fits the constants of the front once more, thoroughly, and tries integers for them. */
eqs_status eqs_run_polish(eqs_run *run);

#endif
