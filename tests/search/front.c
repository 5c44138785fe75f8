/* SPDX-License-Identifier: BSD-3-Clause */
/* The front is strictly better the more complex it gets, has double-precision metrics, and fits. */
#include "search/judge/front.h"
#include "search/judge/gaps.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double law(double x, double y, double z)
{
  (void)z;
  return x * x + y;
}

/* A bank, and the front of it. */
typedef struct gathering {
  test_problem p;
  eqs_bank bank;
  eqs_search_result result;
} gathering;

static void open_gathering(gathering *g, double (*of)(double, double, double),
                           unsigned max_complexity, uint32_t capacity)
{
  g->result = (eqs_search_result){0};
  open_problem(&g->p, 40, of);
  cr_assert_eq(eqs_bank_init(&g->bank, max_complexity, capacity), 0);
}

static void collect(gathering *g)
{
  cr_assert_eq(eqs_front_collect(g->p.ctx, &g->bank, &g->p.problem, &g->result), EQS_OK);
}

static void close_gathering(gathering *g)
{
  eqs_front_clear(&g->result);
  eqs_bank_free(&g->bank);
  close_problem(&g->p);
}

static void offer(eqs_bank *bank, const eqs_formula *f, double mse)
{
  eqs_welcome welcome;
  cr_assert_eq(eqs_bank_offer(bank, f, eqs_nodes_hash(f->node, f->n), mse, mse, &welcome), 0);
}

Test(front, errors_fall_strictly_and_are_recomputed)
{
  gathering g;
  open_gathering(&g, law, 20, 4);
  eqs_formula line = formula_of("x"), worse = formula_of("sin(y)");
  eqs_formula better = formula_of("square(x)"), exact = formula_of("square(x) + y");
  offer(&g.bank, &line, 30);
  offer(&g.bank, &worse, 31);
  offer(&g.bank, &better, 1);
  offer(&g.bank, &exact, 1e-30);
  collect(&g);
  cr_assert_eq(g.result.n_front, 3);
  for (size_t i = 1; i < g.result.n_front; i++) {
    cr_assert_gt(g.result.front[i].complexity, g.result.front[i - 1].complexity);
    cr_assert_lt(g.result.front[i].train.mse, g.result.front[i - 1].train.mse);
  }
  cr_assert(g.result.front[2].train.mse < 1e-30 && g.result.front[0].train.mse != 30, "recomputed");
  cr_assert_eq(g.result.front[2].train.n, g.p.train.n);
  cr_assert_eq(g.result.front[2].test.n, g.p.test.n);
  eqs_front_clear(&g.result);
  cr_assert_eq(g.result.n_front, 0);
  close_gathering(&g);
}

Test(front, what_is_not_finite_stays_out)
{
  gathering g;
  open_gathering(&g, law, 20, 4);
  eqs_formula bad = formula_of("log(y)"), good = formula_of("x");
  offer(&g.bank, &good, 30);
  offer(&g.bank, &bad, 1);
  collect(&g);
  cr_assert_eq(g.result.n_front, 1);
  cr_assert_eq(g.result.front[0].complexity, 1);
  close_gathering(&g);
}

Test(front, too_many_entries_are_thinned)
{
  gathering g;
  open_gathering(&g, law, 200, 2);
  /* x + 0.002 + 0.002 + ... approaches the mean of the target, a third, ever more closely. */
  eqs_formula f = formula_of("x");
  eqs_node more[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_number(0.002)};
  for (int k = 0; k < 70; k++) {
    offer(&g.bank, &f, 100 - k);
    cr_assert(eqs_formula_splice(&f, 0, 0, more, 2));
  }
  collect(&g);
  cr_assert_eq(g.result.n_front, EQS_MAX_FRONT, "%zu entries", g.result.n_front);
  cr_assert_eq(g.result.front[0].complexity, 1);
  for (size_t i = 1; i < g.result.n_front; i++)
    cr_assert_lt(g.result.front[i].train.mse, g.result.front[i - 1].train.mse);
  close_gathering(&g);
}

static double disturbed(double x, double y, double z)
{
  return x + y + 0.3 * sin(1e4 * z);
}

Test(front, what_follows_the_noise_makes_way)
{
  gathering g;
  eqs_metrics simple, law_itself;
  open_gathering(&g, disturbed, 20, 4);
  g.bank.rows = 5; /* a high price */
  eqs_formula constant = formula_of("0.1"), wanted = formula_of("x + (y*1 + 0*z)");
  eqs_formula follows = formula_of("(1.02*x) + y");
  eqs_expr *e[] = {eqs_expr_from_nodes(wanted.node, wanted.n),
                   eqs_expr_from_nodes(follows.node, follows.n)};
  cr_assert_eq(eqs_report_metrics(g.p.ctx, g.p.table, &g.p.roles, &g.p.train, e[0], &law_itself),
               EQS_OK);
  cr_assert_eq(eqs_report_metrics(g.p.ctx, g.p.table, &g.p.roles, &g.p.train, e[1], &simple),
               EQS_OK);
  if (simple.mse > law_itself.mse) { /* then it is smaller on the other side */
    follows.node[2].value = 0.98;
    eqs_expr_free(e[1]);
    e[1] = eqs_expr_from_nodes(follows.node, follows.n);
    eqs_report_metrics(g.p.ctx, g.p.table, &g.p.roles, &g.p.train, e[1], &simple);
  }
  cr_assert_lt(simple.mse, law_itself.mse);
  offer(&g.bank, &constant, 10);
  offer(&g.bank, &follows, simple.mse);
  offer(&g.bank, &wanted, law_itself.mse);
  collect(&g);
  cr_assert_eq(g.result.n_front, 2);
  cr_assert_eq(g.result.front[1].complexity, eqs_nodes_complexity(wanted.node, wanted.n));
  for (size_t i = 1; i < g.result.n_front; i++)
    cr_assert_lt(g.result.front[i].train.loss, g.result.front[i - 1].train.loss);
  eqs_expr_free(e[0]);
  eqs_expr_free(e[1]);
  close_gathering(&g);
}

/* The simpler formula has the lower loss, and a pole between two rows. */
Test(front, what_may_meet_a_pole_makes_way)
{
  gathering g;
  eqs_gaps gaps;
  open_gathering(&g, law, 40, 4);
  cr_assert_eq(eqs_gaps_open(g.p.ctx, &gaps, &g.p.problem), EQS_OK);
  eqs_formula pole = formula_of("square(x) + 0.05/(x - 0.31)");
  eqs_formula none = formula_of("square(x) + 0.4*(cos(z)*cos(y))");
  offer(&g.bank, &pole, 0.010);
  offer(&g.bank, &none, 0.011);
  collect(&g);
  cr_expect_eq(g.result.n_front, 1);
  cr_expect_eq(g.result.front[0].complexity, eqs_nodes_complexity(pole.node, pole.n));
  double lower = g.result.front[0].train.loss;
  eqs_bank_free(&g.bank);
  cr_assert_eq(eqs_bank_init(&g.bank, 40, 4), 0);
  g.bank.gaps = &gaps;
  offer(&g.bank, &pole, 0.010);
  offer(&g.bank, &none, 0.011);
  collect(&g);
  cr_expect_eq(g.result.n_front, 1);
  cr_expect_eq(g.result.front[0].complexity, eqs_nodes_complexity(none.node, none.n));
  cr_expect_gt(g.result.front[0].train.loss, lower);
  eqs_gaps_close(&gaps);
  close_gathering(&g);
}

static double rounded(double x, double y, double z)
{
  (void)z;
  return (x * x + y + 3) - 3;
}

/* What follows the rounding of the target itself has no error at all, and is still not wanted. */
Test(front, ends_with_the_first_that_is_exact)
{
  const eqs_loss_kind loss[] = {EQS_LOSS_SQUARED, EQS_LOSS_ABSOLUTE};
  eqs_formula line = formula_of("x"), exact = formula_of("square(x) + y");
  eqs_formula copy = formula_of("(square(x) + y + 3) - 3");
  for (int k = 0; k < 2; k++) {
    gathering g;
    open_gathering(&g, rounded, 20, 4);
    g.p.problem.objective.loss = loss[k];
    offer(&g.bank, &line, 1);
    offer(&g.bank, &exact, 1e-32);
    offer(&g.bank, &copy, 1e-40);
    collect(&g);
    cr_assert_eq(g.result.n_front, 2);
    cr_assert_gt(g.result.front[1].train.mse, 0, "the law has errors, by rounding");
    cr_assert_eq(g.result.front[1].complexity, eqs_nodes_complexity(exact.node, exact.n));
    close_gathering(&g);
  }
}

Test(front, a_gain_by_rounding_is_none)
{
  gathering g;
  open_gathering(&g, law, 20, 4);
  eqs_formula line = formula_of("x"), longer = formula_of("y + (x - y)");
  offer(&g.bank, &line, 30);
  offer(&g.bank, &longer, 30 * (1 - 1e-13));
  collect(&g);
  cr_assert_eq(g.result.n_front, 1);
  cr_assert_eq(g.result.front[0].complexity, 1);
  close_gathering(&g);
}

static double with_pi(double x, double y, double z)
{
  (void)z;
  return x + y * (acos(-1) / 3);
}

/* Of formulas that are all exact, one without its constant takes the place of a simpler one, also
   where another that is as complex has less of an error; one that is much more complex does not. */
Test(front, an_exact_law_has_its_constants_named)
{
  gathering g;
  open_gathering(&g, with_pi, 40, 4);
  g.bank.rows = 30;
  g.bank.exact = 1e-21;
  eqs_formula line = formula_of("x"), fitted = formula_of("x + 1.0471975511965976*y");
  eqs_formula named = formula_of("x + pi/3*y"), other = formula_of("(x + 1.0471975511965976*y)/1");
  eqs_formula longer = formula_of("(x + pi/3*y)*(z - 1)/(z - 1)");
  eqs_formula *f[] = {&line, &fitted, &named, &other, &longer};
  for (int i = 0; i < 5; i++) eqs_nodes_number_params(f[i]->node, f[i]->n);
  cr_assert_eq(eqs_nodes_complexity(named.node, named.n),
               eqs_nodes_complexity(other.node, other.n));
  offer(&g.bank, &line, 0.3);
  offer(&g.bank, &fitted, 1e-33);
  offer(&g.bank, &other, 1e-36);
  offer(&g.bank, &longer, 1e-36);
  for (int k = 0; k < 2; k++) {
    collect(&g);
    cr_assert_eq(g.result.n_front, 2);
    const eqs_formula *wanted = k == 0 ? &fitted : &named;
    cr_assert_eq(g.result.front[1].complexity, eqs_nodes_complexity(wanted->node, wanted->n));
    cr_assert_eq(g.result.front[1].expr->n_params, k == 0);
    offer(&g.bank, &named, 2e-33);
  }
  close_gathering(&g);
}
