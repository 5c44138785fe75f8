/* SPDX-License-Identifier: BSD-3-Clause */
/* Fitting the free constants of expressions by Levenberg-Marquardt. */
#ifndef EQSIEVE_FIT_H
#define EQSIEVE_FIT_H

#include <eqsieve/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eqs_fit_options {
  size_t size;         /* sizeof(eqs_fit_options) */
  unsigned iterations; /* LM iterations per start, default 20 */
  unsigned starts;     /* the given values first, the others drawn at random, default 4 */
  unsigned roundings;  /* of the corner of an absolute or quantile loss, each narrower than the last
                          and with as many iterations, per start; 0, the default: as many as gain */
  double tolerance;    /* stop when the loss improves by less than this share, default 1e-10 */
  uint64_t seed;
  const uint64_t *task; /* task[i] numbers the random starts of expression i; NULL: i itself. So a
                           result need not depend on how a stream was cut into batches */
  eqs_objective objective;
  double bound;      /* as in eqs_score_options, for expressions without free constants */
  const double *bar; /* bar[i] is the mean loss below which expression i is of use: its fit ends
                        once it does not look like coming so far; NULL: every fit runs to its end */
} eqs_fit_options;

EQS_API void eqs_fit_options_init(eqs_fit_options *options);

typedef struct eqs_fit_result {
  eqs_status status;    /* EQS_OK, or EQS_INPUT when no start gave a finite loss */
  eqs_metrics metrics;  /* with the fitted constants, in the engine's dtype */
  unsigned evaluations; /* of the loss alone */
  unsigned gradients;   /* of loss and normal equations */
  int improved;         /* the loss is lower than with the starting values */
  int converged;
} eqs_fit_result;

/* Fits M expressions in place, in parallel; expression i draws its starts from (seed, task[i]). An
   expression without free constants is scored. RESULT has M entries. */
EQS_API eqs_status eqs_fit_batch(eqs_ctx *ctx, const eqs_engine *engine, const eqs_dataset *dataset,
                                 eqs_expr *const *expr, size_t m, const eqs_fit_options *options,
                                 eqs_fit_result *result);

/* Uncertainty of fitted constants: COVARIANCE (k x k, row-major) = r'r / (n - rank) times the
   pseudo-inverse of J'J, in double, by eigenvalues of the scaled normal matrix. Constants that the
   data do not determine get an infinite STDERR; *RANK says how many directions are determined. Rows
   count with the weights of ROLES, and are left out by the policy of OBJECTIVE (or NULL); N are
   those of positive weight that are not left out, and all is NaN unless they are more than RANK. A
   derivative that is not finite where the value is counts as zero, here and in fits. Whatever the
   loss, the errors are those of least squares at these constants. */
EQS_API eqs_status eqs_fit_covariance(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                                      const eqs_rows *rows, const eqs_expr *expr,
                                      const eqs_objective *objective, double *covariance,
                                      double *stderror, size_t *rank);

/* Loss of EXPR on rows of a table, in double, by the scalar reference: what reports print. */
EQS_API eqs_status eqs_report_metrics(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                                      const eqs_rows *rows, const eqs_expr *expr,
                                      eqs_metrics *metrics);

/* The same for M expressions at once, which share one copy of the data, with the loss of OBJECTIVE
   (NULL: the mean square), by its policy for rows where an expression is not finite, and with the
   weights of ROLES. */
EQS_API eqs_status eqs_report_score(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                                    const eqs_rows *rows, const eqs_expr *const *expr, size_t m,
                                    const eqs_objective *objective, eqs_metrics *metrics);

#ifdef __cplusplus
}
#endif
#endif
