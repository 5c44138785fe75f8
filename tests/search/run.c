/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening a search fails cleanly, with a message, wherever it fails. */
#include "search/run.h"
#include "search/problem.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double constant(double x, double y, double z)
{
  (void)x, (void)y, (void)z;
  return 3;
}

static double wave(double x, double y, double z)
{
  (void)z;
  return x + sin(y);
}

static eqs_status open_and_close(test_problem *p, const eqs_search_options *options)
{
  static eqs_run run;
  eqs_search_result result = {0};
  eqs_status status = eqs_run_open(&run, p->ctx, &p->problem, options, &result);
  eqs_run_close(&run);
  return status;
}

Test(run, opens_and_closes)
{
  test_problem p;
  open_problem(&p, 40, wave);
  eqs_search_options options = small_options(100);
  cr_assert_eq(open_and_close(&p, &options), EQS_OK);
  options.corpus = 0;
  cr_assert_eq(open_and_close(&p, &options), EQS_OK);
  close_problem(&p);
}

Test(run, the_bank_looks_between_the_rows)
{
  static eqs_run run;
  eqs_search_result result = {0};
  test_problem p;
  open_problem(&p, 40, wave);
  eqs_search_options options = small_options(100);
  cr_assert_eq(eqs_run_open(&run, p.ctx, &p.problem, &options, &result), EQS_OK);
  cr_expect_eq(run.bank.gaps, &run.gaps);
  cr_expect_eq(run.gaps.n_rows, p.train.n);
  eqs_run_close(&run);
  close_problem(&p);
}

Test(run, bad_input_is_named)
{
  static const char *const nest[] = {"nest(sin; nonsense)"};
  test_problem p;
  open_problem(&p, 40, wave);
  eqs_search_options options = small_options(100);
  options.operators = "+,plus";
  cr_assert_neq(open_and_close(&p, &options), EQS_OK);
  cr_assert(strstr(eqs_ctx_message(p.ctx), "plus"), "%s", eqs_ctx_message(p.ctx));
  options = small_options(100);
  options.forbid = nest;
  options.n_forbid = 1;
  cr_assert_neq(open_and_close(&p, &options), EQS_OK);
  cr_assert(strstr(eqs_ctx_message(p.ctx), "nonsense"), "%s", eqs_ctx_message(p.ctx));
  close_problem(&p);
}

Test(run, a_constant_target_is_refused)
{
  test_problem p;
  open_problem(&p, 40, constant);
  eqs_search_options options = small_options(100);
  cr_assert_eq(open_and_close(&p, &options), EQS_INPUT);
  close_problem(&p);
}
