/* SPDX-License-Identifier: BSD-3-Clause */
/* The engine: scores expressions on a data set. */
#ifndef EQSIEVE_ENGINE_H
#define EQSIEVE_ENGINE_H

#include <eqsieve/error.h>
#include <eqsieve/expr.h>
#include <eqsieve/table.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum eqs_tier {
  EQS_TIER_AUTO,      /* the fastest that runs here */
  EQS_TIER_REFERENCE, /* scalar C and libm: the oracle */
  EQS_TIER_BLOCK,     /* operator kernels made by LLVM, over blocks of rows */
  EQS_TIER_STITCH,    /* runs of cheap operators as machine code made per expression, else BLOCK */
  EQS_TIER_FUSED,     /* each expression, with its loss or normal equations, as one function made by
                         LLVM before it is run, which takes milliseconds; else STITCH */
} eqs_tier;

typedef struct eqs_engine_options {
  size_t size; /* sizeof(eqs_engine_options) */
  eqs_tier tier;
  eqs_dtype dtype;
} eqs_engine_options;

EQS_API void eqs_engine_options_init(eqs_engine_options *options);

/* Immutable once made and shared by any number of threads. In a child of fork() it goes on with
   kernels alone, from the next call on: the same bits, but slower than with an engine of the
   child's own. OpenMP asks that the child work with one thread (eqs_ctx_set_threads). A child that
   makes an engine must have been forked while no other thread was making one or using one of tier
   AUTO or FUSED: LLVM may have been at work, whose locks would stay locked in the child. */
typedef struct eqs_engine eqs_engine;

/* EQS_NO_ENGINE if the tier asked for cannot run here; AUTO falls back to the reference. Cost: up
   to a second when kernels have to be compiled. */
EQS_API eqs_status eqs_engine_new(eqs_ctx *ctx, eqs_engine **engine,
                                  const eqs_engine_options *options);
EQS_API void eqs_engine_free(eqs_engine *engine);
EQS_API eqs_tier eqs_engine_tier(const eqs_engine *engine);
EQS_API eqs_dtype eqs_engine_dtype(const eqs_engine *engine);
EQS_API const char *eqs_engine_cpu(const eqs_engine *engine);  /* "" for the reference */
EQS_API const char *eqs_engine_llvm(const eqs_engine *engine); /* version, "" likewise */
EQS_API const char *eqs_tier_name(eqs_tier tier);

/* How AUTO decides between tiers that give the same bits: by costs measured once on this host. */
typedef enum eqs_cost_source {
  EQS_COSTS_DEFAULT,  /* of another machine: nothing can be kept here, or what was measured is not
                         plausible */
  EQS_COSTS_MEASURED, /* now */
  EQS_COSTS_KEPT,     /* read from the cache */
} eqs_cost_source;

typedef struct eqs_choice {
  eqs_cost_source source;
  double call_ns;        /* of a kernel, whatever its rows */
  double step_ns;        /* an arithmetic step of a kernel, per row */
  double stitched_ns;    /* the same in stitched code */
  double stitch_make_ns; /* making stitched code of ten steps */
  double stitch_rows;    /* from so many rows of ten arithmetic steps it pays */
  double fuse_ms[2];     /* making a function of ten steps: of arithmetic, and of half as many
                            functions such as exp */
  double fuse_rows[2];   /* from so many rows times evaluations it pays; infinity: never */
} eqs_choice;

/* False unless ENGINE was made by AUTO and has more than one tier to choose from. */
EQS_API int eqs_engine_choice(const eqs_engine *engine, eqs_choice *choice);

/* The tier of that name; EQS_USAGE with the names there are. */
EQS_API eqs_status eqs_tier_find(eqs_ctx *ctx, const char *name, eqs_tier *tier);

/* What scores and fits minimise: the mean over the rows of a function of the residual r = value -
   target, each row counted with its weight if the data have weights. */
typedef enum eqs_loss_kind {
  EQS_LOSS_SQUARED,  /* r^2 */
  EQS_LOSS_ABSOLUTE, /* |r| */
  EQS_LOSS_HUBER,    /* r^2/2 up to |r| = PARAM, beyond PARAM (|r| - PARAM/2) */
  EQS_LOSS_LOGCOSH,  /* log cosh r */
  EQS_LOSS_QUANTILE, /* PARAM |r| where the target is above the value, else (1 - PARAM) |r| */
} eqs_loss_kind;

/* A zeroed one is the mean square over all rows. */
typedef struct eqs_objective {
  eqs_loss_kind loss;
  double param;
  double drop; /* rows where the expression is not finite are left out if they are at most this
                  share of all, below 1; else it is rejected */
} eqs_objective;

/* "mse", "mae", "huber:D" with D > 0, "logcosh" or "quantile:Q" with Q in 0..1; EQS_USAGE for
   anything else. Sets LOSS and PARAM. */
EQS_API eqs_status eqs_objective_loss(eqs_ctx *ctx, eqs_objective *objective, const char *text);

/* "reject", or "drop:SHARE" with SHARE from 0 to below 1. Sets DROP. */
EQS_API eqs_status eqs_objective_nonfinite(eqs_ctx *ctx, eqs_objective *objective,
                                           const char *text);

typedef struct eqs_metrics {
  double mse, mae, rmse, r2; /* NaN where rejected or abandoned; rows count alike */
  double loss;               /* what is minimised; the mse unless an objective or weights say
                                otherwise */
  size_t n;                  /* rows */
  size_t dropped;            /* rows left out because the expression is not finite there */
  size_t rejected;           /* the same where they are more than may be left out */
  size_t abandoned;          /* 1: its loss exceeds the bound; nothing else is known */
} eqs_metrics;

/* Scores M expressions with the constants they hold, in parallel. METRICS[i].rejected > 0 means
   that expression i is not finite on some row. The dtype of DATASET is the engine's. */
EQS_API eqs_status eqs_engine_score(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_dataset *dataset, const eqs_expr *const *expr,
                                    size_t m, eqs_metrics *metrics);

typedef struct eqs_score_options {
  size_t size; /* sizeof(eqs_score_options) */
  eqs_objective objective;
  double bound; /* an expression whose loss exceeds it is abandoned, most often after part of the
                   rows; default infinity */
} eqs_score_options;

EQS_API void eqs_score_options_init(eqs_score_options *options);

/* The same with OPTIONS. Losses grow from row to row, so which expressions are abandoned depends on
   their losses and the bound alone: whoever keeps the K best of a stream may give the K-th best
   loss so far and keeps the same ones. */
EQS_API eqs_status eqs_engine_score_with(eqs_ctx *ctx, const eqs_engine *engine,
                                         const eqs_dataset *dataset, const eqs_expr *const *expr,
                                         size_t m, const eqs_score_options *options,
                                         eqs_metrics *metrics);

/* Values of EXPR on every row of DATASET, as doubles. */
EQS_API eqs_status eqs_engine_predict(eqs_ctx *ctx, const eqs_engine *engine,
                                      const eqs_dataset *dataset, const eqs_expr *expr,
                                      double *prediction);

/* The machine an object is made for. A zeroed one is this host, or what $EQSIEVE_CPU and
   $EQSIEVE_FEATURES say. */
typedef struct eqs_export_target {
  const char *triple; /* "x86_64-linux-gnu", "aarch64-linux-gnu"; NULL: as this host */
  const char *cpu; /* LLVM's name, "x86-64-v3"; NULL: this host's, of another triple the plainest */
} eqs_export_target;

/* EXPR with its constants as an ELF relocatable object, in *BYTES from malloc, which the caller
   frees. It defines

     double NAME(const double *x);
     void NAME_rows(const double *const *columns, double *out, size_t n);

   for one row, X[J] being variable J, and for N rows, COLUMNS[J][i] being variable J of row i; both
   give the same bits, are right for any argument as the engine is, and need no alignment. It refers
   to memcpy alone. Cost: 10 to 50 ms. */
EQS_API eqs_status eqs_export_object(eqs_ctx *ctx, const eqs_expr *expr, const char *name,
                                     const eqs_export_target *target, unsigned char **bytes,
                                     size_t *size);

/* EQS_USAGE unless NAME is a C identifier of at most 63 characters, no keyword, and not memcpy. */
EQS_API eqs_status eqs_export_check_name(eqs_ctx *ctx, const char *name);

#ifdef __cplusplus
}
#endif
#endif
