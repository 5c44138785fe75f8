/* SPDX-License-Identifier: BSD-3-Clause */
/* The search for equations: propose, score, fit, keep the best, teach the model. */
#ifndef EQSIEVE_SEARCH_H
#define EQSIEVE_SEARCH_H

#include <eqsieve/fit.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eqs_search_progress {
  const char *phase; /* "sweep", "corpus", "pretrain", "search" */
  double seconds, time_limit;
  uint64_t n_sampled, n_scored, n_fits, max_evals;
  double best_mse, best_r2; /* of the search so far; NaN before the first */
  uint64_t epoch, epochs;   /* while pretraining */
  double loss;              /* of the model: cross entropy of a formula, without KL */
  const char *best;         /* the best formula so far, or NULL; borrowed for the call */
} eqs_search_progress;

/* What the masks of dropout on the model's embeddings are drawn for. */
typedef enum eqs_dropout {
  EQS_DROPOUT_USUAL,     /* positions in a preset, else tokens */
  EQS_DROPOUT_POSITIONS, /* each position of each formula, as published */
  EQS_DROPOUT_TOKENS,    /* each token of the vocabulary, once per part of a batch: faster */
} eqs_dropout;

/* A configuration that was published, to be had as it was. */
typedef enum eqs_preset {
  EQS_PRESET_NONE,       /* the search of this library */
  EQS_PRESET_PAPER,      /* SEGVAE on benchmarks: Popov et al., PeerJ Comput. Sci. 9:e1241 (2023) */
  EQS_PRESET_PAPER_MOS2, /* on pairs of vacancies: Lazarev and Ustyuzhanin, arXiv 2512.20785 */
} eqs_preset;

/* What proposes formulas. */
typedef enum eqs_source {
  EQS_FROM_MODEL,   /* samples of the model */
  EQS_FROM_LOCAL,   /* changes of good formulas, and random ones */
  EQS_FROM_LATENT,  /* the model's neighbours of good formulas */
  EQS_FROM_PURSUIT, /* what good formulas leave, explained by building blocks */
  EQS_FROM_SWEEP,   /* the systematic part */
  EQS_N_SOURCES,
} eqs_source;

EQS_API const char *
eqs_source_name(eqs_source source); /* "model", "local", "latent", "pursuit", "sweep" */

/* Reads names with commas between them as a set: 1 << source for each. */
EQS_API eqs_status eqs_sources_read(eqs_ctx *ctx, unsigned *sources, const char *list);

typedef enum eqs_paper_mask {
  EQS_MASK_VALID, /* only complete expressions are sampled; rules are checked afterwards */
  EQS_MASK_RULES, /* only such as obey the rules */
  EQS_MASK_NONE,  /* any token may follow any other: what is malformed is thrown away */
} eqs_paper_mask;

/* What a preset's loop can be told besides; unused without a preset. */
typedef struct eqs_paper_options {
  const char *literals; /* fixed numbers, pi, e, and const, which is fitted; comma-separated */
  unsigned iterations;
  unsigned hidden, latent; /* widths of the model */
  unsigned passes;         /* over the retained formulas in each iteration */
  double percentile;       /* formulas with an error below it are retained */
  eqs_paper_mask mask;
  int canonical; /* 1: ways to write one formula count once, also among those retained */
  int simplify;  /* 1: what is retained is simplified where that makes it less complex */
  /* Formulas must be finite on the box of the features, widened by so much, and stay within the
     range of the target, widened by Y_MARGIN (infinite: any range). */
  double box_below, box_above, y_margin;
} eqs_paper_options;

typedef struct eqs_search_options {
  size_t size;               /* sizeof(eqs_search_options) */
  const char *operators;     /* "+,-,*,/,exp,..."; NULL: + - * / sqrt square exp log sin cos sym */
  const char *const *forbid; /* rules such as "nest(sin,cos; sin,cos)" */
  size_t n_forbid;
  const char *const *require; /* such as "x,y" or "under(exp; x)" */
  size_t n_require;
  const char *rules;        /* lines "forbid RULE" and "require RULE", or NULL */
  unsigned max_complexity;  /* default 60 */
  unsigned max_nodes;       /* default 50; a symmetric sum is one, beside what it sums once */
  unsigned max_params;      /* default 12 */
  double seconds;           /* 0: no limit. For validation and alternatives, which come after, there
                               is a tenth as much again or 10 s, whichever is more */
  uint64_t max_evals;       /* expressions scored; 0: no limit. Ends at a reproducible point */
  double stop_r2;           /* end once a formula has this R2 on the training rows; 0: never */
  unsigned stop_complexity; /* and is no more complex than this; 0: any formula */
  uint64_t seed;
  eqs_engine_options engine;
  eqs_objective objective;  /* what is minimised */
  unsigned samples;         /* expressions proposed in one iteration, default 512 */
  unsigned pretrain_epochs; /* default 10; takes at most a fifth of SECONDS */
  unsigned corpus;          /* formulas to pretrain on, default 20000; 0: search without a model */
  unsigned sources;         /* a set of 1 << eqs_source; 0: all. A preset has the model alone */
  eqs_dropout dropout;
  const char *weights;      /* a file of weights to start with instead of pretraining, or NULL */
  const volatile int *stop; /* set by a signal handler: ends the search with the front so far */
  void (*progress)(void *user, const eqs_search_progress *progress); /* about 10 times a second */
  void *user;
  eqs_preset preset;
  eqs_paper_options paper;
} eqs_search_options;

EQS_API void eqs_search_options_init(eqs_search_options *options);

/* Sets what PRESET states: operators, rules, sizes and limits. To be called after init and before
   settings of one's own. */
EQS_API void eqs_search_options_preset(eqs_search_options *options, eqs_preset preset);

enum { EQS_MAX_FRONT = 50, EQS_MAX_ALTERNATIVES = 300 };

typedef struct eqs_front_item {
  eqs_expr *expr; /* with fitted constants */
  unsigned complexity;
  eqs_metrics train; /* in double, by the reference */
  eqs_metrics test;  /* n = 0 when there are no test rows */
  /* Pairs of neighbouring training rows that were looked between, and those between which the
     formula divides by zero or has no value; 0 of alternatives. */
  size_t pairs, broken;
} eqs_front_item;

typedef enum eqs_stop_reason {
  EQS_STOP_TIME,
  EQS_STOP_EVALS,     /* or the iterations of a preset */
  EQS_STOP_CONVERGED, /* a formula as good as asked for or exact, or nothing left to try */
  EQS_STOP_INTERRUPTED,
} eqs_stop_reason;

/* What became of the proposals of one source. The sweep proposes what it compares in tables. */
typedef struct eqs_source_counts {
  uint64_t sampled, distinct, scored;
  uint64_t kept;  /* came into the bank, at least for a while */
  uint64_t first; /* and were better than all that were no more complex */
} eqs_source_counts;

typedef struct eqs_search_result {
  size_t n_front;
  eqs_front_item
      front[EQS_MAX_FRONT]; /* increasing complexity, strictly decreasing training loss */
  size_t selected;          /* the recommended formula; SIZE_MAX if the front is empty.
                               Never looks at the test rows. By errors on the training rows
                               where there was no time for validation */
  /* Formulas that the training rows do not tell from those of the front, the simplest first and of
     each complexity the best. None after an interruption, and only the simplest where there was no
     time for all. */
  size_t n_alternatives;
  eqs_front_item *alternative;
  eqs_stop_reason stop;
  double seconds;
  double seconds_left; /* to what the caller does with the result, of the allowance: none after an
                          interruption, INFINITY without a limit of time */
  uint64_t n_sampled, n_distinct, n_scored, n_fits, n_rejected;
  eqs_source_counts source[EQS_N_SOURCES]; /* the sums of each are the counts above */
} eqs_search_result;

/* Searches on TRAIN; TEST (or NULL) is only reported. EQS_NO_ENGINE without the plug-in for BLAS. On
   EQS_OK the caller frees *RESULT with eqs_search_result_free, also after an interruption. The same
   seed, data, dtype and evaluation budget give the same front for any number of threads. */
EQS_API eqs_status eqs_search_run(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                                  const eqs_rows *train, const eqs_rows *test,
                                  const eqs_search_options *options, eqs_search_result **result);
EQS_API void eqs_search_result_free(eqs_search_result *result);

EQS_API const char *eqs_stop_name(eqs_stop_reason stop);

#ifdef __cplusplus
}
#endif
#endif
