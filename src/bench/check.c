/* SPDX-License-Identifier: BSD-3-Clause */
/* Checking answers against the reference tier. */
#include "bench/check.h"
#include "expr/expr.h"
#include "util/fail.h"
#include "util/memory.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
  CHECKS = 40,
  ROW_BUDGET = 400000, /* rows times checks: the scalar reference takes about half a second */
  MAGNIFIED = 100,     /* an expression may magnify rounding this much more than we can see */
};

/* Of a loss, relative: far more than rounding does to an expression that is well-behaved. */
static const double TOLERANCE[2] = {[EQS_F64] = 1e-6, [EQS_F32] = 2e-2};
static const double EPSILON[2] = {[EQS_F64] = DBL_EPSILON, [EQS_F32] = FLT_EPSILON};

typedef struct checker {
  eqs_ctx *ctx;
  const eqs_dataset *dataset;
  eqs_engine *reference;
} checker;

static eqs_status loss_of(const checker *c, const eqs_expr *expr, double *mse)
{
  eqs_metrics metrics;
  eqs_status status = eqs_engine_score(c->ctx, c->reference, c->dataset, &expr, 1, &metrics);
  *mse = metrics.mse;
  return status;
}

/* EXPR with every number and every variable a few bits off. */
static eqs_expr *nudge(const eqs_expr *expr, double factor)
{
  eqs_node *node = eqs_alloc(3 * (size_t)expr->n_nodes, sizeof *node), *at = node;
  if (!node) return NULL;
  for (uint32_t i = 0; i < expr->n_nodes; i++) {
    eqs_node leaf = expr->node[i];
    if (leaf.op == EQS_OP_VAR) {
      *at++ = (eqs_node){.op = EQS_OP_MUL};
      *at++ = (eqs_node){.op = EQS_OP_NUM, .value = factor};
    } else if (leaf.op == EQS_OP_NUM || leaf.op == EQS_OP_PARAM) {
      leaf.value *= factor;
    }
    *at++ = leaf;
  }
  eqs_expr *nudged = eqs_expr_from_nodes(node, (uint32_t)(at - node));
  free(node);
  return nudged;
}

/* What rounding alone can do to the loss of EXPR, such as to the cosine of a large number. */
static eqs_status nudged_loss(const checker *c, const eqs_expr *expr, double *mse)
{
  eqs_expr *nudged = nudge(expr, 1 + 8 * EPSILON[c->dataset->dtype]);
  if (!nudged) return eqs_fail_memory(c->ctx, expr->n_nodes * sizeof(eqs_node));
  eqs_status status = loss_of(c, nudged, mse);
  eqs_expr_free(nudged);
  return status;
}

static eqs_status check_one(const checker *c, const eqs_expr *expr, double got, bool *right)
{
  double wanted = NAN, nudged = NAN;
  eqs_status status = loss_of(c, expr, &wanted);
  if (status) return status;
  double off = fabs(got - wanted);
  if (!isfinite(got) || !isfinite(wanted)) {
    *right = (isnan(got) && isnan(wanted)) || got == wanted;
    return EQS_OK;
  }
  *right = off <= TOLERANCE[c->dataset->dtype] * (fabs(got) + fabs(wanted));
  if (*right) return EQS_OK;
  status = nudged_loss(c, expr, &nudged);
  *right = off <= MAGNIFIED * fabs(nudged - wanted);
  return status;
}

eqs_status eqs_bench_check(eqs_ctx *ctx, const eqs_dataset *dataset, const eqs_expr *const *expr,
                           size_t n, const eqs_metrics *metrics, size_t *checked)
{
  checker c = {.ctx = ctx, .dataset = dataset};
  eqs_engine_options options;
  eqs_engine_options_init(&options);
  options.tier = EQS_TIER_REFERENCE;
  options.dtype = dataset->dtype;
  eqs_status status = eqs_engine_new(ctx, &c.reference, &options);
  if (status) return status;
  size_t checks = ROW_BUDGET / dataset->n_rows;
  checks = checks < 2 ? 2 : checks > CHECKS ? CHECKS : checks;
  if (checks > n) checks = n;
  size_t wrong = 0, first = 0;
  for (size_t i = 0; i < checks && !status; i++) {
    size_t at = i * n / checks;
    bool right = false;
    status = check_one(&c, expr[at], metrics[at].mse, &right);
    if (!right && wrong++ == 0) first = at;
  }
  eqs_engine_free(c.reference);
  *checked = checks;
  if (status) return status;
  /* In float a few expressions of a random set are lost to cancellation on any engine. */
  size_t allowed = dataset->dtype == EQS_F32 ? checks / 10 : 0;
  if (wrong > allowed)
    return eqs_fail(ctx, EQS_INPUT,
                    "bench: %zu of %zu losses differ from the reference, first that of "
                    "expression %zu (the times of this run mean nothing)",
                    wrong, checks, first + 1);
  return EQS_OK;
}
