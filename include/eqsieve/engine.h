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
} eqs_tier;

typedef struct eqs_engine_options {
  size_t size; /* sizeof(eqs_engine_options) */
  eqs_tier tier;
  eqs_dtype dtype;
} eqs_engine_options;

EQS_API void eqs_engine_options_init(eqs_engine_options *options);

/* Immutable once made and shared by any number of threads. */
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

/* The tier of that name; EQS_USAGE with the names there are. */
EQS_API eqs_status eqs_tier_find(eqs_ctx *ctx, const char *name, eqs_tier *tier);

typedef struct eqs_metrics {
  double mse, mae, rmse, r2; /* NaN where rejected or abandoned */
  size_t n;                  /* rows */
  size_t rejected;           /* rows where the expression is not finite */
  size_t abandoned;          /* 1: its loss exceeds the bound; nothing else is known */
} eqs_metrics;

/* Scores M expressions with the constants they hold, in parallel. METRICS[i].rejected > 0 means
   that expression i is not finite on some row. The dtype of DATASET is the engine's. */
EQS_API eqs_status eqs_engine_score(eqs_ctx *ctx, const eqs_engine *engine,
                                    const eqs_dataset *dataset, const eqs_expr *const *expr,
                                    size_t m, eqs_metrics *metrics);

typedef struct eqs_score_options {
  size_t size;  /* sizeof(eqs_score_options) */
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

#ifdef __cplusplus
}
#endif
#endif
