/* SPDX-License-Identifier: BSD-3-Clause */
/* From the niches of the bank to the front that a search reports. */
#include "search/judge/front.h"
#include "expr/expr.h"
#include "util/fail.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* A squared error so small against that of the simplest formula is rounding, and so is a difference
   between two lengths that is smaller than SAME of them. */
static const double EXACT = 1e-20, SAME = 1e-9;

bool eqs_loss_has_corner(const eqs_objective *objective)
{
  return objective->loss == EQS_LOSS_ABSOLUTE || objective->loss == EQS_LOSS_QUANTILE;
}

double eqs_front_exact_loss(const eqs_objective *objective, double variance)
{
  return eqs_loss_has_corner(objective) ? sqrt(EXACT * variance) : EXACT * variance;
}

static bool is_exact(const eqs_search_result *result, const eqs_front_item *item)
{
  return item->train.mse <= EXACT * result->front[0].train.mse;
}

bool eqs_front_is_exact(const eqs_search_result *result, size_t i)
{
  return is_exact(result, &result->front[i]);
}

static void remove_item(eqs_search_result *result, size_t i)
{
  eqs_expr_free(result->front[i].expr);
  for (; i + 1 < result->n_front; i++) result->front[i] = result->front[i + 1];
  result->n_front--;
}

void eqs_front_clear(eqs_search_result *result)
{
  while (result->n_front > 0) eqs_expr_free(result->front[--result->n_front].expr);
}

/* The entry whose error is nearest to that of its simpler neighbour says least that is new. The
   first and the last always stay. */
static void thin(eqs_search_result *result)
{
  size_t least = 1;
  double smallest = INFINITY;
  for (size_t i = 1; i + 1 < result->n_front; i++) {
    double gain =
        log((result->front[i - 1].train.loss + DBL_MIN) / (result->front[i].train.loss + DBL_MIN));
    if (gain >= smallest) continue;
    smallest = gain;
    least = i;
  }
  remove_item(result, least);
}

/* The best of each complexity that is better than all simpler ones, by length, where the bank has a
   price on constants. */
static eqs_status take_candidates(eqs_ctx *ctx, const eqs_bank *bank, eqs_front_item *item,
                                  size_t *n)
{
  double best = INFINITY;
  *n = 0;
  for (unsigned k = 0; k <= bank->max_complexity; k++) {
    const eqs_niche *niche = &bank->niche[EQS_BY_LENGTH][k];
    if (niche->n == 0 || !(niche->member[0].length < best * (1 - SAME))) continue;
    const eqs_member *member = &niche->member[0];
    best = member->length;
    eqs_expr *expr = eqs_expr_from_nodes(member->f.node, member->f.n);
    if (expr == NULL) return eqs_fail_memory(ctx, member->f.n * sizeof(eqs_node));
    item[(*n)++] = (eqs_front_item){.expr = expr, .complexity = member->complexity};
  }
  return EQS_OK;
}

eqs_status eqs_front_measure(eqs_ctx *ctx, const eqs_problem *p, eqs_front_item *item, size_t n)
{
  const eqs_expr **expr = calloc(n, sizeof *expr);
  eqs_metrics *train = calloc(n, sizeof *train), *test = calloc(n, sizeof *test);
  eqs_status status = expr && train && test ? EQS_OK : eqs_fail_memory(ctx, n * sizeof *train);
  for (size_t i = 0; i < n && status == EQS_OK; i++) expr[i] = item[i].expr;
  if (status == EQS_OK)
    status = eqs_report_score(ctx, p->table, p->roles, p->train, expr, n, &p->objective, train);
  if (status == EQS_OK && p->test != NULL)
    status = eqs_report_score(ctx, p->table, p->roles, p->test, expr, n, &p->objective, test);
  for (size_t i = 0; i < n && status == EQS_OK; i++) {
    item[i].train = train[i];
    item[i].test = test[i];
  }
  free(test);
  free(train);
  free(expr);
  return status;
}

/* Whether ITEM is the exact formula LAST with constants written as the numbers they are, to judge
   by its size: a fraction takes three units, and pi two more. */
static bool names_constants(const eqs_front_item *item, const eqs_front_item *last)
{
  unsigned more = 3 * (last->expr->n_params - item->expr->n_params);
  for (uint32_t i = 0; i < item->expr->n_nodes; i++)
    more += item->expr->node[i].op == EQS_OP_PI ? 2 : 0;
  return item->expr->n_params < last->expr->n_params && item->complexity <= last->complexity + more;
}

/* Takes from the end of the front what is simpler than ITEM and no worse, beyond rounding: it needs
   more constants for that, or may meet a pole between the rows, and the bank prefers ITEM. After
   one that is exact nothing is wanted but the same without a constant: any lower error is rounding,
   too. */
static bool make_way(eqs_search_result *result, const eqs_front_item *item)
{
  const eqs_front_item *front = result->front;
  if (result->n_front > 0 && eqs_front_is_exact(result, result->n_front - 1)) {
    const eqs_front_item *last = &front[result->n_front - 1];
    if (!is_exact(result, item) || !names_constants(item, last)) return false;
    remove_item(result, result->n_front - 1);
  }
  while (result->n_front > 0 &&
         !(item->train.loss < front[result->n_front - 1].train.loss * (1 - SAME)))
    remove_item(result, result->n_front - 1);
  if (result->n_front == EQS_MAX_FRONT) thin(result);
  return true;
}

eqs_status eqs_front_collect(eqs_ctx *ctx, const eqs_bank *bank, const eqs_problem *problem,
                             eqs_search_result *result)
{
  size_t n = 0, room = bank->max_complexity + 1u;
  eqs_front_clear(result);
  eqs_front_item *item = calloc(room, sizeof *item);
  if (item == NULL) return eqs_fail_memory(ctx, room * sizeof *item);
  eqs_status status = take_candidates(ctx, bank, item, &n);
  if (status == EQS_OK && n > 0) status = eqs_front_measure(ctx, problem, item, n);
  for (size_t i = 0; i < n; i++) {
    const eqs_metrics *m = &item[i].train;
    if (status == EQS_OK && m->rejected == 0 && make_way(result, &item[i]))
      result->front[result->n_front++] = item[i];
    else
      eqs_expr_free(item[i].expr);
  }
  free(item);
  return status;
}
