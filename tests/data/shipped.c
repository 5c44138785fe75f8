/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests that the shipped data are what their READMEs say. */
#include "data/dataset.h"
#include "table_file.h"
#include <math.h>

TestSuite(shipped, .init = begin, .fini = end);

/* The file PATH of the folder data/, found from the source tree's top. */
static eqs_table *shipped(const char *path, const eqs_csv_options *options)
{
  const char *top = getenv("top_srcdir");
  char full[4096];
  eqs_table *table = NULL;
  snprintf(full, sizeof full, "%s/data/%s", top ? top : "..", path);
  cr_assert(eq(int, eqs_table_read_csv(ctx, &table, full, options), EQS_OK), "%s",
            eqs_ctx_message(ctx));
  return table;
}

typedef struct expected {
  const char *path, *target;
  size_t rows, features;
  double mean; /* of the target; no value is missing */
} expected;

/* Means were computed from the files by other means (Python's statistics.fmean). */
static const expected files[] = {
    {"paper/x2_s_s.csv", "e_form_site", 19, 5, 2.660315154736842},
    {"paper/v2_mo_s.csv", "e_form_site", 15, 1, 4.8015888486666665},
    {"paper/v3_mo_2s.csv", "e_form_site", 743, 4, 4.046994851211306},
    {"mos2/mos2_low_all.csv", "e_form_site", 4447, 25, 2.1619919090982687},
    {"mos2/mos2_low_sites.csv", "k", 13206, 2, 0.9900802665455096},
    {"blackbox/pmlb_1027_ESL.csv", "target", 488, 4, 5.229508196721311},
    {"blackbox/pmlb_192_vineyard.csv", "target", 52, 2, 18.08653846153846},
    {"blackbox/AirfoilSelfNoise.csv", "Y", 1503, 5, 124.83594278110445},
    {"blackbox/Nikuradse_1.csv", "target", 362, 2, 0.5304279005524862},
};

Test(shipped, tables_have_their_rows_columns_and_means)
{
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    const expected *f = &files[i];
    eqs_table *table = shipped(f->path, NULL);
    eqs_roles roles;
    eqs_rows rows;
    eqs_dataset *d;
    cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, f->target, NULL, NULL), EQS_OK));
    cr_assert(eq(int, eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_OK));
    cr_assert(eq(int, eqs_dataset_new(ctx, &d, table, &roles, &rows, EQS_F64, 1), EQS_OK));
    cr_assert(eq(sz, eqs_table_rows(table), f->rows), "%s", f->path);
    cr_assert(eq(sz, roles.n_features, f->features), "%s", f->path);
    cr_assert(eq(sz, rows.n, f->rows), "%s", f->path);
    cr_assert(epsilon_eq(dbl, d->target_mean, f->mean, 1e-12 * fabs(f->mean)), "%s", f->path);
    eqs_dataset_free(d);
    eqs_rows_free(&rows);
    eqs_roles_free(&roles);
    eqs_table_free(table);
  }
}

Test(shipped, minus_one_is_missing_in_the_defect_table)
{
  eqs_csv_options options;
  eqs_csv_options_init(&options);
  options.missing = "-1";
  eqs_table *table = shipped("mos2/mos2_low_all.csv", &options);
  eqs_roles roles;
  eqs_rows rows;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "e_int", "d_MX1,d_MX2", NULL), EQS_OK));
  cr_assert(eq(int, eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP), EQS_OK));
  cr_assert(eq(sz, rows.n, 4316));
  cr_assert(eq(sz, rows.n + rows.n_missing, 4447));
  eqs_rows_free(&rows);
  eqs_roles_free(&roles);
  eqs_table_free(table);
}

/* Reads the points of NAME and returns the number of rows. */
static size_t points(const char *name, const char *kind, size_t variables)
{
  char path[256];
  snprintf(path, sizeof path, "benchmarks/points/%s.%s.csv", name, kind);
  eqs_table *table = shipped(path, NULL);
  size_t rows = eqs_table_rows(table);
  cr_assert(eq(sz, eqs_table_cols(table), variables + 1), "%s", path);
  for (size_t j = 0; j <= variables; j++)
    for (size_t i = 0; i < rows; i++)
      cr_assert(isfinite(eqs_table_numbers(table, j)[i]), "%s", path);
  eqs_table_free(table);
  return rows;
}

static bool has_points(const char *family)
{
  static const char *const with[] = {"Nguyen", "Livermore", "Feynman", "R",
                                     "Jin",    "Constant",  "Keijzer", "Vladislavleva"};
  for (size_t i = 0; i < sizeof with / sizeof with[0]; i++)
    if (strcmp(family, with[i]) == 0) return true;
  return false;
}

Test(shipped, benchmarks_have_the_points_they_promise)
{
  static const char *const text[] = {"low",      "high",      "n_train_per_axis",
                                     "test_low", "test_high", "n_test_per_axis"};
  eqs_csv_options options;
  eqs_csv_options_init(&options);
  options.text = text;
  options.n_text = sizeof text / sizeof text[0];
  eqs_table *table = shipped("benchmarks/benchmarks.csv", &options);
  size_t name, family, vars, n_train, n_test, found = 0;
  cr_assert(eq(sz, eqs_table_rows(table), 180));
  cr_assert(eq(int, eqs_table_find(ctx, table, "name", &name), EQS_OK));
  cr_assert(eq(int, eqs_table_find(ctx, table, "family", &family), EQS_OK));
  cr_assert(eq(int, eqs_table_find(ctx, table, "vars", &vars), EQS_OK));
  cr_assert(eq(int, eqs_table_find(ctx, table, "n_train", &n_train), EQS_OK));
  cr_assert(eq(int, eqs_table_find(ctx, table, "n_test", &n_test), EQS_OK));
  for (size_t i = 0; i < 180; i++) {
    if (!has_points(eqs_table_text(table, family, i))) continue;
    const char *problem = eqs_table_text(table, name, i);
    size_t variables = (size_t)eqs_table_numbers(table, vars)[i];
    cr_assert(
        le(sz, points(problem, "train", variables), (size_t)eqs_table_numbers(table, n_train)[i]));
    cr_assert(
        le(sz, points(problem, "test", variables), (size_t)eqs_table_numbers(table, n_test)[i]));
    found++;
  }
  cr_assert(eq(sz, found, 117));
  eqs_table_free(table);
}
