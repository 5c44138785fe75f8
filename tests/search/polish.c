/* SPDX-License-Identifier: BSD-3-Clause */
/* Polishing finds the integers and well-known numbers that a fit only comes near. */
#include "expr/symmetric.h"
#include "search/problem.h"
#include "search/run.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double law(double x, double y, double z)
{
  (void)z;
  return x + y * y;
}

typedef struct polishing {
  eqs_run run;
  test_problem p;
  eqs_search_options options;
  eqs_search_result result;
} polishing;

/* A run on ROWS of a law with an empty bank. */
static polishing *open_polishing(size_t rows, double (*of)(double, double, double))
{
  static polishing t;
  t = (polishing){.options = small_options(0)};
  open_problem(&t.p, rows, of);
  t.options.corpus = 0;
  cr_assert_eq(eqs_run_open(&t.run, t.p.ctx, &t.p.problem, &t.options, &t.result), EQS_OK);
  return &t;
}

static void close_polishing(polishing *t)
{
  eqs_run_close(&t->run);
  close_problem(&t->p);
}

Test(polish, a_constant_near_one_vanishes)
{
  eqs_welcome welcome;
  polishing *t = open_polishing(40, law);
  eqs_formula f = formula_of("1.2*x + 0.001 + 0.9*square(y)"), exact = formula_of("x + y^2");
  eqs_nodes_number_params(f.node, f.n);
  eqs_bank_offer(&t->run.bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  cr_assert_eq(eqs_run_polish(&t->run), EQS_OK);
  unsigned complexity = eqs_nodes_complexity(exact.node, exact.n);
  const eqs_member *best = eqs_bank_best(&t->run.bank, EQS_BY_MSE, complexity);
  cr_assert_not_null(best);
  cr_assert_lt(best->mse, 1e-28);
  cr_assert_eq(best->hash, eqs_nodes_hash(exact.node, exact.n));
  close_polishing(t);
}

static double third_of_pi(double x, double y, double z)
{
  (void)z;
  return x + sin(acos(-1) / 3 * y);
}
static double seventh(double x, double y, double z)
{
  return y - 2.0 / 7 * x + 0.001 * sin(1e4 * z + 100 * x);
}

/* Polishes the bank that holds F alone; what the front then ends with is WANTED. */
static void ends_with(const char *text, const char *wanted, double (*of)(double, double, double))
{
  eqs_welcome welcome;
  polishing *t = open_polishing(60, of);
  eqs_formula f = formula_of(text), constant = formula_of("0.5"), expected = formula_of(wanted);
  eqs_nodes_number_params(f.node, f.n);
  eqs_bank_offer(&t->run.bank, &constant, eqs_nodes_hash(constant.node, 1), 10, 10, &welcome);
  eqs_bank_offer(&t->run.bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  cr_assert_eq(eqs_run_polish(&t->run), EQS_OK);
  cr_assert_eq(eqs_front_collect(t->p.ctx, &t->run.bank, &t->p.problem, &t->result), EQS_OK);
  const eqs_expr *last = t->result.front[t->result.n_front - 1].expr;
  eqs_formula found = {.n = last->n_nodes};
  memcpy(found.node, last->node, found.n * sizeof *found.node);
  char *spelling = text_of(&found);
  cr_assert_eq(eqs_nodes_hash(found.node, found.n), eqs_nodes_hash(expected.node, expected.n), "%s",
               spelling);
  free(spelling);
  eqs_front_clear(&t->result);
  close_polishing(t);
}

Test(polish, constants_of_a_law_are_known_again)
{
  ends_with("x + sin(1.05*y)", "x + sin(pi/3*y)", third_of_pi);
}

Test(polish, noise_does_not_hide_what_is_known_well_enough)
{
  ends_with("y + 0.28*x", "y + -2/7*x", seventh);
}

static double odd(double x, double y, double z)
{
  return y - 0.2831 * x + 0.001 * sin(1e4 * z + 100 * x);
}

Test(polish, a_constant_that_is_no_such_number_stays)
{
  ends_with("y + 0.28*x", "y + 0.28*x", odd);
}

static double blurred(double x, double y, double z)
{
  return y - 2.0 / 7 * x + 0.3 * sin(1e4 * z + 100 * x);
}

/* Within its error there are many: that 2/7 is among them says nothing. */
Test(polish, a_constant_that_is_hardly_known_stays)
{
  ends_with("y + 0.28*x", "y + 0.28*x", blurred);
}

static double alike(double x, double y, double z)
{
  (void)z;
  return sin(2.0 / 7 * x) + sin(2.0 / 7 * y);
}

/* A symmetric sum whose constant has got a name shares none: what the bank holds of it is as
   complex as what is printed. */
Test(polish, a_sum_without_constants_is_written_out)
{
  eqs_welcome welcome;
  polishing *t = open_polishing(60, alike);
  eqs_formula f = formula_of("sin(0.29*x)");
  const eqs_node sum = eqs_node_sym(0, 1);
  cr_assert(eqs_formula_splice(&f, 0, 0, &sum, 1));
  eqs_nodes_number_params(f.node, f.n);
  eqs_bank_offer(&t->run.bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  cr_assert_eq(eqs_run_polish(&t->run), EQS_OK);
  unsigned named = 0;
  for (unsigned k = 0; k <= t->run.bank.max_complexity; k++)
    for (uint32_t i = 0; i < t->run.bank.niche[EQS_BY_MSE][k].n; i++) {
      const eqs_member *m = &t->run.bank.niche[EQS_BY_MSE][k].member[i];
      eqs_expr *expr = eqs_expr_from_nodes(m->f.node, m->f.n);
      cr_assert_eq(eqs_expr_complexity(expr), m->complexity);
      named += expr->n_params == 0;
      eqs_expr_free(expr);
    }
  cr_assert_gt(named, 0);
  close_polishing(t);
}
