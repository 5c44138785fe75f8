/* SPDX-License-Identifier: BSD-3-Clause */
/* An engine in a process that forks: parent and child score at the same time, each what the block
   engine gives, and either may free it. */
#include "eval/run.h"
#include "support/bits.h"
#include "support/engine.h"
#include "support/formula.h"
#include "support/rows.h"
#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { M = 100, ROWS = 300, ROUNDS = 40, N_NUMBERS = sizeof(eqs_metrics) / sizeof(double) };

typedef struct work {
  eqs_ctx *ctx;
  eqs_dataset *dataset;
  eqs_expr *expr[M];
  eqs_metrics right[M];
} work;

static void work_new(work *w, uint64_t seed)
{
  w->ctx = eqs_ctx_new();
  w->dataset = rows_new(ROWS, EQS_F64, 0.5, 2);
  eqs_ctx_set_threads(w->ctx, 1);
  for (uint64_t i = 0; i < M; i++) {
    formula f = formula_random(seed + i, ROWS_FEATURES, 4 + i % 20);
    w->expr[i] = eqs_expr_from_nodes(f.node, f.n);
    cr_assert_not_null(w->expr[i]);
  }
  eqs_engine *block = engine_new(EQS_TIER_BLOCK, EQS_F64);
  cr_assert_eq(
      eqs_engine_score(w->ctx, block, w->dataset, (const eqs_expr *const *)w->expr, M, w->right),
      EQS_OK);
  eqs_engine_free(block);
}

static void work_free(work *w)
{
  for (size_t i = 0; i < M; i++) eqs_expr_free(w->expr[i]);
  rows_free(w->dataset);
  eqs_ctx_free(w->ctx);
}

/* Whether ENGINE gives what is right, again and again. Asserts nothing: a child runs it too. */
static bool does_it(const work *w, const eqs_engine *engine)
{
  static eqs_metrics metrics[M];
  for (int round = 0; round < ROUNDS; round++) {
    if (eqs_engine_score(w->ctx, engine, w->dataset, (const eqs_expr *const *)w->expr, M, metrics))
      return false;
    for (size_t i = 0; i < M; i++)
      if (!bits_same((const double *)&metrics[i], (const double *)&w->right[i], N_NUMBERS))
        return false;
  }
  return true;
}

static void check_tier(eqs_tier tier)
{
  static work own, childs;
  work_new(&own, 0);
  work_new(&childs, M);
  eqs_engine *engine = engine_new(tier, EQS_F64);
  if (engine->fuser) eqs_fuser_start(engine->fuser); /* a thread that the child has not */
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    alarm(60);
    bool good = does_it(&childs, engine);
    eqs_engine_free(engine);
    _exit(good ? 0 : 1);
  }
  cr_expect(does_it(&own, engine), "%s: the parent", eqs_tier_name(tier));
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_expect_eq(status, 0, "%s: the child ends with %d", eqs_tier_name(tier), status);
  cr_expect(does_it(&childs, engine), "%s: the parent, afterwards", eqs_tier_name(tier));
  eqs_engine_free(engine);
  work_free(&own);
  work_free(&childs);
}

Test(fork, stitched_code_is_of_one_process)
{
  if (eqs_isa_find() == EQS_ISA_NONE) cr_skip_test("no AVX2");
  check_tier(EQS_TIER_STITCH);
}

Test(fork, functions_are_made_by_the_parent_alone)
{
  check_tier(EQS_TIER_FUSED);
}

Test(fork, the_tier_of_choice_serves_both)
{
  check_tier(EQS_TIER_AUTO);
}

/* An engine of the child's own has all tiers. */
Test(fork, a_child_makes_an_engine)
{
  static work w;
  work_new(&w, 0);
  eqs_engine *parents = engine_new(EQS_TIER_AUTO, EQS_F64);
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    eqs_engine *engine;
    eqs_engine_options options = {sizeof options, EQS_TIER_AUTO, EQS_F64};
    alarm(60);
    if (eqs_engine_new(w.ctx, &engine, &options)) _exit(2);
    bool good = engine->tier == parents->tier && does_it(&w, engine);
    eqs_engine_free(engine);
    _exit(good ? 0 : 1);
  }
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_expect_eq(status, 0, "the child ends with %d", status);
  eqs_engine_free(parents);
  work_free(&w);
}
