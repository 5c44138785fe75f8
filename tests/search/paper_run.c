/* SPDX-License-Identifier: BSD-3-Clause */
/* The published search from the outside. */
#include "search/paper/paper.h"
#include "search/problem.h"
#include "search/settings/setup.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double law(double x, double y, double z)
{
  (void)z;
  return x * x + y;
}

/* A search that takes a fraction of a second. */
static eqs_search_options paper_options(eqs_preset preset)
{
  eqs_search_options options;
  eqs_search_options_init(&options);
  eqs_search_options_preset(&options, preset);
  options.engine.tier = EQS_TIER_REFERENCE;
  options.seed = 3;
  options.operators = "add,sub,mul,sin,sqrt,square";
  options.samples = 1000;
  options.corpus = 1500;
  options.pretrain_epochs = 4;
  options.max_nodes = 9;
  options.paper.literals = "1,2";
  options.paper.iterations = 4;
  options.paper.hidden = 16;
  options.paper.latent = 8;
  return options;
}

static char *text_of_front(test_problem *p, const eqs_search_result *result)
{
  static char text[EQS_MAX_FRONT * 256];
  *text = '\0';
  for (size_t i = 0; i < result->n_front; i++) {
    char *formula = eqs_expr_print(result->front[i].expr, &p->roles.names, EQS_INFIX, 0);
    strcat(strcat(text, formula), "\n");
    free(formula);
  }
  return text;
}

Test(paper_run, the_presets_are_what_was_published)
{
  static const eqs_preset preset[] = {EQS_PRESET_PAPER, EQS_PRESET_PAPER_MOS2};
  static const unsigned nodes[] = {30, 25}, corpus[] = {40000, 50000}, iterations[] = {10, 1200};
  test_problem p;
  open_problem(&p, 20, law);
  for (int i = 0; i < 2; i++) {
    eqs_search_options o;
    eqs_rules rules;
    eqs_search_options_init(&o);
    eqs_search_options_preset(&o, preset[i]);
    cr_expect_eq(o.samples, 5000);
    cr_expect_eq(o.pretrain_epochs, 50);
    cr_expect_eq(o.max_nodes, nodes[i]);
    cr_expect_eq(o.corpus, corpus[i]);
    cr_expect_eq(o.paper.iterations, iterations[i]);
    cr_expect_eq(o.paper.hidden, 64);
    cr_expect_eq(o.paper.latent, 128);
    cr_expect_eq(o.paper.percentile, 5);
    cr_expect_eq(o.paper.passes, 1);
    /* The complexity is no limit, however long formulas may be. */
    o.max_nodes = 250;
    cr_expect_eq(eqs_search_options_check(p.ctx, &o), EQS_OK);
    for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++)
      cr_expect_leq(eqs_op_weight(op) * o.max_nodes, o.max_complexity);
    cr_assert_eq(eqs_search_rules(p.ctx, &rules, &o, &p.roles.names), EQS_OK);
    cr_expect_eq(rules.n_nests, 1);
    cr_expect(eqs_op_set_has(&rules.nest[0].outer, EQS_OP_COS));
    cr_expect_eq(eqs_op_set_has(&rules.allowed, EQS_OP_LOG), preset[i] == EQS_PRESET_PAPER);
  }
  close_problem(&p);
}

Test(paper_run, finds_a_simple_law)
{
  test_problem p;
  open_problem(&p, 60, law);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.paper.iterations = 10;
  eqs_search_result *result = search(&p, &options);
  cr_expect_eq(result->stop, EQS_STOP_EVALS);
  cr_expect_eq(result->n_sampled, 10 * 1000);
  cr_expect_eq(result->n_fits, 0);
  cr_expect(result->n_scored > 1000 && result->n_scored <= result->n_sampled);
  cr_expect_eq(result->source[EQS_FROM_MODEL].scored, result->n_scored);
  cr_assert(result->n_front > 0);
  cr_expect(result->front[result->n_front - 1].train.r2 > 0.999, "%s", text_of_front(&p, result));
  for (size_t i = 0; i < result->n_front; i++)
    cr_expect_eq(eqs_expr_params(result->front[i].expr), 0);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(paper_run, threads_and_repetition_do_not_matter)
{
  test_problem p;
  open_problem(&p, 60, law);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.paper.simplify = 0;
  char first[EQS_MAX_FRONT * 256];
  for (int threads = 1; threads <= 3; threads++) {
    eqs_ctx_set_threads(p.ctx, threads);
    eqs_search_result *result = search(&p, &options);
    if (threads == 1) strcpy(first, text_of_front(&p, result));
    cr_expect_str_eq(text_of_front(&p, result), first);
    eqs_search_result_free(result);
  }
  close_problem(&p);
}

static double cosine_squared(double x, double y, double z)
{
  (void)y, (void)z;
  return cos(x) * cos(x);
}

/* cos(x)*cos(x) may be written and is retained, square(cos(x)) may not. */
Test(paper_run, what_is_learnt_obeys_the_rules)
{
  static const char *const rule[] = {"nest(square; cos)"};
  test_problem p;
  open_problem(&p, 60, cosine_squared);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.operators = "mul,cos,square";
  options.paper.literals = NULL;
  options.max_nodes = 5;
  options.samples = 5000;
  options.forbid = rule;
  options.n_forbid = 1;
  eqs_search_result *result = calloc(1, sizeof *result);
  eqs_paper_run run = {.ctx = p.ctx, .options = &options, .problem = p.problem, .result = result};
  cr_assert_eq(eqs_paper_open(&run), EQS_OK);
  cr_assert_eq(eqs_paper_pretrain(&run), EQS_OK);
  for (bool over = false; !over;) cr_assert_eq(eqs_paper_iterate(&run, &over), EQS_OK);
  const eqs_node as_product[] = {eqs_node_operator(EQS_OP_MUL), eqs_node_operator(EQS_OP_COS),
                                 eqs_node_variable(0), eqs_node_operator(EQS_OP_COS),
                                 eqs_node_variable(0)};
  const uint64_t product = eqs_nodes_hash(as_product, 5);
  size_t products = 0;
  for (int g = 0; g < EQS_PAPER_GROUPS; g++) {
    const eqs_sequences *kept = &run.pool.group[g].formula;
    for (size_t i = 0; i < kept->n; i++) {
      const uint32_t begin = kept->start[i], length = kept->start[i + 1] - begin;
      eqs_formula f;
      cr_assert(eqs_vocabulary_decode(&run.vocabulary, kept->token + begin, length, &f));
      cr_expect(eqs_rules_check(&run.rules, f.node, f.n, NULL));
      products += eqs_nodes_hash(f.node, f.n) == product;
    }
  }
  cr_expect_gt(products, 0);
  eqs_paper_close(&run);
  eqs_search_result_free(result);
  close_problem(&p);
}

static double law_with_constant(double x, double y, double z)
{
  (void)y, (void)z;
  return 2.75 * x * x - 0.4;
}

Test(paper_run, constants_are_fitted_where_there_are_any)
{
  test_problem p;
  open_problem(&p, 60, law_with_constant);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.paper.literals = "1,2,const";
  options.paper.simplify = 0;
  options.paper.iterations = 6;
  char first[EQS_MAX_FRONT * 256];
  for (int threads = 1; threads <= 2; threads++) {
    eqs_ctx_set_threads(p.ctx, threads);
    eqs_search_result *result = search(&p, &options);
    cr_assert(result->n_front > 0);
    const eqs_front_item *last = &result->front[result->n_front - 1];
    cr_expect(result->n_fits > 100 && result->n_fits <= result->n_scored);
    cr_expect(eqs_expr_params(last->expr) > 0);
    cr_expect(last->train.r2 > 0.999, "%s", text_of_front(&p, result));
    if (threads == 1) strcpy(first, text_of_front(&p, result));
    cr_expect_str_eq(text_of_front(&p, result), first);
    eqs_search_result_free(result);
  }
  close_problem(&p);
}

Test(paper_run, masks_differ_in_what_is_thrown_away)
{
  test_problem p;
  open_problem(&p, 60, law);
  uint64_t distinct[3];
  for (int mask = 0; mask < 3; mask++) {
    eqs_search_options options = paper_options(EQS_PRESET_PAPER);
    options.paper.mask = (eqs_paper_mask)mask;
    options.paper.iterations = 1;
    eqs_search_result *result = search(&p, &options);
    distinct[mask] = result->n_distinct;
    eqs_search_result_free(result);
  }
  cr_expect(distinct[EQS_MASK_NONE] < distinct[EQS_MASK_VALID]);
  cr_expect(distinct[EQS_MASK_NONE] > 0);
  cr_expect(distinct[EQS_MASK_RULES] > 0);
  close_problem(&p);
}

Test(paper_run, formulas_stay_in_the_range_of_the_target)
{
  test_problem p;
  open_problem(&p, 60, law);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER_MOS2);
  options.paper.iterations = 1;
  eqs_search_result *narrow = search(&p, &options);
  options.paper.y_margin = INFINITY;
  eqs_search_result *wide = search(&p, &options);
  cr_expect_eq(narrow->n_scored, wide->n_scored);
  cr_expect(narrow->n_rejected > wide->n_rejected);
  cr_expect(narrow->n_rejected < narrow->n_scored);
  eqs_search_result_free(narrow);
  eqs_search_result_free(wide);
  close_problem(&p);
}

Test(paper_run, equal_formulas_can_count_once)
{
  test_problem p;
  open_problem(&p, 60, law);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.paper.iterations = 1;
  eqs_search_result *spelling = search(&p, &options);
  options.paper.canonical = 1;
  eqs_search_result *formula = search(&p, &options);
  cr_expect(formula->n_distinct < spelling->n_distinct, "%d %d", (int)formula->n_distinct,
            (int)spelling->n_distinct);
  cr_expect(formula->n_distinct > 0);
  eqs_search_result_free(spelling);
  eqs_search_result_free(formula);
  close_problem(&p);
}

Test(paper_run, budgets_end_it)
{
  test_problem p;
  open_problem(&p, 60, law);
  eqs_search_options options = paper_options(EQS_PRESET_PAPER);
  options.max_evals = 300;
  eqs_search_result *result = search(&p, &options);
  cr_expect_eq(result->n_scored, 300);
  cr_expect_eq(result->stop, EQS_STOP_EVALS);
  eqs_search_result_free(result);
  const volatile int stop = 1;
  options.stop = &stop;
  result = search(&p, &options);
  cr_expect_eq(result->stop, EQS_STOP_INTERRUPTED);
  cr_expect_eq(result->n_front, 0);
  eqs_search_result_free(result);
  options = paper_options(EQS_PRESET_PAPER);
  options.stop_r2 = 0.01;
  result = search(&p, &options);
  cr_expect_eq(result->stop, EQS_STOP_CONVERGED);
  cr_expect_lt(result->n_sampled, options.paper.iterations * options.samples);
  eqs_search_result_free(result);
  close_problem(&p);
}

Test(paper_run, wrong_options_are_refused)
{
  test_problem p;
  open_problem(&p, 60, law);
  const eqs_search_options good = paper_options(EQS_PRESET_PAPER);
  eqs_search_options bad[5] = {good, good, good, good, good};
  bad[0].paper.literals = "1,two";
  bad[1].paper.iterations = 0;
  bad[2].corpus = 0;
  bad[3].paper.percentile = 0;
  bad[4].paper.box_below = NAN;
  static const char *const says[] = {"'two'", "iterations", "corpus", "percentile", "box"};
  for (int i = 0; i < 5; i++) {
    eqs_search_result *result = NULL;
    eqs_status status =
        eqs_search_run(p.ctx, p.table, &p.roles, &p.train, &p.test, &bad[i], &result);
    cr_expect_eq(status, EQS_USAGE);
    cr_expect_null(result);
    cr_expect(strstr(eqs_ctx_message(p.ctx), says[i]) != NULL, "%s", eqs_ctx_message(p.ctx));
  }
  close_problem(&p);
}
