/* SPDX-License-Identifier: BSD-3-Clause */
/* From the niches of the bank to the front that a search reports. */
#include "search/front.h"
#include "util/fail.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

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

static eqs_status measure(eqs_ctx *ctx, const eqs_problem *p, const eqs_member *member,
                          eqs_front_item *item)
{
  *item = (eqs_front_item){.complexity = member->complexity};
  item->expr = eqs_expr_from_nodes(member->f.node, member->f.n);
  if (item->expr == NULL) return eqs_fail_memory(ctx, member->f.n * sizeof(eqs_node));
  eqs_status status =
      eqs_report_score(ctx, p->table, p->roles, p->train, item->expr, &p->objective, &item->train);
  if (status == EQS_OK && p->test != NULL)
    status =
        eqs_report_score(ctx, p->table, p->roles, p->test, item->expr, &p->objective, &item->test);
  if (status != EQS_OK) {
    eqs_expr_free(item->expr);
    item->expr = NULL;
  }
  return status;
}

eqs_status eqs_front_collect(eqs_ctx *ctx, const eqs_bank *bank, const eqs_problem *problem,
                             eqs_search_result *result)
{
  double best_in_bank = INFINITY, best = INFINITY;
  eqs_front_clear(result);
  for (unsigned k = 0; k <= bank->max_complexity; k++) {
    const eqs_niche *niche = &bank->niche[EQS_BY_MSE][k];
    if (niche->n == 0 || !(niche->member[0].mse < best_in_bank)) continue;
    best_in_bank = niche->member[0].mse;
    eqs_front_item item;
    eqs_status status = measure(ctx, problem, &niche->member[0], &item);
    if (status != EQS_OK) return status;
    if (item.train.rejected > 0 || !(item.train.loss < best)) {
      eqs_expr_free(item.expr);
      continue;
    }
    best = item.train.loss;
    if (result->n_front == EQS_MAX_FRONT) thin(result);
    result->front[result->n_front++] = item;
  }
  return EQS_OK;
}
