/* SPDX-License-Identifier: BSD-3-Clause */
/* Every tier against the reference, on random expressions over every operator. */
#include "eval/run.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>

/* A few ulp at each node, as far as the expression magnifies what its inputs carry. */
static double slack(const formula *f, const double *x, double v, eqs_dtype dtype)
{
  double unit = dtype == EQS_F32 ? 0x1p-21 : 0x1p-50;
  double a = formula_at(f, x, 1 + unit, NULL), b = formula_at(f, x, 1 - unit, NULL);
  return 64 * (fabs(a - v) + fabs(b - v)) + 64 * unit * (1 + fabs(v)) * f->n;
}

/* The share of rows that may disagree: where a step of an operator (min, abs, the edge of a domain,
   a pole of tan) lies between two correct roundings. */
static const double ODD = 2e-3;

static void compare(eqs_dtype dtype)
{
  enum { ROWS = 67 };
  eqs_engine *block = engine_new(EQS_TIER_BLOCK, dtype);
  eqs_engine *reference = engine_new(EQS_TIER_REFERENCE, dtype);
  eqs_dataset *d = rows_new(ROWS, dtype, -2, 2);
  size_t compared = 0, odd = 0;
  for (uint64_t seed = 0; seed < 4000; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 16);
    eqs_expr *expr = eqs_expr_from_nodes(f.node, f.n);
    double a[ROWS], b[ROWS];
    cr_assert_eq(eqs_engine_predict(NULL, block, d, expr, a), EQS_OK);
    cr_assert_eq(eqs_engine_predict(NULL, reference, d, expr, b), EQS_OK);
    for (size_t i = 0; i < ROWS; i++) {
      double x[ROWS_FEATURES];
      for (size_t j = 0; j < ROWS_FEATURES; j++) x[j] = rows_get(d, d->column[j], i);
      double tolerance = slack(&f, x, b[i], dtype);
      if (dtype == EQS_F32 && fabs(b[i]) > 1e30) continue;
      compared++;
      if (isfinite(a[i]) != isfinite(b[i]))
        odd++;
      else if (isfinite(a[i]) && isfinite(tolerance) && !(fabs(a[i] - b[i]) <= tolerance))
        odd++;
    }
    eqs_expr_free(expr);
  }
  cr_assert_gt(compared, 200000, "only %zu", compared);
  cr_assert_leq((double)odd, ODD * (double)compared, "%zu of %zu rows disagree", odd, compared);
  rows_free(d);
  eqs_engine_free(block);
  eqs_engine_free(reference);
}

Test(tiers, block_agrees_with_the_reference_in_double)
{
  compare(EQS_F64);
}
Test(tiers, block_agrees_with_the_reference_in_float)
{
  compare(EQS_F32);
}
