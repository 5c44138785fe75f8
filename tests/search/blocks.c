/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks are small, vary, and have the values that they are said to have. */
#include "search/propose/blocks.h"
#include "expr/symmetric.h"
#include "search/problem.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double law(double x, double y, double z)
{
  return x * y + z;
}

static void check_values(const eqs_blocks *b, uint32_t i)
{
  const eqs_block *block = &b->block[i];
  const float *v = eqs_block_values(b, i);
  eqs_formula f = {.n = block->n};
  double value[EQS_BLOCK_ROWS], squares = 0, length = 0;
  memcpy(f.node, block->node, block->n * sizeof *block->node);
  for (size_t k = 0; k < b->rows; k++) {
    double x[TEST_VARIABLES];
    for (size_t j = 0; j < TEST_VARIABLES; j++) x[j] = b->feature[j * b->rows + k];
    value[k] = value_of(&f, x);
    squares += value[k] * value[k];
    length += (double)v[k] * v[k];
  }
  cr_assert_float_eq(length, 1, 1e-5);
  for (size_t k = 0; k < b->rows; k++)
    cr_assert_float_eq(v[k], value[k] / sqrt(squares), 1e-6, "block %u, row %zu", (unsigned)i, k);
  for (size_t k = b->rows; k < b->stride; k++) cr_assert_eq(v[k], 0);
}

Test(blocks, values_are_those_of_the_formulas)
{
  enum { BLOCKS = 300 };
  test_problem p;
  eqs_blocks blocks;
  eqs_bank bank;
  eqs_moves moves;
  eqs_mask mask;
  eqs_welcome welcome;
  eqs_rules rules = rules_of("+,-,*,/,square,sqrt,exp,log,sin,cos", 40);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_rng rng = eqs_rng_new(1, 2);
  open_problem(&p, 50, law);
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_formula f = formula_of("0.5 + x*sin(2.0*y)");
  eqs_bank_offer(&bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  eqs_moves_init(&moves, &bank, &mask);
  cr_assert_eq(eqs_blocks_init(&blocks, &p.problem, &moves, BLOCKS), 0);
  for (uint32_t i = 0; i < BLOCKS; i++) cr_assert_eq(blocks.block[i].n, 0);
  eqs_blocks_renew(&blocks, &rng, BLOCKS + 20);
  unsigned found = 0;
  for (uint32_t i = 0; i < BLOCKS; i++) {
    if (blocks.block[i].n == 0) continue;
    found++;
    check_values(&blocks, i);
  }
  cr_assert_gt(found, BLOCKS * 8 / 10);
  eqs_blocks_free(&blocks);
  eqs_bank_free(&bank);
  close_problem(&p);
}

/* Whether a sum of the block has neither of its columns in what it sums. */
static bool sums_nothing(const eqs_block *block)
{
  for (uint32_t i = 0; i < block->n; i++) {
    const eqs_node *sum = &block->node[i];
    uint32_t k = i + 1, end = eqs_nodes_end(block->node, i);
    if (sum->op != EQS_OP_SYM) continue;
    while (k < end && !eqs_node_has_column(&block->node[k], eqs_sym_first(sum)) &&
           !eqs_node_has_column(&block->node[k], eqs_sym_second(sum)))
      k++;
    if (k == end) return true;
  }
  return false;
}

Test(blocks, sums_keep_their_columns)
{
  enum { BLOCKS = 300 };
  test_problem p;
  eqs_blocks blocks;
  eqs_bank bank;
  eqs_moves moves;
  eqs_mask mask;
  eqs_welcome welcome;
  eqs_rules rules = rules_of("+,-,*,/,square,exp,sin,sym", 40);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_rng rng = eqs_rng_new(1, 3);
  unsigned sums = 0;
  open_problem(&p, 50, law);
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 20, 4), 0);
  eqs_formula f = formula_of("exp(1.5*x)");
  const eqs_node sum = eqs_node_sym(0, 1);
  cr_assert(eqs_formula_splice(&f, 0, 0, &sum, 1));
  eqs_bank_offer(&bank, &f, eqs_nodes_hash(f.node, f.n), 1, 1, &welcome);
  eqs_moves_init(&moves, &bank, &mask);
  cr_assert_eq(eqs_blocks_init(&blocks, &p.problem, &moves, BLOCKS), 0);
  eqs_blocks_renew(&blocks, &rng, BLOCKS);
  for (uint32_t i = 0; i < BLOCKS; i++) {
    cr_assert_not(sums_nothing(&blocks.block[i]), "block %u", (unsigned)i);
    for (uint32_t k = 0; k < blocks.block[i].n; k++)
      sums += blocks.block[i].node[k].op == EQS_OP_SYM;
  }
  cr_assert_gt(sums, 50);
  eqs_blocks_free(&blocks);
  eqs_bank_free(&bank);
  close_problem(&p);
}
