/* SPDX-License-Identifier: BSD-3-Clause */
/* A small table with a known law, for the tests of whole searches. */
#ifndef EQS_TESTS_SEARCH_PROBLEM_H
#define EQS_TESTS_SEARCH_PROBLEM_H

#include "search/judge/front.h"

typedef struct test_problem {
  eqs_ctx *ctx;
  eqs_table *table;
  eqs_roles roles;
  eqs_rows all, train, test;
  eqs_problem problem;
} test_problem;

/* ROWS rows of x in -1..1, y = sin of the row number, z = cos of three times it, and t = LAW(x, y,
   z); a quarter of them held out. Fails the test when anything goes wrong. */
void open_problem(test_problem *p, size_t rows, double (*law)(double, double, double));
/* The same with each variable times its SCALE. */
void open_scaled_problem(test_problem *p, size_t rows, const double *scale,
                         double (*law)(double, double, double));
void close_problem(test_problem *p);

/* A law for these: x, so that the target goes from -1 to 1 and its range is 2. */
double just_x(double x, double y, double z);

/* The values of variable J, to be changed. */
double *column_of(test_problem *p, size_t j);

/* Options of a search that takes a fraction of a second. */
eqs_search_options small_options(uint64_t max_evals);

eqs_search_result *search(test_problem *p, const eqs_search_options *options);

#endif
