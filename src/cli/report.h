/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas as results: JSON with the documented keys, and tables for people. */
#ifndef EQS_CLI_REPORT_H
#define EQS_CLI_REPORT_H

#include "cli/input.h"
#include "util/json.h"
#include <eqsieve/search.h>

/* A formula with everything that is reported of it. Zero-initialised means empty. */
typedef struct eqs_finding {
  const eqs_expr *expr; /* borrowed */
  eqs_metrics train, test;
  size_t n_params, rank;
  double *stderror;           /* n_params */
  double *covariance;         /* n_params x n_params */
  const eqs_front_item *item; /* of a front, borrowed; NULL for any other */
} eqs_finding;

/* Takes EXPR with its fitted constants and works out their standard errors, which are NaN where
   there are no more rows than constants or squares of derivatives overflow, and without ERRORS. */
eqs_status eqs_finding_describe(eqs_ctx *ctx, eqs_finding *formula, const eqs_input *input,
                                const eqs_expr *expr, const eqs_metrics *train,
                                const eqs_metrics *test, bool errors);
void eqs_finding_free(eqs_finding *formula);

/* The key and value that say which variables have other names for SymPy. */
void eqs_report_sympy_names(eqs_json *json, const eqs_names *names, const eqs_expr *expr);

/* One element of a front. With COVARIANCE, that matrix too. */
eqs_status eqs_report_formula(eqs_ctx *ctx, eqs_json *json, const eqs_names *names,
                              const eqs_finding *formula, bool covariance);

/* The formula with its constants rounded for reading, from malloc; NULL when memory is short. */
char *eqs_formula_rounded(const eqs_expr *expr, const eqs_names *names);

/* Everything about one formula, as lines. */
void eqs_report_lines(eqs_text *text, const eqs_names *names, const eqs_finding *formula);

/* The front as an aligned table, the selected formula marked and written out below it. */
void eqs_report_table(eqs_text *text, const eqs_names *names, const eqs_finding *formula, size_t n,
                      size_t selected);

#endif
