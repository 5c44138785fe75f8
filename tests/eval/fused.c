/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs as functions of their own against the block engine: the same bits, whatever the program,
   the dtype, the tail, the tile and the instructions, the baseline of x86-64 among them. */
#include "eval/fuse.h"
#include "eval/sum.h"
#include "support/bits.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { MOST_SUMS = 9000 };

typedef struct machine {
  const char *cpu, *features;
  eqs_isa isa; /* that the host must have */
  unsigned programs;
} machine;

static const machine machines[] = {
    {"x86-64", "+sse2", EQS_ISA_NONE, 8},
    {"x86-64-v3", "+avx2,+fma", EQS_ISA_AVX2, 25},
    {"x86-64-v4", "+avx512f,+avx512vl,+avx512dq,+avx512bw,+avx2,+fma", EQS_ISA_AVX512, 25},
};
enum { N_MACHINES = sizeof machines / sizeof *machines };

/* A block engine and a fused one; false where they do not run here. */
enum { N_ENGINES = 2 };

static bool make(const machine *m, eqs_dtype dtype, eqs_engine **engine)
{
  if (m->isa > eqs_isa_find()) return false;
  setenv("EQSIEVE_CPU", m->cpu, 1);
  setenv("EQSIEVE_FEATURES", m->features, 1);
  for (int i = 0; i < N_ENGINES; i++) {
    eqs_tier tier = i ? EQS_TIER_FUSED : EQS_TIER_BLOCK;
    engine[i] = engine_new(tier, dtype);
    cr_assert_eq(eqs_engine_tier(engine[i]), tier);
  }
  return true;
}

/* Functions are made for the machine of the environment, so it stays until they are. */
static void forget_machine(void)
{
  unsetenv("EQSIEVE_CPU");
  unsetenv("EQSIEVE_FEATURES");
}

/* Loss and normal sums of one formula, at two sets of constants. */
static void compare(eqs_engine *const *engine, eqs_crew *crew, const eqs_dataset *d,
                    const formula *f, uint64_t seed)
{
  static double normal[N_ENGINES][MOST_SUMS];
  size_t n = f->n_params ? eqs_normal_size(f->n_params) : 0;
  eqs_loss_sums loss[N_ENGINES][2];
  eqs_program program = {0};
  eqs_aim all = eqs_aim_new(d, NULL);
  cr_assert_leq(2 * n, MOST_SUMS);
  double start[FORMULA_NODES];
  cr_assert_eq(eqs_lower_gradient(&program, formula_expr(f)), 0);
  memcpy(start, program.pool, f->n_params * sizeof *start);
  for (int i = 0; i < N_ENGINES; i++) {
    cr_assert_eq(eqs_crew_reserve(&crew[i], &program, d), 0);
    for (unsigned turn = 0; turn < 2; turn++) {
      if (n > 0) eqs_sum_normal(&crew[i], engine[i], &program, d, &all, normal[i] + turn * n);
      eqs_sum_loss(&crew[i], engine[i], &program, d, &all, &loss[i][turn]);
      for (uint32_t k = 0; k < f->n_params; k++) program.pool[k] += 0.125;
    }
    memcpy(program.pool, start, f->n_params * sizeof *start);
  }
  for (int i = 1; i < N_ENGINES; i++) {
    cr_assert(bits_same(normal[0], normal[i], 2 * n), "seed %d, %zu rows: normal sums", (int)seed,
              d->n_rows);
    cr_assert(bits_same((double *)loss[0], (double *)loss[i], 10), "seed %d, %zu rows: loss",
              (int)seed, d->n_rows);
  }
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

static void sweep(const machine *m, eqs_dtype dtype, uint64_t first, unsigned programs,
                  const size_t *rows, size_t n_rows, bool nasty)
{
  static formula f[64];
  const eqs_expr *expr[64];
  eqs_engine *engine[N_ENGINES];
  eqs_crew crew[N_ENGINES];
  if (!make(m, dtype, engine)) return;
  for (unsigned i = 0; i < programs; i++) {
    f[i] = formula_random(first + i, ROWS_FEATURES, 2 + (first + i) % 60);
    expr[i] = formula_expr(&f[i]);
  }
  const eqs_aim plain = {.squares = true, .plain = true};
  eqs_fuse_all(engine[1], &plain, expr, programs, true, 2, NULL, NULL);
  size_t made = eqs_fuser_count(engine[1]->fuser).made;
  cr_assert_geq(made, programs);
  for (int i = 0; i < N_ENGINES; i++) cr_assert_eq(eqs_crew_new(NULL, &crew[i], 1), EQS_OK);
  for (size_t r = 0; r < n_rows; r++) {
    eqs_dataset *d = rows_new(rows[r], dtype, -1.5, 2);
    if (nasty) make_nasty(d);
    for (unsigned i = 0; i < programs; i++) compare(engine, crew, d, &f[i], first + i);
    rows_free(d);
  }
  cr_assert_eq(eqs_fuser_count(engine[1]->fuser).made, made, "constants are no reason to compile");
  for (int i = 0; i < N_ENGINES; i++) {
    eqs_crew_free(&crew[i]);
    eqs_engine_free(engine[i]);
  }
  forget_machine();
}

Test(fused, same_bits_for_random_programs)
{
  static const size_t rows[] = {67, 512, 1000, 4096, 8500};
  for (int m = 0; m < N_MACHINES; m++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      sweep(&machines[m], (eqs_dtype)dtype, 0, machines[m].programs, rows, 5, false);
}

Test(fused, same_bits_for_nasty_rows)
{
  static const size_t rows[] = {200, 4500};
  for (int m = 0; m < N_MACHINES; m++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      sweep(&machines[m], (eqs_dtype)dtype, 1000, machines[m].programs, rows, 2, true);
}

Test(fused, same_bits_for_every_tail)
{
  size_t rows[130];
  for (size_t i = 0; i < 130; i++) rows[i] = i + 1;
  for (int m = 0; m < N_MACHINES; m++)
    for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++)
      sweep(&machines[m], (eqs_dtype)dtype, 2000, 5, rows, 130, false);
}

/* An engine that decides by itself and finds that a function always pays: the thread in the
   background makes one while the others go on, and nothing but the speed changes when it is there.
 */
Test(fused, swapping_in_code_changes_no_bit)
{
  eqs_engine *engine = engine_new(EQS_TIER_AUTO, EQS_F64);
  if (!engine->fuser) cr_skip_test("no native code here");
  engine->fuse_rows = 0;
  engine->costs.fuse_cheap = engine->costs.fuse_dear = 0;
  engine->costs.gain_cheap = engine->costs.gain_dear = 1;
  eqs_dataset *d = rows_new(9000, EQS_F64, -1.5, 2);
  eqs_aim all = eqs_aim_new(d, NULL);
  eqs_crew crew;
  cr_assert_eq(eqs_crew_new(NULL, &crew, 1), EQS_OK);
  for (uint64_t seed = 0; seed < 20; seed++) {
    static double first[MOST_SUMS], now[MOST_SUMS];
    formula f = formula_random(seed, ROWS_FEATURES, 2 + seed % 60);
    size_t n = f.n_params ? eqs_normal_size(f.n_params) : 0;
    eqs_program program = {0};
    eqs_loss_sums loss[2];
    cr_assert_eq(eqs_lower_gradient(&program, formula_expr(&f)), 0);
    cr_assert_eq(eqs_crew_reserve(&crew, &program, d), 0);
    const eqs_fuse *fuse = crew.workspace->fuse;
    for (bool ready = false, again = false; !ready; again = true) {
      ready = fuse[0].fusion && atomic_load(&fuse[0].fusion->code);
      ready &= n == 0 || f.n_params > EQS_MAX_FUSED_K ||
               (fuse[1].fusion && atomic_load(&fuse[1].fusion->code));
      if (n > 0) eqs_sum_normal(&crew, engine, &program, d, &all, again ? now : first);
      eqs_sum_loss(&crew, engine, &program, d, &all, &loss[again]);
      if (!again) continue;
      cr_assert(bits_same(first, now, n), "seed %d: normal sums", (int)seed);
      cr_assert(bits_same((double *)&loss[0], (double *)&loss[1], 5), "seed %d: loss", (int)seed);
    }
    eqs_program_free(&program);
  }
  eqs_crew_free(&crew);
  eqs_engine_free(engine);
  rows_free(d);
}
