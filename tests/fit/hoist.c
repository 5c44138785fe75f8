/* SPDX-License-Identifier: BSD-3-Clause */
/* Hoisted subtrees: which they are, and that programs that read them give the same bits. */
#include "fit/hoist.h"
#include "support/bits.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Loss and normal sums of the program of EXPR with CUTS. */
static void run(const eqs_engine *engine, const eqs_dataset *d, const formula *f,
                const eqs_cuts *cuts, eqs_loss_sums *loss, double *normal)
{
  eqs_workspace w = {0};
  eqs_aim all = eqs_aim_new(d, NULL);
  eqs_kept kept = {0};
  const eqs_expr *expr = formula_expr(f);
  cr_assert_eq(eqs_lower_gradient_cut(&w.program, expr, cuts), 0);
  cr_assert_eq(eqs_workspace_reserve(&w, &w.program, d->dtype), 0);
  for (size_t tile = 0; tile < eqs_tiles(d->n_rows); tile++) {
    eqs_run_loss(&w, engine, &w.program, d, &all, tile, loss);
    eqs_run_normal(&w, engine, &w.program, d, &all, tile, normal, &kept);
  }
  eqs_workspace_free(&w);
}

static void compare(eqs_tier tier, eqs_dtype dtype, size_t rows, bool must_hoist)
{
  enum { MOST = 4096 };
  eqs_engine *engine = engine_new(tier, dtype);
  eqs_dataset *d = rows_new(rows, dtype, 0.1, 2);
  eqs_hoist hoist = {0};
  eqs_crew crew;
  cr_assert_eq(eqs_crew_new(NULL, &crew, 1), EQS_OK);
  size_t hoisted = 0;
  for (uint64_t seed = 0; seed < 300; seed++) {
    static double normal[2][MOST];
    formula f = formula_random(seed, ROWS_FEATURES, 3 + seed % 40);
    const eqs_cuts *cuts;
    eqs_loss_sums loss[2] = {{0}};
    if (f.n_params == 0 || eqs_normal_size(f.n_params) > MOST) continue;
    memset(normal, 0, sizeof normal);
    cr_assert_eq(eqs_hoist_make(&hoist, &crew, engine, d, formula_expr(&f), &cuts), 0);
    hoisted += cuts ? cuts->n : 0;
    run(engine, d, &f, NULL, &loss[0], normal[0]);
    run(engine, d, &f, cuts, &loss[1], normal[1]);
    cr_assert(bits_same((double *)&loss[0], (double *)&loss[1], sizeof loss[0] / sizeof(double)),
              "seed %d, %zu rows", (int)seed, rows);
    cr_assert(bits_same(normal[0], normal[1], MOST), "seed %d, %zu rows", (int)seed, rows);
  }
  cr_assert_eq(hoisted > 100, must_hoist, "%zu hoisted", hoisted);
  eqs_hoist_free(&hoist);
  eqs_crew_free(&crew);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(hoist, the_same_bits_for_one_tile_and_more)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    compare(EQS_TIER_REFERENCE, dtype, 333, true);
    compare(EQS_TIER_AUTO, dtype, 1000, true);
    compare(EQS_TIER_AUTO, dtype, 4097, true);
  }
}

Test(hoist, the_same_bits_where_no_cache_holds_the_columns)
{
  compare(EQS_TIER_AUTO, EQS_F64, 70000, true);
}

/* Subtrees that are cut out of the expression on as many rows: none of them is run. */
static uint32_t cuts_on(size_t rows, const eqs_node *node, uint32_t n)
{
  const eqs_dataset d = {.n_rows = rows, .n_padded = rows, .n_features = 2, .dtype = EQS_F64};
  const eqs_expr expr = {(eqs_node *)(uintptr_t)node, n, 1};
  eqs_hoist hoist = {0};
  const eqs_cuts *cuts = eqs_hoist_find(&hoist, &d, &expr);
  uint32_t found = cuts ? cuts->n : 0;
  for (uint32_t i = 0; i < found; i++)
    cr_expect_eq(cuts->cut[i].column, d.n_features + i, "column %u", cuts->cut[i].column);
  eqs_hoist_free(&hoist);
  return found;
}

/* c * (|x| / (x - 2)) + sin(x) tan(sin(x)) (x + 2): a cheap subtree, and three of one or two dear
   operators. */
Test(hoist, many_rows_keep_what_is_dear)
{
  const eqs_node c = {.op = EQS_OP_PARAM}, x = {.op = EQS_OP_VAR},
                 two = {.op = EQS_OP_NUM, .value = 2}, add = {.op = EQS_OP_ADD};
  const eqs_node mul = {.op = EQS_OP_MUL}, sine = {.op = EQS_OP_SIN}, tangent = {.op = EQS_OP_TAN};
  const eqs_node quotient = {.op = EQS_OP_DIV}, size = {.op = EQS_OP_ABS}, sub = {.op = EQS_OP_SUB};
  const eqs_node node[] = {add, mul, c,   quotient, size, x,   sub, x,       two,  mul, add,
                           x,   two, mul, sine,     x,    add, c,   tangent, sine, x};
  const uint32_t n = sizeof node / sizeof *node;
  cr_expect_eq(cuts_on(1000, node, n), 4);
  cr_expect_eq(cuts_on(100000, node, n), 3);
  cr_expect_eq(cuts_on(3000000, node, n), 1);
  cr_expect_eq(cuts_on(100000000, node, n), 0);
}

static uint32_t cuts_of(const eqs_node *node, uint32_t n, uint32_t n_params)
{
  eqs_engine *engine = engine_new(EQS_TIER_REFERENCE, EQS_F64);
  eqs_dataset *d = rows_new(10, EQS_F64, 0.1, 2);
  eqs_hoist hoist = {0};
  eqs_crew crew;
  cr_assert_eq(eqs_crew_new(NULL, &crew, 1), EQS_OK);
  const eqs_cuts *cuts;
  const eqs_expr expr = {(eqs_node *)(uintptr_t)node, n, n_params};
  cr_assert_eq(eqs_hoist_make(&hoist, &crew, engine, d, &expr, &cuts), 0);
  uint32_t found = cuts ? cuts->n : 0;
  eqs_hoist_free(&hoist);
  eqs_crew_free(&crew);
  rows_free(d);
  eqs_engine_free(engine);
  return found;
}

/* Products and squares may be fused into what is around them, and what has no variable is one
   number. */
Test(hoist, what_may_be_fused_and_what_is_one_number_stays)
{
  const eqs_node c = {.op = EQS_OP_PARAM}, x = {.op = EQS_OP_VAR},
                 two = {.op = EQS_OP_NUM, .value = 2};
  const eqs_node mul = {.op = EQS_OP_MUL}, sine = {.op = EQS_OP_SIN}, sum = {.op = EQS_OP_ADD};
  cr_expect_eq(cuts_of((eqs_node[]){mul, c, sine, x}, 4, 1), 1);
  cr_expect_eq(cuts_of((eqs_node[]){sum, c, mul, x, x}, 5, 1), 0);
  cr_expect_eq(cuts_of((eqs_node[]){sum, c, mul, x, sine, x}, 6, 1), 1);
  cr_expect_eq(cuts_of((eqs_node[]){sum, c, sine, two}, 4, 1), 0);
  cr_expect_eq(cuts_of((eqs_node[]){mul, sine, sine, x, sine, c}, 6, 1), 1);
}
