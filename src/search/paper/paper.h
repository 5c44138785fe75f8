/* SPDX-License-Identifier: BSD-3-Clause */
/* The search as it was published (presets "paper" and "paper-mos2"): a model learns random
   formulas, then in each iteration it is sampled, and learns those of the latest iterations whose
   error lies below a percentile. Numbers are written with literals; a constant is fitted only where
   the vocabulary is given one. */
#ifndef EQS_SEARCH_PAPER_H
#define EQS_SEARCH_PAPER_H

#include "search/judge/front.h"
#include "search/judge/scorer.h"
#include "search/lessons/corpus.h"
#include "search/settings/budget.h"

/* ---- Where formulas may be evaluated ----------------------------------------------------------
   The reference implementation has no value for a quotient whose divisor is within 0.001 of zero,
   for a logarithm of anything up to 0.0001 and for a root of anything up to zero. */

/* F as an expression that has the same values but is nowhere finite where the reference has none.
   NULL when memory is short. */
eqs_expr *eqs_paper_guard(const eqs_formula *f);

/* An expression that is finite exactly where that one is and lies within LOW..HIGH. */
eqs_expr *eqs_paper_guard_range(const eqs_formula *f, double low, double high);

/* One fixed sample of the box of the features over the training rows, widened by BELOW and ABOVE:
   corners first, then points of low discrepancy. The target is zero. */
eqs_status eqs_paper_box(eqs_ctx *ctx, eqs_dataset **box, const eqs_problem *problem, double below,
                         double above, eqs_dtype dtype);

/* ---- What formulas are written with -----------------------------------------------------------
 */

/* The operators of RULES and the literals of LIST: numbers, pi, e, const, with commas between them,
   or NULL. */
eqs_status eqs_paper_vocabulary(eqs_ctx *ctx, eqs_vocabulary *vocabulary, const eqs_rules *rules,
                                uint32_t n_variables, const char *list);

/* ---- What the model learns ------------------------------------------------------------------- */

/* Up to N different formulas that hold a variable and obey the rules: each token uniform among
   operators, variables, named constants and "a literal", until the formula is complete. They stand
   in the order of drawing. Fewer if SHARE of the budget's time is over before, or the search is
   interrupted. */
eqs_status eqs_paper_corpus(eqs_ctx *ctx, const eqs_vocabulary *vocabulary, const eqs_rules *rules,
                            size_t n, uint64_t seed, eqs_budget *budget, double share,
                            eqs_sequences *corpus);

enum { EQS_PAPER_GROUPS = 5 };

/* The formulas retained in the latest iterations. */
typedef struct eqs_paper_pool {
  struct {
    eqs_sequences formula;
    size_t capacity;
    double *mse;
    uint64_t *hash; /* canonical */
  } group[EQS_PAPER_GROUPS];
  unsigned newest;
  eqs_sequences lesson; /* all of them */
} eqs_paper_pool;

void eqs_paper_pool_free(eqs_paper_pool *pool);

/* Forgets the oldest group and begins a new one. */
void eqs_paper_pool_turn(eqs_paper_pool *pool);
size_t eqs_paper_pool_size(const eqs_paper_pool *pool);
bool eqs_paper_pool_has(const eqs_paper_pool *pool, uint64_t hash);

/* Retains F in the newest group; -1 when memory is short. */
int eqs_paper_pool_add(eqs_paper_pool *pool, const eqs_vocabulary *vocabulary, const eqs_formula *f,
                       uint64_t hash, double mse);

/* Appends the errors of the pool to MSE; returns how many. */
size_t eqs_paper_pool_errors(const eqs_paper_pool *pool, double *mse);

/* All its formulas as a lesson; -1 when memory is short. */
int eqs_paper_pool_lesson(eqs_paper_pool *pool, const eqs_vocabulary *vocabulary);

/* The percentile P of X, linear between neighbours; sorts X. N is not 0. */
double eqs_paper_percentile(double *x, size_t n, double p);

/* ---- The loop -------------------------------------------------------------------------------- */

typedef struct eqs_paper_run {
  eqs_ctx *ctx;
  const eqs_search_options *options;
  eqs_problem problem;
  eqs_search_result *result;
  eqs_engine *engine;
  eqs_dataset *dataset, *box;
  double y_low, y_high; /* what the box must stay within */
  eqs_rules rules;
  eqs_vocabulary vocabulary;
  eqs_mask mask;
  eqs_vae *vae;
  eqs_sequences corpus;
  eqs_paper_pool pool;
  eqs_bank bank; /* the best of each complexity */
  eqs_budget budget;
  uint64_t epoch; /* of training, in all */
  uint64_t iteration;

  /* One iteration: room for options->samples of each. */
  uint8_t *token, *length;
  struct eqs_paper_sample *sample;
  eqs_expr **expr;
  eqs_metrics *metrics;
  eqs_formula **fitted; /* those with constants */
  eqs_score *fit;
  eqs_scorer scorer;  /* in use if the vocabulary has a constant */
  uint64_t next_task; /* numbers the fits */
  double *sorted;     /* for the percentile */
  size_t sorted_capacity;
  char *best_text;
} eqs_paper_run;

typedef struct eqs_paper_sample {
  eqs_formula f;
  uint64_t hash; /* canonical */
  double mse;    /* weighted, if the rows have weights */
  double mae;
  uint64_t spelling; /* a hash */
  bool obeys;        /* the rules */
} eqs_paper_sample;

/* Copies what scoring needs of a sample. */
void eqs_paper_sample_move(eqs_paper_sample *to, const eqs_paper_sample *from);

/* Scores the first N samples and moves those that have a value wherever they must to the front;
 *KEPT says how many. */
eqs_status eqs_paper_score(eqs_paper_run *run, size_t n, size_t *kept);

/* Makes everything ready (RUN is empty but for ctx, options, problem and result; on failure it
   still has to be closed), teaches the random formulas, and lets go. */
eqs_status eqs_paper_open(eqs_paper_run *run);
eqs_status eqs_paper_pretrain(eqs_paper_run *run);
void eqs_paper_close(eqs_paper_run *run);

/* One iteration; *OVER says that the budget has ended. */
eqs_status eqs_paper_iterate(eqs_paper_run *run, bool *over);

/* The whole search under OPTIONS, whose preset is one. RESULT is empty. */
eqs_status eqs_paper_search(eqs_ctx *ctx, const eqs_problem *problem,
                            const eqs_search_options *options, eqs_search_result *result);

#endif
