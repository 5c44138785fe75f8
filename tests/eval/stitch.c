/* SPDX-License-Identifier: BSD-3-Clause */
/* The stitching engine against the block engine: the same bits, whatever the program, the dtype,
   the tail, the tile and the instructions. */
#include "eval/sum.h"
#include "support/bits.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const features[] = {NULL, "+avx2,+fma",
                                       "+avx512f,+avx512vl,+avx512dq,+avx512bw,+avx2,+fma"};
enum { N_FEATURES = sizeof features / sizeof *features };

/* A pair of engines for the instructions that FEATURES name; false where they do not run here. */
static bool make(const char *names, eqs_dtype dtype, eqs_engine *engine[2])
{
  if (names) setenv("EQSIEVE_FEATURES", names, 1);
  eqs_isa isa = eqs_isa_find();
  bool runs = isa != EQS_ISA_NONE && (!names || !strstr(names, "avx512") || isa == EQS_ISA_AVX512);
  for (int i = 0; runs && i < 2; i++) {
    eqs_tier tier = i ? EQS_TIER_STITCH : EQS_TIER_BLOCK;
    engine[i] = engine_new(tier, dtype);
    cr_assert_eq(eqs_engine_tier(engine[i]), tier);
  }
  unsetenv("EQSIEVE_FEATURES");
  return runs;
}

/* Values, loss and normal sums of one formula; the workspaces go on from formula to formula. */
static void compare(eqs_engine *const engine[2], eqs_crew crew[2], const eqs_dataset *d,
                    const formula *f, uint64_t seed)
{
  static double value[2][9000], normal[2][9000];
  eqs_loss_sums loss[2], again[2];
  eqs_program program = {0};
  eqs_aim all = eqs_aim_new(d, NULL);
  cr_assert_eq(eqs_lower_value(&program, formula_expr(f)), 0);
  for (int i = 0; i < 2; i++) {
    cr_assert_eq(eqs_crew_reserve(&crew[i], &program, d), 0);
    for (size_t tile = 0; tile < eqs_tiles(d->n_rows); tile++)
      eqs_run_values(crew[i].workspace, engine[i], &program, d, tile, value[i]);
    eqs_sum_loss(&crew[i], engine[i], &program, d, &all, &loss[i]);
  }
  cr_assert(bits_same(value[0], value[1], d->n_rows), "seed %d, %zu rows: values", (int)seed,
            d->n_rows);
  cr_assert(bits_same((double *)&loss[0], (double *)&loss[1], 5), "seed %d: loss", (int)seed);
  size_t n = f->n_params ? eqs_normal_size(f->n_params) : 0;
  double start[FORMULA_NODES];
  cr_assert_leq(2 * n, 9000);
  cr_assert_eq(eqs_lower_gradient(&program, formula_expr(f)), 0);
  memcpy(start, program.pool, f->n_params * sizeof *start);
  for (int i = 0; i < 2; i++) {
    cr_assert_eq(eqs_crew_reserve(&crew[i], &program, d), 0);
    if (n > 0) eqs_sum_normal(&crew[i], engine[i], &program, d, &all, normal[i]);
    eqs_sum_loss(&crew[i], engine[i], &program, d, &all, &again[i]);
    for (uint32_t k = 0; k < f->n_params; k++) program.pool[k] += 0.125;
    if (n > 0) eqs_sum_normal(&crew[i], engine[i], &program, d, &all, normal[i] + n);
    memcpy(program.pool, start, f->n_params * sizeof *start);
  }
  cr_assert(bits_same(normal[0], normal[1], 2 * n), "seed %d, %zu rows: normal sums", (int)seed,
            d->n_rows);
  for (int i = 0; i < 2; i++)
    cr_assert(bits_same((double *)&again[i], (double *)&loss[1], 5), "seed %d: loss again",
              (int)seed);
  eqs_program_free(&program);
}

/* Infinities, zeros of both signs, NaN and denormals among the rows. */
static void make_nasty(eqs_dataset *d)
{
  static const double nasty[] = {0.0, -0.0, INFINITY, -INFINITY, NAN, 1e-310, -1e-42, 1e300, 1, -1};
  eqs_rng rng = eqs_rng_new(3, d->n_rows);
  for (size_t j = 0; j < ROWS_FEATURES; j++)
    for (size_t i = 0; i < d->n_rows; i++)
      if (eqs_rng_below(&rng, 3) == 0)
        rows_set(d, d->column[j], i, nasty[eqs_rng_below(&rng, sizeof nasty / sizeof *nasty)]);
}

static void sweep(const char *names, eqs_dtype dtype, size_t rows, bool nasty, uint64_t first,
                  uint64_t n)
{
  eqs_engine *engine[2];
  eqs_crew crew[2];
  if (!make(names, dtype, engine)) return;
  eqs_dataset *d = rows_new(rows, dtype, -1.5, 2);
  if (nasty) make_nasty(d);
  for (int i = 0; i < 2; i++) cr_assert_eq(eqs_crew_new(NULL, &crew[i], 1), EQS_OK);
  for (uint64_t seed = first; seed < first + n; seed++) {
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 60);
    compare(engine, crew, d, &f, seed);
  }
  for (int i = 0; i < 2; i++) {
    eqs_crew_free(&crew[i]);
    eqs_engine_free(engine[i]);
  }
  rows_free(d);
}

Test(stitch, same_bits_for_random_programs)
{
  for (int f = 0; f < N_FEATURES; f++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      sweep(features[f], (eqs_dtype)dtype, 67, false, 0, 3000);
}

Test(stitch, same_bits_for_nasty_rows)
{
  for (int f = 0; f < N_FEATURES; f++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      sweep(features[f], (eqs_dtype)dtype, 200, true, 3000, 2000);
}

Test(stitch, same_bits_for_every_tail)
{
  for (size_t rows = 1; rows <= 130; rows++)
    for (int f = 1; f < N_FEATURES; f++)
      for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
        sweep(features[f], (eqs_dtype)dtype, rows, false, 100 * rows, 5);
}

Test(stitch, same_bits_over_blocks_and_tiles)
{
  static const size_t rows[] = {511, 512, 513, 4095, 4096, 4097, 8500};
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
    for (int f = 1; f < N_FEATURES; f++)
      for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
        sweep(features[f], (eqs_dtype)dtype, rows[r], false, 50 * r, 20);
}
