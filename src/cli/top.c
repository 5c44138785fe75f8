/* SPDX-License-Identifier: BSD-3-Clause */
/* The K best candidates of a stream, in memory for K. */
#include "cli/top.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double loss(const eqs_candidate *candidate)
{
  double value = candidate->metrics.loss;
  return candidate->outcome == EQS_OUTCOME_OK && !isnan(value) ? value : (double)INFINITY;
}

/* Negative if A is the better one. */
static int order(const eqs_candidate *a, const eqs_candidate *b)
{
  double x = loss(a), y = loss(b);
  if (x != y) return x < y ? -1 : 1;
  return eqs_candidate_order(a, b);
}

static void swap(eqs_candidate *a, eqs_candidate *b)
{
  eqs_candidate t = *a;
  *a = *b;
  *b = t;
}

static void sift_up(eqs_top *top, size_t i)
{
  while (i > 0 && order(&top->item[i], &top->item[(i - 1) / 2]) > 0) {
    swap(&top->item[i], &top->item[(i - 1) / 2]);
    i = (i - 1) / 2;
  }
}

/* Among the first N items. */
static void sift_down(eqs_top *top, size_t i, size_t n)
{
  for (;;) {
    size_t worst = i, left = 2 * i + 1;
    for (size_t child = left; child <= left + 1 && child < n; child++)
      if (order(&top->item[child], &top->item[worst]) > 0) worst = child;
    if (worst == i) return;
    swap(&top->item[i], &top->item[worst]);
    i = worst;
  }
}

int eqs_top_offer(eqs_top *top, eqs_candidate *candidate)
{
  if (candidate->outcome != EQS_OUTCOME_OK) return 0;
  if (top->n == top->k) {
    if (order(candidate, &top->item[0]) >= 0) return 0;
    eqs_candidate_free(&top->item[0]);
    top->item[0] = *candidate;
    sift_down(top, 0, top->n);
  } else {
    if (eqs_grow(&top->item, &top->capacity, top->n + 1, sizeof *top->item) != 0) return -1;
    top->item[top->n] = *candidate;
    sift_up(top, top->n++);
  }
  memset(candidate, 0, sizeof *candidate);
  return 0;
}

double eqs_top_bound(const eqs_top *top)
{
  return top->n < top->k ? (double)INFINITY : loss(&top->item[0]);
}

void eqs_top_sort(eqs_top *top)
{
  for (size_t i = top->n / 2; i-- > 0;) sift_down(top, i, top->n);
  for (size_t n = top->n; n > 1; n--) {
    swap(&top->item[0], &top->item[n - 1]);
    sift_down(top, 0, n - 1);
  }
}

void eqs_top_free(eqs_top *top)
{
  for (size_t i = 0; i < top->n; i++) eqs_candidate_free(&top->item[i]);
  free(top->item);
  memset(top, 0, sizeof *top);
}
