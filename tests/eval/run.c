/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs against plain recursion: values and derivatives, every tail, both dtypes. */
#include "eval/sum.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static eqs_engine *reference(eqs_dtype dtype)
{
  eqs_engine *engine;
  eqs_engine_options options = {sizeof options, EQS_TIER_REFERENCE, dtype};
  cr_assert_eq(eqs_engine_new(NULL, &engine, &options), EQS_OK);
  return engine;
}

static void values(const eqs_engine *engine, const eqs_dataset *d, const formula *f, double *out)
{
  eqs_workspace w = {0};
  cr_assert_eq(eqs_lower_value(&w.program, formula_expr(f)), 0);
  cr_assert_eq(eqs_workspace_reserve(&w, &w.program, d->dtype), 0);
  for (size_t tile = 0; tile < eqs_tiles(d->n_rows); tile++)
    eqs_run_values(&w, engine, &w.program, d, tile, out);
  eqs_workspace_free(&w);
}

/* How far two correct evaluations may differ: what rounding the inputs does, and then some. */
static double slack(const formula *f, const double *x, double v)
{
  double a = formula_at(f, x, 1 + 0x1p-50, NULL), b = formula_at(f, x, 1 - 0x1p-50, NULL);
  return 64 * (fabs(a - v) + fabs(b - v)) + 1e-11 * (1 + fabs(v));
}

Test(run, values_agree_with_plain_recursion)
{
  enum { ROWS = 40 };
  eqs_engine *engine = reference(EQS_F64);
  eqs_dataset *d = rows_new(ROWS, EQS_F64, 0.1, 2);
  size_t compared = 0;
  for (uint64_t seed = 0; seed < 3000; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 40);
    double out[ROWS];
    values(engine, d, &f, out);
    for (size_t i = 0; i < ROWS; i++) {
      double x[ROWS_FEATURES];
      for (size_t j = 0; j < ROWS_FEATURES; j++) x[j] = rows_get(d, d->column[j], i);
      double v = formula_at(&f, x, 1, NULL), tolerance = slack(&f, x, v);
      if (!isfinite(v) || !isfinite(tolerance)) continue;
      compared++;
      cr_assert(fabs(out[i] - v) <= tolerance, "seed %d row %zu: %.17g is not %.17g", (int)seed, i,
                out[i], v);
    }
  }
  cr_assert_gt(compared, 30000, "only %zu", compared);
  rows_free(d);
  eqs_engine_free(engine);
}

/* Differentiates by central differences along constant K at one row. */
static double difference(const formula *f, const double *x, const double *c, uint32_t k, double h)
{
  double shifted[FORMULA_NODES];
  memcpy(shifted, c, f->n_params * sizeof *c);
  shifted[k] = c[k] + h;
  double up = formula_at(f, x, 1, shifted);
  shifted[k] = c[k] - h;
  return (up - formula_at(f, x, 1, shifted)) / (2 * h);
}

/* With one row and a target of zero, J'r is the derivative times the value. */
Test(run, adjoints_agree_with_differences)
{
  eqs_engine *engine = reference(EQS_F64);
  eqs_dataset *d = rows_new(1, EQS_F64, 0.1, 2);
  rows_set(d, d->target, 0, 0);
  double x[ROWS_FEATURES];
  for (size_t j = 0; j < ROWS_FEATURES; j++) x[j] = rows_get(d, d->column[j], 0);
  size_t compared = 0;
  for (uint64_t seed = 0; seed < 6000; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 40);
    if (f.n_params == 0) continue;
    eqs_workspace w = {0};
    cr_assert_eq(eqs_lower_gradient(&w.program, formula_expr(&f)), 0);
    cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F64), 0);
    double sums[4096] = {0}, c[FORMULA_NODES];
    cr_assert_lt(eqs_normal_size(f.n_params), 4096);
    memcpy(c, w.program.pool, f.n_params * sizeof *c);
    eqs_aim all = eqs_aim_new(d, NULL);
    eqs_kept kept = {0};
    eqs_run_normal(&w, engine, &w.program, d, &all, 0, sums, &kept);
    double v = formula_at(&f, x, 1, c);
    for (uint32_t k = 0; k < f.n_params && fabs(v) < 1e9 && fabs(v) > 1e-6; k++) {
      double g = difference(&f, x, c, k, 1e-5), rough = difference(&f, x, c, k, 4e-5);
      double tolerance = 20 * fabs(g - rough) + 1e-6 * fabs(g) + slack(&f, x, v) / 1e-5;
      if (!isfinite(tolerance) || fabs(g - rough) > 1e-3 * fabs(g)) continue;
      if (g == 0) continue; /* a losing side of min or max, or lost beside a huge number */
      compared++;
      cr_assert(fabs(sums[1 + k] / v - g) <= tolerance, "seed %d constant %u: %.10g is not %.10g",
                (int)seed, k, sums[1 + k] / v, g);
    }
    eqs_workspace_free(&w);
  }
  cr_assert_gt(compared, 5000, "only %zu", compared);
  rows_free(d);
  eqs_engine_free(engine);
}

/* Both lowerings compute the same value to the bit. */
Test(run, value_and_gradient_programs_agree_to_the_bit)
{
  eqs_engine *engine = reference(EQS_F32);
  eqs_dataset *d = rows_new(100, EQS_F32, 0.1, 2);
  eqs_aim all = eqs_aim_new(d, NULL);
  for (uint64_t seed = 0; seed < 2000; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 30);
    eqs_workspace w = {0};
    eqs_loss_sums a = {0}, b = {0};
    cr_assert_eq(eqs_lower_value(&w.program, formula_expr(&f)), 0);
    cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F32), 0);
    eqs_run_loss(&w, engine, &w.program, d, &all, 0, &a);
    cr_assert_eq(eqs_lower_gradient(&w.program, formula_expr(&f)), 0);
    cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F32), 0);
    eqs_run_loss(&w, engine, &w.program, d, &all, 0, &b);
    cr_assert_eq(memcmp(&a, &b, sizeof a), 0, "seed %d", (int)seed);
    eqs_workspace_free(&w);
  }
  rows_free(d);
  eqs_engine_free(engine);
}

/* Sums over N rows against a plain loop, for row counts around every boundary. */
Test(run, every_tail_is_summed_right)
{
  static const size_t counts[] = {1,   2,   3,   15,  16,  17,  63,  64,   65,   127,  128,
                                  129, 255, 256, 257, 511, 512, 513, 4095, 4096, 4097, 9000};
  formula f = formula_random(5, ROWS_FEATURES, 4);
  f.n = 0;
  f.n_params = 2; /* c0 * x0 + c1 * x1 */
  f.node[f.n++] = (eqs_node){.op = EQS_OP_ADD};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_MUL};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_PARAM, .index = 0, .value = 0.5};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_VAR, .index = 0};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_MUL};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_PARAM, .index = 1, .value = -1.5};
  f.node[f.n++] = (eqs_node){.op = EQS_OP_VAR, .index = 1};
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_engine *engine = reference(dtype);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
      eqs_dataset *d = rows_new(counts[c], dtype, -1, 1);
      eqs_crew crew;
      eqs_program program = {0};
      double sums[6], plain[6] = {0};
      eqs_loss_sums loss;
      cr_assert_eq(eqs_crew_new(NULL, &crew, 1), EQS_OK);
      cr_assert_eq(eqs_lower_gradient(&program, formula_expr(&f)), 0);
      cr_assert_eq(eqs_crew_reserve(&crew, &program, d), 0);
      eqs_aim all = eqs_aim_new(d, NULL);
      eqs_sum_normal(&crew, engine, &program, d, &all, sums);
      eqs_sum_loss(&crew, engine, &program, d, &all, &loss);
      double sae = 0;
      for (size_t i = 0; i < counts[c]; i++) {
        double a = rows_get(d, d->column[0], i), b = rows_get(d, d->column[1], i);
        double r = 0.5 * a - 1.5 * b - rows_get(d, d->target, i);
        double term[6] = {r * r, a * r, b * r, a * a, a * b, b * b};
        for (int t = 0; t < 6; t++) plain[t] += term[t];
        sae += fabs(r);
      }
      double tolerance = (dtype == EQS_F32 ? 1e-5 : 1e-13) * (double)counts[c];
      for (int t = 0; t < 6; t++)
        cr_assert_float_eq(sums[t], plain[t], tolerance, "%zu rows, sum %d", counts[c], t);
      cr_assert_float_eq(loss.sse, plain[0], tolerance);
      cr_assert_float_eq(loss.sae, sae, tolerance);
      eqs_program_free(&program);
      eqs_crew_free(&crew);
      rows_free(d);
    }
    eqs_engine_free(engine);
  }
}
