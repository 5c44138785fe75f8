/* SPDX-License-Identifier: BSD-3-Clause */
/* What was retained in the latest iterations, a ring of groups, and the percentile that decides. */
#include "search/paper/paper.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

void eqs_paper_pool_free(eqs_paper_pool *pool)
{
  for (int g = 0; g < EQS_PAPER_GROUPS; g++) {
    eqs_sequences_free(&pool->group[g].formula);
    free(pool->group[g].mse);
    free(pool->group[g].hash);
  }
  eqs_sequences_free(&pool->lesson);
  *pool = (eqs_paper_pool){0};
}

void eqs_paper_pool_turn(eqs_paper_pool *pool)
{
  pool->newest = (pool->newest + 1) % EQS_PAPER_GROUPS;
  eqs_sequences_clear(&pool->group[pool->newest].formula);
}

size_t eqs_paper_pool_size(const eqs_paper_pool *pool)
{
  size_t n = 0;
  for (int g = 0; g < EQS_PAPER_GROUPS; g++) n += pool->group[g].formula.n;
  return n;
}

bool eqs_paper_pool_has(const eqs_paper_pool *pool, uint64_t hash)
{
  for (int g = 0; g < EQS_PAPER_GROUPS; g++)
    for (size_t i = 0; i < pool->group[g].formula.n; i++)
      if (pool->group[g].hash[i] == hash) return true;
  return false;
}

int eqs_paper_pool_add(eqs_paper_pool *pool, const eqs_vocabulary *vocabulary, const eqs_formula *f,
                       uint64_t hash, double mse)
{
  eqs_sequences *formula = &pool->group[pool->newest].formula;
  double **errors = &pool->group[pool->newest].mse;
  uint64_t **hashes = &pool->group[pool->newest].hash;
  size_t n = formula->n, capacity = pool->group[pool->newest].capacity, same = capacity;
  if (eqs_grow(errors, &capacity, n + 1, sizeof **errors) != 0) return -1;
  if (eqs_grow(hashes, &same, n + 1, sizeof **hashes) != 0) return -1;
  pool->group[pool->newest].capacity = capacity;
  if (eqs_sequences_add(formula, vocabulary, f, 1) != 0) return -1;
  if (formula->n == n) return 0;
  (*errors)[n] = mse;
  (*hashes)[n] = hash;
  return 0;
}

size_t eqs_paper_pool_errors(const eqs_paper_pool *pool, double *mse)
{
  size_t n = 0;
  for (int g = 0; g < EQS_PAPER_GROUPS; g++)
    for (size_t i = 0; i < pool->group[g].formula.n; i++) mse[n++] = pool->group[g].mse[i];
  return n;
}

int eqs_paper_pool_lesson(eqs_paper_pool *pool, const eqs_vocabulary *vocabulary)
{
  eqs_sequences_clear(&pool->lesson);
  for (unsigned age = EQS_PAPER_GROUPS; age-- > 0;) {
    unsigned g = (pool->newest + EQS_PAPER_GROUPS - age) % EQS_PAPER_GROUPS;
    const eqs_sequences *from = &pool->group[g].formula;
    for (size_t i = 0; i < from->n; i++) {
      eqs_formula f;
      uint32_t n = from->start[i + 1] - from->start[i];
      if (!eqs_vocabulary_decode(vocabulary, from->token + from->start[i], n, &f)) continue;
      if (eqs_sequences_add(&pool->lesson, vocabulary, &f, 1) != 0) return -1;
    }
  }
  return 0;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double eqs_paper_percentile(double *x, size_t n, double p)
{
  qsort(x, n, sizeof *x, by_value);
  double at = p / 100 * (double)(n - 1);
  size_t i = (size_t)floor(at);
  return i + 1 < n ? x[i] + (at - (double)i) * (x[i + 1] - x[i]) : x[n - 1];
}
