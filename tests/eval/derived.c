/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions of one variable that a batch shares: what is found, and that cut programs give the same
   bits. */
#include "eval/derived.h"
#include "eval/run.h"
#include "expr/parse.h"
#include "support/bits.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <string.h>

static eqs_expr *parse(eqs_ctx *ctx, const char *text)
{
  static const char *const name[] = {"a", "b", "c", "d", "f"};
  const eqs_names names = {.n = 5, .name = (void *)name};
  eqs_expr *expr = NULL;
  cr_assert_eq(eqs_expr_parse(ctx, &expr, text, strlen(text), &names, 0), EQS_OK, "%s",
               eqs_ctx_message(ctx));
  return expr;
}

Test(derived, what_occurs_often_is_shared_and_nothing_else)
{
  static const char *const text[] = {"exp(a) + sin(b)",    "exp(a)*exp(a)", "square(c) + square(c)",
                                     "square(c) - sin(b)", "exp(exp(a))",   "sin(a + b)"};
  enum { N = sizeof text / sizeof *text };
  static const uint32_t cuts_of[N] = {1, 2, 0, 0, 1, 0};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr[N];
  for (size_t i = 0; i < N; i++) expr[i] = parse(ctx, text[i]);
  eqs_dataset *d = rows_new(500, EQS_F64, -1, 2);
  eqs_derived derived;
  cr_assert_eq(eqs_derived_choose(&derived, d, (const eqs_expr *const *)expr, N, 500), 0);
  cr_assert_eq(derived.n, 1);
  cr_assert_eq(derived.op[0], EQS_OP_EXP);
  cr_assert_eq(derived.variable[0], 0);
  for (size_t i = 0; i < N; i++) {
    eqs_cuts cuts;
    const eqs_cuts *got = eqs_derived_cut(&derived, expr[i], &cuts);
    cr_expect_eq(got ? got->n : 0, cuts_of[i], "%s", text[i]);
    eqs_expr_free(expr[i]);
  }
  eqs_derived_free(&derived);
  rows_free(d);
  eqs_ctx_free(ctx);
}

/* Cuts of any operator that does not wait, in value and gradient programs. */
Test(derived, cut_programs_give_the_same_bits)
{
  eqs_engine_options options = {sizeof options, EQS_TIER_REFERENCE, EQS_F64};
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_engine *engine = NULL;
  cr_assert_eq(eqs_engine_new(ctx, &engine, &options), EQS_OK);
  eqs_dataset *d = rows_new(700, EQS_F64, 0.1, 2);
  eqs_aim all = eqs_aim_new(d, NULL);
  size_t cut_programs = 0;
  for (uint64_t seed = 0; seed < 400; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 40);
    const eqs_expr *expr = formula_expr(&f);
    eqs_derived derived;
    const eqs_expr *const many[] = {expr, expr, expr};
    eqs_cuts cuts;
    cr_assert_eq(eqs_derived_choose(&derived, d, many, 3, d->n_rows), 0);
    eqs_derived_fill(&derived, engine, d, 0, d->n_rows, 1);
    const eqs_cuts *given = eqs_derived_cut(&derived, expr, &cuts);
    cut_programs += given != NULL;
    double normal[2][4096] = {{0}};
    eqs_loss_sums loss[2] = {{0}};
    for (int i = 0; i < 2; i++) {
      eqs_workspace w = {0};
      eqs_kept kept = {0};
      cr_assert_eq(eqs_lower_value_cut(&w.program, expr, i ? given : NULL), 0);
      cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F64), 0);
      eqs_run_loss(&w, engine, &w.program, d, &all, 0, &loss[i]);
      if (f.n_params > 0 && eqs_normal_size(f.n_params) < 4096) {
        cr_assert_eq(eqs_lower_gradient_cut(&w.program, expr, i ? given : NULL), 0);
        cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F64), 0);
        eqs_run_normal(&w, engine, &w.program, d, &all, 0, normal[i], &kept);
      }
      eqs_workspace_free(&w);
    }
    cr_assert(bits_same((double *)&loss[0], (double *)&loss[1], sizeof loss[0] / sizeof(double)),
              "seed %d", (int)seed);
    cr_assert(bits_same(normal[0], normal[1], 4096), "seed %d", (int)seed);
    eqs_derived_free(&derived);
  }
  cr_assert_gt(cut_programs, 50, "only %zu", cut_programs);
  rows_free(d);
  eqs_engine_free(engine);
  eqs_ctx_free(ctx);
}
