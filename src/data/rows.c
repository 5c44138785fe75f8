/* SPDX-License-Identifier: BSD-3-Clause */
/* Choosing rows: complete ones, a random hold-out, a fold. */
#include "data/table.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void eqs_rows_free(eqs_rows *rows)
{
  free(rows->row);
  *rows = (eqs_rows){0};
}

/* ---- Complete rows --------------------------------------------------------------------------- */

static size_t used_column(const eqs_roles *roles, size_t k)
{
  if (k < roles->n_features) return roles->feature[k];
  return k == roles->n_features && roles->target != SIZE_MAX ? roles->target : roles->weight;
}

static size_t n_used(const eqs_roles *roles)
{
  return roles->n_features + (roles->target != SIZE_MAX) + (roles->weighted != 0);
}

/* Why a row is left out. */
enum { STAYS, MISSING, WEIGHTLESS };

static size_t mark_weightless(const eqs_table *table, const eqs_roles *roles, unsigned char *out)
{
  size_t n = 0;
  if (!roles->weighted) return 0;
  const double *weight = eqs_table_numbers(table, roles->weight);
  for (size_t i = 0; i < table->rows; i++) {
    if (weight[i] != 0) continue;
    out[i] = WEIGHTLESS;
    n++;
  }
  return n;
}

/* Marks the rows where COL is missing and returns their number. */
static size_t mark_missing(const eqs_table *table, size_t col, unsigned char *out)
{
  const double *number = eqs_table_numbers(table, col);
  size_t n = 0;
  for (size_t i = 0; i < table->rows; i++) {
    if (!isnan(number[i]) || out[i] == WEIGHTLESS) continue;
    out[i] = MISSING;
    n++;
  }
  return n;
}

static eqs_status refuse(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles, size_t row)
{
  char place[EQS_PLACE_BYTES];
  size_t k = 0;
  while (!isnan(eqs_table_numbers(table, used_column(roles, k))[row])) k++;
  return eqs_fail(ctx, EQS_INPUT,
                  "%s: column '%s' has no value (fill it in, or let such rows be dropped)",
                  eqs_table_place(place, table, row), table->name[used_column(roles, k)]);
}

static eqs_status refuse_all(eqs_ctx *ctx, const eqs_table *table, const eqs_roles *roles,
                             size_t weightless, size_t col, size_t missing)
{
  size_t total = table->rows;
  if (weightless == total)
    return eqs_fail(ctx, EQS_INPUT,
                    "%s: the weight of each row, '%s', is zero (weigh one at least)", table->path,
                    table->name[roles->weight]);
  return eqs_fail(ctx, EQS_INPUT,
                  "%s: each row has a missing value: column '%s' in %zu of %zu (leave it out)",
                  table->path, table->name[col], missing, total - weightless);
}

eqs_status eqs_rows_complete(eqs_ctx *ctx, eqs_rows *rows, const eqs_table *table,
                             const eqs_roles *roles, eqs_missing_policy policy)
{
  size_t worst = 0, worst_col = 0, n = 0, total = table->rows;
  unsigned char *out = eqs_alloc_zero(total, 1);
  size_t *row = NULL;
  eqs_status status = EQS_OK;
  if (!out) {
    status = eqs_fail_memory(ctx, total);
    goto done;
  }
  size_t weightless = mark_weightless(table, roles, out);
  for (size_t k = 0; k < n_used(roles); k++) {
    size_t here = mark_missing(table, used_column(roles, k), out);
    if (here > worst) {
      worst = here;
      worst_col = used_column(roles, k);
    }
  }
  for (size_t i = 0; i < total; i++) n += out[i] == STAYS;
  if (worst > 0 && policy == EQS_MISSING_REFUSE) {
    const unsigned char *first = memchr(out, MISSING, total);
    status = refuse(ctx, table, roles, (size_t)(first - out));
    goto done;
  }
  if (n == 0) {
    status = refuse_all(ctx, table, roles, weightless, worst_col, worst);
    goto done;
  }
  row = eqs_alloc(n, sizeof *row);
  if (!row) {
    status = eqs_fail_memory(ctx, n * sizeof *row);
    goto done;
  }
  size_t *next = row;
  for (size_t i = 0; i < total; i++)
    if (out[i] == STAYS) *next++ = i;
  *rows = (eqs_rows){n, row, total - n - weightless};
done:
  free(out);
  return status;
}

/* ---- Splits ---------------------------------------------------------------------------------- */

/* Room for a split of ROWS with N_TEST of them in TEST; N starts at 0 in both. */
static eqs_status make_split(eqs_ctx *ctx, const eqs_rows *rows, size_t n_test, eqs_rows *train,
                             eqs_rows *test)
{
  *train = (eqs_rows){.row = eqs_alloc(rows->n - n_test, sizeof *train->row)};
  *test = (eqs_rows){.row = eqs_alloc(n_test, sizeof *test->row)};
  if (train->row && test->row) return EQS_OK;
  eqs_rows_free(train);
  eqs_rows_free(test);
  return eqs_fail_memory(ctx, rows->n * sizeof *rows->row);
}

static void put(eqs_rows *rows, size_t row)
{
  rows->row[rows->n++] = row;
}

/* Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each row in turn is taken with the
   probability of what is still wanted among what is left. */
eqs_status eqs_rows_holdout(eqs_ctx *ctx, const eqs_rows *rows, double fraction, uint64_t seed,
                            eqs_rows *train, eqs_rows *test)
{
  const uint64_t holdout_task = 0x686f6c646f7574; /* "holdout" */
  if (!(fraction > 0 && fraction < 1))
    return eqs_fail(ctx, EQS_USAGE, "the hold-out fraction %g is not between 0 and 1", fraction);
  if (rows->n < 2)
    return eqs_fail(ctx, EQS_INPUT, "one row cannot be split into training and test");
  size_t wanted = (size_t)round(fraction * (double)rows->n);
  if (wanted < 1) wanted = 1;
  if (wanted > rows->n - 1) wanted = rows->n - 1;
  eqs_status status = make_split(ctx, rows, wanted, train, test);
  if (status) return status;
  eqs_rng rng = eqs_rng_new(seed, holdout_task);
  for (size_t i = 0; i < rows->n; i++) {
    size_t left = rows->n - i;
    bool take = eqs_rng_uniform(&rng) * (double)left < (double)(wanted - test->n);
    put(take ? test : train, rows->row[i]);
  }
  return EQS_OK;
}

/* A value to compare the cells of a column with. */
typedef struct matcher {
  const eqs_table *table;
  size_t col;
  const char *text;
  double number;
} matcher;

static bool matches(const matcher *m, size_t row)
{
  if (eqs_table_is_text(m->table, m->col))
    return strcmp(eqs_table_text(m->table, m->col, row), m->text) == 0;
  return eqs_table_numbers(m->table, m->col)[row] == m->number;
}

eqs_status eqs_rows_fold(eqs_ctx *ctx, const eqs_rows *rows, const eqs_table *table,
                         const char *fold, const char *value, eqs_rows *train, eqs_rows *test)
{
  matcher m = {.table = table, .text = value, .number = NAN};
  size_t n_test = 0;
  eqs_status status = eqs_table_find(ctx, table, fold, &m.col);
  if (status) return status;
  if (!eqs_table_is_text(table, m.col) &&
      (eqs_number_read(value, strlen(value), &m.number) != strlen(value) || isnan(m.number)))
    return eqs_fail(ctx, EQS_INPUT, "%s: column '%s' holds numbers, '%s' is none", table->path,
                    fold, value);
  for (size_t i = 0; i < rows->n; i++) n_test += matches(&m, rows->row[i]);
  if (n_test == 0 || n_test == rows->n)
    return eqs_fail(ctx, EQS_INPUT, "%s: %s row in use has '%s' in column '%s' (no split)",
                    table->path, n_test ? "each" : "no", value, fold);
  status = make_split(ctx, rows, n_test, train, test);
  if (status) return status;
  for (size_t i = 0; i < rows->n; i++) put(matches(&m, rows->row[i]) ? test : train, rows->row[i]);
  return EQS_OK;
}
