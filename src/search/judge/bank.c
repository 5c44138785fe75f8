/* SPDX-License-Identifier: BSD-3-Clause */
/* Niches as short sorted arrays. */
#include "search/judge/bank.h"
#include "search/formula/symmetry.h"
#include "search/judge/gaps.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Errors closer than this are rounding: two ways to write one function. */
static const double SAME = 1e-9;

/* What a number in double precision costs, in nats. */
static const double DIGITS = 36;

int eqs_bank_init(eqs_bank *bank, unsigned max_complexity, uint32_t capacity)
{
  *bank = (eqs_bank){.max_complexity = max_complexity, .capacity = capacity};
  for (int c = 0; c < EQS_N_CRITERIA; c++) {
    bank->niche[c] = eqs_alloc_zero((size_t)max_complexity + 1, sizeof *bank->niche[c]);
    if (bank->niche[c] != NULL) continue;
    eqs_bank_free(bank);
    return -1;
  }
  return 0;
}

void eqs_bank_free(eqs_bank *bank)
{
  for (int c = 0; c < EQS_N_CRITERIA; c++) {
    for (unsigned k = 0; bank->niche[c] != NULL && k <= bank->max_complexity; k++)
      free(bank->niche[c][k].member);
    free(bank->niche[c]);
  }
  *bank = (eqs_bank){0};
}

static double error_of(const eqs_member *m, eqs_criterion criterion)
{
  return criterion == EQS_BY_MSE ? m->mse : criterion == EQS_BY_MAE ? m->mae : m->length;
}

const eqs_member *eqs_bank_best(const eqs_bank *bank, eqs_criterion criterion, unsigned complexity)
{
  const eqs_member *best = NULL;
  for (unsigned k = 0; k <= complexity && k <= bank->max_complexity; k++) {
    const eqs_niche *niche = &bank->niche[criterion][k];
    if (niche->n == 0) continue;
    if (best == NULL || error_of(niche->member, criterion) < error_of(best, criterion))
      best = niche->member;
  }
  return best;
}

static void copy_member(eqs_member *to, const eqs_member *from)
{
  eqs_formula_copy(&to->f, &from->f);
  to->hash = from->hash;
  to->complexity = from->complexity;
  to->mse = from->mse;
  to->mae = from->mae;
  to->length = from->length;
}

static bool same_function(const eqs_member *a, const eqs_member *b)
{
  return fabs(a->mse - b->mse) <= SAME * b->mse && fabs(a->mae - b->mae) <= SAME * b->mae;
}

/* What it takes to write a number down, in nats: that of an integer, or of its inverse, grows with
   its logarithm; any other number, and a large one, costs as much as a free constant. */
static double price_of_node(const eqs_node *node, double free)
{
  double size = fabs(node->value);
  if (node->op == EQS_OP_PARAM) return free;
  if (node->op != EQS_OP_NUM || size == 0) return 0;
  if (size < 1) size = 1 / size;
  return size == rint(size) ? fmin(0.99 * free, log(size)) : free;
}

static double price_of(const eqs_formula *f, double free)
{
  double price = 0;
  for (uint32_t i = 0; i < f->n; i++) price += price_of_node(&f->node[i], free);
  return price;
}

/* Which of two ways to write one function is kept: the shorter, which may be the one without a pole
   between rows, or else the one whose numbers cost less. */
static bool is_preferred(const eqs_member *old, const eqs_member *m, eqs_criterion criterion,
                         double free)
{
  if (criterion == EQS_BY_LENGTH && fabs(old->length - m->length) > SAME * m->length)
    return old->length < m->length;
  return price_of(&old->f, free) <= price_of(&m->f, free);
}

static void remove_member(eqs_niche *niche, uint32_t i)
{
  for (; i + 1 < niche->n; i++) copy_member(&niche->member[i], &niche->member[i + 1]);
  niche->n--;
}

/* Takes M into the niche at its rank: 1 if it was, 0 if not, -1 when memory is short. */
static int settle(eqs_niche *niche, const eqs_bank *bank, const eqs_member *m,
                  eqs_criterion criterion)
{
  uint32_t capacity = bank->capacity;
  double free = log(fmax(bank->rows, 2)); /* more numbers cost more, also where none has a price */
  if (niche->member == NULL) {
    niche->member = eqs_alloc(capacity, sizeof *niche->member);
    if (niche->member == NULL) return -1;
  }
  for (uint32_t i = 0; i < niche->n; i++) {
    if (niche->member[i].hash == m->hash) {
      if (error_of(&niche->member[i], criterion) <= error_of(m, criterion)) return 0;
      remove_member(niche, i--);
    } else if (same_function(&niche->member[i], m)) {
      if (is_preferred(&niche->member[i], m, criterion, free)) return 0;
      remove_member(niche, i--);
    }
  }
  uint32_t rank = niche->n;
  while (rank > 0 && error_of(m, criterion) < error_of(&niche->member[rank - 1], criterion)) rank--;
  if (rank >= capacity) return 0;
  if (niche->n < capacity) niche->n++;
  for (uint32_t i = niche->n - 1; i > rank; i--)
    copy_member(&niche->member[i], &niche->member[i - 1]);
  copy_member(&niche->member[rank], m);
  return 1;
}

/* Where a formula is exact, its errors say nothing, and its constants are known to the last digit,
   each of which has to be written down: a nat for each unit of complexity is little against that.
 */
static double length_of_exact(const eqs_bank *bank, const eqs_member *m)
{
  return bank->exact * (1 + 1e-4 * (price_of(&m->f, DIGITS) + m->complexity));
}

/* The price of the numbers and n/2 of the log of the error, taken back to the scale of the error. A
   constant that N rows determine costs log n, twice the price of Schwarz (Annals of Statistics 6,
   1978), for the structure was sought, too. By losses with a corner, of which n times the log
   would count, it is twice that; so was all that was measured by them. */
static double factor_of(const eqs_bank *bank, const eqs_formula *f)
{
  return bank->rows > 1 ? exp(2 * price_of(f, log(bank->rows)) / bank->rows) : 1;
}

static double length_of(const eqs_bank *bank, const eqs_member *m)
{
  if (bank->rows > 1 && m->mse <= bank->exact) return length_of_exact(bank, m);
  return m->mse * factor_of(bank, &m->f);
}

/* How much longer what the formula may say between the rows makes it: no more than twice, as laws
   have poles, too, and those on the way to them. */
static double doubt_of(const eqs_bank *bank, const eqs_member *m)
{
  eqs_formula plain;
  if (bank->gaps == NULL || m->mse <= bank->exact) return 1;
  if (!eqs_formula_write_out(&m->f, EQS_FORMULA_NODES, &plain)) return 1;
  return 1 + fmin(1, eqs_gaps_risk(bank->gaps, plain.node, plain.n).loss / m->mse);
}

/* Whether M could be among the best by its length so far, which is as if there were no doubt. */
static bool may_settle(const eqs_bank *bank, const eqs_member *m)
{
  const eqs_niche *niche = &bank->niche[EQS_BY_LENGTH][m->complexity];
  return niche->n < bank->capacity || m->length < niche->member[niche->n - 1].length;
}

double eqs_bank_bar(const eqs_bank *bank, const eqs_formula *f, double mse, double mae)
{
  unsigned complexity = eqs_nodes_complexity(f->node, f->n);
  double last[EQS_N_CRITERIA];
  if (complexity > bank->max_complexity) return 0;
  for (int c = 0; c < EQS_N_CRITERIA; c++) {
    const eqs_niche *niche = &bank->niche[c][complexity];
    if (niche->n < bank->capacity) return INFINITY;
    last[c] = error_of(&niche->member[niche->n - 1], c);
  }
  double by_mae = mse * pow(last[EQS_BY_MAE] / mae, bank->corner ? 1 : 2);
  double by_length = last[EQS_BY_LENGTH] / factor_of(bank, f);
  return fmax(last[EQS_BY_MSE], fmax(by_mae, by_length));
}

int eqs_bank_offer(eqs_bank *bank, const eqs_formula *f, uint64_t hash, double mse, double mae,
                   eqs_welcome *welcome)
{
  eqs_member m = {.hash = hash, .complexity = eqs_nodes_complexity(f->node, f->n)};
  *welcome = EQS_BANK_REFUSED;
  if (m.complexity > bank->max_complexity) return 0;
  m.mse = mse;
  m.mae = mae;
  eqs_formula_copy(&m.f, f);
  m.length = length_of(bank, &m);
  if (may_settle(bank, &m)) m.length *= doubt_of(bank, &m);
  for (int c = 0; c < EQS_N_CRITERIA; c++) {
    const eqs_member *best = eqs_bank_best(bank, c, m.complexity);
    bool first = best == NULL || error_of(&m, c) < error_of(best, c) * (1 - SAME);
    eqs_niche *niche = &bank->niche[c][m.complexity];
    uint32_t before = niche->n;
    int taken = settle(niche, bank, &m, c);
    if (taken < 0) return -1;
    bank->n_members += niche->n - (uint64_t)before;
    if (taken == 0) continue;
    if (first) *welcome = EQS_BANK_FRONT;
    if (*welcome == EQS_BANK_REFUSED) *welcome = EQS_BANK_KEPT;
  }
  return 0;
}

/* The niche counts from the smallest to the largest occupied complexity alike; within it the chance
   falls geometrically with the rank. */
const eqs_member *eqs_bank_draw(const eqs_bank *bank, eqs_rng *rng)
{
  static const eqs_criterion among[] = {EQS_BY_MAE, EQS_BY_MSE, EQS_BY_MSE, EQS_BY_LENGTH};
  eqs_criterion criterion = among[eqs_rng_below(rng, 4)];
  uint32_t occupied = 0;
  for (unsigned k = 0; k <= bank->max_complexity; k++) occupied += bank->niche[criterion][k].n > 0;
  if (occupied == 0) return NULL;
  uint32_t wanted = eqs_rng_below(rng, occupied);
  unsigned k = 0;
  while (bank->niche[criterion][k].n == 0 || wanted-- > 0) k++;
  const eqs_niche *niche = &bank->niche[criterion][k];
  uint32_t rank = 0;
  while (rank + 1 < niche->n && eqs_rng_uniform(rng) < 0.8) rank++;
  return &niche->member[rank];
}
