/* SPDX-License-Identifier: BSD-3-Clause */
/* Linear constants in closed form: the sums that follow them are those that the data give at the
   new constants, and no other linear constants are better. */
#include "fit/resolve.h"
#include "eval/sum.h"
#include "fit/cholesky.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const variables[] = {"x0", "x1", "x2", "x3"};
static const eqs_names names = {4, variables};

typedef struct problem {
  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_crew crew;
  eqs_program *program;
  eqs_aim aim;
  eqs_linear linear;
  size_t k;
} problem;

static problem open_problem(const char *text, const double *c)
{
  problem p = {.dataset = rows_new(500, EQS_F64, 0.5, 2)};
  eqs_engine_options options = {sizeof options, EQS_TIER_REFERENCE, EQS_F64};
  eqs_expr *expr;
  cr_assert_eq(eqs_engine_new(NULL, &p.engine, &options), EQS_OK);
  cr_assert_eq(eqs_crew_new(NULL, &p.crew, 1), EQS_OK);
  cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
  p.aim = eqs_aim_new(p.dataset, NULL);
  p.program = &p.crew.workspace[0].program;
  p.k = expr->n_params;
  eqs_linear_params(expr, &p.linear);
  cr_assert_eq(eqs_lower_gradient(p.program, expr), 0);
  cr_assert_eq(eqs_crew_reserve(&p.crew, p.program, p.dataset), 0);
  memcpy(p.program->pool, c, p.k * sizeof *c);
  eqs_expr_free(expr);
  return p;
}

static void close_problem(problem *p)
{
  eqs_crew_free(&p->crew);
  rows_free(p->dataset);
  eqs_engine_free(p->engine);
}

static void take_sums(problem *p, double *normal)
{
  eqs_sum_normal(&p->crew, p->engine, p->program, p->dataset, &p->aim, normal);
}

static const struct {
  const char *text;
  double c[5];
} cases[] = {
    {"c*x0 + c*x1 + c", {3, -2, 1}},
    {"c*sin(c*x0) + c", {-2, 1.5, 0.3}},
    {"c/(x0 + c) + c*exp(c*x1) + c", {0.1, 0.7, -30, 0.2, 5}},
    {"x2*(c*tanh(c*x0 + c)) - c*x1", {7, 0.5, -0.2, 0.01}},
    {"exp(c*x0) + c*x1^c", {0.5, 2, 1.5}},
    {"c0*exp(c1*x0) + c2*x0 + c0*exp(c1*x1) + c2*x1", {3, 0.4, -1}},
    {"c0*x0/(x1 + c1) + c0*x1/(x0 + c1) + c0 + c2", {3, 2, -1}},
};

Test(resolve, sums_follow_the_constants)
{
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    problem p = open_problem(cases[i].text, cases[i].c);
    double followed[64], taken[64], room[64], *c = p.program->pool;
    cr_assert(eqs_can_resolve(&p.linear, p.k), "%s", cases[i].text);
    take_sums(&p, followed);
    double before = followed[0], left = eqs_resolve(&p.linear, p.k, c, followed, room);
    cr_expect(left < 1 && left > 0, "%s: %g is left", cases[i].text, left);
    cr_expect_float_eq(followed[0], left * before, 1e-12 * before);
    take_sums(&p, taken);
    for (size_t s = 0; s < eqs_normal_size(p.k); s++)
      cr_expect_float_eq(followed[s], taken[s], 1e-9 * (fabs(taken[s]) + before), "%s: sum %zu",
                         cases[i].text, s);
    for (size_t k = 0; k < p.k; k++) {
      if (!p.linear.linear[k]) continue;
      for (int side = -1; side <= 1; side += 2) {
        double kept = c[k];
        c[k] += side * 1e-3 * (1 + fabs(kept));
        take_sums(&p, room);
        cr_expect_gt(room[0], taken[0], "%s: constant %zu", cases[i].text, k);
        c[k] = kept;
      }
    }
    close_problem(&p);
  }
}

/* A factor of zero hides what its term is made of; sums that are least already stay to the bit; and
   with two owners nothing can follow. */
Test(resolve, what_cannot_be_solved_for_is_left)
{
  double zero[] = {0, 1.5, 0.3}, normal[64], same[64], room[64];
  problem p = open_problem("c*sin(c*x0) + c", zero);
  take_sums(&p, normal);
  memcpy(same, normal, sizeof same);
  cr_expect_eq(eqs_resolve(&p.linear, p.k, p.program->pool, normal, room), 1);
  cr_expect_eq(memcmp(same, normal, eqs_normal_size(p.k) * sizeof *same), 0);
  cr_expect_eq(p.program->pool[2], 0.3);
  p.program->pool[0] = 1;
  take_sums(&p, normal);
  eqs_resolve(&p.linear, p.k, p.program->pool, normal, room);
  memcpy(same, normal, sizeof same);
  cr_expect_eq(eqs_resolve(&p.linear, p.k, p.program->pool, normal, room), 1);
  cr_expect_eq(memcmp(same, normal, eqs_normal_size(p.k) * sizeof *same), 0);
  close_problem(&p);
  p = open_problem("c0*sin(c1*x0) + c2*cos(c1*x0)", zero);
  cr_expect_not(eqs_can_resolve(&p.linear, p.k));
  close_problem(&p);
  p = open_problem("sin(c*x0)", zero);
  cr_expect_not(eqs_can_resolve(&p.linear, p.k));
  close_problem(&p);
}
