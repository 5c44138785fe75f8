/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs made ready together, in more than one piece of memory, give the bits that they give when
   they are planned as they come. */
#include "eval/ready.h"
#include "support/bits.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <string.h>

enum { N = 1500 };

static void compare(eqs_tier tier, eqs_dtype dtype, size_t n, size_t rows)
{
  eqs_engine *engine = engine_new(tier, dtype);
  eqs_dataset *d = rows_new(rows, dtype, -1, 2);
  eqs_aim all = eqs_aim_new(d, NULL);
  static eqs_program program[N];
  eqs_ready_set set;
  eqs_workspace w = {0};
  for (size_t i = 0; i < n; i++) {
    formula f = formula_random(i, ROWS_FEATURES, 2 + i % 60);
    program[i] = (eqs_program){0};
    cr_assert_eq(eqs_lower_value(&program[i], formula_expr(&f)), 0);
  }
  cr_assert_eq(eqs_ready_make(&set, engine, program, n), 0);
  for (size_t i = 0; i < n; i++) {
    eqs_loss_sums sums[2] = {{0}};
    for (int ready = 0; ready < 2; ready++) {
      cr_assert_eq(eqs_workspace_reserve(&w, &program[i], dtype), 0);
      if (ready) w.ready = &set.ready[i];
      for (size_t tile = 0; tile < eqs_tiles(rows); tile++)
        eqs_run_loss(&w, engine, &program[i], d, &all, tile, &sums[ready]);
    }
    cr_assert(bits_same((double *)&sums[0], (double *)&sums[1], sizeof sums[0] / sizeof(double)),
              "program %zu", i);
  }
  if (engine->arena && n == N) cr_assert_gt(set.n_full, 0);
  for (size_t i = 0; i < n; i++) eqs_program_free(&program[i]);
  eqs_ready_free(&set);
  eqs_workspace_free(&w);
  rows_free(d);
  eqs_engine_free(engine);
}

Test(ready, the_same_bits_in_either_dtype)
{
  compare(EQS_TIER_AUTO, EQS_F64, N, 100);
  compare(EQS_TIER_AUTO, EQS_F32, N, 777);
}

Test(ready, the_same_bits_on_every_tier)
{
  compare(EQS_TIER_REFERENCE, EQS_F64, 50, 4100);
  compare(EQS_TIER_BLOCK, EQS_F32, 50, 4100);
  compare(EQS_TIER_FUSED, EQS_F32, 12, 4100);
}
