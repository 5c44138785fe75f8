/* SPDX-License-Identifier: BSD-3-Clause */
/* A few expressions to measure with. */
#ifndef EQS_TESTS_BENCH_FEW_H
#define EQS_TESTS_BENCH_FEW_H

#include <criterion/criterion.h>
#include <eqsieve/bench.h>
#include <string.h>

enum { FEW = 4 };

static inline void few_make(eqs_expr *expr[FEW])
{
  static const char *const text[FEW] = {"x0*(1.5)+sin(x1)", "x2-x3", "exp(x4*(-0.5))+(2.0)",
                                        "square(x5)*x6/(x7+(1.25))"};
  for (int i = 0; i < FEW; i++)
    cr_assert(eqs_expr_parse(NULL, &expr[i], text[i], strlen(text[i]), eqs_bench_names(), 0) ==
              EQS_OK);
}

static inline void few_free(eqs_expr *expr[FEW])
{
  for (int i = 0; i < FEW; i++) eqs_expr_free(expr[i]);
}

/* Options for KIND over EXPR, with few rows and repeats. */
static inline eqs_bench_options few_options(eqs_bench_kind kind, eqs_expr *expr[FEW])
{
  eqs_bench_options options;
  eqs_bench_options_init(&options);
  options.kind = kind;
  options.rows = 50;
  options.repeats = 2;
  options.expr = (const eqs_expr *const *)expr;
  options.n_expr = FEW;
  return options;
}

#endif
