/* SPDX-License-Identifier: BSD-3-Clause */
/* Objects of formulas, loaded instead of linked: the bits of the block engine for the same
   processor, for a row and for any number of them, and not a byte beyond. */
#include "code/image.h"
#include "eval/run.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 77 };

static const eqs_external externals[] = {
    {"memcpy", (void (*)(void))memcpy},
    {NULL, NULL},
};

static eqs_ctx *ctx;

static void start(void)
{
  ctx = eqs_ctx_new();
}
static void stop(void)
{
  eqs_ctx_free(ctx);
}
TestSuite(export, .init = start, .fini = stop);

typedef struct loaded {
  eqs_image *image;
  double (*one)(const double *x);
  void (*rows)(const double *const *columns, double *out, size_t n);
} loaded;

static loaded load_named(const formula *f, const char *name)
{
  loaded l = {0};
  unsigned char *bytes;
  size_t size;
  char rows_name[80];
  snprintf(rows_name, sizeof rows_name, "%s_rows", name);
  cr_assert_eq(eqs_export_object(ctx, formula_expr(f), name, NULL, &bytes, &size), EQS_OK, "%s",
               eqs_ctx_message(ctx));
  engine_judge(ctx, eqs_image_load(ctx, &l.image, bytes, size, externals), EQS_TIER_BLOCK);
  void *one = eqs_image_symbol(l.image, name), *rows = eqs_image_symbol(l.image, rows_name);
  cr_assert(one && rows, "%s", name);
  memcpy(&l.one, &one, sizeof one);
  memcpy(&l.rows, &rows, sizeof rows);
  free(bytes);
  return l;
}

static loaded load(const formula *f)
{
  return load_named(f, "law");
}

static bool same(double a, double b)
{
  return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Columns and results begin at odd places. */
static void compare(const loaded *l, const eqs_dataset *d, const double *value, uint64_t seed)
{
  double memory[ROWS_FEATURES][ROWS + 1], out[ROWS + 2];
  const double *column[ROWS_FEATURES];
  for (size_t j = 0; j < ROWS_FEATURES; j++) {
    column[j] = &memory[j][1];
    for (size_t i = 0; i < ROWS; i++) memory[j][1 + i] = rows_get(d, d->column[j], i);
  }
  for (size_t n = 0; n <= ROWS; n++) {
    for (size_t i = 0; i < ROWS + 2; i++) out[i] = -7;
    l->rows(column, out + 1, n);
    cr_assert(out[0] == -7 && out[n + 1] == -7, "seed %d, %zu rows: written beyond", (int)seed, n);
    for (size_t i = 0; i < n; i++)
      cr_assert(same(out[1 + i], value[i]), "seed %d, %zu rows: row %zu is %a, not %a", (int)seed,
                n, i, out[1 + i], value[i]);
  }
  for (size_t i = 0; i < ROWS; i++) {
    double x[ROWS_FEATURES];
    for (size_t j = 0; j < ROWS_FEATURES; j++) x[j] = column[j][i];
    cr_assert(same(l->one(x), value[i]), "seed %d: row %zu alone", (int)seed, i);
  }
}

/* Infinities, NaN, denormals and arguments beyond the polynomials among the rows. */
static void make_nasty(eqs_dataset *d)
{
  static const double nasty[] = {0.0, -0.0, INFINITY, -INFINITY, NAN, 1e-310, 1e300, 1e12, -3e9};
  eqs_rng rng = eqs_rng_new(3, 1);
  for (size_t j = 0; j < ROWS_FEATURES; j++)
    for (size_t i = 0; i < d->n_rows; i++)
      if (eqs_rng_below(&rng, 3) == 0)
        rows_set(d, d->column[j], i, nasty[eqs_rng_below(&rng, sizeof nasty / sizeof *nasty)]);
}

static void sweep(const char *cpu, const char *features, unsigned programs)
{
  if (cpu) setenv("EQSIEVE_CPU", cpu, 1);
  if (features) setenv("EQSIEVE_FEATURES", features, 1);
  eqs_engine *engine = engine_new(EQS_TIER_BLOCK, EQS_F64);
  eqs_dataset *d = rows_new(ROWS, EQS_F64, -1.5, 2);
  make_nasty(d);
  eqs_workspace w = {0};
  unsigned compared = 0;
  for (uint64_t seed = 0; compared < programs; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 1 + seed % 40);
    double value[ROWS];
    cr_assert_eq(eqs_lower_value(&w.program, formula_expr(&f)), 0);
    if (w.program.n_uniform) continue; /* numbers that the reference computes */
    cr_assert_eq(eqs_workspace_reserve(&w, &w.program, EQS_F64), 0);
    eqs_run_values(&w, engine, &w.program, d, 0, value);
    loaded l = load(&f);
    compare(&l, d, value, seed);
    eqs_image_free(l.image);
    compared++;
  }
  eqs_workspace_free(&w);
  eqs_engine_free(engine);
  rows_free(d);
  unsetenv("EQSIEVE_CPU");
  unsetenv("EQSIEVE_FEATURES");
}

Test(export, has_the_bits_of_the_block_engine)
{
  sweep(NULL, NULL, 60);
}

Test(export, has_them_on_the_baseline)
{
  sweep("x86-64", "+sse2", 10);
}

Test(export, numbers_made_of_constants)
{
  eqs_expr *expr;
  const char *const name[] = {"x"};
  const eqs_names names = {1, name};
  const char text[] = "exp(-1.5) * x + sqrt(2.25 + 0.75) * pi";
  cr_assert_eq(eqs_expr_parse(ctx, &expr, text, strlen(text), &names, 0), EQS_OK);
  formula f = {.n = expr->n_nodes, .n_params = expr->n_params};
  memcpy(f.node, expr->node, expr->n_nodes * sizeof *expr->node);
  loaded l = load(&f);
  double x = 1.25;
  cr_expect_float_eq(l.one(&x), exp(-1.5) * x + sqrt(3) * 3.14159265358979323846, 1e-15);
  eqs_image_free(l.image);
  eqs_expr_free(expr);
}

Test(export, refuses_names_that_are_none)
{
  static const char *const bad[] = {
      "",    "1a",  "a-b",
      "a b", "x.y", "a234567890123456789012345678901234567890123456789012345678901234"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_expect_eq(eqs_export_check_name(ctx, bad[i]), EQS_USAGE, "'%s'", bad[i]);
  cr_expect_eq(eqs_export_check_name(ctx, "_law_2"), EQS_OK);
}

/* What the object has inside takes no name away. */
Test(export, any_name_does)
{
  static const char *const good[] = {"eqs_body", "eqs_body_rows", "rows", "entry",
                                     "x0",       "Int",           "_"};
  eqs_dataset *d = rows_new(ROWS, EQS_F64, -1.5, 2);
  formula f = formula_random(3, ROWS_FEATURES, 20);
  loaded law = load(&f);
  double value[ROWS];
  law.rows((const double *const *)d->column, value, ROWS);
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    loaded l = load_named(&f, good[i]);
    compare(&l, d, value, i);
    eqs_image_free(l.image);
  }
  eqs_image_free(law.image);
  rows_free(d);
}

Test(export, refuses_keywords_and_what_the_object_calls)
{
  static const char *const bad[] = {"int", "while", "_Bool",  "nullptr", "typeof_unqual",
                                    "asm", "class", "memcpy", "exp",     "sinf"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    cr_expect_eq(eqs_export_check_name(ctx, bad[i]), EQS_USAGE, "'%s'", bad[i]);
    cr_expect(strstr(eqs_ctx_message(ctx), "try ") != NULL, "%s", eqs_ctx_message(ctx));
  }
}
