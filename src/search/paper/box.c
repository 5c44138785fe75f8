/* SPDX-License-Identifier: BSD-3-Clause */
/* The sample of the box: the same points for every formula of a search. */
#include "search/judge/sample.h"
#include "search/paper/paper.h"
#include "util/fail.h"
#include "util/memory.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 1024, CORNERS = 256 };

/* The root above 1 of g^(d + 1) = g + 1: its powers are steps of low discrepancy in d dimensions
   (M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018). */
static double generalised_golden_ratio(size_t d)
{
  double g = 2;
  for (int i = 0; i < 60; i++) g = pow(1 + g, 1 / (double)(d + 1));
  return g;
}

/* Coordinate J of point I in the unit cube. With few variables all corners come first. */
static double unit_coordinate(size_t i, size_t j, size_t d, double golden)
{
  const size_t corners = d <= 8 ? (size_t)1 << d : CORNERS;
  if (i < corners) return (double)(i >> (j % 8) & 1);
  double step = pow(1 / golden, (double)(j + 1)), at = 0.5 + (double)(i - corners + 1) * step;
  return at - floor(at);
}

static void widened_range(const eqs_problem *problem, size_t j, double below, double above,
                          double *low, double *high)
{
  const double *from = eqs_table_numbers(problem->table, problem->roles->feature[j]);
  eqs_range_on_rows(from, problem->train, low, high);
  *low -= below;
  *high += above;
}

/* Whether DTYPE holds what the margins make of the features. */
static eqs_status check_margins(eqs_ctx *ctx, const eqs_problem *problem, double below,
                                double above, eqs_dtype dtype)
{
  const double most = dtype == EQS_F32 ? (double)FLT_MAX : DBL_MAX;
  for (size_t j = 0; j < problem->roles->n_features; j++) {
    double low, high;
    widened_range(problem, j, below, above, &low, &high);
    if (fabs(low) <= most && fabs(high) <= most) continue;
    return eqs_fail(ctx, EQS_USAGE,
                    "box: with margins of %g and %g, column '%s' would go beyond what %s holds "
                    "(choose smaller ones)",
                    below, above, problem->roles->names.name[j], dtype == EQS_F32 ? "f32" : "f64");
  }
  return EQS_OK;
}

static void fill(double *column, const eqs_problem *problem, size_t j, double below, double above)
{
  const size_t d = problem->roles->n_features;
  const double golden = generalised_golden_ratio(d);
  double low, high;
  widened_range(problem, j, below, above, &low, &high);
  for (size_t i = 0; i < POINTS; i++) {
    double t = unit_coordinate(i, j, d, golden);
    column[i] = (1 - t) * low + t * high;
  }
}

/* The points as a table whose columns are named by their numbers. */
static eqs_status make_table(eqs_ctx *ctx, eqs_table **table, const eqs_problem *problem,
                             double below, double above)
{
  enum { NAME = 24 };
  const size_t d = problem->roles->n_features;
  double *cell = eqs_alloc_zero((d + 1) * POINTS, sizeof *cell);
  const double **column = eqs_alloc(d + 1, sizeof *column);
  char(*text)[NAME] = eqs_alloc(d + 1, sizeof *text);
  const char **name = eqs_alloc(d + 1, sizeof *name);
  eqs_status status;
  if (cell == NULL || column == NULL || text == NULL || name == NULL) {
    status = eqs_fail_memory(ctx, (d + 1) * POINTS * sizeof *cell);
    goto done;
  }
  for (size_t j = 0; j <= d; j++) {
    snprintf(text[j], NAME, j < d ? "x%zu" : "y", j);
    name[j] = text[j];
    column[j] = cell + j * POINTS;
    if (j < d) fill(cell + j * POINTS, problem, j, below, above);
  }
  status = eqs_table_from_columns(ctx, table, POINTS, d + 1, name, column);
done:
  free(cell);
  free(column);
  free(text);
  free(name);
  return status;
}

eqs_status eqs_paper_box(eqs_ctx *ctx, eqs_dataset **box, const eqs_problem *problem, double below,
                         double above, eqs_dtype dtype)
{
  eqs_table *table = NULL;
  eqs_roles roles = {0};
  eqs_rows rows = {0};
  eqs_status status = check_margins(ctx, problem, below, above, dtype);
  if (status == EQS_OK) status = make_table(ctx, &table, problem, below, above);
  if (status == EQS_OK) status = eqs_roles_choose(ctx, &roles, table, "y", NULL, NULL);
  if (status == EQS_OK) status = eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_REFUSE);
  if (status == EQS_OK) status = eqs_dataset_new(ctx, box, table, &roles, &rows, dtype, 0);
  eqs_rows_free(&rows);
  eqs_roles_free(&roles);
  eqs_table_free(table);
  return status;
}
