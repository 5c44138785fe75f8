/* SPDX-License-Identifier: BSD-3-Clause */
/* Which steps become code and which stay kernels; that bits agree is tested in tests/eval/stitch.
 */
#include "code/stitch.h"
#include "support/formula.h"
#include <criterion/criterion.h>
#include <string.h>

enum { STEPS = 2048 };

typedef struct stitched {
  eqs_program program;
  eqs_part memory[STEPS], *part;
  eqs_stitch_mark mark[STEPS];
  size_t n;
} stitched;

static stitched s;

static eqs_stitcher stitcher_new(void)
{
  eqs_arena *arena;
  eqs_stitcher stitcher = {.isa = EQS_ISA_AVX2, .dtype = EQS_F64};
  cr_assert_eq(eqs_arena_new(NULL, &arena), EQS_OK);
  cr_assert(eqs_piece_take(&stitcher.piece, arena));
  eqs_arena_drop(arena);
  return stitcher;
}

static void stitch(eqs_stitcher *stitcher, const eqs_node *node, uint32_t n)
{
  eqs_expr expr = {.node = (eqs_node *)(uintptr_t)node, .n_nodes = n};
  cr_assert_eq(eqs_lower_value(&s.program, &expr), 0);
  cr_assert_leq(s.program.n_steps, STEPS);
  s.part = eqs_stitch(stitcher, &s.program, s.program.n_steps, 0, 2048, s.memory, s.mark, &s.n);
}

static bool is_code(size_t i)
{
  return s.part[i].code != NULL;
}

static eqs_node var(unsigned index)
{
  return (eqs_node){.op = EQS_OP_VAR, .index = (uint16_t)index};
}

static eqs_node op(eqs_op which)
{
  return (eqs_node){.op = (uint8_t)which};
}

Test(stitch, cheap_steps_are_one_piece_of_code)
{
  eqs_stitcher stitcher = stitcher_new();
  const eqs_node node[] = {op(EQS_OP_DIV), op(EQS_OP_SUB), var(0), var(1), op(EQS_OP_ABS), var(2)};
  stitch(&stitcher, node, 6);
  cr_assert_eq(s.n, 1);
  cr_expect(is_code(0));
  cr_expect_gt(stitcher.used, 0);
  eqs_program_free(&s.program);
  eqs_piece_give(&stitcher.piece);
}

Test(stitch, others_stay_kernels_in_their_place)
{
  eqs_stitcher stitcher = stitcher_new();
  /* sqrt(abs(sin(x0 / x1))): a lone division, the sine, two that are stitched */
  const eqs_node node[] = {op(EQS_OP_SQRT), op(EQS_OP_ABS), op(EQS_OP_SIN),
                           op(EQS_OP_DIV),  var(0),         var(1)};
  stitch(&stitcher, node, 6);
  cr_assert_eq(s.n, 3);
  cr_expect(!is_code(0) && s.part[0].step == 0);
  cr_expect(!is_code(1) && s.part[1].step == 1);
  cr_expect(is_code(2) && s.part[2].step == 2);
  eqs_program_free(&s.program);
  eqs_piece_give(&stitcher.piece);
}

/* A sum of 40 columns cannot have all their addresses in registers at once. */
Test(stitch, many_columns_make_several_runs)
{
  eqs_stitcher stitcher = stitcher_new();
  eqs_node node[79];
  for (unsigned i = 0; i < 39; i++) node[i] = op(EQS_OP_ADD);
  for (unsigned i = 0; i < 40; i++) node[39 + i] = var(i);
  stitch(&stitcher, node, 79);
  cr_expect(s.n > 3 && s.n < 6, "%zu", s.n);
  for (size_t i = 0; i < s.n; i++) cr_expect(is_code(i), "part %zu", i);
  eqs_program_free(&s.program);
  eqs_piece_give(&stitcher.piece);
}

/* Round and round in one piece: code is never written past its end, and stays where it was made
   until the call after the next. */
Test(stitch, pieces_are_used_again)
{
  eqs_stitcher stitcher = stitcher_new();
  size_t rounds = 0, before = 0;
  unsigned char last[64];
  const unsigned char *at = NULL;
  for (uint64_t seed = 0; seed < 20000; seed++) {
    formula f = formula_random(seed, 4, 2 + seed % 60);
    stitch(&stitcher, f.node, f.n);
    cr_assert_leq(stitcher.used, EQS_PIECE_BYTES);
    rounds += stitcher.used < before;
    before = stitcher.used;
    if (at) cr_assert_arr_eq(at, last, sizeof last, "seed %d", (int)seed);
    at = NULL;
    for (size_t i = 0; i < s.n; i++)
      if (is_code(i)) memcpy(&at, &s.part[i].code, sizeof at);
    if (at) memcpy(last, at, sizeof last); /* runs begin at least so far apart */
  }
  cr_expect_gt(rounds, 10);
  eqs_program_free(&s.program);
  eqs_piece_give(&stitcher.piece);
}
