/* SPDX-License-Identifier: BSD-3-Clause */
/* The normal form of symmetric sums: few ways to write a function, and no other function. */
#include "search/formula/symmetry.h"
#include "expr/symmetric.h"
#include "search/formula/generate.h"
#include "search/formula/proposal.h"
#include "search/propose/mutate.h"
#include "search/support.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char ALL[] = "+,-,*,/,neg,square,sqrt,exp,sin,sym";

/* The nodes of TEXT with a sum over the columns X and Y before node I. */
static eqs_formula with_sum(eqs_formula f, uint32_t i, unsigned x, unsigned y)
{
  const eqs_node sum = eqs_node_sym(x, y);
  cr_assert(eqs_formula_splice(&f, i, i, &sum, 1));
  return f;
}

static eqs_formula sum_of(const char *text)
{
  return with_sum(formula_of(text), 0, 0, 1);
}

static void check(eqs_formula f, const char *want)
{
  cr_assert(eqs_symmetry_normalise(&f));
  eqs_nodes_number_params(f.node, f.n);
  char *text = text_of(&f);
  cr_expect_str_eq(text, want);
  free(text);
}

Test(symmetry, the_part_that_varies_alone_is_summed)
{
  check(sum_of("exp(1.5*x)"), "sym x y exp mul c0 x");
  check(sum_of("2.5*exp(1.5*x)"), "mul c0 sym x y exp mul c1 x");
  check(sum_of("1.5 + sin(2.5*x)"), "add c0 sym x y sin mul c1 x");
  check(sum_of("-sin(2.5*x)"), "neg sym x y sin mul c0 x");
  check(sum_of("1.5*z"), "mul c0 z");
  check(sum_of("sin(1.5*y) + x"), "sym x y add sin mul c0 x y");
  check(with_sum(sum_of("sin(1.5*x)"), 0, 1, 0), "sym x y sin mul c0 x");
}

Test(symmetry, a_constant_summand_counts_twice)
{
  eqs_formula f = sum_of("1.5 + sin(2.5*x)");
  cr_assert(eqs_symmetry_normalise(&f));
  cr_expect_eq(f.node[1].value, 3);
}

Test(symmetry, what_shares_no_constant_is_written_out)
{
  check(sum_of("x/(y + z)"), "add div x add y z div y add x z");
  check(sum_of("2.5*x"), "mul c0 add x y");
}

Test(symmetry, sums_over_the_same_columns_are_joined)
{
  eqs_formula f = formula_of("z + (exp(1.5*x) + 2.5*sin(3.5*x))");
  /* add z add exp.. mul 2.5 sin..: the later sum first, so that places stay */
  f = with_sum(f, 9, 0, 1);
  f = with_sum(f, 3, 0, 1);
  check(f, "add z sym x y add exp mul c0 x mul c1 sin mul c2 x");
  f = formula_of("(exp(1.5*x) + z) + sin(3.5*x)");
  f = with_sum(f, 7, 0, 1);
  f = with_sum(f, 2, 0, 1);
  eqs_formula other = f;
  check(f, "add sym x y add sin mul c0 x exp mul c1 x z");
  other.node[eqs_nodes_end(other.node, 2) + 1] = eqs_node_sym(0, 2);
  cr_assert(eqs_symmetry_normalise(&other));
  unsigned sums = 0;
  for (uint32_t i = 0; i < other.n; i++) sums += other.node[i].op == EQS_OP_SYM;
  cr_expect_eq(sums, 2); /* over other columns */
}

Test(symmetry, what_is_too_long_is_refused)
{
  eqs_formula f = formula_of("exp(1.5*x)");
  const eqs_node inner[] = {eqs_node_operator(EQS_OP_SIN)};
  for (int k = 0; k < 7; k++) {
    cr_assert(eqs_formula_splice(&f, 0, 0, inner, 1));
    f = with_sum(f, 0, k % 2, 1 + k % 2);
  }
  cr_expect_not(eqs_symmetry_normalise(&f));
}

/* Whether a sum has none of its columns below it, or another over the same: there, factors go. */
static bool loses_factors(const eqs_formula *f)
{
  for (uint32_t i = 0; i < f->n; i++) {
    if (f->node[i].op != EQS_OP_SYM) continue;
    bool found = false;
    for (uint32_t k = i + 1; k < eqs_nodes_end(f->node, i); k++) {
      if (f->node[k].op == EQS_OP_SYM && f->node[k].index == f->node[i].index) return true;
      found |= f->node[k].op == EQS_OP_VAR && eqs_sym_has(&f->node[i], f->node[k].index);
    }
    if (!found) return true;
  }
  return false;
}

static void check_values(const eqs_formula *f, const eqs_formula *normal, unsigned *compared)
{
  static const double at[][TEST_VARIABLES] = {{0.3, 1.7, -0.6}, {1.1, 0.4, 2.3}, {-1.4, 0.9, 0.2}};
  for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
    double a = value_of(f, at[k]), b = value_of(normal, at[k]);
    if (!(fabs(a) < 1e6)) continue;
    cr_assert_float_eq(a, b, 1e-8 * (1 + fabs(a)));
    ++*compared;
  }
}

Test(symmetry, the_function_stays_and_the_form_is_final)
{
  eqs_rules rules = rules_of(ALL, 30);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  unsigned compared = 0, changed = 0;
  eqs_mask_init(&mask, &v, &rules);
  for (unsigned k = 0; k < 20000; k++) {
    eqs_rng rng = eqs_rng_new(17, k);
    eqs_formula f, normal, again;
    if (!eqs_generate(&mask, &rng, 1 + eqs_rng_below(&rng, 20), &f)) continue;
    for (uint32_t n = 1 + eqs_rng_below(&rng, 3); n > 0; n--) {
      uint32_t x = eqs_rng_below(&rng, 3);
      f = with_sum(f, eqs_rng_below(&rng, f.n), x, (x + 1) % 3);
    }
    eqs_formula_copy(&normal, &f);
    if (!eqs_symmetry_normalise(&normal)) continue;
    cr_assert(eqs_nodes_complete(normal.node, normal.n));
    eqs_formula_copy(&again, &normal);
    cr_assert(eqs_symmetry_normalise(&again));
    cr_assert_eq(again.n, normal.n);
    cr_assert_eq(eqs_nodes_hash(again.node, again.n), eqs_nodes_hash(normal.node, normal.n));
    changed += normal.n != f.n;
    if (!loses_factors(&f)) check_values(&f, &normal, &compared);
  }
  cr_expect_gt(compared, 5000);
  cr_expect_gt(changed, 5000);
}

static void check_reads_back(eqs_ctx *ctx, const eqs_formula *f)
{
  static const char *const name[TEST_VARIABLES] = {"x", "y", "z"};
  static const eqs_names names = {TEST_VARIABLES, name};
  eqs_expr *expr = eqs_expr_from_nodes(f->node, f->n), *back = NULL;
  char *text = eqs_expr_print(expr, &names, EQS_INFIX, 0);
  cr_assert_eq(eqs_expr_parse(ctx, &back, text, strlen(text), &names, 0), EQS_OK, "%s: %s", text,
               eqs_ctx_message(ctx));
  cr_assert_eq(eqs_expr_hash(back), eqs_expr_hash(expr), "%s", text);
  free(text);
  eqs_expr_free(back);
  eqs_expr_free(expr);
}

Test(symmetry, what_a_search_prints_reads_back)
{
  eqs_rules rules = rules_of(ALL, 30);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_ctx *ctx = eqs_ctx_new();
  unsigned sums = 0;
  eqs_mask_init(&mask, &v, &rules);
  for (unsigned k = 0; k < 20000; k++) {
    eqs_rng rng = eqs_rng_new(21, k);
    eqs_formula f;
    if (!eqs_generate(&mask, &rng, 1 + eqs_rng_below(&rng, 9), &f)) continue;
    for (uint32_t n = 2 + eqs_rng_below(&rng, 2); n > 0; n--) {
      uint32_t x = eqs_rng_below(&rng, 3);
      f = with_sum(f, eqs_rng_below(&rng, f.n), x, (x + 1) % 3);
    }
    if (!eqs_symmetry_normalise(&f) || !eqs_formula_has_sym(&f)) continue;
    check_reads_back(ctx, &f);
    sums++;
  }
  cr_expect_gt(sums, 1500);
  eqs_ctx_free(ctx);
}

Test(symmetry, proposals_are_as_complex_as_what_is_printed)
{
  eqs_rules rules = rules_of(ALL, 40);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  unsigned sums = 0;
  eqs_mask_init(&mask, &v, &rules);
  for (unsigned k = 0; k < 5000; k++) {
    eqs_rng rng = eqs_rng_new(18, k);
    eqs_formula f;
    if (!eqs_generate(&mask, &rng, 1 + eqs_rng_below(&rng, 20), &f)) continue;
    f = with_sum(f, eqs_rng_below(&rng, f.n), 0, 1);
    if (!eqs_proposal_finish(&mask, &f)) continue;
    eqs_expr *expr = eqs_expr_from_nodes(f.node, f.n);
    cr_assert_eq(eqs_expr_complexity(expr), eqs_nodes_complexity(f.node, f.n));
    cr_assert_eq(eqs_expr_params(expr), eqs_formula_params(&f));
    sums += eqs_formula_has_sym(&f);
    eqs_expr_free(expr);
  }
  cr_expect_gt(sums, 300);
}

Test(symmetry, the_model_reads_them_written_out)
{
  eqs_formula f = sum_of("exp(1.5*x) + y"), plain;
  cr_assert(eqs_formula_write_out(&f, 13, &plain));
  char *text = text_of(&plain);
  cr_expect_str_eq(text, "add add exp mul c0 x y add exp mul c1 y x");
  free(text);
  cr_expect_not(eqs_formula_write_out(&f, 12, &plain));
}

Test(symmetry, the_outermost_sum_around_a_node)
{
  eqs_formula f = formula_of("z + exp(1.5*x)"); /* add z exp mul 1.5 x */
  f = with_sum(f, 3, 0, 1);
  f = with_sum(f, 2, 0, 2);
  cr_expect_eq(eqs_symmetry_around(&f, 0), 0);
  cr_expect_eq(eqs_symmetry_around(&f, 1), 1);
  for (uint32_t i = 2; i < f.n; i++) cr_expect_eq(eqs_symmetry_around(&f, i), 2);
}

Test(symmetry, a_move_makes_them)
{
  eqs_rules rules = rules_of(ALL, 30);
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_bank bank;
  eqs_moves moves;
  eqs_mask_init(&mask, &v, &rules);
  cr_assert_eq(eqs_bank_init(&bank, 40, 4), 0);
  eqs_moves_init(&moves, &bank, &mask);
  unsigned pairs = 0;
  for (unsigned k = 0; k < 1000; k++) {
    eqs_rng rng = eqs_rng_new(19, k);
    eqs_formula f = formula_of("exp(1.5*y)");
    cr_assert(eqs_moves_symmetrise(&moves, &rng, &f, 1));
    cr_assert_eq(f.node[1].op, EQS_OP_SYM);
    unsigned x = eqs_sym_first(&f.node[1]), y = eqs_sym_second(&f.node[1]);
    cr_assert(x < y && y < TEST_VARIABLES && (x == 1 || y == 1));
    pairs |= 1u << (x + y);
  }
  cr_expect_eq(pairs, 1u << 1 | 1u << 3);
  rules = rules_of("+,exp,*", 30);
  v = vocabulary_of(&rules);
  eqs_mask_init(&mask, &v, &rules);
  eqs_moves_init(&moves, &bank, &mask);
  eqs_rng rng = eqs_rng_new(20, 0);
  eqs_formula f = formula_of("exp(1.5*y)");
  cr_expect_not(eqs_moves_symmetrise(&moves, &rng, &f, 0)); /* sym is not allowed */
  eqs_bank_free(&bank);
}
