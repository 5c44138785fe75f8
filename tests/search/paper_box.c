/* SPDX-License-Identifier: BSD-3-Clause */
/* The sample of the box: within it, at its corners, spread evenly. */
#include "data/dataset.h"
#include "search/paper/paper.h"
#include "search/problem.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double product(double x, double y, double z)
{
  return x * y + z;
}

Test(paper_box, points_fill_the_widened_box)
{
  test_problem p;
  eqs_dataset *box = NULL;
  open_problem(&p, 200, product);
  cr_assert_eq(eqs_paper_box(p.ctx, &box, &p.problem, 0.5, 2, EQS_F64), EQS_OK);
  cr_assert_eq(box->n_features, 3);
  for (size_t j = 0; j < 3; j++) {
    const double *from = eqs_table_numbers(p.table, j), *at = box->column[j];
    double low = INFINITY, high = -INFINITY, least = INFINITY, most = -INFINITY, mean = 0;
    for (size_t i = 0; i < p.train.n; i++) {
      low = fmin(low, from[p.train.row[i]]);
      high = fmax(high, from[p.train.row[i]]);
    }
    for (size_t i = 0; i < box->n_rows; i++) {
      least = fmin(least, at[i]);
      most = fmax(most, at[i]);
      mean += at[i] / (double)box->n_rows;
    }
    cr_expect_eq(least, low - 0.5);
    cr_expect_eq(most, high + 2);
    cr_expect(fabs(mean - (least + most) / 2) < 0.02 * (most - least), "variable %zu: %g", j, mean);
  }
  /* The first eight points are the corners. */
  for (size_t i = 0; i < 8; i++)
    for (size_t j = 0; j < 3; j++) {
      const double *at = box->column[j];
      cr_expect_eq(at[i], at[i >> j & 1 ? 7 : 0]);
    }
  eqs_dataset_free(box);
  close_problem(&p);
}

Test(paper_box, margins_must_fit_the_type)
{
  static const struct {
    double below, above;
    eqs_dtype dtype;
    eqs_status status;
  } c[] = {{1e30, 1e30, EQS_F32, EQS_OK},
           {0, 1e300, EQS_F64, EQS_OK},
           {0, 1e300, EQS_F32, EQS_USAGE},
           {1e39, 0, EQS_F32, EQS_USAGE},
           {0, INFINITY, EQS_F64, EQS_USAGE}};
  test_problem p;
  open_problem(&p, 20, product);
  for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
    eqs_dataset *box = NULL;
    cr_expect_eq(eqs_paper_box(p.ctx, &box, &p.problem, c[i].below, c[i].above, c[i].dtype),
                 c[i].status, "%zu: %s", i, eqs_ctx_message(p.ctx));
    cr_expect(c[i].status == EQS_OK || strstr(eqs_ctx_message(p.ctx), "box: with margins") != NULL);
    eqs_dataset_free(box);
  }
  close_problem(&p);
}
