/* SPDX-License-Identifier: BSD-3-Clause */
/* Benchmarks: what this host can do, and how near the engine comes. Every measurement is checked
   in the same run: a benchmark whose answers are wrong fails. */
#ifndef EQSIEVE_BENCH_H
#define EQSIEVE_BENCH_H

#include <eqsieve/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum eqs_bench_kind {
  EQS_BENCH_PEAK,    /* fused multiply-adds and memory reads of this host, without the engine */
  EQS_BENCH_SCORE,   /* expressions to losses */
  EQS_BENCH_FIT,     /* fits of ten Levenberg-Marquardt iterations from the values in the text */
  EQS_BENCH_PREPARE, /* trees in memory to runnable programs */
  EQS_BENCH_COMPILE, /* the kernels of one dtype, by LLVM and loaded */
  EQS_BENCH_SAMPLE,  /* formulas drawn from the model */
  EQS_BENCH_TRAIN,   /* formulas taught to the model */
  EQS_BENCH_ITERATE, /* iterations of the published search */
  EQS_BENCH_KERNEL,  /* one kernel on a block of at most 512 rows, on one thread */
  EQS_BENCH_START,   /* the program from its start to its first score */
} eqs_bench_kind;

typedef struct eqs_bench_options {
  size_t size; /* sizeof(eqs_bench_options) */
  eqs_bench_kind kind;
  eqs_engine_options engine;
  size_t rows;      /* default 1000 */
  int cached;       /* score: programs are ready before the clock starts; compile: the kernels come
                       from disk */
  unsigned repeats; /* default 11, after one warm-up */
  int cpu_time;     /* the clock counts this process's processor time: for one thread on a machine
                       that has other work, where time on the wall means little */
  int published;    /* train: dropout for each position; sample: every formula written to its last
                       step; as the reference implementation does */
  int constants;    /* iterate: fewer formulas, with constants that are fitted */
  const eqs_expr *const *expr; /* over the variables x0..x9; score, fit and prepare need some */
  size_t n_expr;
  const char *kernel;  /* kernel: its name */
  int wide;            /* kernel: numbers of any size and sign, not those of the data */
  const char *program; /* start: the eqsieve to run; NULL: this process's own */
} eqs_bench_options;

EQS_API void eqs_bench_options_init(eqs_bench_options *options);

/* The names x0..x9, uniform in [0.1, 2) in the data that benchmarks generate. */
EQS_API const eqs_names *eqs_bench_names(void);

/* Numbers that do not apply are NaN, counts 0, texts "". */
typedef struct eqs_bench_result {
  eqs_dtype dtype; /* that was used; the model is float always */
  eqs_tier tier;   /* that ran; AUTO where none did */
  size_t rows;
  int threads, cached;
  const char *kernel; /* its name, or NULL */
  double gnode_per_s, us_per_expr, ns_per_element;
  double fits_per_s, evals_per_fit, improved; /* evaluations of loss or gradient; share improved */
  double tokens_per_s, samples_per_s;         /* a sample is a sequence of tokens */
  double peak_gflops, bytes_per_s;            /* measured in the same run, with as many threads */
  double median, mad;                         /* of one repeat, in UNIT, over REPEATS */
  const char *unit;                           /* "s", or "cpu-s" for processor time */
  unsigned repeats;
  size_t checked; /* answers that were compared with what they should be */
  char cpu[64], isa[16], llvm[32], blas_core[32];
} eqs_bench_result;

/* Runs one measurement with the context's number of threads. EQS_INPUT if an answer is wrong. */
EQS_API eqs_status eqs_bench_run(eqs_ctx *ctx, const eqs_bench_options *options,
                                 eqs_bench_result *result);

/* The name of the I-th kernel, or NULL past the last. */
EQS_API const char *eqs_bench_kernel_name(size_t i);

EQS_API const char *eqs_bench_name(eqs_bench_kind kind);
EQS_API eqs_status eqs_bench_find(eqs_ctx *ctx, const char *name, eqs_bench_kind *kind);

#ifdef __cplusplus
}
#endif
#endif
