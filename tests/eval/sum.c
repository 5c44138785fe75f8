/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums by a crew: the same bits for any number of threads, also with bad rows. */
#include "eval/sum.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>

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
