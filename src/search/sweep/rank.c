/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns are centred and scaled, so a fit by one or two of them is a matter of dot products. Pairs
   are rated part by part, each with a ranking of its own, and the rankings joined in the order of
   the parts: threads do not matter. */
#include "search/sweep/rank.h"
#include "search/formula/evaluate.h"
#include "search/sweep/lsq.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COMPLEXITIES = 40, BEST = 8, SUM_WEIGHT = 4, PART = 16 };

/* One or two functions: bend(op(a, b)); with op 0 and b not 0, a and b have a coefficient each. */
typedef struct rated {
  double left; /* the share of squares that is left */
  uint32_t a, b;
  uint8_t op, bend;
} rated;

typedef struct ranking {
  const eqs_catalogue *catalogue;
  double y[EQS_SAMPLE_ROWS];      /* the target, centred, of length 1 */
  rated best[COMPLEXITIES][BEST]; /* by complexity, best first */
  unsigned n[COMPLEXITIES];
  uint64_t tried;
} ranking;

/* What rates the pairs of A with all before it. */
typedef void rater(ranking *k, uint32_t a, const void *of);

typedef struct workers {
  bool (*stop)(void *user);
  void *user;
  int threads;
} workers;

/* V centred and of length 1; false if it is flat or not finite. */
static bool standardise(double *v, size_t n)
{
  double mean = 0;
  for (size_t i = 0; i < n; i++) mean += v[i];
  mean /= (double)n;
  for (size_t i = 0; i < n; i++) v[i] -= mean;
  double length = sqrt(eqs_dot(v, v, n));
  if (!(length > 1e-9 * fabs(mean)) || !isfinite(length)) return false;
  for (size_t i = 0; i < n; i++) v[i] /= length;
  return true;
}

/* Keeps R among the best of its complexity, unless one has the same error. What an exact fit leaves
   may come out below nothing. */
static void keep(ranking *k, unsigned complexity, rated r)
{
  k->tried++;
  if (complexity >= COMPLEXITIES || isnan(r.left)) return;
  r.left = fmax(r.left, 0);
  rated *best = k->best[complexity];
  unsigned n = k->n[complexity], at = n;
  if (n == BEST && !(r.left < best[n - 1].left)) return;
  for (unsigned i = 0; i < n; i++)
    if (fabs(best[i].left - r.left) <= 1e-9 * r.left) return;
  if (n < BEST) k->n[complexity]++;
  if (n == BEST) at--;
  for (; at > 0 && r.left < best[at - 1].left; at--) best[at] = best[at - 1];
  best[at] = r;
}

/* Every part begins with what ALL begins with: nothing. */
static void join(ranking *all, const ranking *part)
{
  uint64_t tried = all->tried + part->tried;
  for (unsigned complexity = 0; complexity < COMPLEXITIES; complexity++)
    for (unsigned i = 0; i < part->n[complexity]; i++)
      keep(all, complexity, part->best[complexity][i]);
  all->tried = tried;
}

/* Rates 1..N-1, each with all before it. -1 when memory is short. */
static int rate_pairs(ranking *all, uint32_t n, rater *rate, const void *of, const workers *w)
{
  uint32_t parts = (n + PART - 1) / PART;
  ranking *part = eqs_alloc_zero(parts, sizeof *part);
  if (part == NULL) return -1;
#pragma omp parallel for num_threads(w->threads) schedule(dynamic, 1)
  for (uint32_t p = 0; p < parts; p++) {
    uint32_t first = p == 0 ? 1 : p * PART, end = n - p * PART < PART ? n : (p + 1) * PART;
    part[p].catalogue = all->catalogue;
    memcpy(part[p].y, all->y, sizeof all->y);
    if (p > 0 && w->stop(w->user)) continue;
    for (uint32_t a = first; a < end; a++) rate(&part[p], a, of);
  }
  for (uint32_t p = 0; p < parts; p++) join(all, &part[p]);
  free(part);
  return 0;
}

/* ---- One function ---------------------------------------------------------------------------- */

static void rate(ranking *k, rated r, const double *values, unsigned complexity)
{
  double v[EQS_SAMPLE_ROWS];
  size_t n = k->catalogue->rows;
  memcpy(v, values, n * sizeof *v);
  if (!standardise(v, n)) return;
  double share = eqs_dot(v, k->y, n);
  r.left = 1 - share * share;
  keep(k, complexity + SUM_WEIGHT, r);
}

static void rate_bent(ranking *k, rated r, const double *values, unsigned complexity)
{
  static const uint8_t bend[] = {0,          EQS_OP_SQRT, EQS_OP_SQUARE, EQS_OP_EXP,
                                 EQS_OP_LOG, EQS_OP_SIN,  EQS_OP_COS,    EQS_OP_TANH};
  const eqs_catalogue *c = k->catalogue;
  double v[EQS_SAMPLE_ROWS];
  for (size_t i = 0; i < sizeof bend; i++) {
    r.bend = bend[i];
    if (bend[i] == 0) {
      rate(k, r, values, complexity);
      continue;
    }
    bool bent = c->entry[r.a].bends || c->entry[r.b].bends;
    if (!eqs_op_set_has(&c->allowed, bend[i]) || (bent && bend[i] >= EQS_OP_EXP)) continue;
    eqs_op_apply(bend[i], values, NULL, c->rows, v);
    if (isfinite(v[0])) rate(k, r, v, complexity + eqs_op_weight(bend[i]));
  }
}

static void rate_joined(ranking *k, uint32_t a, uint32_t b)
{
  static const uint8_t join[] = {EQS_OP_ADD, EQS_OP_SUB, EQS_OP_MUL, EQS_OP_DIV, EQS_OP_DIV};
  const eqs_catalogue *c = k->catalogue;
  double v[EQS_SAMPLE_ROWS];
  for (size_t i = 0; i < sizeof join; i++) {
    if (!eqs_op_set_has(&c->allowed, join[i])) continue;
    rated r = {.a = i == 4 ? b : a, .b = i == 4 ? a : b, .op = join[i]};
    eqs_op_apply(r.op, eqs_catalogue_values(c, r.a), eqs_catalogue_values(c, r.b), c->rows, v);
    unsigned complexity = c->entry[a].complexity + c->entry[b].complexity + eqs_op_weight(r.op);
    rate_bent(k, r, v, complexity);
  }
}

static void rate_all_joined(ranking *k, uint32_t b, const void *of)
{
  (void)of;
  for (uint32_t a = 0; a < b; a++) rate_joined(k, a, b);
}

/* ---- Two functions with a coefficient each --------------------------------------------------- */

/* The entries, standardised or zero, and what they have in common with the target. */
typedef struct columns {
  size_t stride;
  double *v, *share;
} columns;

static void rate_all_sums(ranking *k, uint32_t a, const void *of)
{
  const eqs_catalogue *c = k->catalogue;
  const columns *all = of;
  for (uint32_t b = 1; b < a; b++) {
    double between = eqs_dot(all->v + a * all->stride, all->v + b * all->stride, c->rows);
    double rest = 1 - between * between, x = all->share[a], y = all->share[b];
    if (!(rest > 1e-9)) continue;
    rated r = {.left = 1 - (x * x + y * y - 2 * x * y * between) / rest, .a = a, .b = b};
    unsigned complexity = c->entry[a].complexity + c->entry[b].complexity + 2u;
    keep(k, complexity + SUM_WEIGHT + 1u, r);
  }
}

static int rate_sums(ranking *k, uint32_t most, const workers *w)
{
  const eqs_catalogue *c = k->catalogue;
  uint32_t n = most < c->n ? most : c->n;
  columns all = {.stride = c->stride,
                 .v = eqs_alloc((size_t)n * c->stride, sizeof *all.v),
                 .share = eqs_alloc(n, sizeof *all.share)};
  int status = all.v != NULL && all.share != NULL ? 0 : -1;
  for (uint32_t a = 1; status == 0 && a < n; a++) {
    double *column = all.v + a * all.stride;
    memcpy(column, eqs_catalogue_values(c, a), c->rows * sizeof *column);
    if (!standardise(column, c->rows)) memset(column, 0, c->rows * sizeof *column);
    all.share[a] = eqs_dot(column, k->y, c->rows);
  }
  if (status == 0) status = rate_pairs(k, n, rate_all_sums, &all, w);
  free(all.v);
  free(all.share);
  return status;
}

/* ---- As formulas ----------------------------------------------------------------------------- */

static bool scaled(const eqs_catalogue *c, uint32_t entry, eqs_formula *f)
{
  return eqs_catalogue_formula(c, entry, f) && eqs_build_before(f, EQS_OP_MUL, eqs_node_param(0.5));
}

static bool formula(const eqs_catalogue *c, const rated *r, eqs_formula *f)
{
  eqs_formula second;
  if (r->op == 0 && r->b != 0)
    return scaled(c, r->a, f) && scaled(c, r->b, &second) && eqs_build_plus(f, &second) &&
           eqs_build_before(f, EQS_OP_ADD, eqs_node_param(0));
  if (!eqs_catalogue_formula(c, r->a, f)) return false;
  if (r->op != 0 &&
      (!eqs_catalogue_formula(c, r->b, &second) || !eqs_build_binary(f, r->op, &second)))
    return false;
  return (r->bend == 0 || eqs_build_unary(f, r->bend));
}

/* Each as it is, with a factor, and with an offset too: without noise the three are one. */
static int add(const ranking *k, const rated *r, eqs_finds *finds)
{
  eqs_formula f;
  if (!formula(k->catalogue, r, &f)) return 0;
  if (eqs_finds_add(finds, &f, r->left) != 0) return -1;
  if (r->op == 0 && r->b != 0) return 0;
  if (!eqs_build_before(&f, EQS_OP_MUL, eqs_node_param(1))) return 0;
  if (eqs_finds_add(finds, &f, r->left) != 0) return -1;
  if (!eqs_build_before(&f, EQS_OP_ADD, eqs_node_param(0))) return 0;
  return eqs_finds_add(finds, &f, r->left);
}

static int add_best(const ranking *k, eqs_finds *finds)
{
  int status = 0;
  for (unsigned complexity = 0; complexity < COMPLEXITIES; complexity++)
    for (unsigned i = 0; i < k->n[complexity] && status == 0; i++)
      status = add(k, &k->best[complexity][i], finds);
  return status;
}

int eqs_rank(const eqs_catalogue *c, const eqs_rank_size *size, int threads,
             bool (*stop)(void *user), void *user, eqs_finds *finds)
{
  const workers w = {stop, user, threads};
  ranking *k = calloc(1, sizeof *k);
  if (k == NULL) return -1;
  k->catalogue = c;
  memcpy(k->y, c->target, c->rows * sizeof *k->y);
  int status = 0;
  if (!eqs_op_set_has(&c->allowed, EQS_OP_ADD) || !eqs_op_set_has(&c->allowed, EQS_OP_MUL) ||
      !standardise(k->y, c->rows))
    goto done;
  for (uint32_t a = 1; a < c->n && !(a % 256 == 0 && stop(user)); a++)
    rate_bent(k, (rated){.a = a}, eqs_catalogue_values(c, a), c->entry[a].complexity);
  uint32_t joined = size->joined < c->n ? size->joined : c->n;
  status = rate_pairs(k, joined, rate_all_joined, NULL, &w);
  if (status == 0) status = rate_sums(k, size->summed, &w);
  if (status == 0) status = add_best(k, finds);
  finds->tried += k->tried;
done:
  free(k);
  return status;
}
