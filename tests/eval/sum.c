/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums by a crew: the same bits for any number of threads, also with bad rows. */
#include "eval/sum.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* sin(c0 * x0) * c1 + sqrt(x1 + c2) */
static formula wave(void)
{
  formula f = {.n = 11, .n_params = 3};
  f.node[0] = (eqs_node){.op = EQS_OP_ADD};
  f.node[1] = (eqs_node){.op = EQS_OP_MUL};
  f.node[2] = (eqs_node){.op = EQS_OP_SIN};
  f.node[3] = (eqs_node){.op = EQS_OP_MUL};
  f.node[4] = (eqs_node){.op = EQS_OP_PARAM, .index = 0, .value = 1.7};
  f.node[5] = (eqs_node){.op = EQS_OP_VAR, .index = 0};
  f.node[6] = (eqs_node){.op = EQS_OP_PARAM, .index = 1, .value = 0.3};
  f.node[7] = (eqs_node){.op = EQS_OP_SQRT};
  f.node[8] = (eqs_node){.op = EQS_OP_ADD};
  f.node[9] = (eqs_node){.op = EQS_OP_VAR, .index = 1};
  f.node[10] = (eqs_node){.op = EQS_OP_PARAM, .index = 2, .value = 1.1};
  return f;
}

typedef struct totals {
  double normal[10];
  eqs_loss_sums loss;
} totals;

static totals sum_with(int threads, const eqs_dataset *d, eqs_dtype dtype)
{
  eqs_engine *engine;
  eqs_engine_options options = {sizeof options, EQS_TIER_REFERENCE, dtype};
  eqs_crew crew;
  eqs_program program = {0};
  formula f = wave();
  totals t;
  cr_assert_eq(eqs_engine_new(NULL, &engine, &options), EQS_OK);
  cr_assert_eq(eqs_crew_new(NULL, &crew, threads), EQS_OK);
  cr_assert_eq(eqs_lower_gradient(&program, formula_expr(&f)), 0);
  cr_assert_eq(eqs_crew_reserve(&crew, &program, d), 0);
  eqs_aim all = eqs_aim_new(d, NULL);
  eqs_sum_normal(&crew, engine, &program, d, &all, t.normal);
  eqs_sum_loss(&crew, engine, &program, d, &all, &t.loss);
  eqs_program_free(&program);
  eqs_crew_free(&crew);
  eqs_engine_free(engine);
  return t;
}

Test(sum, threads_do_not_show)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_dataset *d = rows_new(50001, dtype, 0, 2);
    totals one = sum_with(1, d, dtype);
    cr_assert(isfinite(one.loss.sse) && one.loss.bad == 0);
    for (int threads = 2; threads <= 5; threads++) {
      totals many = sum_with(threads, d, dtype);
      cr_assert_eq(memcmp(&one, &many, sizeof one), 0, "%d threads", threads);
    }
    rows_free(d);
  }
}

Test(sum, a_bad_row_is_found_and_threads_do_not_show)
{
  eqs_dataset *d = rows_new(300000, EQS_F32, 0, 2);
  rows_set(d, d->column[1], 200000, -5);
  totals one = sum_with(1, d, EQS_F32), many = sum_with(3, d, EQS_F32);
  cr_assert_eq(one.loss.bad, 1);
  cr_assert_eq(memcmp(&one.loss, &many.loss, sizeof one.loss), 0);
  rows_free(d);
}

/* sqrt(x0 * (c0 + x1)), and c1 x1 + c2 x2 + ... added to it until there are K constants. */
static formula root_and_more(uint32_t k)
{
  formula f = {.n_params = k};
  for (uint32_t i = 1; i < k; i++) {
    f.node[f.n++] = (eqs_node){.op = EQS_OP_ADD};
    f.node[f.n++] = (eqs_node){.op = EQS_OP_MUL};
    f.node[f.n++] = (eqs_node){.op = EQS_OP_PARAM, .index = (uint16_t)i, .value = 0.125 * i};
    f.node[f.n++] = (eqs_node){.op = EQS_OP_VAR, .index = (uint16_t)(i % 4)};
  }
  f.node[f.n++] = (eqs_node){.op = EQS_OP_SQRT};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_MUL};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_VAR, .index = 0};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_ADD};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_PARAM, .index = 0, .value = 1.5};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_VAR, .index = 1};
  return f;
}

static void sum_normal(eqs_tier tier, int threads, const eqs_dataset *d, const eqs_aim *aim,
                       const formula *f, double *sums)
{
  eqs_engine *engine = engine_new(tier, d->dtype);
  eqs_crew crew;
  eqs_program program = {0};
  cr_assert_eq(eqs_crew_new(NULL, &crew, threads), EQS_OK);
  cr_assert_eq(eqs_lower_gradient(&program, formula_expr(f)), 0);
  cr_assert_eq(eqs_crew_reserve(&crew, &program, d), 0);
  eqs_sum_normal(&crew, engine, &program, d, aim, sums);
  eqs_program_free(&program);
  eqs_crew_free(&crew);
  eqs_engine_free(engine);
}

/* The products by c0 alone and with c1, whose derivative is x1; row 9000 is left out of the first
   two, where the derivative by c0 is 0 * inf, but not of the third. */
static void check_products(const eqs_dataset *d, const double *sums, uint32_t k)
{
  double own = 0, shared = 0, other = 0;
  for (size_t i = 0; i < d->n_rows; i++) {
    double x0 = rows_get(d, d->column[0], i), x1 = rows_get(d, d->column[1], i);
    double slope = x0 > 0 ? x0 / (2 * sqrt(x0 * (1.5 + x1))) : 0;
    own += slope * slope;
    shared += slope * x1;
    other += x1 * x1;
  }
  double error = d->dtype == EQS_F32 ? 1e-5 : 1e-12;
  cr_expect_float_eq(sums[1 + k], own, error * own, "%u: %g, not %g", k, sums[1 + k], own);
  if (k == 1) return;
  cr_expect_float_eq(sums[2 + k], shared, error * shared);
  cr_expect_float_eq(sums[1 + 2 * k], other, error * other);
}

/* Fused, block by block and in panels; plain, with a corner, and with rows that may be left out. */
Test(sum, a_derivative_that_is_not_finite_counts_as_zero)
{
  static const struct {
    eqs_tier tier;
    int threads;
  } ways[] = {{EQS_TIER_REFERENCE, 1}, {EQS_TIER_REFERENCE, 3}, {EQS_TIER_BLOCK, 1},
              {EQS_TIER_AUTO, 3},      {EQS_TIER_FUSED, 1},     {EQS_TIER_FUSED, 2}};
  static const uint32_t count[] = {1, 3, 8, 11};
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_dataset *d = rows_new(20003, dtype, 0.125, 2);
    rows_set(d, d->column[0], 9000, 0);
    eqs_score_options some;
    eqs_score_options_init(&some);
    some.objective.drop = 0.25;
    eqs_aim plain = eqs_aim_new(d, NULL),
            aim[] = {plain, eqs_aim_rounded(&plain, 0.01, dtype), eqs_aim_new(d, &some)};
    aim[1].squares = aim[1].plain = false;
    aim[1].param[2] = aim[1].param[3] = 0.5;
    for (size_t c = 0; c < 4; c++)
      for (size_t a = 0; a < 3; a++) {
        formula f = root_and_more(count[c]);
        size_t n = eqs_normal_size(count[c]);
        double first[128], sums[128];
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
          sum_normal(ways[w].tier, ways[w].threads, d, &aim[a], &f, w ? sums : first);
          if (w)
            cr_expect_eq(memcmp(first, sums, n * sizeof *sums), 0, "way %zu, %u constants, aim %zu",
                         w, count[c], a);
        }
        for (size_t i = 0; i < n; i++) cr_expect(isfinite(first[i]));
        if (a != 1) check_products(d, first, count[c]);
      }
    rows_free(d);
  }
}
